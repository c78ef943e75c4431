/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bounce itself, in a form that can be read and searched: header fields as
 * they are, parts decoded.  The text of the returned message is nobody's
 * business, its header is evidence. */

#define G_LOG_DOMAIN "rd-report-annex"

#include "config.h"

#include "rd-report-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The annex shows this much of a bounce: header, report and the header of the
 * returned message; the file itself goes along with the report. */
#define MAX_ANNEX_BYTES (48u * 1024)

/* How the copy of the message begins where the notice is one text (Exim, qmail,
 * Postfix of old, Sendmail). */
static const char *const copy_marks[] = {
  "This is a copy of the message",
  "This is a copy of your message",
  "Below this line is a copy of the message",
  "----- Original message follows",
  "Original message follows",
  "Content-Type: message/rfc822",
};

static char *
dup_unix_text (const char *data,
               gsize       length)
{
  g_autofree char *text = rd_text_make_valid (data, (gssize) length);
  GString         *lines = g_string_new (text);

  g_string_replace (lines, "\r\n", "\n", 0);
  return g_string_free (lines, FALSE);
}

/* The header of @mail as it came, or decoded: encoded words would tell what must
 * be hidden to whoever decodes them. */
static void
append_header (GString      *out,
               const RdMail *mail,
               gboolean      is_decoded)
{
  if (is_decoded)
    {
      for (guint i = 0; i < rd_mail_get_n_headers (mail); i++)
        {
          const char *name;
          const char *value = rd_mail_get_header_at (mail, i, &name);

          g_string_append_printf (out, "%s: %s\n", name, value);
        }
    }
  else
    {
      GBytes          *source = rd_mail_get_source (mail);
      gsize            length = 0;
      const char      *data = g_bytes_get_data (source, &length);
      g_autofree char *text = dup_unix_text (data, MIN (length, MAX_ANNEX_BYTES));
      const char      *end = strstr (text, "\n\n");

      g_string_append_len (out, text, end != NULL ? end + 1 - text : (gssize) strlen (text));
    }
}

static const char *
find_copy (const char *text)
{
  const char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (copy_marks); i++)
    {
      const char *found = rd_text_find_nocase (text, copy_marks[i]);

      if (found != NULL && (first == NULL || found < first))
        first = found;
    }
  return first;
}

/* Up to the end of the header of the returned message, if a copy of it follows
 * in the same text. */
static gsize
measure_notice (const char *text)
{
  const char *copy = find_copy (text);
  const char *header = copy != NULL ? strstr (copy, "\n\n") : NULL;
  const char *body;

  if (header == NULL)
    return strlen (text);
  header += strspn (header, "\n");
  body = strstr (header, "\n\n");
  return body != NULL ? (gsize) (body - text) : strlen (text);
}

static void
append_text (GString    *out,
             const char *text)
{
  g_autofree char *lines = dup_unix_text (text, strlen (text));
  gsize            length = measure_notice (lines);

  g_string_append_len (out, lines, (gssize) length);
  if (lines[length] != '\0')
    g_string_append_printf (out, "\n\n%s", _ ("[The text of the returned message is left out.]"));
  g_string_append_c (out, '\n');
}

static gboolean
has_plain_sibling (const RdMail     *mail,
                   const RdMailPart *part)
{
  for (guint i = 0; i < rd_mail_get_n_parts (mail); i++)
    {
      const RdMailPart *other = rd_mail_get_part (mail, i);

      if (other->parent == part->parent && strcmp (other->content_type, "text/plain") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
append_part (GString      *out,
             const RdMail *mail,
             guint         index,
             gboolean      is_decoded)
{
  const RdMailPart *part = rd_mail_get_part (mail, index);
  RdMail           *message;

  if (part->is_container)
    return;
  if (strcmp (part->content_type, "text/html") == 0 && has_plain_sibling (mail, part))
    return;
  g_string_append_printf (out, "\n[%s]\n", part->content_type);
  if (g_str_has_prefix (part->content_type, "message/delivery-status") ||
      g_str_has_prefix (part->content_type, "message/feedback-report") ||
      strcmp (part->content_type, "text/rfc822-headers") == 0)
    {
      g_string_append_printf (out, "%s\n", rd_mail_get_part_plain (mail, index));
      return;
    }
  message = g_str_has_prefix (part->content_type, "message/") ? rd_mail_get_part_message (mail, index) : NULL;
  if (message != NULL)
    {
      append_header (out, message, is_decoded);
      g_string_append_printf (out, "\n%s\n", _ ("[The text of the returned message is left out.]"));
    }
  else if (g_str_has_prefix (part->content_type, "text/"))
    append_text (out, rd_mail_get_part_plain (mail, index));
  else
    g_string_append_printf (out, "%s\n", _ ("[left out]"));
}

/* Parts of the returned message are not parts of the notice. */
static gboolean
is_inside_message (const RdMail *mail,
                   guint         index)
{
  const RdMailPart *part = rd_mail_get_part (mail, index);

  while (part->depth > 0)
    {
      part = rd_mail_get_part (mail, part->parent);
      if (g_str_has_prefix (part->content_type, "message/"))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_report_dup_source:
 * @source: a message as it came
 * @redaction: (nullable): what to hide
 *
 * Writes @source so that it can be read: without the text of the returned
 * message, and with everything replaced that must not be told.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if it is no message
 */
char *
rd_report_dup_source (GBytes            *source,
                      const RdRedaction *redaction)
{
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *visible = NULL;
  gboolean         is_decoded = rd_redaction_get_flags (redaction) != RD_REDACT_NOTHING;

  g_return_val_if_fail (source != NULL, NULL);

  mail = rd_mail_new_from_bytes (source, NULL);
  if (mail == NULL)
    return NULL;
  if (rd_mail_get_form (mail) == RD_MAIL_FORM_MESSAGE)
    append_header (out, mail, is_decoded);
  for (guint i = 0; i < rd_mail_get_n_parts (mail) && out->len < MAX_ANNEX_BYTES; i++)
    {
      if (!is_inside_message (mail, i))
        append_part (out, mail, i, is_decoded);
    }
  if (out->len > MAX_ANNEX_BYTES)
    {
      g_autofree char *beginning = rd_text_make_valid (out->str, MAX_ANNEX_BYTES);

      g_string_printf (out, "%s\n%s\n", beginning, _ ("[The rest is left out.]"));
    }
  visible = rd_text_dup_visible (out->str);
  return rd_redaction_apply (redaction, visible);
}

/**
 * _rd_report_add_annex:
 * @report: a report
 * @item: a diagnosis, and the bounce it was made of
 *
 * Adds the bounce, if it is there.
 */
void
_rd_report_add_annex (RdReport           *report,
                      const RdReportItem *item)
{
  g_autofree char *annex = NULL;

  if (item->source == NULL)
    return;
  annex = rd_report_dup_source (item->source, rd_report_get_redaction (report));
  if (annex == NULL)
    return;
  rd_report_begin_annex (report, _ ("Annex: the bounce"));
  rd_report_add (report, RD_BLOCK_VERBATIM, annex);
}
