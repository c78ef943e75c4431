/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every state of the window in the narrowest and a wide size, light and dark:
 * nothing may need more room than there is, and each is written to the build
 * folder as a picture to look at.  In a language other than English only the
 * narrowest size is tried. */

#define G_LOG_DOMAIN "test-screens"

#include "config.h"

#include "app-test-states.h"

#include "rd-help.h"
#include "rd-pill.h"
#include "rd-preferences.h"

typedef struct
{
  const AppTestState *state;
  int                 width;
  int                 height;
  gboolean            is_dark;
  gboolean            is_large; /* text of twice the size */
  gboolean            is_rtl;   /* as in Hebrew and Arabic */
} Screen;

/* In 1024ths of a dot per inch. */
#define NORMAL_DPI (96 * 1024)

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
add_screen (GPtrArray          *screens,
            const AppTestState *state,
            int                 width,
            gboolean            is_dark,
            gboolean            is_large,
            gboolean            is_rtl)
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
  gsize               n_states;
  const AppTestState *states = app_test_states_get (&n_states);

  app_test_init (&argc, &argv);
  /* A picture in the middle of a transition would differ from run to run. */

  for (gsize i = 0; i < n_states; i++)
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
