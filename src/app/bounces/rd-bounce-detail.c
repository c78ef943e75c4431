/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-detail"

#include "config.h"

#include "rd-bounce-detail.h"

#include "rd-accessible.h"
#include "rd-fold.h"
#include "rd-heading.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-source-view.h"
#include "rd-verdict-view.h"

#include <glib/gi18n.h>

/* One opened message, on the page that fits it: a verdict, a message that is
 * about something else, or one that could not be read. */
struct _RdBounceDetail
{
  AdwBin parent_instance;

  RdBounceEntry *entry; /* (nullable) */

  GtkStack      *stack;
  RdVerdictView *verdict_view;
  GtkImage      *notice_image;
  RdHeading     *notice_heading;
  GtkLabel      *notice_sentence;
  GtkLabel      *notice_name;
  GtkWidget     *source_group;
  RdFold        *source_fold;
};

G_DEFINE_FINAL_TYPE (RdBounceDetail, rd_bounce_detail, ADW_TYPE_BIN)

static void
fill_source_cb (RdBounceDetail *self)
{
  rd_fold_add (self->source_fold, rd_source_view_new (self->entry));
}

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

  g_type_ensure (RD_TYPE_VERDICT_VIEW);
  g_type_ensure (RD_TYPE_FOLD);
  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, verdict_view);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, notice_image);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, notice_heading);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, notice_sentence);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, notice_name);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, source_group);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, source_fold);
  gtk_widget_class_bind_template_callback (widget_class, fill_source_cb);
}

static void
rd_bounce_detail_init (RdBounceDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_accessible_name_lists (self->source_group, _ ("Details"));
}

static void
show_notice (RdBounceDetail *self,
             const char     *icon_name,
             const char     *title,
             const char     *sentence,
             gboolean        has_source)
{
  gtk_image_set_from_icon_name (self->notice_image, icon_name);
  rd_heading_set_text (self->notice_heading, title);
  rd_outside_set_label (self->notice_sentence, sentence);
  rd_outside_set_label (self->notice_name, rd_bounce_entry_get_name (self->entry));
  gtk_widget_set_visible (self->source_group, has_source);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->source_fold), FALSE);
  rd_fold_reset (self->source_fold);
  gtk_stack_set_visible_child_name (self->stack, "other");
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
  const RdDiagnosis *diagnosis;

  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (!g_set_object (&self->entry, entry))
    return;
  if (entry == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  diagnosis = rd_bounce_entry_get_diagnosis (entry);
  switch (rd_bounce_entry_get_kind (entry))
    {
    case RD_ENTRY_VERDICT:
      rd_verdict_view_set_entry (self->verdict_view, entry);
      gtk_stack_set_visible_child_name (self->stack, "verdict");
      break;
    case RD_ENTRY_OTHER:
      show_notice (self, "mail-read-symbolic", diagnosis->title, diagnosis->sentence, TRUE);
      break;
    case RD_ENTRY_UNREADABLE:
    default:
      show_notice (self, "dialog-question-symbolic", _ ("This Could Not Be Read"), rd_bounce_entry_get_error (entry)->message, FALSE);
      break;
    }
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
    gtk_widget_grab_focus (GTK_WIDGET (self->notice_heading));
}
