/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-progress"

#include "config.h"

#include "rd-progress.h"

#include "rd-text-layout.h"

/* What takes less needs no progress bar (GNOME Human Interface Guidelines). */
#define SHOWN_AFTER_MS 700

/* A page that flashes by is worse than none. */
#define PAGE_AFTER_MS 200

/* How far something has come, below what is there of it already, with a button
 * that stops it.  It slides in when it is worth looking at; above, it would make
 * all the rest move, which would have to be drawn anew. */
struct _RdProgress
{
  AdwBin parent_instance;

  gint64 began_at;

  GtkRevealer    *revealer;
  GtkLabel       *label;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (RdProgress, rd_progress, ADW_TYPE_BIN)

static gint64
get_running_ms (RdProgress *self)
{
  return (g_get_monotonic_time () - self->began_at) / G_TIME_SPAN_MILLISECOND;
}

static void
rd_progress_dispose (GObject *object)
{
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), RD_TYPE_PROGRESS);
  G_OBJECT_CLASS (rd_progress_parent_class)->dispose (object);
}

static void
rd_progress_class_init (RdProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_progress_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/widgets/rd-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, RdProgress, revealer);
  gtk_widget_class_bind_template_child (widget_class, RdProgress, label);
  gtk_widget_class_bind_template_child (widget_class, RdProgress, bar);
}

static void
rd_progress_init (RdProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_text_layout_prepare_labels (GTK_WIDGET (self));
}

/* Something begins now. */
void
rd_progress_begin (RdProgress *self)
{
  g_return_if_fail (RD_IS_PROGRESS (self));

  self->began_at = g_get_monotonic_time ();
}

/**
 * rd_progress_show:
 * @self: a progress bar
 * @text: how far it has come, in words
 * @fraction: the same from 0 to 1; less than 0 while nobody knows
 *
 * Shows how far it has come, once it has taken long enough.
 */
void
rd_progress_show (RdProgress *self,
                  const char *text,
                  double      fraction)
{
  g_return_if_fail (RD_IS_PROGRESS (self));

  gtk_label_set_text (self->label, text);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, MIN (fraction, 1));
  if (get_running_ms (self) >= SHOWN_AFTER_MS)
    gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* It is over, one way or the other. */
void
rd_progress_end (RdProgress *self)
{
  g_return_if_fail (RD_IS_PROGRESS (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

gboolean
rd_progress_is_shown (RdProgress *self)
{
  g_return_val_if_fail (RD_IS_PROGRESS (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/* Whether it has taken so long that a page without any result may say so. */
gboolean
rd_progress_wants_page (RdProgress *self)
{
  g_return_val_if_fail (RD_IS_PROGRESS (self), FALSE);

  return get_running_ms (self) >= PAGE_AFTER_MS;
}
