/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail"

#include "config.h"

#include "rd-mail-private.h"

#include "rd-html-text.h"
#include "rd-limits.h"
#include "rd-mail-decode.h"
#include "rd-text.h"

#include <string.h>

/* The parts of a message: as text, as a person sees them, as bytes, and as
 * messages of their own. */

static guint
n_entities (const RdMail *self)
{
  return self->structure->entities->len;
}

static const RdMailEntity *
get_entity (const RdMail *self,
            guint         index)
{
  return &g_array_index (self->structure->entities, RdMailEntity, index);
}

/**
 * rd_mail_get_n_parts:
 * @self: a message
 *
 * Returns: the number of parts, one at least
 */
guint
rd_mail_get_n_parts (const RdMail *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return n_entities (self);
}

/**
 * rd_mail_get_part:
 * @self: a message
 * @index: number of a part, from 0
 *
 * Returns: (nullable): the part
 */
const RdMailPart *
rd_mail_get_part (const RdMail *self,
                  guint         index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < n_entities (self) ? &get_entity (self, index)->part : NULL;
}

/* With the lock held. */
static const char *
get_text_locked (const RdMail *self,
                 guint         index)
{
  RdMailDecoded *decoded = &self->decoded[index];

  if (!decoded->has_text)
    decoded->text = rd_mail_decode_text (get_entity (self, index));
  decoded->has_text = TRUE;
  return decoded->text;
}

/**
 * rd_mail_get_part_text:
 * @self: a message
 * @index: number of a part
 *
 * The text of a part: transfer encoding and charset decoded, LF line ends, at
 * most RD_LIMIT_PART_TEXT_BYTES.  HTML comes with its markup, a message in a
 * message with its header.
 *
 * Returns: (nullable): valid UTF-8; %NULL for containers and for pictures,
 *   programs and the like
 */
const char *
rd_mail_get_part_text (const RdMail *self,
                       guint         index)
{
  GMutex     *lock;
  const char *text;

  g_return_val_if_fail (self != NULL && index < n_entities (self), NULL);

  lock = (GMutex *) &self->lock;
  g_mutex_lock (lock);
  text = get_text_locked (self, index);
  g_mutex_unlock (lock);
  return text;
}

static gboolean
is_html (const RdMailPart *part)
{
  return strcmp (part->content_type, "text/html") == 0 ||
         g_str_has_prefix (part->content_type, "application/xhtml");
}

/**
 * rd_mail_get_part_plain:
 * @self: a message
 * @index: number of a part
 *
 * The text of a part as a person sees it: rd_mail_get_part_text(), but of
 * HTML only the words, in the lines a browser shows them in.
 *
 * Returns: (nullable): valid UTF-8
 */
const char *
rd_mail_get_part_plain (const RdMail *self,
                        guint         index)
{
  GMutex     *lock;
  const char *text;

  g_return_val_if_fail (self != NULL && index < n_entities (self), NULL);

  lock = (GMutex *) &self->lock;
  g_mutex_lock (lock);
  text = get_text_locked (self, index);
  if (text != NULL && is_html (&get_entity (self, index)->part))
    {
      RdMailDecoded *decoded = &self->decoded[index];

      if (decoded->plain == NULL)
        decoded->plain = rd_html_to_text (text);
      text = decoded->plain;
    }
  g_mutex_unlock (lock);
  return text;
}

/* With the lock held. */
static GBytes *
get_bytes_locked (const RdMail *self,
                  guint         index)
{
  const RdMailEntity *entity = get_entity (self, index);
  RdMailDecoded      *decoded = &self->decoded[index];
  gsize               size;
  const char         *text = g_bytes_get_data (self->source->text, &size);

  if (decoded->bytes != NULL || entity->part.is_container)
    return decoded->bytes;
  if (rd_mail_entity_is_encoded (entity))
    {
      char *content = rd_mail_decode_content (entity, entity->length, &size);

      decoded->bytes = g_bytes_new_take (content, size);
    }
  else
    decoded->bytes =
        g_bytes_new_from_bytes (self->source->text, (gsize) (entity->data - text), entity->length);
  return decoded->bytes;
}

/**
 * rd_mail_get_part_bytes:
 * @self: a message
 * @index: number of a part
 *
 * The content of a part with its transfer encoding taken off and nothing else
 * changed.
 *
 * Returns: (transfer none) (nullable): the bytes, %NULL for containers
 */
GBytes *
rd_mail_get_part_bytes (const RdMail *self,
                        guint         index)
{
  GMutex *lock;
  GBytes *bytes;

  g_return_val_if_fail (self != NULL && index < n_entities (self), NULL);

  lock = (GMutex *) &self->lock;
  g_mutex_lock (lock);
  bytes = get_bytes_locked (self, index);
  g_mutex_unlock (lock);
  return bytes;
}

/* Types that say they hold a message or the header of one (RFC 2046 section
 * 5.2.1, RFC 6532, RFC 6522 section 4). */
static gboolean
is_message_type (const char *type)
{
  static const char *const types[] = { "message/rfc822", "message/rfc2822",
                                       "message/global", "message/global-headers",
                                       "message/news", "text/rfc822-headers",
                                       "text/rfc822", "application/rfc822",
                                       "application/x-rfc822", "text/x-rfc822-headers" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (strcmp (type, types[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Attachments that may hold a message without saying so. */
static gboolean
may_be_message (const RdMailPart *part)
{
  return g_str_has_prefix (part->content_type, "application/") ||
         (part->filename != NULL && (rd_text_has_suffix_nocase (part->filename, ".eml") ||
                                     rd_text_has_suffix_nocase (part->filename, ".msg")));
}

static RdMail *
read_message (const RdMail *self,
              guint         index)
{
  const RdMailPart *part = &get_entity (self, index)->part;
  gboolean          is_declared = is_message_type (part->content_type);
  g_autoptr (RdMail) message = NULL;

  if (part->is_container || self->level + 1 >= RD_LIMIT_DEPTH ||
      (!is_declared && !may_be_message (part)))
    return NULL;
  message = _rd_mail_new (get_bytes_locked (self, index),
                          is_declared ? RD_MAIL_ORIGIN_EMBEDDED : RD_MAIL_ORIGIN_FOUND,
                          self->level + 1,
                          NULL);
  if (message == NULL || (!is_declared && rd_mail_get_form (message) != RD_MAIL_FORM_MESSAGE))
    return NULL;
  return g_steal_pointer (&message);
}

/**
 * rd_mail_get_part_message:
 * @self: a message
 * @index: number of a part
 *
 * The message a part holds: one that was returned or forwarded, only its
 * header, or a message file attached as anything else.  Messages can be nested
 * RD_LIMIT_DEPTH deep.
 *
 * Returns: (transfer none) (nullable): the message, %NULL if the part is none
 */
RdMail *
rd_mail_get_part_message (const RdMail *self,
                          guint         index)
{
  GMutex *lock;
  RdMail *message;

  g_return_val_if_fail (self != NULL && index < n_entities (self), NULL);

  lock = (GMutex *) &self->lock;
  g_mutex_lock (lock);
  if (!self->decoded[index].has_message)
    self->decoded[index].message = read_message (self, index);
  self->decoded[index].has_message = TRUE;
  message = self->decoded[index].message;
  g_mutex_unlock (lock);
  return message;
}
