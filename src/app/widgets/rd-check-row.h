/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"
#include "rd-fold.h"

G_BEGIN_DECLS

#define RD_TYPE_CHECK_ROW (rd_check_row_get_type ())
G_DECLARE_FINAL_TYPE (RdCheckRow, rd_check_row, RD, CHECK_ROW, RdFold)

GtkWidget *rd_check_row_new (const char *id,
                             const char *title,
                             const char *retry_action);
void       rd_check_row_set_busy (RdCheckRow *self,
                                  gboolean    is_busy);
gboolean   rd_check_row_get_busy (RdCheckRow *self);
void       rd_check_row_set_findings (RdCheckRow *self,
                                      GPtrArray  *findings,
                                      RdEvidence *evidence);
GPtrArray *rd_check_row_get_findings (RdCheckRow *self);
void       rd_check_row_set_word (RdCheckRow    *self,
                                  const char    *word,
                                  RdFindingState state);

G_END_DECLS
