/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_FOLD (rd_fold_get_type ())
G_DECLARE_DERIVABLE_TYPE (RdFold, rd_fold, RD, FOLD, AdwExpanderRow)

/**
 * RdFoldClass:
 * @fill: (nullable): makes the rows; called when they are first needed
 */
struct _RdFoldClass
{
  AdwExpanderRowClass parent_class;

  void (*fill) (RdFold *self);
};

void     rd_fold_reset (RdFold *self);
void     rd_fold_unroll (RdFold *self);
gboolean rd_fold_is_unrolling (RdFold *self);
void     rd_fold_add (RdFold    *self,
                      GtkWidget *row);
void     rd_fold_remove (RdFold    *self,
                         GtkWidget *row);
void     rd_fold_set_title (RdFold     *self,
                            const char *title);
void     rd_fold_set_subtitle (RdFold     *self,
                               const char *subtitle);

G_END_DECLS
