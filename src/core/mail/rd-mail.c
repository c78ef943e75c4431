/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail"

#include "config.h"

#include "rd-mail.h"

#include "rd-html-text.h"
#include "rd-limits.h"
#include "rd-mail-decode.h"
#include "rd-mail-source.h"
#include "rd-mail-structure.h"
#include "rd-text.h"

#include <string.h>

/* Reading finds only where things stand.  Fields and parts are decoded when
 * somebody asks for them, once, under the lock: few of them ever are. */

typedef struct
{
  const char *name;
  char       *value; /* (nullable): not asked for yet */
} Field;

typedef struct
{
  char    *text;    /* (nullable) */
  char    *plain;   /* (nullable) */
  GBytes  *bytes;   /* (nullable) */
  RdMail  *message; /* (nullable) */
  gboolean has_text;
  gboolean has_message;
} Decoded;

struct _RdMail
{
  gatomicrefcount  ref_count;
  guint            level; /* messages around this one */
  RdMailSource    *source;
  RdMailStructure *structure;
  GMutex           lock;    /* guards what the next two point to */
  Field           *fields;  /* as many as the header of @source has */
  Decoded         *decoded; /* as many as @structure has entities */
};

G_DEFINE_QUARK (rd_mail_error, rd_mail_error)

static guint
n_fields (const RdMail *self)
{
  return self->source->header->fields->len;
}

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

static RdMail *
mail_new (GBytes      *bytes,
          RdMailOrigin origin,
          guint        level,
          GError     **error)
{
  g_autoptr (RdMailSource) source = rd_mail_source_new (bytes, origin, error);
  RdMail     *self;
  const char *text;

  if (source == NULL)
    return NULL;
  self = g_new0 (RdMail, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->level = level;
  self->source = g_steal_pointer (&source);
  self->structure = rd_mail_structure_read (self->source);
  self->fields = g_new0 (Field, n_fields (self));
  self->decoded = g_new0 (Decoded, n_entities (self));
  text = g_bytes_get_data (self->source->text, NULL);
  for (guint i = 0; i < n_fields (self); i++)
    {
      const RdHeaderField *field = &g_array_index (self->source->header->fields, RdHeaderField, i);

      self->fields[i].name = g_string_chunk_insert_len (
          self->structure->strings, text + field->name, (gssize) field->name_length);
    }
  return self;
}

/**
 * rd_mail_new_from_bytes:
 * @bytes: a message in any of the ways people save it, or bare text
 * @error: return location for an error
 *
 * Reads one message.  Beyond RD_LIMIT_MESSAGE_BYTES only its head is read.
 * @bytes are kept and must not change.
 *
 * Returns: (transfer full): the message; %NULL with RD_MAIL_ERROR_EMPTY or
 *   RD_MAIL_ERROR_NOT_TEXT if there is none in it
 */
RdMail *
rd_mail_new_from_bytes (GBytes  *bytes,
                        GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return mail_new (bytes, RD_MAIL_ORIGIN_FOUND, 0, error);
}

/**
 * rd_mail_new_from_text:
 * @pasted: what somebody pasted
 * @error: return location for an error
 *
 * Reads a message or a piece of one that was pasted as text.
 *
 * Returns: (transfer full): the message; %NULL with RD_MAIL_ERROR_EMPTY if
 *   there is nothing in it
 */
RdMail *
rd_mail_new_from_text (const char *pasted,
                       GError    **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (pasted != NULL, NULL);

  bytes = g_bytes_new (pasted, strlen (pasted));
  return rd_mail_new_from_bytes (bytes, error);
}

/**
 * rd_mail_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self with one more reference
 */
RdMail *
rd_mail_ref (RdMail *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * rd_mail_unref:
 * @self: (transfer full): a message
 *
 * Releases a reference; with the last one goes all that was read from @self.
 */
void
rd_mail_unref (RdMail *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < n_fields (self); i++)
    g_free (self->fields[i].value);
  for (guint i = 0; i < n_entities (self); i++)
    {
      Decoded *decoded = &self->decoded[i];

      g_free (decoded->text);
      g_free (decoded->plain);
      g_clear_pointer (&decoded->bytes, g_bytes_unref);
      g_clear_pointer (&decoded->message, rd_mail_unref);
    }
  g_free (self->fields);
  g_free (self->decoded);
  rd_mail_structure_free (self->structure);
  rd_mail_source_free (self->source);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * rd_mail_get_form:
 * @self: a message
 *
 * Returns: whether it has a header
 */
RdMailForm
rd_mail_get_form (const RdMail *self)
{
  g_return_val_if_fail (self != NULL, RD_MAIL_FORM_TEXT);

  return self->source->form;
}

/**
 * rd_mail_get_source:
 * @self: a message
 *
 * The bytes of the message itself, with the line ends they were found with:
 * what its container put around it (the From line of an mbox, the count of an
 * .emlx, a byte-order mark) is taken off.
 *
 * Returns: (transfer none): the bytes
 */
GBytes *
rd_mail_get_source (const RdMail *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source->bytes;
}

/**
 * rd_mail_is_truncated:
 * @self: a message
 *
 * Tells whether a limit of rd-limits.h ended the reading before the message
 * did.
 *
 * Returns: whether something is missing
 */
gboolean
rd_mail_is_truncated (const RdMail *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->source->is_truncated || self->structure->is_truncated;
}

static const char *
get_value (const RdMail *self,
           guint         index)
{
  const RdHeaderField *field = &g_array_index (self->source->header->fields, RdHeaderField, index);
  const char          *text = g_bytes_get_data (self->source->text, NULL);
  GMutex              *lock = (GMutex *) &self->lock;
  const char          *value;

  g_mutex_lock (lock);
  if (self->fields[index].value == NULL)
    self->fields[index].value = rd_mail_decode_field (text + field->value, field->value_length);
  value = self->fields[index].value;
  g_mutex_unlock (lock);
  return value;
}

/**
 * rd_mail_get_header:
 * @self: a message
 * @name: name of a field, in any case
 *
 * Returns: (nullable): the value of the topmost field of that name
 */
const char *
rd_mail_get_header (const RdMail *self,
                    const char   *name)
{
  return rd_mail_get_header_nth (self, name, 0);
}

/**
 * rd_mail_get_header_nth:
 * @self: a message
 * @name: name of a field, in any case
 * @index: which of the fields of that name, from the top, from 0
 *
 * Returns: (nullable): the value of the field
 */
const char *
rd_mail_get_header_nth (const RdMail *self,
                        const char   *name,
                        guint         index)
{
  gsize length;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  length = strlen (name);
  for (guint i = 0; i < n_fields (self); i++)
    {
      const RdHeaderField *field = &g_array_index (self->source->header->fields, RdHeaderField, i);

      if (field->name_length == length && g_ascii_strcasecmp (self->fields[i].name, name) == 0 && index-- == 0)
        return get_value (self, i);
    }
  return NULL;
}

/**
 * rd_mail_get_n_headers:
 * @self: a message
 *
 * Returns: the number of header fields
 */
guint
rd_mail_get_n_headers (const RdMail *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return n_fields (self);
}

/**
 * rd_mail_get_header_at:
 * @self: a message
 * @index: number of a field, from the top, from 0
 * @name: (out) (optional): its name as it is written
 *
 * Returns: (nullable): its value
 */
const char *
rd_mail_get_header_at (const RdMail *self,
                       guint         index,
                       const char  **name)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (index >= n_fields (self))
    return NULL;
  if (name != NULL)
    *name = self->fields[index].name;
  return get_value (self, index);
}

/**
 * rd_mail_get_type_parameter:
 * @self: a message
 * @name: name of a parameter, in any case
 *
 * Returns: (nullable): the parameter of the message's own Content-Type
 */
const char *
rd_mail_get_type_parameter (const RdMail *self,
                            const char   *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->structure->parameters->len; i++)
    {
      const RdMailParameter *parameter =
          &g_array_index (self->structure->parameters, RdMailParameter, i);

      if (g_ascii_strcasecmp (parameter->name, name) == 0)
        return parameter->value;
    }
  return NULL;
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
  Decoded *decoded = &self->decoded[index];

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
      Decoded *decoded = &self->decoded[index];

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
  Decoded            *decoded = &self->decoded[index];
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
  message = mail_new (get_bytes_locked (self, index),
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
