/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

void rd_cli_print_record (guint           indent,
                          const RdRecord *record);
