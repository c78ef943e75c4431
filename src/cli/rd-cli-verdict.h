/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"

void rd_cli_print_diagnosis (const RdDiagnosis *diagnosis,
                             GPtrArray         *findings);
