/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-fold.h"

G_BEGIN_DECLS

#define RD_TYPE_FACT_ROW (rd_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (RdFactRow, rd_fact_row, RD, FACT_ROW, AdwPreferencesRow)

typedef enum
{
  RD_FACT_PLAIN = 0,
  RD_FACT_MONOSPACE = 1 << 0,
} RdFactFlags;

GtkWidget *rd_fact_row_new (const char *title,
                            const char *value,
                            const char *copy_label,
                            RdFactFlags flags);
void       rd_fact_row_set_value (RdFactRow  *self,
                                  const char *value);
void       rd_fact_row_add_picture (RdFactRow *self,
                                    GtkWidget *picture);
void       rd_fact_row_add_link (RdFactRow  *self,
                                 const char *label,
                                 const char *action,
                                 const char *target);
void       rd_fold_add_fact (RdFold     *fold,
                             const char *title,
                             const char *value);

G_END_DECLS
