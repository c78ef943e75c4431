/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-outcome.h"

void rd_cli_print_diagnosis (const RdDiagnosis *diagnosis,
                             const RdOutcome   *outcome,
                             GPtrArray         *findings);
