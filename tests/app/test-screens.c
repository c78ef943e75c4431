/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every state of the window in the narrowest and a wide size, light and dark:
 * nothing may need more room than there is, and each is written to the build
 * folder as a picture to look at.  In a language other than English only the
 * narrowest size is tried. */

#define G_LOG_DOMAIN "test-screens"

#include "config.h"

#include "app-test.h"

#include "rd-help.h"
#include "rd-logs-pane.h"
#include "rd-pill.h"
#include "rd-preferences.h"
#include "rd-window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  void (*show) (RdWindow *window);
  int      height;    /* 0: that of the size */
  gboolean is_varied; /* also in large text, and from right to left */
} State;

typedef struct
{
  const State *state;
  int          width;
  int          height;
  gboolean     is_dark;
  gboolean     is_large; /* text of twice the size */
  gboolean     is_rtl;   /* as in Hebrew and Arabic */
} Screen;

/* In 1024ths of a dot per inch. */
#define NORMAL_DPI (96 * 1024)

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

static const State states[] = {
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

static void
use_text (gboolean is_large,
          gboolean is_rtl)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", is_large ? 2 * NORMAL_DPI : NORMAL_DPI, NULL);
  gtk_widget_set_default_direction (is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

static char *
dup_picture_name (const Screen *screen)
{
  return g_strdup_printf ("%s%s-%d-%s%s%s", g_getenv ("ADW_DEBUG_HIGH_CONTRAST") != NULL ? "contrast-" : "",
                          screen->state->name, screen->width, screen->is_dark ? "dark" : "light",
                          screen->is_large ? "-large" : "", screen->is_rtl ? "-rtl" : "");
}

/* The names of the pages, wherever they stand, are not cut. */
static void
assert_switcher_is_whole (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) != NULL)
    {
      g_test_message ("%s", gtk_label_get_text (GTK_LABEL (widget)));
      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_switcher_is_whole (child);
}

/* Translations are up to twice as long as English: every label that may wrap is
 * given more text, and the window must still fit. */
static void
lengthen_labels (GtkWidget *widget)
{
  if (RD_IS_PILL (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s Zusatzbezeichnung", gtk_button_get_label (GTK_BUTTON (widget)));

      gtk_button_set_label (GTK_BUTTON (widget), text);
      return;
    }
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      !gtk_widget_has_css_class (widget, "rd-step-number") && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      g_autofree char *text = g_strdup_printf ("%s Zusatzbezeichnung", gtk_label_get_text (GTK_LABEL (widget)));

      gtk_label_set_text (GTK_LABEL (widget), text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    lengthen_labels (child);
}

static void
assert_fits (RdWindow *window,
             int       width)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));

  app_test_assert_fits (content, width);
  g_assert_cmpint (gtk_widget_get_width (content), <=, width);
}

static void
picture_in_language (GtkWidget  *widget,
                     const char *name)
{
  const char      *language = app_test_get_language ();
  g_autofree char *full_name = g_strconcat (language, *language != '\0' ? "-" : "", name, NULL);

  app_test_picture (widget, full_name);
}

static void
test_screen (gconstpointer data)
{
  const Screen    *screen = data;
  g_autofree char *name = dup_picture_name (screen);
  RdWindow        *window;

  app_test_use_colors (screen->is_dark);
  use_text (screen->is_large, screen->is_rtl);
  window = app_test_open_window (screen->width, MAX (screen->height, screen->state->height));
  screen->state->show (window);
  app_test_wait_for_frame (GTK_WIDGET (window));
  assert_fits (window, screen->width);
  picture_in_language (GTK_WIDGET (window), name);

  assert_switcher_is_whole (GTK_WIDGET (window));
  if (screen->width == 360 && !screen->is_dark && !screen->is_rtl && *app_test_get_language () == '\0')
    {
      g_autofree char *long_name = g_strdup_printf ("%s-lengthened", name);

      lengthen_labels (GTK_WIDGET (window));
      app_test_wait_for_frame (GTK_WIDGET (window));
      app_test_picture (GTK_WIDGET (window), long_name);
      assert_fits (window, screen->width);
    }
  app_test_close_window (window);
  use_text (FALSE, FALSE);
}

static void
test_preferences (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  const char *const domains[] = { "flowershop.example", "xn--bcher-kva.example", NULL };
  RdWindow         *window;
  GtkWindow        *preferences;

  app_test_use_colors (FALSE);
  g_settings_set_strv (settings, "own-domains", domains);
  window = app_test_open_window (1100, 800);
  preferences = rd_preferences_new (GTK_WINDOW (window));
  gtk_window_present (preferences);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (preferences)));
  picture_in_language (GTK_WIDGET (preferences), "preferences");
  g_settings_reset (settings, "own-domains");
  gtk_window_destroy (preferences);
  app_test_close_window (window);
}

static void
test_help (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWindow *hints = rd_help_new (GTK_WINDOW (window));

  gtk_window_present (hints);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (hints)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (app_test_find_type (GTK_WIDGET (hints), ADW_TYPE_EXPANDER_ROW)), TRUE);
  picture_in_language (GTK_WIDGET (hints), "help");
  gtk_window_destroy (hints);
  app_test_close_window (window);
}

static void
add_screen (GPtrArray   *screens,
            const State *state,
            int          width,
            gboolean     is_dark,
            gboolean     is_large,
            gboolean     is_rtl)
{
  Screen          *screen = g_new (Screen, 1);
  const char      *look = is_large ? "large" : is_rtl ? "rtl"
                                           : is_dark  ? "dark"
                                                      : "light";
  g_autofree char *path = g_strdup_printf ("/screens/%s/%d/%s", state->name, width, look);

  *screen = (Screen){ state, width, width == 360 ? 720 : 800, is_dark, is_large, is_rtl };
  g_ptr_array_add (screens, screen);
  g_test_add_data_func (path, screen, test_screen);
}

int
main (int   argc,
      char *argv[])
{
  static const int widths[] = { 360, 1100, 700 };
  g_autoptr (GPtrArray) screens = g_ptr_array_new_with_free_func (g_free);

  app_test_init (&argc, &argv);
  /* A picture in the middle of a transition would differ from run to run. */

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (*app_test_get_language () != '\0')
        {
          add_screen (screens, &states[i], 360, FALSE, FALSE, FALSE);
          continue;
        }
      /* What fits into the narrowest window fits into a wider one: that size is
       * for looking at. */
      for (gsize size = 0; size < (g_test_thorough () ? 3 : 2); size++)
        {
          add_screen (screens, &states[i], widths[size], FALSE, FALSE, FALSE);
          add_screen (screens, &states[i], widths[size], TRUE, FALSE, FALSE);
        }
      /* Twice the text in twice the narrowest window, and the other way round. */
      if (states[i].is_varied && g_getenv ("ADW_DEBUG_HIGH_CONTRAST") == NULL)
        {
          add_screen (screens, &states[i], 720, FALSE, TRUE, FALSE);
          add_screen (screens, &states[i], 360, FALSE, FALSE, TRUE);
        }
    }
  g_test_add_func ("/screens/preferences", test_preferences);
  g_test_add_func ("/screens/help", test_help);
  return app_test_run ();
}
