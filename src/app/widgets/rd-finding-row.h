/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_FINDING_ROW (rd_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (RdFindingRow, rd_finding_row, RD, FINDING_ROW, AdwPreferencesRow)

GtkWidget *rd_finding_row_new (RdFindingState state,
                               const char    *word,
                               const char    *title,
                               const char    *explanation);

G_END_DECLS
