/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test"

#include "config.h"

#include "app-test.h"

#include "rd-bounce-detail.h"
#include "rd-fold.h"
#include "rd-locale.h"
#include "rd-verdict-view.h"
#include "rd-window-private.h"

#include <gmime/gmime.h>
#include <string.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

struct _AppTestAlarm
{
  guint    id;
  gboolean is_over;
};

static RdApplication *application;

static gboolean
ring_cb (gpointer data)
{
  AppTestAlarm *self = data;

  self->is_over = TRUE;
  self->id = 0;
  return G_SOURCE_REMOVE;
}

/* How many times longer than usual everything may take: under a sanitizer, on a
 * slow machine. */
static guint
get_patience (void)
{
  const char *times = g_getenv ("REDELIVER_PATIENCE");

  return times != NULL ? (guint) g_ascii_strtoull (times, NULL, 10) : 1;
}

AppTestAlarm *
app_test_alarm_new (void)
{
  AppTestAlarm *self = g_new0 (AppTestAlarm, 1);

  self->id = g_timeout_add (APP_TEST_PATIENCE_MS * get_patience (), ring_cb, self);
  return self;
}

gboolean
app_test_alarm_is_over (AppTestAlarm *self)
{
  return self->is_over;
}

void
app_test_alarm_free (AppTestAlarm *self)
{
  g_clear_handle_id (&self->id, g_source_remove);
  g_free (self);
}

/* GMime forgets what it allocates for its types.  A suppression would find it only by
 * reading stacks the slow way. */
void
app_test_init_gmime (void)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  g_mime_init ();
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
}

void
app_test_init (int    *argc,
               char ***argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (argc, argv, NULL);
  app_test_init_gmime ();
  if (*app_test_get_language () != '\0')
    rd_locale_init ();
  application = rd_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* "de" where the tests are to speak German, "" for English. */
const char *
app_test_get_language (void)
{
  const char *language = g_getenv ("LANGUAGE");

  return language != NULL ? language : "";
}

int
app_test_run (void)
{
  int status = g_test_run ();

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&application);
  return status;
}

static void
count_frame_cb (guint *frames)
{
  (*frames)++;
}

void
app_test_wait_for_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  guint          frames = 0;
  gulong         id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count_frame_cb), &frames);

  gtk_widget_queue_draw (widget);
  app_test_wait_for (frames >= 2 || !gtk_widget_get_mapped (widget) || (gtk_widget_queue_draw (widget), FALSE));
  g_signal_handler_disconnect (clock, id);
}

RdWindow *
app_test_open_window (int width,
                      int height)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow *window;

  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  window = rd_window_new (ADW_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 0);
  app_test_wait_for_frame (GTK_WIDGET (window));
  return window;
}

void
app_test_close_window (RdWindow *window)
{
  gpointer alive = window;

  g_object_add_weak_pointer (G_OBJECT (window), &alive);
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_wait_for (alive == NULL);
}

/* The text that was copied last. */
char *
app_test_dup_clipboard (GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (widget));
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, &error));
  return g_value_dup_string (&value);
}

RdBouncesPane *
app_test_get_pane (RdWindow *window)
{
  return RD_BOUNCES_PANE (rd_window_get_pane (window, "bounces"));
}

static void
give (RdWindow *window,
      RdSource *source)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);

  g_ptr_array_add (sources, source);
  rd_window_take (window, sources);
}

void
app_test_give_bytes (RdWindow   *window,
                     const char *name,
                     const char *message)
{
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));

  give (window, rd_source_new_for_bytes (bytes, name));
}

void
app_test_give_text (RdWindow   *window,
                    const char *text)
{
  give (window, rd_source_new_for_text (text, "Pasted text"));
}

/* A verdict comes part by part, where it can be seen. */
static gboolean
is_whole (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root))
    return TRUE;
  if (RD_IS_BOUNCE_DETAIL (root) && !rd_bounce_detail_is_whole (RD_BOUNCE_DETAIL (root)))
    return FALSE;
  if (RD_IS_VERDICT_VIEW (root) && !rd_verdict_view_is_whole (RD_VERDICT_VIEW (root)))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!is_whole (child))
        return FALSE;
    }
  return TRUE;
}

/* All of what is explained in @root. */
void
app_test_wait_for_verdict (GtkWidget *root)
{
  app_test_wait_for (is_whole (root));
}

void
app_test_wait_for_reading (RdWindow *window)
{
  app_test_wait_for (!_rd_window_is_routing (window) && !rd_bounces_pane_is_reading (app_test_get_pane (window)));
  app_test_wait_for_verdict (GTK_WIDGET (window));
  /* What is to be shown has its place only after the next frame. */
  app_test_wait_for_frame (GTK_WIDGET (window));
}

/* Depth first; widgets that are not shown are left out. */
GtkWidget *
app_test_find (GtkWidget   *root,
               AppTestMatch match,
               const char  *text)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (match (root, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = app_test_find (child, match, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
match_type (GtkWidget  *widget,
            const char *name)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name (name));
}

GtkWidget *
app_test_find_type (GtkWidget *root,
                    GType      type)
{
  return app_test_find (root, match_type, g_type_name (type));
}

static gboolean
match_label (GtkWidget  *widget,
             const char *part)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL;
}

GtkWidget *
app_test_find_label (GtkWidget  *root,
                     const char *part)
{
  return app_test_find (root, match_label, part);
}

static gboolean
match_id (GtkWidget  *widget,
          const char *id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

GtkWidget *
app_test_find_named (GtkWidget  *root,
                     const char *buildable_id)
{
  return app_test_find (root, match_id, buildable_id);
}

static gboolean
match_mapped_label (GtkWidget  *widget,
                    const char *part)
{
  return match_label (widget, part) && gtk_widget_get_mapped (widget);
}

/* Whether a label that can be seen (or scrolled to) contains @part. */
gboolean
app_test_shows (GtkWidget  *root,
                const char *part)
{
  return app_test_find (root, match_mapped_label, part) != NULL;
}

void
app_test_open_folds (GtkWidget *root)
{
  if (RD_IS_FOLD (root) && gtk_widget_get_visible (root))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (root), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    app_test_open_folds (child);
}

/* The window of a type that can be seen, %NULL if there is none. */
GtkWindow *
app_test_find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget))
        return GTK_WINDOW (widget);
    }
  return NULL;
}

AdwMessageDialog *
app_test_find_dialog (void)
{
  return (AdwMessageDialog *) app_test_find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
}

/* Waits for a dialog and answers it. */
void
app_test_respond (const char *response)
{
  AdwMessageDialog *dialog;

  app_test_wait_for (app_test_find_dialog () != NULL);
  dialog = app_test_find_dialog ();
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

void
app_test_picture (GtkWidget  *widget,
                  const char *name)
{
  const char      *folder = g_getenv ("REDELIVER_SCREENS");
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width;
  int height;

  app_test_wait_for_frame (widget);
  paintable = gtk_widget_paintable_new (widget);
  width = gdk_paintable_get_intrinsic_width (paintable);
  height = gdk_paintable_get_intrinsic_height (paintable);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_assert_nonnull (texture);
  if (folder == NULL)
    return;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  path = g_build_filename (folder, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
app_test_use_colors (gboolean is_dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), is_dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static int
get_minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Says which widgets are to blame: always the widest in the widest. */
static void
blame (GtkWidget *widget)
{
  GtkWidget *widest = NULL;

  g_test_message ("%s needs %d", G_OBJECT_TYPE_NAME (widget), get_minimum_width (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_get_visible (child) && (widest == NULL || get_minimum_width (child) > get_minimum_width (widest)))
        widest = child;
    }
  if (widest != NULL)
    blame (widest);
}

void
app_test_assert_fits (GtkWidget *content,
                      int        width)
{
  if (get_minimum_width (content) > width)
    blame (content);
  g_assert_cmpint (get_minimum_width (content), <=, width);
}
