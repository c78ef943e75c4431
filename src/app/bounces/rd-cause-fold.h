/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-fold.h"
#include "rd-insight.h"

G_BEGIN_DECLS

#define RD_TYPE_CAUSE_FOLD (rd_cause_fold_get_type ())
G_DECLARE_FINAL_TYPE (RdCauseFold, rd_cause_fold, RD, CAUSE_FOLD, RdFold)

GtkWidget *rd_cause_fold_new (RdInsight            *insight,
                              const RdInsightGroup *group);

G_END_DECLS
