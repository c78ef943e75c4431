/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

G_BEGIN_DECLS

int rd_cli_nagios_finish (RdFindingState state,
                          const char    *subject,
                          const char    *summary);
int rd_cli_nagios_fail (const char *message);

G_END_DECLS
