#!/bin/sh
# Runs Mosquitto in this folder and has it read its password file again whenever the content changes.
# The shell becomes the broker, so the process id is the broker's; the watcher ends when that process does.
set -eu
sum() { cksum < accounts/passwords; }

applied=$(sum)
(
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        current=$(sum) || continue
        [ "$current" = "$applied" ] && continue
        kill -HUP $$ && applied=$current
    done
) &
exec "${MOSQUITTO:-mosquitto}" -c mosquitto.conf
