#!/bin/sh
# Brings the programs that some tests need and no Python package ships: by apt when root, else it says what is left out.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
# Chromium without a window has a third less to do.
browser=chromium-headless-shell
missing=""

has() { command -v "$1" >/dev/null; }
can_install() { [ "$(id -u)" = 0 ] && has apt-get; }

has "$browser" || { has chromium && ! can_install; } || missing="$missing $browser"
fc-list 2>/dev/null | grep -q Liberation || missing="$missing fontconfig fonts-liberation"
has mosquitto || missing="$missing mosquitto"
# For the broker's plugin.
has cc || missing="$missing gcc libc6-dev"
has nginx || missing="$missing nginx-light"
# Playwright's own driver is linked with it, and its package cannot say so.
ldconfig -p | grep -q libatomic.so.1 || missing="$missing libatomic1"

[ -n "$missing" ] || exit 0
if can_install; then
    apt-get update -q
    # Not every system packages it by itself.
    apt-cache show "$browser" >/dev/null 2>&1 || missing=$(echo "$missing" | sed "s/$browser/chromium/")
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
else
    echo "Tests that need one of these are left out; install them with your package manager:$missing" >&2
fi
