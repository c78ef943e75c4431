/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-outlook"

#include "config.h"

#include "rd-outlook.h"

#include "rd-mail-kind.h"
#include "rd-mail.h"
#include "rd-outlook-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Outlook takes a message apart into properties, and Exchange a bounce more so:
 * of a delivery report (class REPORT.IPM.Note.NDR) neither the MIME structure nor
 * the delivery-status part is kept, only what they said about each recipient.
 * Here the message is put together again, so that one reader understands both. */

/* Messages attached to messages. */
#define MAX_LEVEL 8

/* Attachments of one message that are looked at. */
#define MAX_ATTACHMENTS 200

static GBytes *convert_message (RdCompound *file,
                                guint       storage,
                                guint       level,
                                const char *charset);

/**
 * _rd_outlook_append_part:
 * @parts: (element-type GString): the parts of a message
 * @header: the header of the new one, with its line ends
 * @content: its content
 * @length: bytes in @content
 *
 * Appends a part.
 */
void
_rd_outlook_append_part (GPtrArray  *parts,
                         const char *header,
                         const char *content,
                         gsize       length)
{
  GString *part = g_string_new (header);

  g_string_append (part, "\n");
  g_string_append_len (part, content, (gssize) length);
  if (length == 0 || content[length - 1] != '\n')
    g_string_append_c (part, '\n');
  g_ptr_array_add (parts, part);
}

/**
 * _rd_outlook_append_field:
 * @out: a header
 * @name: name of the field
 * @value: (nullable): its value, of which one line is made
 *
 * Appends a field, if there is a value.
 */
void
_rd_outlook_append_field (GString    *out,
                          const char *name,
                          const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (out, "%s: ", name);
  for (const char *p = value; *p != '\0'; p++)
    g_string_append_c (out, (guchar) *p < ' ' ? ' ' : *p);
  g_string_append_c (out, '\n');
}

/* The transport headers without those fields that describe a structure which is
 * no more. */
static void
append_transport_headers (GString    *out,
                          const char *headers)
{
  static const char *const dropped[] = { "Content-Type:", "Content-Transfer-Encoding:",
                                         "MIME-Version:", "Content-Length:",
                                         "Microsoft Mail Internet Headers" };
  gboolean                 is_dropped = FALSE;

  for (const char *line = headers; *line != '\0';)
    {
      gsize n = strcspn (line, "\n");

      if (n == 0)
        break;
      if (*line != ' ' && *line != '\t')
        {
          is_dropped = FALSE;
          for (gsize i = 0; i < G_N_ELEMENTS (dropped); i++)
            is_dropped =
                is_dropped || g_ascii_strncasecmp (line, dropped[i], strlen (dropped[i])) == 0;
        }
      if (!is_dropped)
        {
          g_string_append_len (out, line, (gssize) n);
          g_string_append_c (out, '\n');
        }
      line += n + (line[n] == '\n' ? 1 : 0);
    }
}

static void
append_date (GString            *out,
             const RdMapiObject *message)
{
  static const RdMapiProperty times[] = { RD_MAPI_CLIENT_SUBMIT_TIME, RD_MAPI_REPORT_TIME,
                                          RD_MAPI_DELIVERY_TIME };
  static const char *const    days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const    months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GDateTime) time = rd_mapi_object_dup_time (message, times[i]);

      if (time == NULL)
        continue;
      g_string_append_printf (out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\n",
                              days[g_date_time_get_day_of_week (time) - 1],
                              g_date_time_get_day_of_month (time),
                              months[g_date_time_get_month (time) - 1],
                              g_date_time_get_year (time),
                              g_date_time_get_hour (time),
                              g_date_time_get_minute (time),
                              g_date_time_get_second (time));
      return;
    }
}

static char *
dup_sender (RdMapiObject *message)
{
  g_autofree char *name = rd_mapi_object_dup_string (message, RD_MAPI_SENDER_NAME);
  g_autofree char *address = rd_mapi_object_dup_string (message, RD_MAPI_SENDER_SMTP_ADDRESS);

  if (address == NULL)
    address = rd_mapi_object_dup_string (message, RD_MAPI_SENDER_ADDRESS);
  if (address != NULL && strchr (address, '@') == NULL)
    g_clear_pointer (&address, g_free);
  if (address == NULL)
    return g_steal_pointer (&name);
  if (name == NULL || strcmp (name, address) == 0)
    return g_steal_pointer (&address);
  g_strdelimit (name, "\"\\", '\'');
  return g_strdup_printf ("\"%s\" <%s>", name, address);
}

static gboolean
has_field (const GString *header,
           const char    *name)
{
  const char *line = header->str;

  while (line != NULL && g_ascii_strncasecmp (line, name, strlen (name)) != 0)
    {
      line = strchr (line, '\n');
      line = line != NULL ? line + 1 : NULL;
    }
  return line != NULL;
}

static void
append_header (GString      *out,
               RdMapiObject *message)
{
  g_autofree char *headers = rd_mapi_object_dup_string (message, RD_MAPI_TRANSPORT_HEADERS);
  g_autofree char *sender = dup_sender (message);
  g_autofree char *to = rd_mapi_object_dup_string (message, RD_MAPI_DISPLAY_TO);
  g_autofree char *subject = rd_mapi_object_dup_string (message, RD_MAPI_SUBJECT);
  g_autofree char *id = rd_mapi_object_dup_string (message, RD_MAPI_INTERNET_MESSAGE_ID);

  if (headers != NULL)
    append_transport_headers (out, headers);
  if (!has_field (out, "From:"))
    _rd_outlook_append_field (out, "From", sender);
  if (!has_field (out, "To:"))
    _rd_outlook_append_field (out, "To", to);
  if (!has_field (out, "Subject:"))
    _rd_outlook_append_field (out, "Subject", subject != NULL ? subject : "");
  if (!has_field (out, "Date:"))
    append_date (out, message);
  if (!has_field (out, "Message-ID:"))
    _rd_outlook_append_field (out, "Message-ID", id);
}

static void
append_text_parts (GPtrArray    *parts,
                   RdMapiObject *message)
{
  g_autofree char *report = rd_mapi_object_dup_string (message, RD_MAPI_REPORT_TEXT);
  g_autofree char *body = rd_mapi_object_dup_string (message, RD_MAPI_BODY);
  g_autofree char *html = rd_mapi_object_dup_string (message, RD_MAPI_HTML);
  g_autoptr (GBytes) raw = rd_mapi_object_dup_binary (message, RD_MAPI_HTML);

  if (body != NULL)
    _rd_outlook_append_part (parts,
                             "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", body,
                             strlen (body));
  if (report != NULL && (body == NULL || strstr (body, report) == NULL))
    _rd_outlook_append_part (parts,
                             "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
                             report, strlen (report));
  if (body != NULL || report != NULL)
    return;
  if (html != NULL)
    _rd_outlook_append_part (parts, "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
                             html, strlen (html));
  else if (raw != NULL)
    {
      gsize       size;
      const char *data = g_bytes_get_data (raw, &size);

      _rd_outlook_append_part (parts, "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n", data, size);
    }
}

static void
append_data (GPtrArray  *parts,
             const char *type,
             const char *filename,
             GBytes     *content)
{
  g_autoptr (GString) header = g_string_new (NULL);
  gsize            size;
  const char      *data = g_bytes_get_data (content, &size);
  g_autofree char *encoded = g_malloc (size / 3 * 4 + size / 54 + 16);
  g_autofree char *name = g_strdelimit (g_strdup (filename != NULL ? filename : ""), "\"\\\n", '_');
  int              state = 0;
  int              save = 0;
  gsize            length;

  _rd_outlook_append_field (header, "Content-Type", type);
  if (*name != '\0')
    g_string_append_printf (header, "Content-Disposition: attachment; filename=\"%s\"\n", name);
  g_string_append (header, "Content-Transfer-Encoding: base64\n");
  length = g_base64_encode_step ((const guchar *) data, size, TRUE, encoded, &state, &save);
  length += g_base64_encode_close (TRUE, encoded + length, &state, &save);
  _rd_outlook_append_part (parts, header->str, encoded, length);
}

static gboolean
is_mime_type (const char *text)
{
  const char *slash = text != NULL ? strchr (text, '/') : NULL;

  return slash != NULL && slash > text &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_/") ==
             strlen (text);
}

static void
append_attachments (GPtrArray    *parts,
                    RdCompound   *file,
                    RdMapiObject *message,
                    guint         level)
{
  g_autoptr (GArray) attachments = rd_mapi_object_list (message, "__attach_version1.0_");
  const char *charset = rd_mapi_object_get_charset (message);

  for (guint i = 0; i < attachments->len && i < MAX_ATTACHMENTS; i++)
    {
      g_autoptr (RdMapiObject) attachment = rd_mapi_object_new (
          file, g_array_index (attachments, guint, i), RD_MAPI_ATTACHMENT, charset);
      g_autofree char *type = rd_mapi_object_dup_string (attachment, RD_MAPI_ATTACH_MIME_TAG);
      g_autofree char *name = rd_mapi_object_dup_string (attachment, RD_MAPI_ATTACH_LONG_FILENAME);
      g_autoptr (GBytes) data = rd_mapi_object_dup_binary (attachment, RD_MAPI_ATTACH_DATA);
      guint embedded;

      if (name == NULL)
        name = rd_mapi_object_dup_string (attachment, RD_MAPI_ATTACH_FILENAME);
      if (rd_mapi_object_find_embedded (attachment, &embedded))
        {
          g_autoptr (GBytes) inner = level < MAX_LEVEL
                                         ? convert_message (file, embedded, level + 1, charset)
                                         : NULL;
          gsize size;

          if (inner != NULL)
            _rd_outlook_append_part (parts, "Content-Type: message/rfc822\n", g_bytes_get_data (inner, &size),
                                     g_bytes_get_size (inner));
        }
      else if (data != NULL)
        append_data (parts, is_mime_type (type) ? type : "application/octet-stream", name, data);
    }
}

/* A boundary made of what it separates does not stand in it. */
static char *
dup_boundary (GPtrArray *parts)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < parts->len; i++)
    {
      const GString *part = g_ptr_array_index (parts, i);

      g_checksum_update (sum, (const guchar *) part->str, (gssize) part->len);
    }
  return g_strdup_printf ("=_%.40s", g_checksum_get_string (sum));
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static GBytes *
convert_message (RdCompound *file,
                 guint       storage,
                 guint       level,
                 const char *charset)
{
  g_autoptr (RdMapiObject) message = rd_mapi_object_new (
      file, storage, level == 0 ? RD_MAPI_MESSAGE : RD_MAPI_EMBEDDED_MESSAGE, charset);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_string);
  g_autofree char *message_class = rd_mapi_object_dup_string (message, RD_MAPI_MESSAGE_CLASS);
  g_autofree char *boundary = NULL;
  const char      *action;
  GString         *out;

  if (!rd_mapi_object_is_valid (message) || (message_class == NULL && level == 0))
    return NULL;
  action = message_class != NULL ? _rd_outlook_get_action (message_class) : NULL;
  append_text_parts (parts, message);
  if (action != NULL)
    _rd_outlook_append_report (parts, file, message, action);
  append_attachments (parts, file, message, level);
  boundary = dup_boundary (parts);

  out = g_string_new (NULL);
  append_header (out, message);
  _rd_outlook_append_field (out, "X-Message-Class", message_class);
  g_string_append_printf (out, "MIME-Version: 1.0\nContent-Type: multipart/%s; boundary=\"%s\"\n\n",
                          action != NULL ? "report; report-type=delivery-status" : "mixed",
                          boundary);
  for (guint i = 0; i < parts->len; i++)
    {
      const GString *part = g_ptr_array_index (parts, i);

      g_string_append_printf (out, "--%s\n", boundary);
      g_string_append_len (out, part->str, (gssize) part->len);
    }
  g_string_append_printf (out, "--%s--\n", boundary);
  return g_string_free_to_bytes (out);
}

/**
 * rd_outlook_to_mime:
 * @bytes: a compound file
 * @error: return location for an error
 *
 * Puts a message that Outlook saved together again as MIME.
 *
 * Returns: (transfer full): the message; %NULL with RD_MAIL_ERROR_NOT_TEXT if
 *   it is some other document, RD_MAIL_ERROR_BROKEN if it is damaged
 */
GBytes *
rd_outlook_to_mime (GBytes  *bytes,
                    GError **error)
{
  g_autoptr (RdCompound) file = rd_compound_new (bytes);
  GBytes *mime;

  if (file == NULL)
    {
      g_set_error_literal (
          error, RD_MAIL_ERROR, RD_MAIL_ERROR_BROKEN,
          _ ("This Outlook file is damaged or cut off; save the message from Outlook once more."));
      return NULL;
    }
  mime = convert_message (file, RD_COMPOUND_ROOT, 0, NULL);
  if (mime == NULL)
    g_propagate_error (error, rd_mail_kind_error (RD_MAIL_KIND_OLE));
  return mime;
}
