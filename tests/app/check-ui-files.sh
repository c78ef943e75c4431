#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-ui-files.sh SCHEMA FOLDER: every .ui file is what GtkBuilder reads.

set -e

find "$2" -name '*.ui' -print0 | xargs -0 xmllint --noout --relaxng "$1"
