#!/bin/sh
# The formatter decides how code looks; nobody has to argue.
set -eu
command -v clang-format >/dev/null || { echo "clang-format is not installed"; exit 77; }
cd "$SOURCE_ROOT"
find src tests -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run -Werror
