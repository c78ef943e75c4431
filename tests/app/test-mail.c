/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The three ways to a mail with the report in it, each taken with the other end
 * really there: a portal on the bus, a program called xdg-email, a program for
 * mailto: addresses.  And the printed pages. */

#define G_LOG_DOMAIN "test-mail"

#include "config.h"

#include "app-test-mailing.h"
#include "app-test.h"

#include "rd-report-mail.h"
#include "rd-report-preview.h"
#include "rd-report-sheet.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* --- The ways ----------------------------------------------------------------- */

typedef struct
{
  gboolean  is_done;
  gboolean  is_fine;
  RdMailWay way;
  GError   *error;
} Outcome;

static void
mailed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Outcome *outcome = data;

  outcome->is_fine = rd_report_mail_finish (result, &outcome->way, &outcome->error);
  outcome->is_done = TRUE;
}

typedef struct
{
  char  *folder;
  char **paths;
} Files;

static void
files_make (Files *files)
{
  static const char *const names[] = { "report's 1.pdf", "bounce.eml" };
  g_autoptr (GError) error = NULL;

  files->folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_assert_no_error (error);
  files->paths = g_new0 (char *, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      files->paths[i] = g_build_filename (files->folder, names[i], NULL);
      g_assert_true (g_file_set_contents (files->paths[i], names[i], -1, &error));
    }
}

static void
files_remove (Files *files)
{
  for (gsize i = 0; files->paths[i] != NULL; i++)
    g_unlink (files->paths[i]);
  g_assert_cmpint (g_rmdir (files->folder), ==, 0);
  g_free (files->folder);
  g_strfreev (files->paths);
}

static Outcome
send (const Files  *files,
      const char   *body,
      GCancellable *cancellable)
{
  Outcome outcome = { 0 };

  rd_report_mail_async ("Undelivered: \"50 %\" & more", body, (const char *const *) files->paths, cancellable, mailed_cb, &outcome);
  app_test_wait_for (outcome.is_done);
  return outcome;
}

static void
test_portal (void)
{
  AppTestPortal portal;
  Files         files;
  Outcome       outcome;

  files_make (&files);
  app_test_portal_start (&portal, 0);
  outcome = send (&files, "Hello\nthere", NULL);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (outcome.way, ==, RD_MAIL_WAY_ATTACHED);
  g_assert_cmpuint (portal.n_calls, ==, 1);
  g_assert_cmpstr (portal.subject, ==, "Undelivered: \"50 %\" & more");
  g_assert_cmpstr (portal.body, ==, "Hello\nthere");
  g_assert_cmpuint (portal.files->len, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (g_ptr_array_index (portal.files, 0), NULL), g_bytes_get_size (g_ptr_array_index (portal.files, 0)), "report's 1.pdf", 14);
  app_test_portal_stop (&portal);
  files_remove (&files);
}

/* The user closed the question which program to take: nothing else opens. */
static void
test_portal_ended_by_user (void)
{
  AppTestPortal   portal;
  AppTestPrograms programs;
  Files           files;
  Outcome         outcome;

  files_make (&files);
  app_test_portal_start (&portal, 1);
  app_test_programs_start (&programs, 0);
  outcome = send (&files, "Hello", NULL);
  g_assert_true (outcome.is_fine);
  g_assert_null (app_test_programs_dup_arguments (&programs, "xdg-email"));
  app_test_programs_stop (&programs);
  app_test_portal_stop (&portal);
  files_remove (&files);
}

static void
check_xdg_email (int response)
{
  AppTestPortal   portal;
  AppTestPrograms programs;
  Files           files;
  Outcome         outcome;
  g_auto (GStrv) arguments = NULL;

  files_make (&files);
  app_test_portal_start (&portal, response);
  app_test_programs_start (&programs, 0);
  outcome = send (&files, "Hello", NULL);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (outcome.way, ==, RD_MAIL_WAY_ATTACHED);
  g_assert_cmpuint (portal.n_calls, ==, 1);
  arguments = app_test_programs_dup_arguments (&programs, "xdg-email");
  g_assert_nonnull (arguments);
  g_assert_cmpstr (arguments[0], ==, "--utf8");
  g_assert_cmpstr (arguments[2], ==, "Undelivered: \"50 %\" & more");
  g_assert_cmpstr (arguments[5], ==, "--attach");
  g_assert_cmpstr (arguments[6], ==, files.paths[0]);
  g_assert_cmpstr (arguments[8], ==, files.paths[1]);
  app_test_programs_stop (&programs);
  app_test_portal_stop (&portal);
  files_remove (&files);
}

static void
test_portal_that_fails (void)
{
  check_xdg_email (2);
}

static void
test_portal_that_refuses (void)
{
  check_xdg_email (-1);
}

/* xdg-email says that it found no program: the address of last resort opens,
 * short enough for any program, and the user attaches the files. */
static void
test_address (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strnfill (78, 'x');
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GAppInfo) mailer = NULL;
  g_autofree char *command = NULL;
  g_autofree char *log = NULL;
  g_auto (GStrv) arguments = NULL;
  AppTestPrograms programs;
  Files           files;
  Outcome         outcome;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (body, "%s\n", line);
  files_make (&files);
  /* 3: no program was found. */
  app_test_programs_start (&programs, 3);
  app_test_programs_add (&programs, "mailer", 0);
  command = g_strdup_printf ("%s/mailer %%u", programs.folder);
  mailer = g_app_info_create_from_commandline (command, "Mailer", G_APP_INFO_CREATE_SUPPORTS_URIS, &error);
  g_assert_no_error (error);
  g_assert_true (g_app_info_set_as_default_for_type (mailer, "x-scheme-handler/mailto", &error));
  outcome = send (&files, body->str, NULL);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (outcome.way, ==, RD_MAIL_WAY_BY_HAND);
  log = app_test_programs_dup_log_path (&programs, "mailer");
  app_test_wait_for (g_file_test (log, G_FILE_TEST_EXISTS));
  arguments = app_test_programs_dup_arguments (&programs, "mailer");
  g_assert_true (g_str_has_prefix (arguments[0], "mailto:?subject=Undelivered%3A%20%2250%20%25%22%20%26%20more&body=xxx"));
  g_assert_cmpuint (strlen (arguments[0]), <, 2000);
  g_assert_true (g_str_has_suffix (arguments[0], "x"));
  g_app_info_delete (mailer);
  app_test_programs_stop (&programs);
  files_remove (&files);
}

static void
test_no_mail_program (void)
{
  AppTestPrograms programs;
  Files           files;
  Outcome         outcome;

  files_make (&files);
  app_test_programs_start (&programs, 3);
  outcome = send (&files, "Hello", NULL);
  g_assert_false (outcome.is_fine);
  g_assert_nonnull (strstr (outcome.error->message, "Save the PDF and attach it yourself"));
  g_clear_error (&outcome.error);
  app_test_programs_stop (&programs);
  files_remove (&files);
}

/* --- Out of the sheet --------------------------------------------------------- */

static RdReportSheet *
open_sheet (RdWindow *window)
{
  GListModel    *toplevels = gtk_window_get_toplevels ();
  RdReportSheet *sheet = NULL;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (RD_IS_REPORT_SHEET (widget))
        sheet = RD_REPORT_SHEET (widget);
    }
  g_assert_nonnull (sheet);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  return sheet;
}

static void
set_switch (RdReportSheet *sheet,
            const char    *name,
            gboolean       is_on)
{
  gtk_switch_set_active (GTK_SWITCH (app_test_find_named (GTK_WIDGET (sheet), name)), is_on);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
}

static char *
dup_attached (AppTestPortal *portal,
              guint          index)
{
  GBytes *bytes = g_ptr_array_index (portal->files, index);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_from_sheet (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.26", "550 5.7.26 This mail has been blocked because the sender is unauthenticated.");
  RdWindow        *window = app_test_open_window (1000, 720);
  RdReportSheet   *sheet;
  g_autofree char *first = NULL;
  g_autofree char *hidden = NULL;
  g_autofree char *whole = NULL;
  AppTestPortal    portal;

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  sheet = open_sheet (window);
  app_test_portal_start (&portal, 0);

  /* What is hidden in the report is hidden in the copy, too. */
  set_switch (sheet, "subject_switch", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (sheet), "report.mail", NULL);
  app_test_wait_for (portal.files->len == 2);
  first = dup_attached (&portal, 0);
  hidden = dup_attached (&portal, 1);
  g_assert_true (g_str_has_prefix (first, "%PDF-"));
  g_assert_nonnull (strstr (hidden, "Final-Recipient"));
  g_assert_null (strstr (hidden, "Invoice"));
  g_assert_nonnull (strstr (portal.body, "Requested actions"));
  g_assert_null (strstr (portal.body, "Invoice"));

  set_switch (sheet, "subject_switch", FALSE);
  gtk_widget_activate_action (GTK_WIDGET (sheet), "report.mail", NULL);
  app_test_wait_for (portal.files->len == 4);
  whole = dup_attached (&portal, 3);
  g_assert_cmpstr (whole, ==, bounce);

  set_switch (sheet, "source_switch", FALSE);
  gtk_widget_activate_action (GTK_WIDGET (sheet), "report.mail", NULL);
  app_test_wait_for (portal.files->len == 5);
  gtk_window_destroy (GTK_WINDOW (sheet));
  app_test_close_window (window);
  app_test_portal_stop (&portal);
}

/* --- Paper -------------------------------------------------------------------- */

static void
test_print (void)
{
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 20, 9, 12, 44);
  g_autoptr (RdReport) report = rd_report_new ("RD-20261120-test", created, NULL);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A5);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *pdf = NULL;
  int              file = g_file_open_tmp ("redeliver-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  close (file);
  rd_report_add (report, RD_BLOCK_TITLE, "Report on undelivered mail");
  for (guint i = 0; i < 60; i++)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, "A sentence that is long enough to go over the end of the line on small paper, and says nothing.");
  operation = rd_report_print_operation_new (report);
  gtk_page_setup_set_paper_size (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  /* Laid out for the paper that is printed on. */
  g_object_get (operation, "n-pages-to-print", &file, NULL);
  g_assert_cmpint (file, >, 2);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/mail/portal", test_portal);
  g_test_add_func ("/mail/portal/ended", test_portal_ended_by_user);
  g_test_add_func ("/mail/portal/fails", test_portal_that_fails);
  g_test_add_func ("/mail/portal/refuses", test_portal_that_refuses);
  g_test_add_func ("/mail/address", test_address);
  g_test_add_func ("/mail/no-program", test_no_mail_program);
  g_test_add_func ("/mail/sheet", test_from_sheet);
  g_test_add_func ("/mail/print", test_print);
  return app_test_run ();
}
