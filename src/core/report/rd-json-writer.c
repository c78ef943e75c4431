/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A tree of every diagnosis, made first and printed then, took a fifth of the
 * time of reading a bounce; this writes straight away.  The form is the one
 * json-glib has, since programs may compare what they got before. */

#define G_LOG_DOMAIN "rd-json-writer"

#include "config.h"

#include "rd-json-writer.h"

#include <math.h>
#include <string.h>

#include "rd-json.h"
#include "rd-text.h"

/* Blanks a level of pretty output is indented by. */
#define INDENT 2

/* What a diagnosis needs, mostly; GString rounds it up to a power of two. */
#define USUAL_SIZE 4000

struct _RdJsonWriter
{
  GString      *text; /* (nullable): nothing was written yet */
  gboolean      is_pretty;
  guint         depth;     /* objects and arrays that are open */
  gboolean      has_value; /* something stands in the innermost of them */
  RdJsonFilter  filter;    /* (nullable) */
  gconstpointer filter_data;
};

/**
 * rd_json_writer_new:
 * @is_pretty: whether to break and indent lines for people
 *
 * Returns: (transfer full): a writer of one value
 */
RdJsonWriter *
rd_json_writer_new (gboolean is_pretty)
{
  RdJsonWriter *self = g_new0 (RdJsonWriter, 1);

  self->is_pretty = is_pretty;
  return self;
}

/**
 * rd_json_writer_free:
 * @self: (nullable): a writer
 *
 * Frees it, and what it wrote.
 */
void
rd_json_writer_free (RdJsonWriter *self)
{
  if (self == NULL)
    return;
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * rd_json_writer_set_filter:
 * @self: a writer
 * @filter: (scope forever): called with every text that is a value
 * @data: for @filter
 *
 * Makes the writer hide things.
 */
void
rd_json_writer_set_filter (RdJsonWriter *self,
                           RdJsonFilter  filter,
                           gconstpointer data)
{
  g_return_if_fail (self != NULL);

  self->filter = filter;
  self->filter_data = data;
}

/**
 * rd_json_writer_take:
 * @self: a writer of one complete value
 *
 * Takes what was written and makes @self ready for the next value.
 *
 * Returns: (transfer full): JSON, without a final line feed
 */
char *
rd_json_writer_take (RdJsonWriter *self)
{
  char *text;

  g_return_val_if_fail (self != NULL && self->text != NULL && self->depth == 0, NULL);

  text = g_string_free (g_steal_pointer (&self->text), FALSE);
  self->has_value = FALSE;
  return text;
}

static void
break_line (RdJsonWriter *self)
{
  if (!self->is_pretty)
    return;
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth * INDENT; i++)
    g_string_append_c (self->text, ' ');
}

/* What stands in front of a value.  Names are ours: nothing in them has to be
 * escaped. */
static void
begin_value (RdJsonWriter *self,
             const char   *name)
{
  if (self->text == NULL)
    self->text = g_string_sized_new (USUAL_SIZE);
  if (self->has_value)
    g_string_append_c (self->text, ',');
  if (self->depth > 0)
    break_line (self);
  if (name != NULL)
    {
      g_string_append_c (self->text, '"');
      g_string_append (self->text, name);
      g_string_append (self->text, self->is_pretty ? "\" : " : "\":");
    }
  self->has_value = TRUE;
}

static void
open_level (RdJsonWriter *self,
            const char   *name,
            char          bracket)
{
  begin_value (self, name);
  g_string_append_c (self->text, bracket);
  self->depth++;
  self->has_value = FALSE;
}

static void
close_level (RdJsonWriter *self,
             char          bracket)
{
  g_return_if_fail (self->depth > 0);

  self->depth--;
  if (self->has_value)
    break_line (self);
  g_string_append_c (self->text, bracket);
  self->has_value = TRUE;
}

/**
 * rd_json_add_string:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: (nullable): its value; without one nothing is written
 *
 * Adds a text.
 */
void
rd_json_add_string (RdJsonWriter *self,
                    const char   *name,
                    const char   *value)
{
  g_autofree char *valid = NULL;
  g_autofree char *filtered = NULL;

  if (value == NULL)
    return;
  if (!g_utf8_validate (value, -1, NULL))
    value = valid = rd_text_make_valid (value, -1);
  if (self->filter != NULL)
    value = filtered = self->filter (value, self->filter_data);
  begin_value (self, name);
  rd_json_append_string (self->text, value);
}

/**
 * rd_json_add_int:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value
 *
 * Adds a whole number.
 */
void
rd_json_add_int (RdJsonWriter *self,
                 const char   *name,
                 gint64        value)
{
  begin_value (self, name);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * rd_json_add_double:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value, a finite one
 *
 * Adds a number; it has a point even if it is whole.
 */
void
rd_json_add_double (RdJsonWriter *self,
                    const char   *name,
                    double        value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (isfinite (value));

  g_ascii_dtostr (number, sizeof number, value);
  begin_value (self, name);
  g_string_append (self->text, number);
  if (strpbrk (number, ".e") == NULL)
    g_string_append (self->text, ".0");
}

/**
 * rd_json_add_bool:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value
 *
 * Adds a truth value.
 */
void
rd_json_add_bool (RdJsonWriter *self,
                  const char   *name,
                  gboolean      value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

/**
 * rd_json_add_strings:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 * @values: (nullable): %NULL-terminated texts
 *
 * Adds an array of texts, an empty one for %NULL.
 */
void
rd_json_add_strings (RdJsonWriter      *self,
                     const char        *name,
                     const char *const *values)
{
  rd_json_begin_array (self, name);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    rd_json_add_string (self, NULL, values[i]);
  rd_json_end_array (self);
}

/**
 * rd_json_begin:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 *
 * Begins an object; rd_json_end() ends it.
 */
void
rd_json_begin (RdJsonWriter *self,
               const char   *name)
{
  open_level (self, name, '{');
}

/**
 * rd_json_end:
 * @self: a writer inside an object
 *
 * Ends the object.
 */
void
rd_json_end (RdJsonWriter *self)
{
  close_level (self, '}');
}

/**
 * rd_json_begin_array:
 * @self: a writer
 * @name: (nullable): name of the member, %NULL inside an array
 *
 * Begins an array; rd_json_end_array() ends it.
 */
void
rd_json_begin_array (RdJsonWriter *self,
                     const char   *name)
{
  open_level (self, name, '[');
}

/**
 * rd_json_end_array:
 * @self: a writer inside an array
 *
 * Ends the array.
 */
void
rd_json_end_array (RdJsonWriter *self)
{
  close_level (self, ']');
}
