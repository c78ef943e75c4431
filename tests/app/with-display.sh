#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh COMMAND [ARGUMENT…]
#
# Runs a command with an X server, a session bus, home folders and a folder for
# passing files of its own, and removes them afterwards.  The X server chooses
# its number itself, so that any number of these can run at once.  The bus
# starts no service of the machine; with WITH_A11Y=1 it can start the
# accessibility bus.

set -e

here=$(dirname "$(readlink -f "$0")")
base=$(mktemp -d "${TMPDIR:-/tmp}/redeliver-display.XXXXXX")
server=

clean_up ()
{
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$base"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

mkdir -m 700 "$base/run" "$base/home" "$base/services"
# A server that a test starts may give up being root and must still get there.
mkdir -m 711 "$base/tmp"
chmod 711 "$base"

# Xvfb writes its number and a line feed once it takes connections.
mkfifo "$base/display"
Xvfb -displayfd 3 -screen 0 1280x2700x24 -nolisten tcp -noreset \
  3>"$base/display" >"$base/xvfb.log" 2>&1 &
server=$!
read -r number <"$base/display" || {
  cat "$base/xvfb.log" >&2
  exit 1
}

unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GTK_THEME XAUTHORITY SESSION_MANAGER
export DISPLAY=":$number"
export HOME="$base/home"
export TMPDIR="$base/tmp"
export XDG_RUNTIME_DIR="$base/run"
export XDG_CONFIG_HOME="$base/home/config"
export XDG_DATA_HOME="$base/home/data"
export XDG_CACHE_HOME="$base/home/cache"
export XDG_STATE_HOME="$base/home/state"
export XDG_CURRENT_DESKTOP=GNOME
export GDK_BACKEND=x11
export GSK_RENDERER=cairo
export GDK_DEBUG=gl-disable,default-settings
export ADW_DISABLE_PORTAL=1
export GSETTINGS_BACKEND=memory
export LC_ALL="${LC_ALL:-C.UTF-8}"
export TZ=UTC

if [ -n "$WITH_A11Y" ]; then
  unset GTK_A11Y
  cp /usr/share/dbus-1/services/org.a11y.Bus.service "$base/services/"
else
  export GTK_A11Y="${GTK_A11Y:-test}"
fi

sed -e "s#@servicedir@#$base/services#" -e "s#@tmpdir@#$base/run#" \
  "$here/test-bus.conf.in" >"$base/bus.conf"
# What services write is not for the standard output of the command.
dbus-run-session --config-file="$base/bus.conf" -- sh -c 'exec "$@" >&4 4>&-' sh "$@" 4>&1 >&2
