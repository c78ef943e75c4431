#!/bin/sh
# The command line must run on servers: no library of the desktop may slip in.
set -eu
if ldd "$1" | grep -E 'libgtk|libadwaita|libgdk'; then
  echo "redeliver-cli is linked with the desktop"
  exit 1
fi
