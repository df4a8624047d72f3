#!/bin/sh
# Brings the programs that some tests need and no Python package ships: by apt when root, else it says what is left out.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
fc-list 2>/dev/null | grep -q Liberation || missing="$missing fontconfig fonts-liberation"
command -v mosquitto >/dev/null || missing="$missing mosquitto"
# Playwright's own driver is linked with it, and its package cannot say so.
ldconfig -p | grep -q libatomic.so.1 || missing="$missing libatomic1"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
else
    echo "Tests that need one of these are left out; install them with your package manager:$missing" >&2
fi
