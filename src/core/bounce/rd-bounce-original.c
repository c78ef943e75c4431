/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-original.h"

#include <string.h>

#include "rd-text.h"

/* What is known of the message that bounced, from the copy a notice carries: whole,
 * its header, or a header pasted into the words.  Copies are cut and mangled on the
 * way, so each field stands for itself, and what is known already is kept. */

/* Bytes of the copy's header looked at when it stands in running text. */
#define MAX_HEADER 65536

/* DKIM signatures kept; real mail carries one to four. */
#define MAX_SIGNATURES 16

/* One tag of a DKIM-Signature (RFC 6376 section 3.2). */
static char *
dup_tag (const char *field,
         char        tag)
{
  const char *p = field;

  while (*p != '\0')
    {
      while (g_ascii_isspace (*p) || *p == ';')
        p++;
      if (*p == tag)
        {
          const char *equals = p + 1;

          while (g_ascii_isspace (*equals))
            equals++;
          if (*equals == '=')
            return g_strstrip (g_strndup (equals + 1, strcspn (equals + 1, ";")));
        }
      p += strcspn (p, ";");
    }
  return NULL;
}

static void
read_signatures (RdOriginal *self,
                 RdMail     *mail)
{
  const char *field;

  for (guint i = 0; i < MAX_SIGNATURES && (field = rd_mail_get_header_nth (mail, "DKIM-Signature", i)) != NULL; i++)
    {
      g_autofree char *domain = dup_tag (field, 'd');
      g_autofree char *selector = dup_tag (field, 's');
      g_autofree char *normal = domain != NULL ? rd_domain_normalize (domain) : NULL;

      if (normal != NULL && selector != NULL)
        {
          RdDkimName *name = g_new0 (RdDkimName, 1);

          name->domain = g_steal_pointer (&normal);
          name->selector = g_steal_pointer (&selector);
          g_ptr_array_add (self->dkim, name);
        }
    }
}

/* "id 1xVXhf-0000Dh-0C" of a Received field (RFC 5321 section 4.4), and
 * "(qmail 7496 invoked" has none. */
static void
add_queue_id (RdBounce   *bounce,
              const char *received)
{
  const char *id = rd_text_find_nocase (received, " id ");
  gsize       size = 0;

  if (id == NULL)
    return;
  id += 4;
  while (id[size] != '\0' && (g_ascii_isalnum (id[size]) || strchr (".-_", id[size]) != NULL))
    size++;
  if (size < 5 || size > 60)
    return;
  for (guint i = 0; i < bounce->queue_ids->len; i++)
    {
      const char *known = g_ptr_array_index (bounce->queue_ids, i);

      if (strlen (known) == size && strncmp (known, id, size) == 0)
        return;
    }
  g_ptr_array_add (bounce->queue_ids, g_strndup (id, size));
}

static void
set_header (char      **target,
            RdMail     *mail,
            const char *name)
{
  const char *value = rd_mail_get_header (mail, name);

  if (*target == NULL && value != NULL && *value != '\0')
    *target = g_strdup (value);
}

static char *
dup_message_id (RdMail *mail)
{
  const char      *value = rd_mail_get_header (mail, "Message-ID");
  const char      *closing = value != NULL ? strchr (value, '>') : NULL;
  g_autofree char *id = NULL;

  if (value == NULL)
    return NULL;
  id = g_strstrip (closing != NULL ? g_strndup (value, (gsize) (closing - value)) : g_strdup (value));
  g_strdelimit (id, "<>", ' ');
  return g_strstrip (g_steal_pointer (&id));
}

/* "(envelope-from <a@b.example>)", as Exim and Postfix write into Received. */
static char *
dup_envelope_from (const char *received)
{
  const char *mark = "envelope-from ";
  const char *found = rd_text_find_nocase (received, mark);
  gsize       start;
  gsize       end;

  if (found == NULL)
    return NULL;
  found += strlen (mark);
  return _rd_address_next (found, strcspn (found, " );"), 0, &start, &end) ? g_strndup (found + start, end - start) : NULL;
}

/**
 * _rd_original_read:
 * @bounce: a bounce
 * @mail: the returned message or its header
 * @is_whole: whether all of it was returned, so that its size counts
 *
 * Reads the returned message into @bounce.  What is known already is kept.
 */
void
_rd_original_read (RdBounce *bounce,
                   RdMail   *mail,
                   gboolean  is_whole)
{
  RdOriginal *self = &bounce->original;
  const char *field;

  if (self->from == NULL)
    self->from = _rd_address_dup_first (rd_mail_get_header (mail, "From"));
  if (self->to == NULL)
    self->to = _rd_address_dup_all (rd_mail_get_header (mail, "To"));
  set_header (&self->subject, mail, "Subject");
  if (self->message_id == NULL)
    self->message_id = dup_message_id (mail);
  if (self->date == NULL)
    self->date = _rd_date_dup_rfc3339 (rd_mail_get_header (mail, "Date"));
  if (self->return_path == NULL)
    self->return_path = _rd_address_dup_first (rd_mail_get_header (mail, "Return-Path"));
  if (is_whole && self->size == 0)
    self->size = g_bytes_get_size (rd_mail_get_source (mail));
  if (self->mail == NULL)
    self->mail = rd_mail_ref (mail);
  if (self->dkim->len == 0)
    read_signatures (self, mail);
  for (guint i = self->received->len; i < RD_LIMIT_RECEIVED_FIELDS && (field = rd_mail_get_header_nth (mail, "Received", i)) != NULL; i++)
    {
      g_ptr_array_add (self->received, g_strdup (field));
      if (i < 2)
        add_queue_id (bounce, field);
      if (self->return_path == NULL)
        self->return_path = dup_envelope_from (field);
    }
}

/* The header at the beginning of @text, its indentation taken off. */
static char *
dup_header (const char *text)
{
  g_autoptr (GString) header = g_string_new (NULL);
  const char *p = text;
  gsize       indent;

  while (*p == '\n')
    p++;
  indent = strspn (p, " \t");
  while (*p != '\0' && *p != '\n' && header->len < MAX_HEADER)
    {
      gsize length = strcspn (p, "\n");
      gsize skip = MIN (strspn (p, " \t"), indent);

      if (length == strspn (p, " \t\r-"))
        {
          if (header->len > 0)
            break;
        }
      else
        {
          g_string_append_len (header, p + skip, (gssize) (length - skip));
          g_string_append_c (header, '\n');
        }
      p += length;
      if (*p == '\n')
        p++;
    }
  return g_string_free (g_steal_pointer (&header), FALSE);
}

/**
 * _rd_original_read_text:
 * @bounce: a bounce
 * @text: what stands below the notice
 *
 * Reads the returned message where it is pasted below the notice as text.
 */
void
_rd_original_read_text (RdBounce   *bounce,
                        const char *text)
{
  g_autofree char *header = dup_header (text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RdMail) mail = NULL;
  gsize length = strlen (header);

  if (length < 8 || memchr (header, ':', MIN (length, 64)) == NULL)
    return;
  bytes = g_bytes_new (header, length);
  mail = rd_mail_new_from_bytes (bytes, NULL);
  if (mail != NULL && rd_mail_get_form (mail) == RD_MAIL_FORM_MESSAGE)
    _rd_original_read (bounce, mail, FALSE);
}
