/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-cli.h"

int rd_cli_history (int    argc,
                    char **argv);
