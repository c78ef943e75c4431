/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-recipients"

#include "config.h"

#include "rd-verdict-details.h"

#include "rd-appearance.h"
#include "rd-copy-button.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* Rows are made in portions: a newsletter’s bounce can name thousands. */
#define PORTION 50

/**
 * rd_recipients_dup_subtitle:
 * @diagnosis: a diagnosis
 *
 * Returns: (transfer full): “3 addresses”
 */
char *
rd_recipients_dup_subtitle (const RdDiagnosis *diagnosis)
{
  guint n = diagnosis->bounce->failures->len;

  return g_strdup_printf (ngettext ("%u address", "%u addresses", n), n);
}

static RdFindingState
get_state (const RdFailure *failure)
{
  switch (failure->action)
    {
    case RD_ACTION_FAILED:
      return RD_FINDING_BROKEN;
    case RD_ACTION_DELAYED:
      return RD_FINDING_WEAK;
    case RD_ACTION_DELIVERED:
    case RD_ACTION_RELAYED:
    case RD_ACTION_EXPANDED:
      return RD_FINDING_FINE;
    case RD_ACTION_UNKNOWN:
    default:
      return RD_FINDING_UNKNOWN;
    }
}

static const char *
get_action_word (const RdFailure *failure)
{
  switch (failure->action)
    {
    case RD_ACTION_FAILED:
      return _ ("Not delivered");
    case RD_ACTION_DELAYED:
      return _ ("Delayed");
    case RD_ACTION_DELIVERED:
      return _ ("Delivered");
    case RD_ACTION_RELAYED:
    case RD_ACTION_EXPANDED:
      return _ ("Passed on");
    case RD_ACTION_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

static GtkWidget *
new_recipient_row (const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;
  const char      *address = failure->recipient != NULL ? failure->recipient : _ ("Address not named");
  const char      *reason = verdict->cause != NULL ? rd_cause_get_title (verdict->cause) : NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget       *row;

  if (reason != NULL && failure->status != NULL)
    subtitle = g_strdup_printf ("%s (%s)", reason, failure->status);
  else
    subtitle = g_strdup (reason != NULL ? reason : failure->status);
  row = rd_row_new (address, subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), rd_state_image_new (get_state (failure)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, get_action_word (failure), -1);
  if (failure->recipient != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), rd_copy_button_new (_ ("Copy Address"), failure->recipient));
  return row;
}

static void add_portion (RdFold            *fold,
                         const RdDiagnosis *diagnosis,
                         guint              start);

static void
more_activated_cb (GtkWidget *row,
                   gpointer   data)
{
  RdFold            *fold = RD_FOLD (gtk_widget_get_ancestor (gtk_widget_get_parent (row), RD_TYPE_FOLD));
  const RdDiagnosis *diagnosis = g_object_get_data (G_OBJECT (row), "diagnosis");
  guint              start = GPOINTER_TO_UINT (data);

  rd_fold_remove (fold, row);
  add_portion (fold, diagnosis, start);
}

static void
add_portion (RdFold            *fold,
             const RdDiagnosis *diagnosis,
             guint              start)
{
  guint n = diagnosis->verdicts->len;
  guint end = MIN (start + PORTION, n);

  for (guint i = start; i < end; i++)
    rd_fold_add (fold, new_recipient_row (g_ptr_array_index (diagnosis->verdicts, i)));
  if (end < n)
    {
      g_autofree char *title = g_strdup_printf (ngettext ("Show %u more", "Show %u more", n - end), n - end);
      GtkWidget       *row = rd_row_new (title, NULL);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "diagnosis", (gpointer) diagnosis);
      g_signal_connect (row, "activated", G_CALLBACK (more_activated_cb), GUINT_TO_POINTER (end));
      rd_fold_add (fold, row);
    }
}

static char *
dup_all_addresses (const RdDiagnosis *diagnosis)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < diagnosis->bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (diagnosis->bounce->failures, i);

      if (failure->recipient != NULL)
        g_string_append_printf (text, "%s\n", failure->recipient);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rd_recipients_fill:
 * @fold: an empty fold
 * @diagnosis: a diagnosis that outlives the rows
 *
 * Adds every recipient with what happened to the mail for it.
 */
void
rd_recipients_fill (RdFold            *fold,
                    const RdDiagnosis *diagnosis)
{
  g_autofree char *addresses = dup_all_addresses (diagnosis);
  GtkWidget       *row = rd_row_new (_ ("All addresses, one on each line"), NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), rd_copy_button_new (_ ("Copy All Addresses"), addresses));
  rd_fold_add (fold, row);
  add_portion (fold, diagnosis, 0);
}
