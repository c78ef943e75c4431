/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The states of the window, and how each is reached. */

#define G_LOG_DOMAIN "app-test-states"

#include "config.h"

#include "app-test-states.h"

#include "rd-logs-pane.h"
#include "rd-window-private.h"

#include <glib/gi18n.h>

static void
show_empty (RdWindow *window)
{
}

static void
show_example (RdWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (app_test_get_pane (window)), "bounces.try-example", NULL);
  app_test_wait_for_reading (window);
}

static void
show_example_unfolded (RdWindow *window)
{
  show_example (window);
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "1vKQpV-00000007AbA-1aBc"));
}

static void
show_pasted (RdWindow *window)
{
  app_test_give_text (window, "550 5.1.1 <bob@gmial.com>: Recipient address rejected: User unknown");
  app_test_wait_for_reading (window);
}

static void
show_long_words (RdWindow *window)
{
  g_autofree char *recipient = g_strdup_printf ("%s@%s.example", "donaudampfschifffahrtselektrizitaetenhauptbetriebswerk",
                                                "rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz");
  g_autofree char *bounce = app_test_dup_bounce (recipient, "5.1.1",
                                                 "550 5.1.1 Empfaengeradresse "
                                                 "abgelehnt:Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft <b>&amp;</b>");

  app_test_give_bytes (window, "a_file_with_a_very_long_name_that_does_not_fit_anywhere_at_all_and_goes_on_and_on.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_several (RdWindow *window)
{
  g_autofree char *mbox = app_test_dup_mbox (23);

  app_test_give_bytes (window, "newsletter.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for_frame (GTK_WIDGET (window));
}

/* A mailbox as people have it: an old list, one provider that refuses, a mail
 * that was saved twice, a picture, and mail about something else. */
static void
show_all_together (RdWindow *window)
{
  g_autoptr (GString) mbox = g_string_new (NULL);
  g_autofree char *once = g_strdup_printf (ngettext ("%u notice was there twice and is counted once.",
                                                     "%u notices were there more than once and are counted once.", 1),
                                           1);
  GtkWidget       *button;

  for (guint i = 0; i < 21; i++)
    {
      g_autofree char *recipient = g_strdup_printf (i < 14 ? "customer%u@receiver.example" : "friend%u@gmail.com", i);
      g_autofree char *bounce = i < 14 ? app_test_dup_bounce (recipient, "5.1.1", "550 5.1.1 User unknown in virtual mailbox table")
                                       : app_test_dup_bounce (recipient, "5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated. gsmtp");

      g_string_append_printf (mbox, "From MAILER-DAEMON Mon Nov  2 10:00:05 2026\n%s\n", bounce);
      if (i == 3)
        g_string_append_printf (mbox, "From MAILER-DAEMON Mon Nov  2 10:00:05 2026\n%s\n", bounce);
    }
  g_string_append (mbox, "From bob@shop.example Mon Nov  2 10:00:05 2026\nFrom: Bob <bob@shop.example>\nTo: owner@sender.example\n"
                         "Subject: Lunch?\nMessage-ID: <l@shop.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nAt noon?\n");
  app_test_give_bytes (window, "old-list.mbox", mbox->str);
  app_test_give_bytes (window, "holiday.png", "\211PNG\r\n\032\n\001\002\003\004\005\006\007\010\016\017");
  app_test_wait_for_reading (window);
  button = app_test_find_named (GTK_WIDGET (window), "all_button");
  g_signal_emit_by_name (button, "clicked");
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), once));
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_all_together_unfolded (RdWindow *window)
{
  show_all_together (window);
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_one_of_several (RdWindow *window)
{
  GtkWidget *list;

  show_several (window);
  list = app_test_find_type (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW);
  if (list != NULL)
    gtk_widget_activate_action (list, "list.select-item", "(ubb)", 3, FALSE, FALSE);
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_nothing_found (RdWindow *window)
{
  GtkWidget *entry;

  show_several (window);
  rd_pane_find (RD_PANE (app_test_get_pane (window)));
  entry = app_test_find_type (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody has this name");
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), _ ("Nothing Found")));
}

static void
show_ordinary_mail (RdWindow *window)
{
  app_test_give_bytes (window, "hello.eml",
                       "From: Bob <bob@shop.example>\nTo: owner@sender.example\nSubject: Lunch on Friday?\n"
                       "Date: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <lunch@shop.example>\n\nAt noon?\n");
  app_test_wait_for_reading (window);
}

static void
show_unreadable (RdWindow *window)
{
  app_test_give_bytes (window, "holiday.png", "\211PNG\r\n\032\n\001\002\003\004\005\006\007\010\016\017");
  app_test_wait_for_reading (window);
}

static void
show_drop_target (RdWindow *window)
{
  GtkWidget *revealer;

  _rd_window_show_drop_target (window, TRUE);
  revealer = app_test_find_named (GTK_WIDGET (window), "drop_revealer");
  app_test_wait_for (gtk_revealer_get_child_revealed (GTK_REVEALER (revealer)));
}

static void
show_page (RdWindow   *window,
           const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (app_test_find_named (GTK_WIDGET (window), "view_stack")), name);
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_codes (RdWindow *window)
{
  show_page (window, "codes");
}

static void
show_codes_found (RdWindow *window)
{
  show_codes (window);
  gtk_widget_activate_action (GTK_WIDGET (rd_window_get_pane (window, "codes")), "codes.search", "s", "mailbox full");
}

static void
show_codes_nothing (RdWindow *window)
{
  show_codes (window);
  gtk_widget_activate_action (GTK_WIDGET (rd_window_get_pane (window, "codes")), "codes.search", "s", "lovely weather");
}

static void
show_code (RdWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.explain", "s", "code/5.7.26");
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_words_of_a_server (RdWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.explain", "s", "rule/microsoft-776");
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_domain_empty (RdWindow *window)
{
  show_page (window, "domain");
}

static void
show_blocklists_empty (RdWindow *window)
{
  show_page (window, "blocklists");
}

static void
open_log (RdWindow   *window,
          const char *folder,
          const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "logs", folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  RdLogsPane *pane = RD_LOGS_PANE (rd_window_get_pane (window, "logs"));

  rd_window_open_files (window, &file, 1);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (pane)) && !rd_logs_pane_is_busy (pane));
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_no_log (RdWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 3);
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static void
show_log (RdWindow *window)
{
  open_log (window, "exim-4.98", "exim.mainlog");
}

static void
show_log_overview (RdWindow *window)
{
  open_log (window, "queues", "exim-bp.txt");
  g_signal_emit_by_name (app_test_find_named (GTK_WIDGET (window), "overview_button"), "clicked");
}

static void
show_log_explained (RdWindow *window)
{
  RdLogsPane *pane = RD_LOGS_PANE (rd_window_get_pane (window, "logs"));

  open_log (window, "exim-4.98", "exim.mainlog");
  gtk_widget_activate_action (app_test_find_named (GTK_WIDGET (pane), "list_view"), "list.select-item", "(ubb)", 0, FALSE, FALSE);
  app_test_wait_for (!rd_logs_pane_is_busy (pane));
}

static void
show_other_log (RdWindow *window)
{
  show_no_log (window);
  app_test_give_text (window, "198.51.100.1 - - [23/Nov/2026:17:19:26 +0000] \"GET / HTTP/1.1\" 200 17\n");
  app_test_wait_for (!rd_logs_pane_is_busy (RD_LOGS_PANE (rd_window_get_pane (window, "logs"))));
}

static const AppTestState states[] = {
  { "empty", show_empty, 0, TRUE },
  { "example", show_example },
  { "example-unfolded", show_example_unfolded, 2600, TRUE },
  { "pasted", show_pasted },
  { "long-words", show_long_words, 2600 },
  { "several", show_several, 0, TRUE },
  { "one-of-several", show_one_of_several },
  { "all-together", show_all_together },
  { "all-together-unfolded", show_all_together_unfolded, 2600 },
  { "nothing-found", show_nothing_found },
  { "ordinary-mail", show_ordinary_mail },
  { "unreadable", show_unreadable },
  { "drop-target", show_drop_target },
  { "domain-empty", show_domain_empty },
  { "blocklists-empty", show_blocklists_empty },
  { "codes", show_codes },
  { "codes-found", show_codes_found, 0, TRUE },
  { "codes-nothing", show_codes_nothing },
  { "code", show_code, 1600, TRUE },
  { "words-of-a-server", show_words_of_a_server, 1200 },
  { "log-none", show_no_log },
  { "log", show_log },
  { "log-overview", show_log_overview },
  { "log-explained", show_log_explained, 1800 },
  { "log-of-something-else", show_other_log },
};

const AppTestState *
app_test_states_get (gsize *n)
{
  *n = G_N_ELEMENTS (states);
  return states;
}
