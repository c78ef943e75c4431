/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli-output"

#include "config.h"

#include "rd-cli-output.h"

#include "rd-text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes that the longest replacement of a byte takes ("…" has three of its own). */
#define MAX_GROWTH 4

/* A terminal without quotation marks and dashes gets those it has: GLib alone
 * writes "?", which means "could not check" here, and g_convert() takes every
 * replacement for a failure. */
static char *
dup_for_terminal (const char *text)
{
  const char      *charset;
  g_autofree char *target = NULL;
  g_autofree char *converted = NULL;
  char            *in = (char *) text;
  char            *out;
  gsize            in_left = strlen (text);
  gsize            out_left = in_left * MAX_GROWTH;
  gsize            replaced;
  GIConv           iconv;

  if (g_get_charset (&charset))
    return NULL;
  target = g_strconcat (charset, "//TRANSLIT", NULL);
  iconv = g_iconv_open (target, "UTF-8");
  if (iconv != (GIConv) -1)
    {
      out = converted = g_malloc0 (out_left + 1);
      replaced = g_iconv (iconv, &in, &in_left, &out, &out_left);
      g_iconv_close (iconv);
      if (replaced != (gsize) -1)
        return g_steal_pointer (&converted);
    }
  return g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
}

static void
write_text (FILE       *file,
            const char *text)
{
  g_autofree char *converted = dup_for_terminal (text);

  fputs (converted != NULL ? converted : text, file);
}

/* What is said about a file, a domain or an answer has their words in it, so it goes
 * to the terminal as what is found does.  A line that shows how far the work is
 * begins or ends with a carriage return. */
static void
print_message (const char *text)
{
  gboolean         begins = g_str_has_prefix (text, "\r");
  gboolean         ends = begins && g_str_has_suffix (text + 1, "\r");
  g_autofree char *valid = rd_text_make_valid (text + begins, (gssize) strlen (text + begins) - ends);
  g_autofree char *visible = rd_text_dup_visible (valid);

  if (begins)
    fputc ('\r', stderr);
  write_text (stderr, visible);
  if (ends)
    fputc ('\r', stderr);
  fflush (stderr);
}

static void
print_text (const char *text)
{
  write_text (stdout, text);
  fflush (stdout);
}

/**
 * rd_cli_output_init:
 *
 * Lets g_print() and g_printerr() write as this program does.
 */
void
rd_cli_output_init (void)
{
  g_set_print_handler (print_text);
  g_set_printerr_handler (print_message);
}

/**
 * rd_cli_output_json:
 * @format: a format as for printf()
 * @...: its arguments
 *
 * Writes JSON, or what stands between two objects of it.  A reader at the other
 * end of a pipe has it at once.
 */
void
rd_cli_output_json (const char *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (stdout, format, arguments);
  va_end (arguments);
  fflush (stdout);
}
