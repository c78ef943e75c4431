/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GMime makes a dozen objects of a field with two parameters, which took a tenth
 * of the time of a diagnosis.  Fields as RFC 2045 wants them are read here; all
 * that is odd, encoded, continued or commented is left to GMime.  A test holds
 * both readers against each other. */

#define G_LOG_DOMAIN "rd-content-field"

#include "config.h"

#include "rd-content-field.h"

#include <gmime/gmime.h>
#include <string.h>

static void
parameter_clear (gpointer data)
{
  RdContentParameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->value);
}

static void
take_parameter (RdContentField *self,
                char           *name,
                char           *value)
{
  RdContentParameter parameter = { name, value };

  if (self->parameters == NULL)
    {
      self->parameters = g_array_sized_new (FALSE, FALSE, sizeof (RdContentParameter), 4);
      g_array_set_clear_func (self->parameters, parameter_clear);
    }
  g_array_append_val (self->parameters, parameter);
}

/* Of the characters of a token (RFC 2045 section 5.1) those that have no other
 * meaning in RFC 2231 or RFC 2047. */
static gsize
token_length (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("!#$&+-.^_`{|}~", text[length]) != NULL))
    length++;
  return length;
}

/* Length of what stands in quotes at @text, 0 if something in it has to be decoded. */
static gsize
quoted_length (const char *text)
{
  gsize length = 0;

  while (g_ascii_isprint (text[length]) && text[length] != '"' && text[length] != '\\' && !(text[length] == '=' && text[length + 1] == '?'))
    length++;
  return text[length] == '"' ? length : 0;
}

static const char *
skip_blanks (const char *text)
{
  while (*text == ' ' || *text == '\t')
    text++;
  return text;
}

/* Reads “; name=value” at @at. */
static gboolean
read_plain_parameter (RdContentField *self,
                      const char    **at)
{
  const char      *name = skip_blanks (*at + 1);
  gsize            name_length = token_length (name);
  const char      *value = name + name_length + 1;
  gboolean         is_quoted;
  gsize            length;
  g_autofree char *copy = NULL;

  if (**at != ';' || name_length == 0 || name[name_length] != '=')
    return FALSE;
  is_quoted = *value == '"';
  value += is_quoted ? 1 : 0;
  length = is_quoted ? quoted_length (value) : token_length (value);
  copy = g_strndup (name, name_length);
  if (length == 0 || rd_content_field_get (self, copy) != NULL)
    return FALSE;
  take_parameter (self, g_steal_pointer (&copy), g_strndup (value, length));
  *at = skip_blanks (value + length + (is_quoted ? 1 : 0));
  return TRUE;
}

/* Returns whether @text was plain enough for us. */
static gboolean
read_plain (RdContentField *self,
            const char     *text)
{
  gsize       length = token_length (text);
  const char *at;

  if (length > 0 && text[length] == '/')
    {
      gsize subtype = token_length (text + length + 1);

      length = subtype > 0 ? length + 1 + subtype : 0;
    }
  if (length == 0)
    return FALSE;
  at = skip_blanks (text + length);
  while (*at != '\0')
    {
      if (!read_plain_parameter (self, &at))
        return FALSE;
    }
  self->value = g_ascii_strdown (text, (gssize) length);
  return TRUE;
}

static void
add_from_gmime (RdContentField *self,
                GMimeParamList *list)
{
  for (int i = 0; i < g_mime_param_list_length (list); i++)
    {
      GMimeParam *param = g_mime_param_list_get_parameter_at (list, i);

      rd_content_field_add (self, g_mime_param_get_name (param), g_mime_param_get_value (param));
    }
}

/**
 * rd_content_field_read_type:
 * @self: a field; what it held is freed
 * @text: value of a Content-Type field, unfolded
 *
 * Reads a media type.  One that cannot be read is plain text (RFC 2045 section 5.2).
 */
void
rd_content_field_read_type (RdContentField *self,
                            const char     *text)
{
  g_autofree char  *name = NULL;
  GMimeContentType *type;

  g_return_if_fail (self != NULL && text != NULL);

  rd_content_field_clear (self);
  if (strchr (text, '/') == NULL)
    {
      self->value = g_strdup ("text/plain");
      return;
    }
  if (read_plain (self, text))
    return;
  rd_content_field_clear (self);
  type = g_mime_content_type_parse (NULL, text);
  name = g_mime_content_type_get_mime_type (type);
  self->value = g_ascii_strdown (name, -1);
  add_from_gmime (self, g_mime_content_type_get_parameters (type));
  g_object_unref (type);
}

/**
 * rd_content_field_read_disposition:
 * @self: a field; what it held is freed
 * @text: value of a Content-Disposition field, unfolded
 *
 * Reads how a part is to be shown.
 */
void
rd_content_field_read_disposition (RdContentField *self,
                                   const char     *text)
{
  GMimeContentDisposition *disposition;

  g_return_if_fail (self != NULL && text != NULL);

  rd_content_field_clear (self);
  if (read_plain (self, text))
    return;
  rd_content_field_clear (self);
  disposition = g_mime_content_disposition_parse (NULL, text);
  self->value = g_ascii_strdown (g_mime_content_disposition_get_disposition (disposition), -1);
  add_from_gmime (self, g_mime_content_disposition_get_parameters (disposition));
  g_object_unref (disposition);
}

/**
 * rd_content_field_add:
 * @self: a field
 * @name: name of a parameter
 * @value: (nullable): its value
 *
 * Adds a parameter behind those there are.
 */
void
rd_content_field_add (RdContentField *self,
                      const char     *name,
                      const char     *value)
{
  g_return_if_fail (self != NULL && name != NULL);

  take_parameter (self, g_strdup (name), g_strdup (value));
}

/**
 * rd_content_field_get:
 * @self: a field
 * @name: name of a parameter, in any case
 *
 * Returns: (nullable): the first parameter of that name
 */
const char *
rd_content_field_get (const RdContentField *self,
                      const char           *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; self->parameters != NULL && i < self->parameters->len; i++)
    {
      const RdContentParameter *parameter = &g_array_index (self->parameters, RdContentParameter, i);

      if (g_ascii_strcasecmp (parameter->name, name) == 0)
        return parameter->value;
    }
  return NULL;
}

/**
 * rd_content_field_clear:
 * @self: a field
 *
 * Frees what @self holds, not @self.
 */
void
rd_content_field_clear (RdContentField *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->parameters, g_array_unref);
}
