#!/bin/sh
# Runs Mosquitto in this folder and has it read its password file and its access list again whenever one changes.
# The shell becomes the broker, so the process id is the broker's; the watcher ends when that process does.
set -eu
sum() { cat accounts/passwords accounts/acl | cksum; }

applied=$(sum)
(
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        current=$(sum) || continue
        [ "$current" = "$applied" ] && continue
        kill -HUP $$ && applied=$current
    done
) &
exec "${MOSQUITTO:-mosquitto}" -c mosquitto.conf
