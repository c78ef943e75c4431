/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-structure"

#include "config.h"

#include "rd-mail-structure.h"

#include "rd-limits.h"
#include "rd-part-fields.h"
#include "rd-text.h"

#include <string.h>

/* The parts are found here, by looking for lines of dashes; GMime reads the fields
 * that tell what a part is.  Its own parser makes some forty objects of each part
 * to tell where it stands.  Messages in messages are left unread until somebody
 * asks for one. */

/* Longest boundary that is looked for; RFC 2046 section 5.1.1 allows 70. */
#define MAX_BOUNDARY 200

/* The line between the parts of a multipart (RFC 2046 section 5.1.1). */
typedef struct Delimiter Delimiter;

struct Delimiter
{
  const char      *text; /* the boundary with its two dashes */
  gsize            length;
  const Delimiter *outer; /* (nullable): that of the multipart around this one */
};

typedef struct
{
  RdMailStructure *structure;
  const char      *text;
  gsize            size;
  gsize            at;        /* how far it is read */
  const Delimiter *innermost; /* (nullable) */
  const Delimiter *reached;   /* (nullable): whose line stands at @at, if there is one */
  gboolean         is_last;   /* there is a “--” behind it: no part follows */
} Walk;

static void
init_gmime (void)
{
  static gsize initialized = 0;

  if (!g_once_init_enter (&initialized))
    return;
  g_mime_init ();
  g_once_init_leave (&initialized, 1);
}

static const char *
keep (RdMailStructure *self,
      const char      *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
  valid = rd_text_make_valid (text, -1);
  return g_string_chunk_insert (self->strings, valid);
}

static RdMailEntity *
get_entity (RdMailStructure *self,
            guint            index)
{
  return &g_array_index (self->entities, RdMailEntity, index);
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
    length--;
  return length == 0;
}

/* Length of the line that is next, without its end. */
static gsize
line_length (const Walk *walk)
{
  const char *line = walk->text + walk->at;
  const char *newline = memchr (line, '\n', walk->size - walk->at);

  return newline != NULL ? (gsize) (newline - line) : walk->size - walk->at;
}

/* Whether the line that is next is one of the delimiters, the innermost first. */
static gboolean
reaches_delimiter (Walk *walk,
                   gsize length)
{
  const char *line = walk->text + walk->at;

  if (length < 2 || line[0] != '-' || line[1] != '-')
    return FALSE;
  for (const Delimiter *delimiter = walk->innermost; delimiter != NULL; delimiter = delimiter->outer)
    {
      const char *rest = line + delimiter->length;
      gsize       n = length - delimiter->length;

      if (length < delimiter->length || memcmp (line, delimiter->text, delimiter->length) != 0)
        continue;
      walk->reached = delimiter;
      walk->is_last = n >= 2 && rest[0] == '-' && rest[1] == '-' && is_blank (rest + 2, n - 2);
      if (walk->is_last || is_blank (rest, n))
        return TRUE;
    }
  walk->reached = NULL;
  return FALSE;
}

/* Reads on to the next delimiter or to the end, and returns the end of what
 * stands in front of it: the line end above a delimiter belongs to that. */
static gsize
read_content (Walk *walk)
{
  gsize start = walk->at;

  walk->reached = NULL;
  while (walk->at < walk->size)
    {
      gsize length = line_length (walk);

      if (reaches_delimiter (walk, length))
        return MAX (start, walk->at - 1);
      walk->at = MIN (walk->at + length + 1, walk->size);
    }
  return walk->size;
}

static void
skip_line (Walk *walk)
{
  const char *newline = memchr (walk->text + walk->at, '\n', walk->size - walk->at);

  walk->at = newline != NULL ? (gsize) (newline - walk->text) + 1 : walk->size;
}

/* Reads on to the empty line below a header; a delimiter ends one, too. */
static void
skip_header (Walk *walk)
{
  gsize length;

  walk->reached = NULL;
  while (walk->at < walk->size && (length = line_length (walk)) > 0 && !reaches_delimiter (walk, length))
    skip_line (walk);
}

static void read_entity (Walk               *walk,
                         const RdPartFields *fields,
                         const char         *usual_type,
                         guint               depth,
                         guint               parent);

/* Reads the parts of a multipart, from its first delimiter on. */
static void
read_parts (Walk            *walk,
            const Delimiter *delimiter,
            guint            depth,
            guint            parent)
{
  gboolean is_digest = strcmp (get_entity (walk->structure, parent)->part.content_type, "multipart/digest") == 0;

  while (walk->reached == delimiter && !walk->is_last && !walk->structure->is_truncated)
    {
      g_auto (RdPartFields) fields = { 0 };
      gsize start;

      skip_line (walk);
      start = walk->at;
      skip_header (walk);
      /* Two delimiters in a row have no part between them, and none follows one
       * at which the text was cut off. */
      if (rd_part_fields_read (&fields, walk->text + start, walk->at - start) == 0 && (walk->reached != NULL || walk->at == walk->size))
        continue;
      if (walk->reached == NULL)
        skip_line (walk);
      read_entity (walk, &fields, is_digest ? "message/rfc822" : "text/plain", depth + 1, parent);
    }
}

/* Reads the content of a multipart.  One in which no boundary is found is text. */
static void
read_multipart (Walk       *walk,
                const char *boundary,
                guint       depth,
                guint       index)
{
  RdMailStructure *self = walk->structure;
  g_autofree char *marker = boundary != NULL ? g_strconcat ("--", boundary, NULL) : NULL;
  Delimiter        delimiter = { marker, marker != NULL ? strlen (marker) : 0, walk->innermost };
  gsize            start = walk->at;
  gsize            end;

  if (marker != NULL)
    walk->innermost = &delimiter;
  end = read_content (walk);
  read_parts (walk, &delimiter, depth, index);
  walk->innermost = delimiter.outer;
  if (walk->reached == &delimiter)
    {
      skip_line (walk);
      read_content (walk);
    }
  if (self->entities->len > index + 1 || self->is_truncated)
    {
      get_entity (self, index)->part.is_container = TRUE;
      return;
    }
  get_entity (self, index)->part.content_type = "text/plain";
  get_entity (self, index)->data = walk->text + start;
  get_entity (self, index)->length = (depth == 0 ? walk->size : end) - start;
}

static void
read_leaf (Walk               *walk,
           const RdPartFields *fields,
           guint               index)
{
  RdMailStructure *self = walk->structure;
  RdMailEntity    *entity = get_entity (self, index);
  gsize            start = walk->at;

  entity->part.filename = keep (self, rd_part_fields_get_filename (fields));
  entity->part.description = keep (self, fields->description);
  entity->charset = keep (self, rd_content_field_get (&fields->type, "charset"));
  entity->encoding = fields->encoding;
  entity->data = walk->text + start;
  entity->length = read_content (walk) - start;
}

/* Reads a message or a part, its content being next. */
static void
read_entity (Walk               *walk,
             const RdPartFields *fields,
             const char         *usual_type,
             guint               depth,
             guint               parent)
{
  RdMailStructure *self = walk->structure;
  guint            index = self->entities->len;
  RdMailEntity     entity = { .part = { .depth = depth, .parent = parent } };

  if (index >= RD_LIMIT_PARTS || depth > RD_LIMIT_DEPTH)
    {
      self->is_truncated = TRUE;
      return;
    }
  entity.part.content_type = fields->type.value != NULL ? keep (self, fields->type.value) : usual_type;
  g_array_append_val (self->entities, entity);
  if (rd_part_fields_is_multipart (fields))
    read_multipart (walk, rd_content_field_get (&fields->type, "boundary"), depth, index);
  else
    read_leaf (walk, fields, index);
}

static void
keep_parameters (RdMailStructure    *self,
                 const RdPartFields *fields)
{
  const GArray *list = fields->type.parameters;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const RdContentParameter *found = &g_array_index (list, RdContentParameter, i);
      RdMailParameter           parameter = { keep (self, found->name), keep (self, found->value != NULL ? found->value : "") };

      g_array_append_val (self->parameters, parameter);
    }
}

/* What boundaries are made of; few programs keep to the letters of RFC 2046. */
static gboolean
may_be_boundary (const char *text,
                 gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if ((!g_ascii_isprint (text[i]) && text[i] != '\t') || text[i] == '"' || text[i] == '\\')
        return FALSE;
    }
  return length > 0 && length < MAX_BOUNDARY;
}

/* The boundary a body uses, whatever its header says: a line of dashes and
 * something, right above a field of a part. */
static char *
guess_boundary (const char *body,
                gsize       length)
{
  const char *end = body + length;

  for (const char *line = body; line < end;)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));
      gsize       n;

      if (next == NULL)
        break;
      n = (gsize) (next - line);
      if (n > 2 && line[0] == '-' && line[1] == '-' && end - next > 8 && g_ascii_strncasecmp (next + 1, "Content-", 8) == 0 &&
          may_be_boundary (line + 2, n - 2))
        return g_strchomp (g_strndup (line + 2, n - 2));
      line = next + 1;
    }
  return NULL;
}

/* Reads a multipart again whose header lost or spoilt the boundary. */
static void
read_with_boundary (Walk       *walk,
                    const char *boundary)
{
  g_auto (RdPartFields) fields = { .type = { .value = g_strdup ("multipart/mixed") } };

  rd_content_field_add (&fields.type, "boundary", boundary);
  g_array_set_size (walk->structure->entities, 0);
  read_entity (walk, &fields, NULL, 0, 0);
}

static void
read_message (Walk                *walk,
              const RdHeaderBlock *header)
{
  g_auto (RdPartFields) fields = { 0 };
  g_autofree char *boundary = NULL;

  for (guint i = 0; i < header->fields->len; i++)
    {
      const RdHeaderField *field = &g_array_index (header->fields, RdHeaderField, i);

      rd_part_fields_add (&fields, walk->text + field->name, field->name_length, walk->text + field->value, field->value_length);
    }
  keep_parameters (walk->structure, &fields);
  walk->at = header->body;
  read_entity (walk, &fields, "text/plain", 0, 0);
  if (!rd_part_fields_is_multipart (&fields) || walk->structure->entities->len > 1)
    return;
  walk->at = header->body;
  boundary = guess_boundary (walk->text + walk->at, walk->size - walk->at);
  if (boundary != NULL)
    read_with_boundary (walk, boundary);
}

/**
 * rd_mail_structure_read:
 * @source: a message; must outlive the structure
 *
 * Finds the parts of a message (RFC 2045, RFC 2046), down to RD_LIMIT_DEPTH and
 * up to RD_LIMIT_PARTS.  Messages in messages are single parts here.  There is
 * always one part at least.
 *
 * Returns: (transfer full): the structure
 */
RdMailStructure *
rd_mail_structure_read (const RdMailSource *source)
{
  RdMailStructure *self;
  Walk             walk = { 0 };

  g_return_val_if_fail (source != NULL, NULL);

  self = g_new0 (RdMailStructure, 1);
  self->entities = g_array_sized_new (FALSE, FALSE, sizeof (RdMailEntity), 8);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (RdMailParameter));
  self->strings = g_string_chunk_new (512);
  walk.structure = self;
  walk.text = g_bytes_get_data (source->text, &walk.size);
  init_gmime ();
  read_message (&walk, source->header);
  return self;
}

/**
 * rd_mail_structure_free:
 * @self: (nullable): a structure
 *
 * Frees it.
 */
void
rd_mail_structure_free (RdMailStructure *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->entities);
  g_array_unref (self->parameters);
  g_string_chunk_free (self->strings);
  g_free (self);
}
