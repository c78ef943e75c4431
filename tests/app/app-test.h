/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-application.h"
#include "rd-bounces-pane.h"
#include "rd-source.h"
#include "rd-window.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Longest that anything is waited for, times REDELIVER_PATIENCE.  Nothing waits for
 * a time to pass, so a busy machine makes the tests slower, not wrong. */
#define APP_TEST_PATIENCE_MS 60000

/* Turns the main loop until @condition holds. */
#define app_test_wait_for(condition)                         \
  G_STMT_START                                               \
  {                                                          \
    g_autoptr (AppTestAlarm) alarm_ = app_test_alarm_new (); \
    while (!(condition) && !app_test_alarm_is_over (alarm_)) \
      g_main_context_iteration (NULL, TRUE);                 \
    g_assert_true (condition);                               \
  }                                                          \
  G_STMT_END

typedef struct _AppTestAlarm AppTestAlarm;

AppTestAlarm *app_test_alarm_new (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean      app_test_alarm_is_over (AppTestAlarm *self);
void          app_test_alarm_free (AppTestAlarm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppTestAlarm, app_test_alarm_free)

/* Parses the arguments, starts the application without its main loop and without
 * animations. */
void app_test_init (int    *argc,
                    char ***argv);
void app_test_init_gmime (void);
int  app_test_run (void);

const char *app_test_get_language (void);

/* A window of a certain size, drawn at least once. */
RdWindow      *app_test_open_window (int width,
                                     int height);
void           app_test_close_window (RdWindow *window);
void           app_test_wait_for_frame (GtkWidget *widget);
RdBouncesPane *app_test_get_pane (RdWindow *window);

/* What the window is given, as if opened or pasted. */
void  app_test_give_bytes (RdWindow   *window,
                           const char *name,
                           const char *message);
void  app_test_give_text (RdWindow   *window,
                          const char *text);
void  app_test_wait_for_reading (RdWindow *window);
void  app_test_wait_for_verdict (GtkWidget *root);
char *app_test_dup_clipboard (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

/* Messages. */
char *app_test_dup_bounce (const char *recipient,
                           const char *status,
                           const char *diagnostic) G_GNUC_WARN_UNUSED_RESULT;
char *app_test_dup_mbox (guint n) G_GNUC_WARN_UNUSED_RESULT;

/* Widgets, found by what they are or say. */
typedef gboolean (*AppTestMatch) (GtkWidget  *widget,
                                  const char *text);

GtkWidget *app_test_find (GtkWidget   *root,
                          AppTestMatch match,
                          const char  *text);
GtkWidget *app_test_find_type (GtkWidget *root,
                               GType      type);
GtkWidget *app_test_find_label (GtkWidget  *root,
                                const char *part);
GtkWidget *app_test_find_named (GtkWidget  *root,
                                const char *buildable_id);
void       app_test_open_folds (GtkWidget *root);
gboolean   app_test_shows (GtkWidget  *root,
                           const char *part);

/* Windows on top of the window. */
GtkWindow        *app_test_find_toplevel (GType type);
AdwMessageDialog *app_test_find_dialog (void);
void              app_test_respond (const char *response);

/* Writes what @widget shows to the build folder. */
void app_test_picture (GtkWidget  *widget,
                       const char *name);
void app_test_use_colors (gboolean is_dark);

/* What a window holds needs no more room than there is.  Without a compositor the
 * window itself has a border, so this is for its content. */
void app_test_assert_fits (GtkWidget *content,
                           int        width);

G_END_DECLS
