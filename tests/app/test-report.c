/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sheet with the report: what it shows, saves, copies and never tells. */

#define G_LOG_DOMAIN "test-report"

#include "config.h"

#include "app-test.h"

#include "rd-report-sheet.h"

#include <glib/gstdio.h>
#include <string.h>

static RdReportSheet *
open_sheet (RdWindow *window)
{
  RdReportSheet *sheet;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  sheet = RD_REPORT_SHEET (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  g_assert_nonnull (sheet);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (sheet)));
  return sheet;
}

static RdWindow *
open_bounce (int width)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.26", "550 5.7.26 This mail has been blocked because the sender is unauthenticated.");
  RdWindow        *window = app_test_open_window (width, 720);

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  return window;
}

static void
close_sheet (RdReportSheet *sheet)
{
  gpointer alive = sheet;

  g_object_add_weak_pointer (G_OBJECT (sheet), &alive);
  gtk_window_destroy (GTK_WINDOW (sheet));
  app_test_wait_for (alive == NULL);
}

static void
set_switch (RdReportSheet *sheet,
            const char    *name,
            gboolean       is_on)
{
  gtk_switch_set_active (GTK_SWITCH (app_test_find_named (GTK_WIDGET (sheet), name)), is_on);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
}

static void
got_text_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static char *
dup_copied (RdReportSheet *sheet)
{
  char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (sheet), "report.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (sheet)), NULL, got_text_cb, &text);
  app_test_wait_for (text != NULL);
  return text;
}

static void
test_nothing_to_report (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  g_assert_null (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  app_test_close_window (window);
}

static void
test_text (void)
{
  RdWindow        *window = open_bounce (1000);
  RdReportSheet   *sheet = open_sheet (window);
  g_autofree char *open = NULL;
  g_autofree char *hidden = NULL;

  set_switch (sheet, "subject_switch", FALSE);
  open = dup_copied (sheet);
  g_assert_nonnull (strstr (open, "hosting support"));
  g_assert_nonnull (strstr (open, "bob@receiver.example"));
  g_assert_nonnull (strstr (open, "Invoice 4711"));
  g_assert_nonnull (strstr (open, "4bXyZ1"));
  g_assert_nonnull (strstr (open, "Annex"));

  set_switch (sheet, "recipients_switch", TRUE);
  set_switch (sheet, "subject_switch", TRUE);
  set_switch (sheet, "source_switch", FALSE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (app_test_find_named (GTK_WIDGET (sheet), "reader_row")), 3);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  hidden = dup_copied (sheet);
  g_assert_nonnull (strstr (hidden, "whoever runs the recipient’s mail"));
  g_assert_nonnull (strstr (hidden, "receiver.example"));
  g_assert_null (strstr (hidden, "bob@"));
  g_assert_null (strstr (hidden, "Invoice"));
  g_assert_null (strstr (hidden, "Annex"));
  close_sheet (sheet);
  app_test_close_window (window);
}

static void
test_another_language_ends_with_the_report (void)
{
  RdWindow        *window = open_bounce (1000);
  RdReportSheet   *sheet = open_sheet (window);
  AdwComboRow     *row = ADW_COMBO_ROW (app_test_find_named (GTK_WIDGET (sheet), "language_row"));
  guint            n = g_list_model_get_n_items (adw_combo_row_get_model (row));
  g_autofree char *text = NULL;

  g_assert_cmpuint (n, >=, 2);
  /* English is the last and needs no translation. */
  adw_combo_row_set_selected (row, n - 1);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  text = dup_copied (sheet);
  g_assert_nonnull (strstr (text, "Requested actions"));
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "");
  close_sheet (sheet);
  app_test_close_window (window);
}

static void
test_several (void)
{
  g_autofree char *mbox = app_test_dup_mbox (7);
  RdWindow        *window = app_test_open_window (1000, 720);
  RdReportSheet   *sheet;
  g_autofree char *text = NULL;

  app_test_give_bytes (window, "bounces.mbox", mbox);
  app_test_wait_for_reading (window);
  sheet = open_sheet (window);
  adw_combo_row_set_selected (ADW_COMBO_ROW (app_test_find_named (GTK_WIDGET (sheet), "extent_row")), 1);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  text = dup_copied (sheet);
  g_assert_nonnull (strstr (text, "[2 messages]"));
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *recipient = g_strdup_printf ("person%u@receiver.example", i);

      g_assert_nonnull (strstr (text, recipient));
    }
  close_sheet (sheet);
  app_test_close_window (window);
}

static void
test_pages_have_names (void)
{
  RdWindow        *window = open_bounce (1000);
  RdReportSheet   *sheet = open_sheet (window);
  GtkWidget       *page = app_test_find_type (app_test_find_named (GTK_WIDGET (sheet), "pages_box"), GTK_TYPE_PICTURE);
  g_autofree char *difference = NULL;

  g_assert_nonnull (page);
  g_assert_true (app_test_shows (GTK_WIDGET (sheet), "Preview: "));
  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, "something else");
  g_assert_nonnull (difference);
  close_sheet (sheet);
  app_test_close_window (window);
}

/* A domain has no recipients to hide and nothing to attach. */
static void
test_survey (void)
{
  RdWindow      *window = app_test_open_window (1000, 720);
  RdReportSheet *sheet;
  RdFinding     *finding = rd_finding_new ("spf.multiple", RD_FINDING_BROKEN, "sender.example", RD_OWNER_DNS, "More than one SPF record");
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autofree char *text = NULL;
  RdReportSurvey   survey = { .subject = (char *) "sender.example", .summary = (char *) "1 thing must be fixed." };

  finding->record = rd_record_new (RD_RECORD_REPLACE, "TXT", "@", "sender.example", "v=spf1 mx -all");
  g_ptr_array_add (findings, finding);
  survey.findings = findings;
  survey.evidence = evidence;
  sheet = rd_report_sheet_new_for_survey (GTK_WINDOW (window), &survey);
  gtk_window_present (GTK_WINDOW (sheet));
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  text = dup_copied (sheet);
  g_assert_nonnull (strstr (text, "Report on the mail settings of a domain"));
  g_assert_nonnull (strstr (text, "whoever runs the DNS of the domain"));
  g_assert_nonnull (strstr (text, "v=spf1 mx -all"));
  g_assert_null (app_test_find_named (GTK_WIDGET (sheet), "hide_group"));
  g_assert_null (app_test_find_named (GTK_WIDGET (sheet), "language_row"));
  close_sheet (sheet);
  app_test_close_window (window);
}

static gboolean
has_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (widget))
        return TRUE;
    }
  return FALSE;
}

static void
test_save (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *missing = g_build_filename (folder, "no folder", "report.pdf", NULL);
  g_autofree char *contents = NULL;
  RdWindow        *window = open_bounce (1000);
  RdReportSheet   *sheet = open_sheet (window);

  g_assert_no_error (error);
  rd_report_sheet_save_to (sheet, path);
  g_assert_false (has_dialog ());
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_true (g_str_has_prefix (contents, "%PDF-"));

  rd_report_sheet_save_to (sheet, missing);
  g_assert_true (has_dialog ());
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_true (rd_report_sheet_is_ready (sheet));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  close_sheet (sheet);
  app_test_close_window (window);
}

/* Closing while a report is being made. */
static void
test_close_at_once (void)
{
  RdWindow *window = open_bounce (1000);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  close_sheet (RD_REPORT_SHEET (app_test_find_toplevel (RD_TYPE_REPORT_SHEET)));
  app_test_close_window (window);
}

static void
test_picture (gconstpointer data)
{
  int              width = GPOINTER_TO_INT (data);
  RdWindow        *window = open_bounce (1000);
  RdReportSheet   *sheet = open_sheet (window);
  g_autofree char *light = g_strdup_printf ("report-%d-light", width);
  g_autofree char *dark = g_strdup_printf ("report-%d-dark", width);

  app_test_assert_fits (gtk_window_get_child (GTK_WINDOW (sheet)), 360);
  /* Without a window manager a size is only taken when a window appears. */
  gtk_widget_set_visible (GTK_WIDGET (sheet), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (sheet), width, 1500);
  gtk_window_present (GTK_WINDOW (sheet));
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (sheet)));
  app_test_wait_for_frame (GTK_WIDGET (sheet));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (sheet)), <=, width);
  app_test_picture (GTK_WIDGET (sheet), light);
  app_test_use_colors (TRUE);
  app_test_picture (GTK_WIDGET (sheet), dark);
  app_test_use_colors (FALSE);
  close_sheet (sheet);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/report/nothing", test_nothing_to_report);
  g_test_add_func ("/report/text", test_text);
  g_test_add_func ("/report/language", test_another_language_ends_with_the_report);
  g_test_add_func ("/report/several", test_several);
  g_test_add_func ("/report/survey", test_survey);
  g_test_add_func ("/report/pages", test_pages_have_names);
  g_test_add_func ("/report/save", test_save);
  g_test_add_func ("/report/close-at-once", test_close_at_once);
  g_test_add_data_func ("/report/picture/360", GINT_TO_POINTER (360), test_picture);
  g_test_add_data_func ("/report/picture/1100", GINT_TO_POINTER (1100), test_picture);
  return app_test_run ();
}
