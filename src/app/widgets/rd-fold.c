/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-fold"

#include "config.h"

#include "rd-fold.h"

#include "rd-accessible.h"
#include "rd-outside.h"
#include "rd-text-layout.h"

/* Rows that come into sight with a frame, when they come by themselves. */
#define ROWS_A_FRAME 2

/* An expander row that makes its rows when it is first opened: most details of
 * most bounces are never looked at, and rows are the costliest part of a page. */
typedef struct
{
  GPtrArray *rows; /* (unowned) elements */
  gboolean   is_filled;
  guint      unrolling_id; /* while rows are still to be seen */
  guint      n_unrolled;
} RdFoldPrivate;

enum
{
  SIGNAL_FILL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (RdFold, rd_fold, ADW_TYPE_EXPANDER_ROW)

static void
fill_if_open (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  if (priv->is_filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  priv->is_filled = TRUE;
  g_signal_emit (self, signals[SIGNAL_FILL], 0);
}

static void
title_changed_cb (RdFold *self)
{
  rd_accessible_name_expander (GTK_WIDGET (self));
}

static void
stop_unrolling (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  if (priv->unrolling_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), priv->unrolling_id);
  priv->unrolling_id = 0;
}

static void
rd_fold_dispose (GObject *object)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (RD_FOLD (object));

  stop_unrolling (RD_FOLD (object));
  g_clear_pointer (&priv->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (rd_fold_parent_class)->dispose (object);
}

static void
rd_fold_class_init (RdFoldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_fold_dispose;

  signals[SIGNAL_FILL] = g_signal_new ("fill", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, G_STRUCT_OFFSET (RdFoldClass, fill), NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rd_fold_init (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  priv->rows = g_ptr_array_new ();
  rd_text_layout_use_in_row (GTK_WIDGET (self));
  rd_text_layout_prepare_labels (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (fill_if_open), NULL);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

/**
 * rd_fold_reset:
 * @self: a fold
 *
 * Throws the rows away; ::fill is emitted when new ones are needed, which is
 * now if the fold is open.
 */
void
rd_fold_reset (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  g_return_if_fail (RD_IS_FOLD (self));

  stop_unrolling (self);
  for (guint i = 0; i < priv->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (priv->rows, i));
  g_ptr_array_set_size (priv->rows, 0);
  priv->is_filled = FALSE;
  fill_if_open (self);
}

static gboolean
unroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (RD_FOLD (widget));

  for (guint i = 0; i < ROWS_A_FRAME && priv->n_unrolled < priv->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (priv->rows, priv->n_unrolled++), TRUE);
  if (priv->n_unrolled < priv->rows->len)
    return G_SOURCE_CONTINUE;
  priv->unrolling_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * rd_fold_unroll:
 * @self: a closed fold
 *
 * Opens @self for somebody who did not ask for it: its rows come a few with each
 * frame, so that they hold up nothing.
 */
void
rd_fold_unroll (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  g_return_if_fail (RD_IS_FOLD (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  for (guint i = 0; i < priv->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (priv->rows, i), FALSE);
  priv->n_unrolled = 0;
  if (priv->unrolling_id == 0)
    priv->unrolling_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), unroll_cb, NULL, NULL);
}

gboolean
rd_fold_is_unrolling (RdFold *self)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  g_return_val_if_fail (RD_IS_FOLD (self), FALSE);

  return priv->unrolling_id != 0;
}

void
rd_fold_add (RdFold    *self,
             GtkWidget *row)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  g_return_if_fail (RD_IS_FOLD (self));

  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (priv->rows, row);
}

void
rd_fold_remove (RdFold    *self,
                GtkWidget *row)
{
  RdFoldPrivate *priv = rd_fold_get_instance_private (self);

  g_return_if_fail (RD_IS_FOLD (self));

  if (g_ptr_array_remove (priv->rows, row))
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), row);
}

void
rd_fold_set_title (RdFold     *self,
                   const char *title)
{
  g_autofree char *line = rd_outside_dup_line (title);

  g_return_if_fail (RD_IS_FOLD (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), line);
}

void
rd_fold_set_subtitle (RdFold     *self,
                      const char *subtitle)
{
  g_autofree char *line = rd_outside_dup_line (subtitle != NULL ? subtitle : "");

  g_return_if_fail (RD_IS_FOLD (self));

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), line);
}
