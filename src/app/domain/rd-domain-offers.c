/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-offers"

#include "config.h"

#include "rd-domain-offers.h"

#include "rd-outside.h"

#include <glib/gi18n.h>
#include <string.h>

/* What can be asked beside, at the end of the row it belongs to: a key whose name
 * the user knows, and whether the mail servers encrypt. */

/* A selector is one or more labels (RFC 6376 section 3.1). */
static gboolean
is_selector (const char *text)
{
  return *text != '\0' && strlen (text) < 64 && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == strlen (text);
}

static void
selector_apply_cb (GtkEditable *row)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (row));

  g_strstrip (text);
  if (is_selector (text))
    gtk_widget_activate_action (GTK_WIDGET (row), "domain.use-selector", "s", text);
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
selector_changed_cb (GtkWidget *row)
{
  gtk_widget_remove_css_class (row, "error");
}

static void
add_selector_row (RdFold *fold)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Name of a key you know (selector)"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "apply", G_CALLBACK (selector_apply_cb), NULL);
  g_signal_connect (row, "changed", G_CALLBACK (selector_changed_cb), NULL);
  rd_fold_add (fold, row);
}

static void
add_greet_row (RdFold *fold)
{
  GPtrArray *findings = rd_check_row_get_findings (RD_CHECK_ROW (fold));
  GtkWidget *row;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_has_prefix (finding->id, "mx.starttls"))
        return;
    }
  row = rd_row_new (_ ("Ask the mail servers whether they encrypt"), _ ("This computer greets them on port 25, which many lines do not let through."));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "domain.greet");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "go-next-symbolic", NULL));
  rd_fold_add (fold, row);
}

/**
 * rd_domain_offers_add:
 * @row: the row of a check
 * @id: which check it is
 *
 * Adds to @row what could be asked beside, if there is anything.
 */
void
rd_domain_offers_add (RdCheckRow *row,
                      const char *id)
{
  if (g_str_equal (id, "dkim"))
    g_signal_connect_after (row, "fill", G_CALLBACK (add_selector_row), NULL);
  else if (g_str_equal (id, "mx"))
    g_signal_connect_after (row, "fill", G_CALLBACK (add_greet_row), NULL);
}
