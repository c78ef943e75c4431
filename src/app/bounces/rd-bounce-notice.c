/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-notice"

#include "config.h"

#include "rd-bounce-notice.h"

#include "rd-accessible.h"
#include "rd-fold.h"
#include "rd-heading.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-source-view.h"

#include <glib/gi18n.h>

/* The page of a message that is about something else, or that could not be
 * read: what it is, and what to do instead. */
struct _RdBounceNotice
{
  AdwBin parent_instance;

  RdBounceEntry *entry; /* (nullable) */

  GtkImage  *image;
  RdHeading *heading;
  GtkLabel  *sentence_label;
  GtkLabel  *name_label;
  GtkWidget *source_group;
  RdFold    *source_fold;
};

G_DEFINE_FINAL_TYPE (RdBounceNotice, rd_bounce_notice, ADW_TYPE_BIN)

static void
fill_source_cb (RdBounceNotice *self)
{
  rd_fold_add (self->source_fold, rd_source_view_new (self->entry));
}

static void
rd_bounce_notice_dispose (GObject *object)
{
  RdBounceNotice *self = RD_BOUNCE_NOTICE (object);

  g_clear_object (&self->entry);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BOUNCE_NOTICE);
  G_OBJECT_CLASS (rd_bounce_notice_parent_class)->dispose (object);
}

static void
rd_bounce_notice_class_init (RdBounceNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounce_notice_dispose;

  g_type_ensure (RD_TYPE_FOLD);
  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, image);
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, heading);
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, name_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, source_group);
  gtk_widget_class_bind_template_child (widget_class, RdBounceNotice, source_fold);
  gtk_widget_class_bind_template_callback (widget_class, fill_source_cb);
}

static void
rd_bounce_notice_init (RdBounceNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_accessible_name_lists (self->source_group, _ ("Details"));
}

/**
 * rd_bounce_notice_set_entry:
 * @self: a notice
 * @entry: an entry without a verdict
 *
 * Says what @entry is.
 */
void
rd_bounce_notice_set_entry (RdBounceNotice *self,
                            RdBounceEntry  *entry)
{
  const RdDiagnosis *diagnosis = rd_bounce_entry_get_diagnosis (entry);

  g_return_if_fail (RD_IS_BOUNCE_NOTICE (self));

  g_set_object (&self->entry, entry);
  gtk_image_set_from_icon_name (self->image, diagnosis != NULL ? "mail-read-symbolic" : "dialog-question-symbolic");
  rd_heading_set_text (self->heading, diagnosis != NULL ? diagnosis->title : _ ("This Could Not Be Read"));
  rd_outside_set_label (self->sentence_label, diagnosis != NULL ? diagnosis->sentence : rd_bounce_entry_get_error (entry)->message);
  rd_outside_set_label (self->name_label, rd_bounce_entry_get_name (entry));
  gtk_widget_set_visible (self->source_group, diagnosis != NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->source_fold), FALSE);
  rd_fold_reset (self->source_fold);
}

void
rd_bounce_notice_focus_heading (RdBounceNotice *self)
{
  g_return_if_fail (RD_IS_BOUNCE_NOTICE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
