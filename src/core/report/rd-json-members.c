/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-json-members"

#include "config.h"

#include "rd-json-members.h"

#include "rd-text.h"

static void
set_name (JsonBuilder *builder,
          const char  *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
}

static void
add_value (JsonBuilder *builder,
           const char  *value)
{
  if (g_utf8_validate (value, -1, NULL))
    {
      json_builder_add_string_value (builder, value);
    }
  else
    {
      /* json-glib writes broken UTF-8 through unchanged. */
      g_autofree char *valid = rd_text_make_valid (value, -1);

      json_builder_add_string_value (builder, valid);
    }
}

/**
 * rd_json_add_string:
 * @builder: a builder inside an object
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: (nullable): its value; without one nothing is written
 *
 * Adds a text.
 */
void
rd_json_add_string (JsonBuilder *builder,
                    const char  *name,
                    const char  *value)
{
  if (value == NULL)
    return;
  set_name (builder, name);
  add_value (builder, value);
}

/**
 * rd_json_add_int:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value
 *
 * Adds a whole number.
 */
void
rd_json_add_int (JsonBuilder *builder,
                 const char  *name,
                 gint64       value)
{
  set_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/**
 * rd_json_add_double:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value
 *
 * Adds a number.
 */
void
rd_json_add_double (JsonBuilder *builder,
                    const char  *name,
                    double       value)
{
  set_name (builder, name);
  json_builder_add_double_value (builder, value);
}

/**
 * rd_json_add_bool:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 * @value: its value
 *
 * Adds a truth value.
 */
void
rd_json_add_bool (JsonBuilder *builder,
                  const char  *name,
                  gboolean     value)
{
  set_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/**
 * rd_json_add_strings:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 * @values: (nullable): %NULL-terminated texts
 *
 * Adds an array of texts, an empty one for %NULL.
 */
void
rd_json_add_strings (JsonBuilder       *builder,
                     const char        *name,
                     const char *const *values)
{
  rd_json_begin_array (builder, name);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    add_value (builder, values[i]);
  json_builder_end_array (builder);
}

/**
 * rd_json_begin:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 *
 * Begins an object; json_builder_end_object() ends it.
 */
void
rd_json_begin (JsonBuilder *builder,
               const char  *name)
{
  set_name (builder, name);
  json_builder_begin_object (builder);
}

/**
 * rd_json_begin_array:
 * @builder: a builder
 * @name: (nullable): name of the member, %NULL inside an array
 *
 * Begins an array; json_builder_end_array() ends it.
 */
void
rd_json_begin_array (JsonBuilder *builder,
                     const char  *name)
{
  set_name (builder, name);
  json_builder_begin_array (builder);
}

/* json-glib escapes the control characters up to U+001E only; RFC 8259,
 * section 7, wants U+001F escaped as well.  Outside of a string it cannot be. */
static char *
escape_unit_separators (char *json)
{
  g_autofree char *owned = json;
  g_autoptr (GString) escaped = NULL;

  if (strchr (json, 0x1f) == NULL)
    return g_steal_pointer (&owned);

  escaped = g_string_new (json);
  g_string_replace (escaped, "\x1f", "\\u001f", 0);
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/**
 * rd_json_to_text:
 * @root: a value
 * @pretty: whether to break and indent lines for people
 *
 * Turns a value into text.
 *
 * Returns: (transfer full): JSON (RFC 8259), without a final line feed
 */
char *
rd_json_to_text (JsonNode *root,
                 gboolean  pretty)
{
  return escape_unit_separators (json_to_string (root, pretty));
}

/**
 * rd_json_end:
 * @builder: a builder with one complete value
 * @pretty: whether to break and indent lines for people
 *
 * Turns what was built into text and makes @builder ready for the next value.
 *
 * Returns: (transfer full): JSON, without a final line feed
 */
char *
rd_json_end (JsonBuilder *builder,
             gboolean     pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  json_builder_reset (builder);
  return rd_json_to_text (root, pretty);
}
