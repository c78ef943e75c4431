/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"
#include "rd-mail-reader.h"
#include "slowed-down.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>

/* Input made to hurt.  Each is read in a child process of its own, so
 * that what it costs can be told; making it is not counted where it is much. */

/* Processor time to read one of them, and the memory it may take. */
#define MAX_SECONDS 2.0
#define MAX_KILOBYTES (200 * 1024)

/* Where everything is some ten times slower and larger there is less of it, and more
 * is let pass. */
#define SLOW_FACTOR 10

#define MEGABYTE (1024u * 1024)
#define HEADER "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
#define MIXED HEADER "Content-Type: multipart/mixed; boundary=b\n\n"
#define FROM_LINE "From a@b.example Mon Nov 23 10:00:00 2026\n"

typedef struct
{
  const char *name;
  const char *head;
  const char *repeated;
  guint       times;
  const char *tail;
} HostileRow;

static const HostileRow hostile_rows[] = {
  { "tiny-parts", MIXED, "--b\n\nx\n", 500000, "" },
  { "tiny-parts-with-header", MIXED, "--b\nContent-Type: text/plain; name=x\nContent-Description: d\n\nx\n", 350000, "" },
  { "one-line", HEADER "\n", "x", 1500000, "" },
  { "one-line-header", "Subject: ", "x", 1500000, "\n" HEADER "\nbody\n" },
  { "header-50-mb", HEADER, "X-Field: 0123456789012345678901234567890123456789\n", MEGABYTE, "\nbody\n" },
  { "header-of-short-fields", HEADER, "a:b\n", 7000000, "\nbody\n" },
  { "part-header-of-short-fields", MIXED "--b\n", "a:b\n", 7000000, "\nbody\n" },
  { "part-header-of-junk", MIXED "--b\n", "x\n", 15000000, "\nbody\n" },
  { "part-header-of-folds", MIXED "--b\nX: y\n", " x\n", 10000000, "\nbody\n" },
  { "boundary-like-lines", HEADER "\n", "--\n--x\n", 4000000, "" },
  { "parameters", HEADER "Content-Type: text/plain", "; a=b", 200000, "\n\nx\n" },
  { "encoded-words", "Subject: ", "=?utf-8?q?a?= ", 70000, "\n" HEADER "\nx\n" },
  { "encoded-word-starts", "Subject: ", "=?", 500000, "\n" HEADER "\nx\n" },
  { "stray-lines", "Subject: x\n", "stray\nTo: b\n", 200000, "\nx\n" },
  { "blank-lines", "", "\n", 30000000, HEADER },
  { "carriage-returns", "", "\r", 30000000, HEADER },
  { "from-lines", "", FROM_LINE, 700000, HEADER },
  { "quoted-header", "", "> From: x\n", 3000000, "" },
  { "nested-messages", "", HEADER "Content-Type: message/rfc822\n\n", 100000, "x\n" },
  { "no-boundary", HEADER "Content-Type: multipart/mixed\n\n", "x\n", 15000000, "" },
  { "wrong-boundary", HEADER "Content-Type: multipart/mixed; boundary=q\n\n", "--z\nContent-Type: a/b\n\n", 1000000, "" },
  { "base64", HEADER "Content-Transfer-Encoding: base64\n\n", "QUJDREVGR0hJ\n", 2400000, "QUJ" },
  { "control-characters", HEADER "\n", "\001", 20000000, "" },
  { "escapes", HEADER "Content-Type: text/plain; charset=iso-2022-jp\n\n", "\033$B", 5000000, "" },
  { "bad-utf-7", HEADER "Content-Type: text/plain; charset=utf-7\n\n", "+AGE-\377", 5000000, "" },
  { "html-tags", HEADER "Content-Type: text/html\n\n", "<div><", 5000000, "" },
  { "html-comments", "<html>", "<!--", 5000000, "" },
  { "html-quotes", "<html>", "<a b='", 5000000, "" },
  { "html-declarations", "<html>", "<!", 10000000, "" },
  { "html-entities", "<html>", "&#", 10000000, "" },
  { "mbox-of-false-lengths", "", FROM_LINE "Subject: x\nContent-Length: 30000000\n\nhi\n\n", 50000, "" },
  { "mbox-of-one-line", FROM_LINE HEADER "\n", "0123456789", 40000000, "" },
  { "message-1-gb", HEADER "\n", "012345678901234567890123456789012345678901234567890123456789012\n", 16777216, "" },
};

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6 +
         (double) usage.ru_stime.tv_sec + (double) usage.ru_stime.tv_usec / 1e6;
}

static long
get_kilobytes (void)
{
  g_autofree char *status = NULL;
  const char      *peak;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? (long) g_ascii_strtoll (peak + strlen ("VmHWM:"), NULL, 10) : 0;
}

/* A stream that repeats a text, so that a gigabyte need not be held. */
#define TYPE_REPEATED_STREAM (repeated_stream_get_type ())
G_DECLARE_FINAL_TYPE (RepeatedStream, repeated_stream, , REPEATED_STREAM, GInputStream)

struct _RepeatedStream
{
  GInputStream parent_instance;

  const HostileRow *row;
  GString          *block; /* the head, then many repetitions */
  gsize             at;
  guint             left;
  gboolean          is_tail;
};

G_DEFINE_FINAL_TYPE (RepeatedStream, repeated_stream, G_TYPE_INPUT_STREAM)

static gboolean
refill (RepeatedStream *self)
{
  guint times = MIN (self->left, 20000);

  g_string_truncate (self->block, 0);
  self->at = 0;
  for (guint i = 0; i < times; i++)
    g_string_append (self->block, self->row->repeated);
  self->left -= times;
  if (times == 0 && !self->is_tail)
    {
      self->is_tail = TRUE;
      g_string_append (self->block, self->row->tail);
    }
  return self->block->len > 0;
}

static gssize
repeated_stream_read (GInputStream *stream,
                      void         *buffer,
                      gsize         count,
                      GCancellable *cancellable,
                      GError      **error)
{
  RepeatedStream *self = (RepeatedStream *) stream;
  gsize           n;

  if (self->at == self->block->len && !refill (self))
    return 0;
  n = MIN (count, self->block->len - self->at);
  memcpy (buffer, self->block->str + self->at, n);
  self->at += n;
  return (gssize) n;
}

static void
repeated_stream_finalize (GObject *object)
{
  g_string_free (((RepeatedStream *) object)->block, TRUE);
  G_OBJECT_CLASS (repeated_stream_parent_class)->finalize (object);
}

static void
repeated_stream_class_init (RepeatedStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = repeated_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = repeated_stream_read;
}

static void
repeated_stream_init (RepeatedStream *self)
{
  self->block = g_string_new (NULL);
}

static void
read_stream (GInputStream *stream)
{
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_stream (stream, "hostile", NULL);
  RdMailItem *next;

  while (reader != NULL && (next = rd_mail_reader_next (reader, NULL)) != NULL)
    {
      g_autoptr (RdMailItem) item = next;

      if (item->mail != NULL)
        mail_testing_read_all (item->mail);
    }
}

/* Runs in a process of its own; what it costs is printed for the parent. */
static void
check_cost (double started)
{
  double factor = test_is_slowed_down () ? SLOW_FACTOR : 1.0;
  double seconds = get_cpu_seconds () - started;

  g_printerr ("%.2f s, %ld kB\n", seconds, get_kilobytes ());
  g_assert_cmpfloat (seconds, <, MAX_SECONDS * factor);
  g_assert_cmpfloat ((double) get_kilobytes (), <, MAX_KILOBYTES * factor);
}

static void
test_hostile (gconstpointer data)
{
  const HostileRow *row = data;

  if (g_test_subprocess ())
    {
      g_autoptr (RepeatedStream) stream = g_object_new (TYPE_REPEATED_STREAM, NULL);

      stream->row = row;
      stream->left = row->times / (test_is_slowed_down () ? SLOW_FACTOR : 1);
      g_string_append (stream->block, row->head);
      read_stream (G_INPUT_STREAM (stream));
      check_cost (0.0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
read_text (const GString *text)
{
  g_autoptr (GInputStream) stream =
                 g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);

  read_stream (stream);
}

static void
test_nested_multiparts (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GString) text =
                     g_string_new (HEADER "Content-Type: multipart/mixed; boundary=b0\n\n");
      double started;

      for (guint i = 0; i < 100000; i++)
        g_string_append_printf (text, "--b%u\nContent-Type: multipart/mixed; boundary=b%u\n\n", i,
                                i + 1);
      started = get_cpu_seconds ();
      read_text (text);
      check_cost (started);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static la_ssize_t
append_archive (struct archive *archive,
                void           *data,
                const void     *buffer,
                size_t          length)
{
  g_string_append_len (data, buffer, (gssize) length);
  return (la_ssize_t) length;
}

/* Zeros, or the beginning of a message and blanks, packed a thousandfold. */
static GString *
pack_bomb (gboolean    is_zip,
           const char *head,
           gsize       megabytes)
{
  GString              *out = g_string_new (NULL);
  struct archive       *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  g_autofree char      *block = g_strnfill (MEGABYTE, ' ');

  if (is_zip)
    archive_write_set_format_zip (archive);
  else
    {
      archive_write_set_format_raw (archive);
      archive_write_add_filter_gzip (archive);
    }
  archive_write_open (archive, out, NULL, append_archive, NULL);
  archive_entry_set_pathname (entry, "bomb.eml");
  archive_entry_set_filetype (entry, AE_IFREG);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  archive_write_data (archive, head, strlen (head));
  for (gsize i = 0; i < megabytes; i++)
    archive_write_data (archive, block, MEGABYTE);
  archive_entry_free (entry);
  archive_write_close (archive);
  archive_write_free (archive);
  return out;
}

static void
test_bomb (void)
{
  if (g_test_subprocess ())
    {
      static const char *const heads[] = { HEADER "\n", FROM_LINE HEADER "\n",
                                           "\x89PNG\r\n\x1a\n" };

      for (guint i = 0; i < 2 * G_N_ELEMENTS (heads); i++)
        {
          g_autoptr (GString) bomb = pack_bomb (i % 2 == 0, heads[i / 2], 60);
          double started = get_cpu_seconds ();

          read_text (bomb);
          check_cost (started);
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* A zip archive of many times the same content. */
static GString *
pack_many (const GString *content,
           guint          n)
{
  GString        *out = g_string_new (NULL);
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  archive_write_open (archive, out, NULL, append_archive, NULL);
  for (guint i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      g_autofree char      *name = g_strdup_printf ("%u.zip", i);

      archive_entry_set_pathname (entry, name);
      archive_entry_set_filetype (entry, AE_IFREG);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      archive_write_data (archive, content->str, content->len);
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return out;
}

/* Each archive inside stays below what makes a bomb; a thousand of them do not. */
static void
test_many_bombs (void)
{
  if (g_test_subprocess ())
    {
      static const gsize megabytes[] = { 28, 60 };

      for (guint i = 0; i < G_N_ELEMENTS (megabytes); i++)
        {
          g_autoptr (GString) bomb = pack_bomb (TRUE, HEADER "\n", megabytes[i]);
          g_autoptr (GString) several = pack_many (bomb, 32);
          g_autoptr (GString) all = pack_many (several, 32);
          double started = get_cpu_seconds ();

          read_text (all);
          check_cost (started);
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* Random damage to an honest message finds what nobody thought of. */
static void
test_mutations (void)
{
  static const char honest[] = FROM_LINE
      "From: =?utf-8?q?a?= <a@b.example>\nSubject: =?iso-2022-jp?B?GyRCNEE7ehsoQg==?=\n"
      "Content-Type: multipart/report; boundary=\"b\"; report-type=delivery-status\n\npre\n--b\n"
      "Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E4 &amp;</p>\n--b\n"
      "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n--b\nContent-Type: message/rfc822\n"
      "Content-Transfer-Encoding: base64\n\nRnJvbTogeApTdWJqZWN0OiB5Cgp6Cg==\n--b--\n";
  static const char pieces[] = "\n\r\t :;=?\"<>-\\()%&\0\377\033";

  guint rounds = test_is_slowed_down () ? 2000 : 20000;

  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *copy = g_memdup2 (honest, sizeof honest);
      gsize            length = sizeof honest - 1;
      guint            changes = 1 + (guint) g_test_rand_int_range (0, 8);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (RdMail) mail = NULL;

      for (guint i = 0; i < changes; i++)
        copy[g_test_rand_int_range (0, (int) length)] =
            pieces[g_test_rand_int_range (0, sizeof pieces)];
      if (round % 3 == 0)
        length = (gsize) g_test_rand_int_range (0, (int) length);
      bytes = g_bytes_new (copy, length);
      mail = rd_mail_new_from_bytes (bytes, NULL);
      if (mail != NULL)
        mail_testing_read_all (mail);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/hostile/", hostile_rows[i].name, NULL);

      g_test_add_data_func (path, &hostile_rows[i], test_hostile);
    }
  g_test_add_func ("/mail/hostile/nested-multiparts", test_nested_multiparts);
  g_test_add_func ("/mail/hostile/archive-bombs", test_bomb);
  g_test_add_func ("/mail/hostile/archives-of-bombs", test_many_bombs);
  g_test_add_func ("/mail/hostile/mutations", test_mutations);
  return g_test_run ();
}
