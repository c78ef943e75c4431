/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-detail"

#include "config.h"

#include "rd-bounce-detail.h"

#include "rd-bounce-notice.h"
#include "rd-verdict-view.h"

/* One opened message, on the page that fits it: a verdict, or what it is if it
 * is none or could not be read. */
struct _RdBounceDetail
{
  AdwBin parent_instance;

  RdBounceEntry *entry; /* (nullable) */

  GtkStack       *stack;
  RdVerdictView  *verdict_view; /* (unowned) (nullable): made when first shown */
  RdBounceNotice *notice;       /* (unowned) (nullable): made when first shown */
};

G_DEFINE_FINAL_TYPE (RdBounceDetail, rd_bounce_detail, ADW_TYPE_BIN)

static void
rd_bounce_detail_dispose (GObject *object)
{
  RdBounceDetail *self = RD_BOUNCE_DETAIL (object);

  g_clear_object (&self->entry);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BOUNCE_DETAIL);
  G_OBJECT_CLASS (rd_bounce_detail_parent_class)->dispose (object);
}

static void
rd_bounce_detail_class_init (RdBounceDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounce_detail_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, stack);
}

static void
rd_bounce_detail_init (RdBounceDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_verdict (RdBounceDetail *self)
{
  if (self->verdict_view == NULL)
    {
      self->verdict_view = g_object_new (RD_TYPE_VERDICT_VIEW, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->verdict_view));
    }
  rd_verdict_view_set_entry (self->verdict_view, self->entry);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->verdict_view));
}

static void
show_notice (RdBounceDetail *self)
{
  if (self->notice == NULL)
    {
      self->notice = g_object_new (RD_TYPE_BOUNCE_NOTICE, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->notice));
    }
  rd_bounce_notice_set_entry (self->notice, self->entry);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->notice));
}

RdBounceEntry *
rd_bounce_detail_get_entry (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), NULL);

  return self->entry;
}

/**
 * rd_bounce_detail_set_entry:
 * @self: a detail page
 * @entry: (nullable): what to show
 *
 * Shows @entry on the page that fits it.
 */
void
rd_bounce_detail_set_entry (RdBounceDetail *self,
                            RdBounceEntry  *entry)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (!g_set_object (&self->entry, entry))
    return;
  if (entry == NULL)
    gtk_stack_set_visible_child_name (self->stack, "nothing");
  else if (rd_bounce_entry_get_kind (entry) == RD_ENTRY_VERDICT)
    show_verdict (self);
  else
    show_notice (self);
}

/* Stops what is being asked about the message that is shown; answers whether
 * anything was. */
gboolean
rd_bounce_detail_cancel (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), FALSE);

  return self->verdict_view != NULL && rd_verdict_view_cancel (self->verdict_view);
}

/* Screen readers then read the answer: GTK 4.8 has no way to announce it. */
void
rd_bounce_detail_focus_heading (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (self->entry == NULL)
    return;
  if (rd_bounce_entry_get_kind (self->entry) == RD_ENTRY_VERDICT)
    rd_verdict_view_focus_heading (self->verdict_view);
  else
    rd_bounce_notice_focus_heading (self->notice);
}
