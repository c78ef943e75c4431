/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-structure"

#include "config.h"

#include "rd-mail-structure.h"

#include "rd-limits.h"
#include "rd-text.h"

#include <string.h>

/* GMime finds the parts; only where they stand is kept, and its objects go at
 * once.  Messages in messages are left unread until somebody asks for one, which
 * is why GMime is told to take them for plain parts: it would read them all. */

/* Longest boundary that is looked for; RFC 2046 section 5.1.1 allows 70. */
#define MAX_BOUNDARY 200

/* Longest text that is copied for GMime to read below a shorter header. */
#define MAX_COPY (256u * 1024)

typedef struct
{
  RdMailStructure    *structure;
  const RdMailSource *source;
  gssize              shift; /* from offsets in what GMime read to offsets in the text */
} Walk;

static void
init_gmime (void)
{
  static gsize             initialized = 0;
  static const char *const messages[] = { "rfc822", "rfc2822", "global", "global-headers",
                                          "news", "partial", "external-body" };

  if (!g_once_init_enter (&initialized))
    return;
  g_mime_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    g_mime_object_register_type ("message", messages[i], GMIME_TYPE_PART);
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

/* A type that cannot be read is plain text (RFC 2045 section 5.2). */
static const char *
keep_type (RdMailStructure *self,
           GMimeObject     *object)
{
  const char      *field = g_mime_object_get_header (object, "Content-Type");
  g_autofree char *name = NULL;
  g_autofree char *lower = NULL;

  if (field != NULL && strchr (field, '/') == NULL)
    return "text/plain";
  name = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (object));
  lower = g_ascii_strdown (name, -1);
  return keep (self, lower);
}

static RdMailEntity *
add_entity (RdMailStructure *self,
            guint            depth,
            guint            parent)
{
  RdMailEntity entity = { .part = {
                              .depth = depth, .parent = parent, .content_type = "text/plain" } };

  g_array_append_val (self->entities, entity);
  return &g_array_index (self->entities, RdMailEntity, self->entities->len - 1);
}

static void
set_whole_body (RdMailEntity       *entity,
                const RdMailSource *source)
{
  gsize       size;
  const char *text = g_bytes_get_data (source->text, &size);

  entity->data = text + source->header->body;
  entity->length = size - source->header->body;
}

static void
add_leaf (Walk        *walk,
          GMimePart   *leaf,
          GMimeObject *object,
          guint        depth,
          guint        parent)
{
  RdMailStructure  *self = walk->structure;
  RdMailEntity     *entity = add_entity (self, depth, parent);
  GMimeContentType *type = g_mime_object_get_content_type (object);
  GMimeDataWrapper *content = g_mime_part_get_content (leaf);
  GMimeStream      *stream = content != NULL ? g_mime_data_wrapper_get_stream (content) : NULL;
  gsize             size;
  const char       *text = g_bytes_get_data (walk->source->text, &size);

  entity->part.content_type = keep_type (self, object);
  entity->part.filename = keep (self, g_mime_part_get_filename (leaf));
  entity->part.description = keep (self, g_mime_object_get_header (object, "Content-Description"));
  entity->charset = keep (self, g_mime_content_type_get_parameter (type, "charset"));
  entity->encoding = g_mime_part_get_content_encoding (leaf);
  entity->data = text;
  if (depth == 0)
    set_whole_body (entity, walk->source);
  else if (stream != NULL)
    {
      gssize start = (gssize) stream->bound_start + walk->shift;
      gssize end = stream->bound_end < 0 ? (gssize) size : (gssize) stream->bound_end + walk->shift;

      start = CLAMP (start, 0, (gssize) size);
      end = CLAMP (end, start, (gssize) size);
      entity->data = text + start;
      entity->length = (gsize) (end - start);
    }
}

/* A multipart in which no boundary was found: all there is, is text. */
static void
add_unparted (Walk           *walk,
              GMimeMultipart *multipart,
              guint           depth,
              guint           parent)
{
  RdMailEntity *entity = add_entity (walk->structure, depth, parent);
  const char   *prologue = g_mime_multipart_get_prologue (multipart);

  if (depth == 0)
    set_whole_body (entity, walk->source);
  else if (prologue != NULL)
    {
      entity->data = g_string_chunk_insert (walk->structure->strings, prologue);
      entity->length = strlen (entity->data);
    }
}

static void
walk_object (Walk        *walk,
             GMimeObject *object,
             guint        depth,
             guint        parent)
{
  RdMailStructure *self = walk->structure;
  guint            index = self->entities->len;
  int              n;

  if (index >= RD_LIMIT_PARTS || depth > RD_LIMIT_DEPTH)
    {
      self->is_truncated = TRUE;
      return;
    }
  if (GMIME_IS_PART (object))
    add_leaf (walk, GMIME_PART (object), object, depth, parent);
  if (!GMIME_IS_MULTIPART (object))
    return;
  n = g_mime_multipart_get_count (GMIME_MULTIPART (object));
  if (n == 0)
    {
      add_unparted (walk, GMIME_MULTIPART (object), depth, parent);
      return;
    }
  add_entity (self, depth, parent)->part = (RdMailPart){
    .depth = depth,
    .parent = parent,
    .content_type = keep_type (self, object),
    .is_container = TRUE,
  };
  for (int i = 0; i < n && !self->is_truncated; i++)
    walk_object (walk, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1, index);
}

/* What GMime made of a text, and the array it reads the text through: that
 * borrows the bytes, so that they need not be copied. */
typedef struct
{
  GMimeObject *root; /* (nullable) */
  GMimeParser *parser;
  GMimeStream *stream;
  GByteArray  *bytes;
} Parsed;

static void
parsed_clear (Parsed *self)
{
  g_clear_object (&self->root);
  g_clear_object (&self->parser);
  g_clear_object (&self->stream);
  g_byte_array_free (self->bytes, FALSE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parsed, parsed_clear)

static Parsed
parse (const char *text,
       gsize       length)
{
  Parsed parsed = { .bytes = g_byte_array_new_take ((guint8 *) text, length) };

  parsed.stream = g_mime_stream_mem_new_with_byte_array (parsed.bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (parsed.stream), FALSE);
  parsed.parser = g_mime_parser_new_with_stream (parsed.stream);
  parsed.root = g_mime_parser_construct_part (parsed.parser, NULL);
  return parsed;
}

static gboolean
has_no_parts (GMimeObject *object)
{
  return GMIME_IS_MULTIPART (object) && g_mime_multipart_get_count (GMIME_MULTIPART (object)) == 0;
}

static void
read_parameters (RdMailStructure *self,
                 GMimeObject     *root)
{
  GMimeParamList *list = g_mime_content_type_get_parameters (g_mime_object_get_content_type (root));
  int             n = list != NULL ? g_mime_param_list_length (list) : 0;

  for (int i = 0; i < n; i++)
    {
      GMimeParam     *param = g_mime_param_list_get_parameter_at (list, i);
      const char     *value = g_mime_param_get_value (param);
      RdMailParameter parameter = { keep (self, g_mime_param_get_name (param)),
                                    keep (self, value != NULL ? value : "") };

      g_array_append_val (self->parameters, parameter);
    }
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
      if (n > 2 && n < MAX_BOUNDARY && line[0] == '-' && line[1] == '-' && end - next > 8 &&
          g_ascii_strncasecmp (next + 1, "Content-", 8) == 0 && memchr (line, '"', n) == NULL &&
          memchr (line, '\\', n) == NULL)
        return g_strchomp (g_strndup (line + 2, n - 2));
      line = next + 1;
    }
  return NULL;
}

/* Makes of @header a text that GMime can read: the body comes below it. */
static void
append_body (Walk    *walk,
             GString *header)
{
  gsize       size;
  const char *text = g_bytes_get_data (walk->source->text, &size);
  gsize       body = walk->source->header->body;

  g_string_append_c (header, '\n');
  walk->shift = (gssize) body - (gssize) header->len;
  g_string_append_len (header, text + body, (gssize) (size - body));
}

/* Reads a multipart again whose header lost or spoilt the boundary. */
static gboolean
read_with_boundary (Walk       *walk,
                    const char *boundary)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  g_string_append_printf (whole, "Content-Type: multipart/mixed; boundary=\"%s\"\n", boundary);
  append_body (walk, whole);
  {
    g_auto (Parsed) parsed = parse (whole->str, whole->len);

    if (parsed.root == NULL || has_no_parts (parsed.root))
      return FALSE;
    walk_object (walk, parsed.root, 0, 0);
  }
  return TRUE;
}

static void
read_text (Walk       *walk,
           const char *text,
           gsize       length)
{
  g_auto (Parsed) parsed = parse (text, length);

  if (parsed.root == NULL)
    return;
  read_parameters (walk->structure, parsed.root);
  if (has_no_parts (parsed.root))
    {
      gsize            size;
      const char      *whole = g_bytes_get_data (walk->source->text, &size);
      gsize            body = walk->source->header->body;
      g_autofree char *boundary = guess_boundary (whole + body, size - body);

      if (boundary != NULL && read_with_boundary (walk, boundary))
        return;
    }
  walk_object (walk, parsed.root, 0, 0);
}

/* The fields that tell how a message is made up.  GMime makes several objects of
 * every field of a header, and most are of no use here. */
static GString *
dup_content_fields (const RdMailSource *source)
{
  static const char prefix[] = "Content-";
  const char       *text = g_bytes_get_data (source->text, NULL);
  GString          *fields = g_string_new (NULL);

  for (guint i = 0; i < source->header->fields->len; i++)
    {
      const RdHeaderField *field = &g_array_index (source->header->fields, RdHeaderField, i);

      if (field->name_length < sizeof prefix || g_ascii_strncasecmp (text + field->name, prefix, sizeof prefix - 1) != 0)
        continue;
      g_string_append_len (fields, text + field->name, (gssize) (field->value + field->value_length - field->name));
      g_string_append_c (fields, '\n');
    }
  return fields;
}

static void
read_message (Walk *walk)
{
  g_autoptr (GString) fields = dup_content_fields (walk->source);
  gsize       size;
  const char *text = g_bytes_get_data (walk->source->text, &size);

  if (fields->len == 0)
    return;
  if (size > MAX_COPY)
    {
      read_text (walk, text, size);
      return;
    }
  if (rd_text_find_nocase (fields->str, "multipart") != NULL)
    append_body (walk, fields);
  else
    g_string_append_c (fields, '\n');
  read_text (walk, fields->str, fields->len);
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
  Walk             walk;

  g_return_val_if_fail (source != NULL, NULL);

  self = g_new0 (RdMailStructure, 1);
  self->entities = g_array_sized_new (FALSE, FALSE, sizeof (RdMailEntity), 8);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (RdMailParameter));
  self->strings = g_string_chunk_new (512);
  walk = (Walk){ self, source, 0 };
  init_gmime ();
  if (source->form == RD_MAIL_FORM_MESSAGE)
    read_message (&walk);
  if (self->entities->len == 0)
    set_whole_body (add_entity (self, 0, 0), source);
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
