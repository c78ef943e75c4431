/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cause-fold"

#include "config.h"

#include "rd-cause-fold.h"

#include "rd-appearance.h"
#include "rd-copy-button.h"
#include "rd-fact-row.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* Receivers and addresses that are named; the rest is counted. */
#define MAX_SHARES 6
#define MAX_NAMED 8

/* One cause of many bounces: how many, who must act, what to do, who refused,
 * and whom the mail was for. */
struct _RdCauseFold
{
  RdFold parent_instance;

  RdInsight     *insight;   /* it owns the texts below */
  const RdCause *cause;     /* (nullable) */
  GArray        *shares;    /* (element-type RdInsightShare) */
  GPtrArray     *addresses; /* (element-type utf8): (unowned) */
};

G_DEFINE_FINAL_TYPE (RdCauseFold, rd_cause_fold, RD_TYPE_FOLD)

/* The first @max, one a line, and how many more there are. */
static char *
dup_lines (GPtrArray *addresses,
           guint      max)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < max; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (addresses, i));
  if (addresses->len > max)
    {
      guint rest = addresses->len - max;

      g_string_append_c (lines, '\n');
      g_string_append_printf (lines, ngettext ("and %u more", "and %u more", rest), rest);
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
copy_addresses_cb (RdCauseFold *self)
{
  g_autofree char *text = dup_lines (self->addresses, G_MAXUINT);

  rd_copy_text (GTK_WIDGET (self), text);
}

static GtkWidget *
new_addresses_row (RdCauseFold *self)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u address", "%u addresses", self->addresses->len), self->addresses->len);
  g_autofree char *named = dup_lines (self->addresses, MAX_NAMED);
  GtkWidget       *row = rd_fact_row_new (title, named, NULL, RD_FACT_PLAIN);
  GtkWidget       *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget       *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Copy All Addresses"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy All Addresses"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_addresses_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return row;
}

static char *
dup_shares (RdCauseFold *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint rest = 0;

  for (guint i = 0; i < self->shares->len; i++)
    {
      const RdInsightShare *share = &g_array_index (self->shares, RdInsightShare, i);

      if (i >= MAX_SHARES)
        rest++;
      else if (*share->name != '\0')
        {
          g_autofree char *shown = rd_outside_dup_line (share->name);

          g_string_append (lines, lines->len > 0 ? "\n" : "");
          /* Translators: a mail provider or domain, and a number of mails */
          g_string_append_printf (lines, C_ ("receiver and count", "%s: %u"), shown, share->count);
        }
    }
  if (rest > 0)
    {
      g_string_append_c (lines, '\n');
      g_string_append_printf (lines, ngettext ("and %u more", "and %u more", rest), rest);
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
rd_cause_fold_fill (RdFold *fold)
{
  RdCauseFold     *self = RD_CAUSE_FOLD (fold);
  g_autofree char *shares = dup_shares (self);
  g_auto (GStrv) steps = self->cause != NULL ? rd_cause_dup_steps (self->cause, RD_HOSTING_ANY) : NULL;

  if (self->cause != NULL)
    rd_fold_add (fold, rd_fact_row_new (_ ("What it means"), rd_cause_get_sentence (self->cause), NULL, RD_FACT_PLAIN));
  if (steps != NULL && steps[0] != NULL)
    rd_fold_add (fold, rd_fact_row_new (_ ("What to do"), steps[0], NULL, RD_FACT_PLAIN));
  if (self->cause != NULL)
    rd_fold_add (fold, rd_fact_row_new (_ ("Send again?"), rd_cause_get_resend_text (self->cause), NULL, RD_FACT_PLAIN));
  if (*shares != '\0')
    rd_fold_add (fold, rd_fact_row_new (_ ("Where"), shares, NULL, RD_FACT_PLAIN));
  if (self->addresses->len > 0)
    rd_fold_add (fold, new_addresses_row (self));
}

static void
rd_cause_fold_finalize (GObject *object)
{
  RdCauseFold *self = RD_CAUSE_FOLD (object);

  g_ptr_array_unref (self->addresses);
  g_array_unref (self->shares);
  rd_insight_unref (self->insight);
  G_OBJECT_CLASS (rd_cause_fold_parent_class)->finalize (object);
}

static void
rd_cause_fold_class_init (RdCauseFoldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_cause_fold_finalize;
  RD_FOLD_CLASS (klass)->fill = rd_cause_fold_fill;
}

static void
rd_cause_fold_init (RdCauseFold *self)
{
}

/**
 * rd_cause_fold_new:
 * @insight: what @group was made from
 * @group: a group
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_cause_fold_new (RdInsight            *insight,
                   const RdInsightGroup *group)
{
  RdCauseFold     *self = g_object_new (RD_TYPE_CAUSE_FOLD, NULL);
  const char      *title = rd_insight_group_get_title (group);
  g_autofree char *count = g_strdup_printf ("%u", group->n_messages);
  /* Translators: “Who must act: Your web or mail host” */
  g_autofree char *owner = g_strdup_printf (_ ("Who must act: %s"), rd_owner_get_label (group->owner));
  /* Translators: how grave it is, what it is, how often */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s, %u times"), rd_finding_state_get_label (group->state), title, group->n_messages);
  GtkWidget       *label = gtk_label_new (count);

  self->insight = rd_insight_ref (insight);
  self->cause = group->cause;
  self->shares = g_array_ref (group->shares);
  self->addresses = g_ptr_array_ref (group->addresses);
  rd_fold_set_title (RD_FOLD (self), title);
  rd_fold_set_subtitle (RD_FOLD (self), owner);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), rd_state_image_new (group->state));
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
