/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-report-pdf.h"
#include "slowed-down.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static RdReport *
make_report (guint n_paragraphs)
{
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 20, 9, 12, 44);
  RdRedaction *redaction = rd_redaction_new (RD_REDACT_RECIPIENTS);
  RdReport    *report;

  rd_redaction_add_address (redaction, "anna.berg@shop.example");
  report = rd_report_new ("RD-20261120-test", created, redaction);
  rd_report_add (report, RD_BLOCK_TITLE, "Report on undelivered mail");
  rd_report_add (report, RD_BLOCK_HEADING, "Requested actions");
  rd_report_add (report, RD_BLOCK_STEP, "Set the PTR record of 203.0.113.9.");
  rd_report_add (report, RD_BLOCK_STEP, "Tell anna.berg@shop.example.");
  rd_report_add_labelled (report, RD_BLOCK_FACT, "Message-ID", "<20261120@mail.example>");
  rd_report_add_labelled (report, RD_BLOCK_FACT, "Nothing", NULL);
  rd_report_add (report, RD_BLOCK_VERBATIM, "550-5.7.26 first\n550 5.7.26 second \033[31m");
  for (guint i = 0; i < n_paragraphs; i++)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, "لم يتم تسليم الرسالة 配信できませんでした, and a sentence that is long enough to go over the end of the line once.");
  return report;
}

static void
test_text (void)
{
  g_autoptr (RdReport) report = make_report (0);
  g_autofree char *text = rd_report_to_text (report);

  g_assert_cmpstr (text, ==,
                   "Report on undelivered mail\n==========================\n"
                   "\nRequested actions\n-----------------\n"
                   " 1. Set the PTR record of 203.0.113.9.\n"
                   " 2. Tell a***@shop.example.\n"
                   "Message-ID: <20261120@mail.example>\n"
                   "    550-5.7.26 first\n    550 5.7.26 second \357\277\275[31m\n");
}

static void
test_pagination (void)
{
  g_autoptr (RdReport) small = make_report (1);
  g_autoptr (RdReport) large = make_report (400);
  g_autoptr (RdPages) few = rd_pages_new (small, 595, 842);
  g_autoptr (RdPages) many = rd_pages_new (large, 595, 842);
  guint  page;
  double y;

  g_assert_cmpuint (rd_pages_get_n_pages (few), ==, 1);
  g_assert_cmpuint (rd_pages_get_n_pages (many), >, 8);
  g_assert_cmpuint (rd_pages_get_n_headings (many), ==, 2);
  g_assert_cmpstr (rd_pages_get_heading (many, 1, &page, &y), ==, "Requested actions");
  g_assert_cmpuint (page, ==, 0);
}

/* Wherever it comes to stand, a short block is not torn apart, nor from its
 * heading: what follows it is on the same page, or begins the next. */
static void
test_kept_together (void)
{
  guint step = test_is_slowed_down () ? 8 : 1;

  for (guint n = 20; n < 60; n += step)
    {
      g_autoptr (RdReport) report = make_report (n);
      g_autoptr (RdPages) pages = NULL;
      guint  page;
      guint  next_page;
      double y;

      rd_report_add (report, RD_BLOCK_HEADING, "Commands");
      rd_report_add (report, RD_BLOCK_VERBATIM, "grep 4F2A1C0DE\ndig A\ndig TXT\ndig PTR\ndig MX");
      rd_report_add (report, RD_BLOCK_HEADING, "What follows");
      pages = rd_pages_new (report, 595, 842);
      g_assert_cmpstr (rd_pages_get_heading (pages, 2, &page, &y), ==, "Commands");
      g_assert_cmpstr (rd_pages_get_heading (pages, 3, &next_page, &y), ==, "What follows");
      g_assert_true (next_page == page || y < 100);
    }
}

/* However many words lead up to it, what a heading heads begins on its page. */
static void
test_kept_with_its_heading (void)
{
  guint step = test_is_slowed_down () ? 8 : 1;

  for (guint n = 20; n < 60; n += step)
    {
      g_autoptr (RdReport) report = make_report (n);
      g_autoptr (RdPages) pages = NULL;
      guint  page;
      guint  next_page;
      double y;

      rd_report_add (report, RD_BLOCK_HEADING, "Evidence");
      rd_report_add (report, RD_BLOCK_PARAGRAPH, "The server of the other side said this, word for word. It is left as it came, in the language in which it came, "
                                                 "with its codes and its numbers, because whoever runs that server knows it by these words and by no others; "
                                                 "what they mean in plain words stands above. The complete words of the server:");
      rd_report_add (report, RD_BLOCK_VERBATIM, "550-5.7.26 one\n550-5.7.26 two\n550-5.7.26 three\n550-5.7.26 four\n550 5.7.26 five");
      rd_report_add (report, RD_BLOCK_HEADING, "What follows");
      pages = rd_pages_new (report, 595, 842);
      g_assert_cmpuint (rd_pages_get_n_headings (pages), ==, 4);
      g_assert_cmpstr (rd_pages_get_heading (pages, 2, &page, &y), ==, "Evidence");
      g_assert_cmpstr (rd_pages_get_heading (pages, 3, &next_page, &y), ==, "What follows");
      g_assert_true (next_page == page || y < 100);
    }
}

/* A line that never ends and pages that never end are cut, not endured. */
static void
test_hostile (void)
{
  g_autoptr (RdReport) report = make_report (0);
  g_autofree char *token = g_strnfill (200000, 'x');
  g_autofree char *lines = g_strnfill (200000, '\n');
  g_autoptr (RdPages) pages = NULL;

  rd_report_add (report, RD_BLOCK_VERBATIM, token);
  rd_report_add (report, RD_BLOCK_VERBATIM, lines);
  pages = rd_pages_new (report, 595, 842);
  g_assert_cmpuint (rd_pages_get_n_pages (pages), <=, 200);
}

static double
measure_token (gsize length)
{
  g_autoptr (RdReport) report = make_report (0);
  g_autofree char *token = g_strnfill (length, 'x');
  g_autoptr (RdPages) pages = NULL;
  clock_t began = clock ();

  rd_report_add (report, RD_BLOCK_VERBATIM, token);
  pages = rd_pages_new (report, 595, 842);
  g_assert_cmpuint (rd_pages_get_n_pages (pages), >, length / 20000);
  return (double) (clock () - began) / CLOCKS_PER_SEC;
}

/* Four times the letters may take four times as long, not sixteen times. */
static void
test_time_grows_with_length (void)
{
  guint  rounds = test_is_slowed_down () ? 1 : 3;
  double little = G_MAXDOUBLE;
  double much = G_MAXDOUBLE;

  for (guint i = 0; i < rounds; i++)
    {
      little = MIN (little, measure_token (50000));
      much = MIN (much, measure_token (200000));
    }
  g_test_message ("50 kB: %.0f ms, 200 kB: %.0f ms", little * 1000, much * 1000);
  g_assert_cmpfloat (much, <, 8 * MAX (little, 0.005));
}

/* Nothing is lost where a long text is handed on in pieces. */
static void
test_pieces (void)
{
  static const char *const units[] = { "abcdefghij", "word and ", "line\n", "é", "配信", "e\314\201" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (RdReport) report = make_report (0);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (RdPages) pages = NULL;

      while (text->len < 20000)
        g_string_append (text, units[i]);
      rd_report_add (report, RD_BLOCK_VERBATIM, text->str);
      rd_report_add (report, RD_BLOCK_PARAGRAPH, text->str);
      rd_report_add_labelled (report, RD_BLOCK_FACT, "Label", text->str);
      pages = rd_pages_new (report, 595, 842);
      g_assert_cmpuint (rd_pages_get_n_pages (pages), >, 1);
    }
}

static void
test_head_and_foot (void)
{
  g_autoptr (RdReport) report = make_report (0);
  g_autofree char *lines = g_strnfill (60000, '\n');
  g_autoptr (RdPages) pages = NULL;

  g_assert_cmpstr (rd_report_get_title (report), ==, "Report on undelivered mail · RD-20261120-test");
  g_assert_cmpstr (rd_report_get_footer (report, FALSE), ==, "RD-20261120-test · page {page} of {pages}");
  g_assert_nonnull (strstr (rd_report_get_footer (report, TRUE), "left out"));
  rd_report_add (report, RD_BLOCK_VERBATIM, lines);
  pages = rd_pages_new (report, 595, 842);
  g_assert_cmpuint (rd_pages_get_n_pages (pages), ==, 200);
}

static void
test_pdf_is_reproducible (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdReport) report = make_report (100);
  g_autoptr (GBytes) first = rd_report_to_pdf (report, &error);
  g_autoptr (GBytes) second = rd_report_to_pdf (report, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_true (memcmp (g_bytes_get_data (first, NULL), "%PDF-1.5", 8) == 0);
}

static void
assert_sound (GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *qpdf = g_find_program_in_path ("qpdf");
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  char            *arguments[] = { qpdf, (char *) "--check", NULL, NULL };
  int              status = -1;

  if (qpdf == NULL)
    {
      g_test_message ("qpdf is not installed: the file was not checked");
      return;
    }
  folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "report.pdf", NULL);
  arguments[2] = path;
  g_assert_true (rd_report_save (pdf, path, &error));
  g_spawn_sync (NULL, arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Only addresses of the web become links, and none that tells a hidden name. */
static void
test_links (void)
{
  g_autoptr (RdReport) report = make_report (0);
  guint n = rd_report_get_n_blocks (report);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  rd_report_add_link (report, RD_BLOCK_FACT, "Help", "https://help.example/a?b='c'");
  rd_report_add_link (report, RD_BLOCK_FACT, "Help", "javascript:alert(1)");
  rd_report_add_link (report, RD_BLOCK_FACT, "Help", "https://help.example/?who=anna.berg");
  rd_report_add_link (report, RD_BLOCK_FACT, "Help", NULL);
  g_assert_cmpuint (rd_report_get_n_blocks (report), ==, n + 3);
  g_assert_cmpstr (rd_report_get_block (report, n)->uri, ==, "https://help.example/a?b='c'");
  g_assert_null (rd_report_get_block (report, n + 1)->uri);
  pdf = rd_report_to_pdf (report, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "https://help.example/a?b='c'", 28));
  g_assert_null (memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "javascript", 10));
  g_assert_null (memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "anna.berg", 9));
  assert_sound (pdf);
}

static void
test_save_never_leaves_half_a_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *missing = g_build_filename (folder, "no", "such", "folder.pdf", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GBytes) old = g_bytes_new_static ("old", 3);
  g_autoptr (GBytes) new = g_bytes_new_static ("new", 3);

  g_assert_no_error (error);
  g_assert_true (rd_report_save (old, path, &error));
  g_assert_no_error (error);
  g_assert_false (rd_report_save (new, missing, &error));
  g_assert_nonnull (strstr (error->message, "was not saved"));
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/pages/text", test_text);
  g_test_add_func ("/report/pages/pagination", test_pagination);
  g_test_add_func ("/report/pages/kept-together", test_kept_together);
  g_test_add_func ("/report/pages/kept-with-its-heading", test_kept_with_its_heading);
  g_test_add_func ("/report/pages/hostile", test_hostile);
  g_test_add_func ("/report/pages/reproducible", test_pdf_is_reproducible);
  g_test_add_func ("/report/pages/time", test_time_grows_with_length);
  g_test_add_func ("/report/pages/pieces", test_pieces);
  g_test_add_func ("/report/pages/head-and-foot", test_head_and_foot);
  g_test_add_func ("/report/pages/links", test_links);
  g_test_add_func ("/report/pages/save", test_save_never_leaves_half_a_file);
  return g_test_run ();
}
