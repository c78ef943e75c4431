/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail"

#include "config.h"

#include "rd-mail-private.h"

#include "rd-mail-decode.h"

#include <string.h>

/* A message as it is opened, and the fields of its header. */

G_DEFINE_QUARK (rd_mail_error, rd_mail_error)

static guint
n_fields (const RdMail *self)
{
  return self->source->header->fields->len;
}

/**
 * _rd_mail_new:
 * @bytes: a message
 * @origin: how it was come by
 * @level: messages around it
 * @error: return location for an error
 *
 * Reads a message that may stand in another one.
 *
 * Returns: (transfer full): the message
 */
RdMail *
_rd_mail_new (GBytes      *bytes,
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
  self->fields = g_new0 (RdMailField, n_fields (self));
  self->decoded = g_new0 (RdMailDecoded, self->structure->entities->len);
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

  return _rd_mail_new (bytes, RD_MAIL_ORIGIN_FOUND, 0, error);
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
  for (guint i = 0; i < self->structure->entities->len; i++)
    {
      RdMailDecoded *decoded = &self->decoded[i];

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
