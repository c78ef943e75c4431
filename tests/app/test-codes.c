/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of codes: searching, reading on, coming and going by links. */

#define G_LOG_DOMAIN "test-codes"

#include "config.h"

#include "app-test.h"

#include "rd-topic-view.h"

#include <string.h>
#include <time.h>

static GtkWidget *
open_codes (RdWindow *window)
{
  GtkWidget *stack = app_test_find_named (GTK_WIDGET (window), "view_stack");

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "codes");
  app_test_wait_for_frame (GTK_WIDGET (window));
  return GTK_WIDGET (rd_window_get_pane (window, "codes"));
}

static void
type (GtkWidget  *pane,
      const char *text)
{
  GtkWidget *entry = app_test_find_type (pane, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  app_test_wait_for_frame (pane);
}

static const char *
get_shown_title (GtkWidget *pane)
{
  GtkWidget *view = app_test_find_type (pane, RD_TYPE_TOPIC_VIEW);

  g_assert_nonnull (view);
  g_assert_true (gtk_widget_get_mapped (view));
  return rd_topic_get_title (rd_topic_view_get_topic (RD_TOPIC_VIEW (view)));
}

static gboolean
can_see_back (RdWindow *window)
{
  return gtk_widget_get_visible (app_test_find_named (GTK_WIDGET (window), "title_squeezer")) &&
         app_test_find_named (GTK_WIDGET (window), "back_button") != NULL;
}

/* Before anything is asked, everything can be browsed. */
static void
test_browse (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *pane = open_codes (window);

  g_assert_true (app_test_shows (pane, "What Did the Server Say?"));
  g_assert_true (app_test_shows (pane, "The Address or the Mailbox"));
  g_assert_true (app_test_shows (pane, "That mailbox does not exist"));
  app_test_close_window (window);
}

static void
test_search (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *pane = open_codes (window);

  type (pane, "5.7.26");
  g_assert_cmpstr (get_shown_title (pane), ==, "5.7.26");
  g_assert_true (app_test_shows (pane, "A status code of mail servers"));
  g_assert_true (app_test_shows (pane, "Who must act"));
  g_assert_true (app_test_shows (pane, "RFC 7372"));
  type (pane, "mailbox full");
  g_assert_cmpstr (get_shown_title (pane), ==, "Their mailbox is full");
  type (pane, "S3150");
  g_assert_true (app_test_shows (pane, "Words of Microsoft"));
  g_assert_true (app_test_shows (pane, "olcsupport.office.com"));
  type (pane, "lovely weather");
  g_assert_true (app_test_shows (pane, "Not Known Here"));
  type (pane, "");
  g_assert_true (app_test_shows (pane, "What Did the Server Say?"));
  app_test_close_window (window);
}

/* With each key something else is shown, and no key may be felt. */
static void
test_speed (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *pane = open_codes (window);
  GtkWidget *entry = app_test_find_type (pane, GTK_TYPE_SEARCH_ENTRY);
  clock_t    longest = 0;

  for (gsize length = 1; length <= strlen ("mailbox full quota"); length++)
    {
      g_autofree char *text = g_strndup ("mailbox full quota", length);
      clock_t          start = clock ();

      gtk_editable_set_text (GTK_EDITABLE (entry), text);
      g_signal_emit_by_name (entry, "search-changed");
      longest = MAX (longest, clock () - start);
    }
  g_test_message ("longest key %ld us", (long) (longest * 1000000 / CLOCKS_PER_SEC));
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (longest * 1000 / CLOCKS_PER_SEC, <, 100);
#endif
  app_test_close_window (window);
}

/* What is pasted while this page is shown is looked up here; a whole message
 * is not. */
static void
test_paste (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@shop.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (1100, 800);
  GtkWidget       *pane = open_codes (window);

  app_test_give_text (window, "552 5.2.2 <bob@shop.example>: Mailbox is full, over quota <b>&amp;</b>");
  app_test_wait_for_frame (pane);
  g_assert_true (gtk_widget_get_mapped (pane));
  g_assert_cmpstr (get_shown_title (pane), ==, "Their mailbox is full");

  app_test_give_text (window, bounce);
  app_test_wait_for_reading (window);
  g_assert_false (gtk_widget_get_mapped (pane));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "bob@shop.example"));
  app_test_close_window (window);
}

static void
press_button (GtkWidget  *root,
              const char *tooltip)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (child) && g_strcmp0 (gtk_widget_get_tooltip_text (child), tooltip) == 0)
        g_signal_emit_by_name (child, "clicked");
      press_button (child, tooltip);
    }
}

/* From the small print of a verdict to the code, on to its reason, and back. */
static void
test_link_and_back (gconstpointer data)
{
  int              width = GPOINTER_TO_INT (data);
  g_autofree char *bounce = app_test_dup_bounce ("bob@shop.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (width, 800);
  GtkWidget       *pane;
  GtkWidget       *related;

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_false (can_see_back (window));
  press_button (GTK_WIDGET (window), "More About 5.1.1");
  app_test_wait_for_frame (GTK_WIDGET (window));

  pane = GTK_WIDGET (rd_window_get_pane (window, "codes"));
  g_assert_true (gtk_widget_get_mapped (pane));
  g_assert_cmpstr (get_shown_title (pane), ==, "5.1.1");
  g_assert_true (can_see_back (window));

  related = gtk_widget_get_first_child (app_test_find_named (pane, "related_list"));
  g_assert_nonnull (related);
  g_signal_emit_by_name (related, "activated");
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_cmpstr (get_shown_title (pane), ==, "That mailbox does not exist");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-back", NULL);
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_cmpstr (get_shown_title (pane), ==, "5.1.1");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-back", NULL);
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_false (gtk_widget_get_mapped (pane));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "bob@shop.example"));
  g_assert_false (can_see_back (window));
  app_test_close_window (window);
}

/* In a narrow window the list comes first, and one can return to it. */
static void
test_narrow (void)
{
  RdWindow  *window = app_test_open_window (360, 720);
  GtkWidget *pane = open_codes (window);
  GtkWidget *entry;

  type (pane, "greylist");
  g_assert_null (app_test_find_type (pane, RD_TYPE_TOPIC_VIEW));
  entry = app_test_find_type (pane, GTK_TYPE_SEARCH_ENTRY);
  g_signal_emit_by_name (entry, "activate");
  app_test_wait_for (app_test_find_type (pane, RD_TYPE_TOPIC_VIEW) != NULL && can_see_back (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-back", NULL);
  app_test_wait_for (!can_see_back (window));
  g_assert_true (gtk_widget_get_mapped (entry));
  app_test_close_window (window);
}

static void
test_summary_and_start_over (void)
{
  RdWindow        *window = app_test_open_window (1100, 800);
  RdPane          *pane = RD_PANE (open_codes (window));
  g_autofree char *nothing = rd_pane_dup_summary (pane);
  g_autofree char *text = NULL;

  g_assert_null (nothing);
  type (GTK_WIDGET (pane), "mailbox full");
  text = rd_pane_dup_summary (pane);
  g_assert_true (g_str_has_prefix (text, "Their mailbox is full\n"));
  g_assert_nonnull (strstr (text, "Who must act: The recipient"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-over", NULL);
  g_assert_true (app_test_shows (GTK_WIDGET (pane), "What Did the Server Say?"));
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/codes/browse", test_browse);
  g_test_add_func ("/codes/search", test_search);
  g_test_add_func ("/codes/speed", test_speed);
  g_test_add_func ("/codes/paste", test_paste);
  g_test_add_data_func ("/codes/link-and-back/wide", GINT_TO_POINTER (1100), test_link_and_back);
  g_test_add_data_func ("/codes/link-and-back/narrow", GINT_TO_POINTER (360), test_link_and_back);
  g_test_add_func ("/codes/narrow", test_narrow);
  g_test_add_func ("/codes/summary-and-start-over", test_summary_and_start_over);
  return app_test_run ();
}
