#!/bin/sh
# Runs uv with the given arguments; where the machine has none, it is put into the folder .uv first.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}

get_uv() {
    rm -rf .uv
    "$python" -m venv .uv && .uv/bin/pip install --quiet uv && return
    rm -rf .uv
    "$python" -m pip install --quiet --target .uv uv
}

get_venv_module() {
    [ "$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q python3-venv
}

if ! command -v uv >/dev/null && ! [ -x .uv/bin/uv ]; then
    if ! get_uv && ! { get_venv_module && get_uv; }; then
        rm -rf .uv
        echo "This needs uv, or Python with venv or pip to get it: install python3-venv (or uv) and try again." >&2
        exit 1
    fi
fi
PATH="$PATH:$PWD/.uv/bin" exec uv "$@"
