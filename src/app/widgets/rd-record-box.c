/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-record-box"

#include "config.h"

#include "rd-record-box.h"

#include "rd-copy-button.h"
#include "rd-outside.h"
#include "rd-repair-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The record to publish, field by field as the page of a DNS provider asks for
 * it, each with a button to copy it.  Pages differ in what they want in a
 * field; the check buttons choose. */
struct _RdRecordBox
{
  AdwPreferencesRow parent_instance;

  RdRecord *record;

  GtkBox         *box;
  GtkLabel       *name_label;
  GtkLabel       *value_label;
  RdCopyButton   *name_button;
  RdCopyButton   *value_button;
  GtkCheckButton *full_check;
  GtkCheckButton *quotes_check; /* (nullable) */
  GtkCheckButton *pieces_check; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RdRecordBox, rd_record_box, ADW_TYPE_PREFERENCES_ROW)

static gboolean
is_checked (GtkCheckButton *button)
{
  return button != NULL && gtk_check_button_get_active (button);
}

static RdTxtForm
get_form (RdRecordBox *self)
{
  if (is_checked (self->pieces_check))
    return RD_TXT_PIECES;
  return is_checked (self->quotes_check) ? RD_TXT_QUOTED : RD_TXT_PLAIN;
}

static void
show_fields (RdRecordBox *self)
{
  const char      *name = is_checked (self->full_check) ? self->record->fqdn : self->record->name;
  g_autofree char *value = NULL;

  if (strcmp (self->record->type, "TXT") == 0)
    value = rd_repair_dup_form (self->record->value, get_form (self));
  else
    value = g_strdup (self->record->value);
  rd_outside_set_label (self->name_label, name);
  rd_outside_set_label (self->value_label, value);
  rd_copy_button_set_text (self->name_button, name);
  rd_copy_button_set_text (self->value_button, value);
  /* Pieces are always in quotation marks. */
  if (self->quotes_check != NULL)
    gtk_widget_set_sensitive (GTK_WIDGET (self->quotes_check), !is_checked (self->pieces_check));
}

static void
rd_record_box_finalize (GObject *object)
{
  rd_record_free (RD_RECORD_BOX (object)->record);
  G_OBJECT_CLASS (rd_record_box_parent_class)->finalize (object);
}

static void
rd_record_box_class_init (RdRecordBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_record_box_finalize;
}

static void
rd_record_box_init (RdRecordBox *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  /* What is inside takes the focus. */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "rd-record");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->box));
}

static GtkLabel *
add_label (GtkBox     *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  rd_outside_set_label (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

/* A caption, below it the value, at the end the button. */
static GtkLabel *
add_field (RdRecordBox   *self,
           const char    *caption,
           const char    *value,
           const char    *copy_label,
           RdCopyButton **button)
{
  GtkBox    *line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GtkBox    *texts = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  GtkLabel  *caption_label = add_label (texts, caption, "caption");
  GtkWidget *label = rd_outside_label_new (value);

  *button = RD_COPY_BUTTON (rd_copy_button_new (copy_label, value));
  gtk_widget_add_css_class (GTK_WIDGET (caption_label), "dim-label");
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_hexpand (GTK_WIDGET (texts), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (texts), GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption_label, NULL, -1);
  gtk_box_append (texts, label);
  gtk_box_append (line, GTK_WIDGET (texts));
  gtk_box_append (line, GTK_WIDGET (*button));
  gtk_box_append (self->box, GTK_WIDGET (line));
  return GTK_LABEL (label);
}

static GtkCheckButton *
add_check (RdRecordBox *self,
           GtkBox      *box,
           const char  *text)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (text);

  /* The label of a check button does not wrap by itself in GTK 4.8. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (show_fields), self);
  gtk_box_append (box, check);
  return GTK_CHECK_BUTTON (check);
}

static void
add_choices (RdRecordBox *self)
{
  GtkBox  *choices = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  gboolean is_text = strcmp (self->record->type, "TXT") == 0;

  self->full_check = add_check (self, choices, _ ("My DNS page wants the full name"));
  if (is_text)
    self->quotes_check = add_check (self, choices, _ ("It wants the value in quotation marks"));
  if (is_text && strlen (self->record->value) > RD_REPAIR_STRING_BYTES)
    self->pieces_check = add_check (self, choices, _ ("It wants the value in pieces of 255 characters"));
  gtk_box_append (self->box, GTK_WIDGET (choices));
}

/* For those who edit zone files. */
static void
add_zone_line (RdRecordBox *self)
{
  g_autofree char *line = rd_repair_dup_zone_line (self->record->fqdn, self->record->type, self->record->value);
  RdCopyButton    *button;

  add_field (self, _ ("As a line of a zone file"), line, _ ("Copy Zone File Line"), &button);
}

/**
 * rd_record_box_new:
 * @record: a record to publish or to remove
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_record_box_new (const RdRecord *record)
{
  RdRecordBox     *self = g_object_new (RD_TYPE_RECORD_BOX, NULL);
  g_autofree char *title = rd_repair_dup_instruction (record);
  RdCopyButton    *type_button;

  self->record = rd_record_copy (record);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  add_label (self->box, title, "heading");
  add_field (self, _ ("Type"), record->type, _ ("Copy Type"), &type_button);
  self->name_label = add_field (self, _ ("Name"), record->name, _ ("Copy Name"), &self->name_button);
  self->value_label = add_field (self, _ ("Value"), record->value, _ ("Copy Value"), &self->value_button);
  add_choices (self);
  if (record->action != RD_RECORD_REMOVE)
    {
      add_label (self->box, _ ("If the page asks for a lifetime (TTL), enter 3600 or leave what it suggests."), "dim-label");
      add_zone_line (self);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  show_fields (self);
  return GTK_WIDGET (self);
}
