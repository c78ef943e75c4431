/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test-lists"

#include "config.h"

#include "app-test-lists.h"

#include "rd-listing-groups.h"
#include "rd-listing-row.h"

RdWindow *
app_test_lists_open (const FakePeer *peer,
                     int             width,
                     int             height)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow        *window = app_test_open_window (width, height);
  g_autofree char *address = peer != NULL ? fake_peer_dup_address (peer) : g_strdup ("");

  g_settings_set_string (settings, "dns-servers", address);
  g_settings_set_boolean (settings, "always-ask-blocklists", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 2);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (rd_window_get_pane (window, "blocklists"))));
  return window;
}

RdBlocklistsPane *
app_test_lists_get_pane (RdWindow *window)
{
  return RD_BLOCKLISTS_PANE (rd_window_get_pane (window, "blocklists"));
}

void
app_test_lists_type (RdWindow   *window,
                     const char *text)
{
  GtkWidget *pane = GTK_WIDGET (app_test_lists_get_pane (window));

  gtk_editable_set_text (GTK_EDITABLE (app_test_find_named (pane, "entry")), text);
  g_signal_emit_by_name (app_test_find_named (pane, "check_button"), "clicked");
}

void
app_test_lists_start (RdWindow   *window,
                      const char *text)
{
  app_test_lists_type (window, text);
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
}

static void
count_rows (GtkWidget      *root,
            RdListingState *state,
            guint          *n)
{
  if (RD_IS_LISTING_ROW (root) && (state == NULL || rd_listing_row_get_listing (RD_LISTING_ROW (root))->state == *state))
    (*n)++;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    count_rows (child, state, n);
}

guint
app_test_lists_count (RdWindow *window)
{
  guint n = 0;

  count_rows (GTK_WIDGET (app_test_lists_get_pane (window)), NULL, &n);
  return n;
}

guint
app_test_lists_count_in (RdWindow      *window,
                         RdListingState state)
{
  guint n = 0;

  count_rows (GTK_WIDGET (app_test_lists_get_pane (window)), &state, &n);
  return n;
}

/* What the user sees of a check that goes on: all rows are there, all wait. */
guint
app_test_lists_wait_for_rows (RdWindow *window)
{
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "groups"));

  app_test_wait_for (!rd_listing_groups_is_busy (groups));
  return app_test_lists_count (window);
}

void
app_test_lists_wait_for_answers (RdWindow *window)
{
  app_test_wait_for (!rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
}

/* What is in folds comes in pieces, and in those that come are folds again. */
void
app_test_lists_open_folds (RdWindow *window)
{
  for (guint i = 0; i < 2; i++)
    {
      app_test_open_folds (GTK_WIDGET (app_test_lists_get_pane (window)));
      app_test_lists_wait_for_rows (window);
    }
}

GtkWidget *
app_test_lists_find_named (RdWindow   *window,
                           const char *name)
{
  return app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), name);
}
