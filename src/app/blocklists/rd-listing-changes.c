/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-changes"

#include "config.h"

#include "rd-listing-changes.h"

#include "rd-appearance.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* What is not as it was when it was last known.  Not there while nothing
 * changed, and never before there is something to compare with. */
struct _RdListingChanges
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (RdListingChanges, rd_listing_changes, ADW_TYPE_BIN)

static void
rd_listing_changes_class_init (RdListingChangesClass *klass)
{
}

static void
rd_listing_changes_init (RdListingChanges *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static char *
dup_day (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return g_date_time_format (time, "%x");
}

static char *
dup_sentence (const RdHistoryChange *change)
{
  g_autofree char *day = change->since > 0 ? dup_day (change->since) : NULL;
  gboolean         is_bad = change->after == RD_FINDING_BROKEN || change->after == RD_FINDING_WEAK;

  if (day == NULL)
    return g_strdup (_ ("New since the last check."));
  if (is_bad)
    /* Translators: a day */
    return g_strdup_printf (_ ("It did not on %s."), day);
  if (change->after == RD_FINDING_FINE)
    /* Translators: a day */
    return g_strdup_printf (_ ("It still did on %s."), day);
  /* Translators: a day */
  return g_strdup_printf (_ ("It said something else on %s."), day);
}

/* A list that was asked for the first time and has nothing to say is no change. */
static gboolean
is_shown (const RdHistoryChange *change)
{
  if (change->is_gone)
    return FALSE;
  return change->was_known || change->after == RD_FINDING_BROKEN || change->after == RD_FINDING_WEAK;
}

static GtkWidget *
new_row (const RdHistoryChange *change)
{
  g_autofree char *sentence = dup_sentence (change);
  GtkWidget       *row = rd_row_new (change->title, sentence);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), rd_state_image_new (change->after));
  return row;
}

/**
 * rd_listing_changes_show:
 * @self: the widget
 * @report: what is known from earlier
 *
 * Shows what changed, if anything did.
 */
void
rd_listing_changes_show (RdListingChanges *self,
                         RdHistoryReport  *report)
{
  GtkWidget *group = adw_preferences_group_new ();
  guint      n = 0;

  g_return_if_fail (RD_IS_LISTING_CHANGES (self));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("What Changed"));
  for (guint i = 0; i < report->changes->len; i++)
    {
      const RdHistoryChange *change = g_ptr_array_index (report->changes, i);

      if (!is_shown (change))
        continue;
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (change));
      n++;
    }
  adw_bin_set_child (ADW_BIN (self), group);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

void
rd_listing_changes_clear (RdListingChanges *self)
{
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
