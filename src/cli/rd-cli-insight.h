/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"

void rd_cli_print_insight (const RdInsight *insight);
