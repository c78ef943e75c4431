/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-checklist"

#include "config.h"

#include "rd-verdict-details.h"

#include "rd-finding-row.h"
#include "rd-outside.h"
#include "rd-subject.h"

#include <glib/gi18n.h>

/* Nothing of the list was asked yet: “could not check” would blame somebody. */
static const char *
get_state_word (RdFindingState state)
{
  return state == RD_FINDING_UNKNOWN ? _ ("Not checked yet") : rd_finding_state_get_label (state);
}

static void
take_count (GPtrArray *words,
            guint      count,
            char      *text)
{
  if (count > 0)
    g_ptr_array_add (words, text);
  else
    g_free (text);
}

/**
 * rd_checklist_dup_subtitle:
 * @diagnosis: a diagnosis
 *
 * “1 must be fixed, 4 fine, 2 not checked yet”
 *
 * Returns: (transfer full): the text
 */
char *
rd_checklist_dup_subtitle (const RdDiagnosis *diagnosis)
{
  guint counts[RD_FINDING_FINE + 1] = { 0 };
  guint n;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (diagnosis->checklist == NULL)
    return g_strdup ("");
  for (guint i = 0; i < diagnosis->checklist->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (diagnosis->checklist, i);

      counts[CLAMP (finding->state, RD_FINDING_BROKEN, RD_FINDING_FINE)]++;
    }
  n = counts[RD_FINDING_BROKEN];
  take_count (words, n, g_strdup_printf (ngettext ("%u must be fixed", "%u must be fixed", n), n));
  n = counts[RD_FINDING_WEAK];
  take_count (words, n, g_strdup_printf (ngettext ("%u worth improving", "%u worth improving", n), n));
  n = counts[RD_FINDING_FINE];
  take_count (words, n, g_strdup_printf (ngettext ("%u fine", "%u fine", n), n));
  n = counts[RD_FINDING_INFO];
  take_count (words, n, g_strdup_printf (ngettext ("%u for information", "%u for information", n), n));
  n = counts[RD_FINDING_UNKNOWN];
  take_count (words, n, g_strdup_printf (ngettext ("%u not checked yet", "%u not checked yet", n), n));
  g_ptr_array_add (words, NULL);
  /* Translators: separates the items of a list */
  return g_strjoinv (_ (", "), (char **) words->pdata);
}

static void
add_blocklists_link (RdFold     *fold,
                     const char *sending_ip)
{
  g_autofree char *address = sending_ip != NULL ? rd_subject_parse (sending_ip, NULL) : NULL;
  g_autofree char *title = NULL;
  GtkWidget       *row;

  if (address == NULL)
    return;
  /* Translators: an internet address */
  title = g_strdup_printf (_ ("Check blocklists for %s"), address);
  row = rd_row_new (title, NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.check-blocklists");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", address);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "go-next-symbolic", NULL));
  rd_fold_add (fold, row);
}

/**
 * rd_checklist_fill:
 * @fold: an empty fold
 * @diagnosis: a diagnosis
 *
 * Adds the points one goes through when mail comes back, and the way to those
 * that have to be looked up.
 */
void
rd_checklist_fill (RdFold            *fold,
                   const RdDiagnosis *diagnosis)
{
  for (guint i = 0; i < diagnosis->checklist->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (diagnosis->checklist, i);

      rd_fold_add (fold, rd_finding_row_new (finding->state, get_state_word (finding->state), finding->title, finding->explanation));
    }
  add_blocklists_link (fold, diagnosis->bounce->original.sending_ip);
}
