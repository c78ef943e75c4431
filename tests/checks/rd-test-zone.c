/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-test"

#include "rd-test-zone.h"

#include <string.h>

#define MAX_ALIASES 8

/* JSON text cannot carry a NUL through C strings; the files have some. */
#define NUL_STAND_IN "\357\243\277"

typedef struct
{
  GPtrArray    *records;  /* (element-type RdRr) */
  GHashTable   *failures; /* type → RdAnswerState */
  gboolean      fails;
  RdAnswerState failure;
} Node;

struct _RdTestZone
{
  GHashTable *nodes; /* name → Node */
};

static void
node_free (Node *node)
{
  g_ptr_array_unref (node->records);
  g_hash_table_unref (node->failures);
  g_free (node);
}

/* Names as questions spell them. */
static char *
dup_name (const char *name)
{
  g_autoptr (RdQuestion) question = rd_question_dns (name, RD_RR_A);

  return g_strdup (question->name);
}

static Node *
ensure_node (RdTestZone *zone,
             const char *name)
{
  g_autofree char *key = dup_name (name);
  Node            *node = g_hash_table_lookup (zone->nodes, key);

  if (node == NULL)
    {
      node = g_new0 (Node, 1);
      node->records = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_rr_free);
      node->failures = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (zone->nodes, g_steal_pointer (&key), node);
    }
  return node;
}

RdTestZone *
rd_test_zone_new (void)
{
  RdTestZone *zone = g_new0 (RdTestZone, 1);

  zone->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) node_free);
  return zone;
}

void
rd_test_zone_free (RdTestZone *zone)
{
  g_hash_table_unref (zone->nodes);
  g_free (zone);
}

void
rd_test_zone_add (RdTestZone *zone,
                  const char *name,
                  guint16     rr_type,
                  const char *text)
{
  Node            *node = ensure_node (zone, name);
  g_autofree char *owner = dup_name (name);
  RdRr            *rr = rd_rr_new_from_text (owner, rr_type, 300, text);

  g_assert_nonnull (rr);
  g_ptr_array_add (node->records, rr);
}

/* A TXT record cut into strings of 255 bytes, as it travels. */
void
rd_test_zone_add_txt (RdTestZone *zone,
                      const char *name,
                      const char *text,
                      gsize       length)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i % 255 == 0)
        g_string_append (quoted, "\" \"");
      g_string_append_printf (quoted, "\\%03u", (guint) (guchar) text[i]);
    }
  g_string_append_c (quoted, '"');
  rd_test_zone_add (zone, name, RD_RR_TXT, quoted->str);
}

/* Only questions for one type fail. */
void
rd_test_zone_fail_type (RdTestZone   *zone,
                        const char   *name,
                        guint16       rr_type,
                        RdAnswerState state)
{
  Node *node = ensure_node (zone, name);

  g_hash_table_insert (node->failures, GUINT_TO_POINTER (rr_type), GUINT_TO_POINTER (state));
}

void
rd_test_zone_fail (RdTestZone   *zone,
                   const char   *name,
                   RdAnswerState state)
{
  Node *node = ensure_node (zone, name);

  node->fails = TRUE;
  node->failure = state;
}

static gboolean
parse_failure (const char    *word,
               RdAnswerState *state)
{
  if (g_strcmp0 (word, "TIMEOUT") == 0)
    *state = RD_ANSWER_TIMEOUT;
  else if (g_strcmp0 (word, "SERVFAIL") == 0)
    *state = RD_ANSWER_SERVER_FAILURE;
  else if (g_strcmp0 (word, "REFUSED") == 0)
    *state = RD_ANSWER_REFUSED;
  else
    return FALSE;
  return TRUE;
}

static void
add_line (RdTestZone *zone,
          const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  RdAnswerState state;
  guint16       rr_type;

  g_assert_cmpuint (g_strv_length (words), >=, 2);
  if (parse_failure (words[1], &state))
    {
      rd_test_zone_fail (zone, words[0], state);
      return;
    }
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  if (!rd_rr_type_parse (words[1], &rr_type))
    g_error ("no such record type: %s", words[1]);
  if (parse_failure (words[2], &state))
    rd_test_zone_fail_type (zone, words[0], rr_type, state);
  else if (rr_type == RD_RR_TXT && *words[2] != '"')
    rd_test_zone_add_txt (zone, words[0], words[2], strlen (words[2]));
  else
    rd_test_zone_add (zone, words[0], rr_type, words[2]);
}

/* Lines of "name TYPE rdata", "name TYPE FAILURE" or "name FAILURE", where
 * FAILURE is TIMEOUT, SERVFAIL or REFUSED; TXT without quotes is taken as it
 * stands. */
RdTestZone *
rd_test_zone_new_lines (const char *const *lines)
{
  RdTestZone *zone = rd_test_zone_new ();

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    add_line (zone, lines[i]);
  return zone;
}

/* Gives the bytes a JSON string stands for, NULs included. */
gsize
rd_test_get_bytes (const char *text,
                   char      **bytes)
{
  gsize n = 0;

  *bytes = g_malloc (strlen (text) + 1);
  for (const char *p = text; *p != '\0';)
    {
      if (g_str_has_prefix (p, NUL_STAND_IN))
        {
          (*bytes)[n++] = '\0';
          p += strlen (NUL_STAND_IN);
        }
      else
        (*bytes)[n++] = *p++;
    }
  (*bytes)[n] = '\0';
  return n;
}

/* One string of a TXT record: text, or {"hex": "…"} for bytes that are none. */
static GBytes *
get_json_string (JsonNode *node)
{
  const char *hex;
  GByteArray *bytes;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      char *text;
      gsize length = rd_test_get_bytes (json_node_get_string (node), &text);

      return g_bytes_new_take (text, length);
    }
  hex = json_object_get_string_member (json_node_get_object (node), "hex");
  bytes = g_byte_array_new ();
  for (gsize i = 0; hex[i] != '\0' && hex[i + 1] != '\0'; i += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[i]) << 4 | g_ascii_xdigit_value (hex[i + 1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
append_json_string (GString  *quoted,
                    JsonNode *node)
{
  g_autoptr (GBytes) string = get_json_string (node);
  gsize         length;
  const guchar *bytes = g_bytes_get_data (string, &length);

  for (gsize start = 0; start == 0 || start < length; start += 255)
    {
      g_string_append (quoted, quoted->len > 0 ? " \"" : "\"");
      for (gsize k = start; k < MIN (length, start + 255); k++)
        g_string_append_printf (quoted, "\\%03u", (guint) bytes[k]);
      g_string_append_c (quoted, '"');
    }
}

static void
add_json_txt (RdTestZone *zone,
              const char *name,
              guint16     rr_type,
              JsonNode   *value)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *strings = json_node_get_array (value);

      for (guint i = 0; i < json_array_get_length (strings); i++)
        append_json_string (quoted, json_array_get_element (strings, i));
    }
  else
    {
      append_json_string (quoted, value);
    }
  if (quoted->len == 0)
    g_string_append (quoted, "\"\"");
  rd_test_zone_add (zone, name, rr_type, quoted->str);
}

static void
add_json_mx (RdTestZone *zone,
             const char *name,
             JsonArray  *mx)
{
  const char      *host = json_array_get_string_element (mx, 1);
  g_autofree char *text = g_strdup_printf ("%d %s", (int) json_array_get_int_element (mx, 0), *host != '\0' ? host : ".");

  rd_test_zone_add (zone, name, RD_RR_MX, text);
}

static void
add_json_record (RdTestZone *zone,
                 const char *name,
                 JsonNode   *record)
{
  RdAnswerState  state;
  JsonObjectIter iter;
  const char    *type_name;
  JsonNode      *value;
  guint16        rr_type;

  if (!JSON_NODE_HOLDS_OBJECT (record))
    {
      if (parse_failure (json_node_get_string (record), &state))
        rd_test_zone_fail (zone, name, state);
      return;
    }
  json_object_iter_init (&iter, json_node_get_object (record));
  while (json_object_iter_next (&iter, &type_name, &value))
    {
      if (!rd_rr_type_parse (type_name, &rr_type))
        continue;
      if (JSON_NODE_HOLDS_VALUE (value) && parse_failure (json_node_get_string (value), &state))
        rd_test_zone_fail_type (zone, name, rr_type, state);
      else if (rr_type == RD_RR_MX)
        add_json_mx (zone, name, json_node_get_array (value));
      else if (rr_type == RD_RR_TXT || rr_type == RD_RR_SPF)
        add_json_txt (zone, name, rr_type, value);
      else if (JSON_NODE_HOLDS_VALUE (value))
        rd_test_zone_add (zone, name, rr_type, json_node_get_string (value));
    }
}

/* The form of the conformance files: name → list of records. */
RdTestZone *
rd_test_zone_new_json (JsonObject *zonedata)
{
  RdTestZone    *zone = rd_test_zone_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *records;

  json_object_iter_init (&iter, zonedata);
  while (json_object_iter_next (&iter, &name, &records))
    {
      JsonArray *array = json_node_get_array (records);

      ensure_node (zone, name);
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_json_record (zone, name, json_array_get_element (array, i));
    }
  return zone;
}

/* Whether names below @name exist, so that it does too (RFC 8020). */
static gboolean
has_names_below (RdTestZone *zone,
                 const char *name)
{
  g_autofree char *suffix = g_strconcat (".", name, NULL);
  GHashTableIter   iter;
  gpointer         key;

  g_hash_table_iter_init (&iter, zone->nodes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_str_has_suffix (key, suffix))
        return TRUE;
    }
  return FALSE;
}

/* What a wildcard gives has the name that was asked for (RFC 4592 section 3.3.1). */
static const RdRr *
collect (const Node *node,
         const char *name,
         guint16     rr_type,
         GPtrArray  *records)
{
  const RdRr *alias = NULL;

  for (guint i = 0; i < node->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (node->records, i);

      if (rr->type == rr_type || rr->type == RD_RR_CNAME)
        g_ptr_array_add (records, rd_rr_new_from_text (name, rr->type, rr->ttl, rr->text));
      if (rr->type == RD_RR_CNAME && rr_type != RD_RR_CNAME)
        alias = rr;
    }
  return alias;
}

/* The name itself, or the wildcard (RFC 4592) that answers for it. */
static const Node *
find_node (RdTestZone *zone,
           const char *name)
{
  const Node *node = g_hash_table_lookup (zone->nodes, name);

  for (const char *dot = strchr (name, '.'); node == NULL && dot != NULL; dot = strchr (dot + 1, '.'))
    {
      g_autofree char *wildcard = g_strconcat ("*", dot, NULL);

      if (has_names_below (zone, name))
        return NULL;
      node = g_hash_table_lookup (zone->nodes, wildcard);
      if (node == NULL && (g_hash_table_contains (zone->nodes, dot + 1) || has_names_below (zone, dot + 1)))
        return NULL;
    }
  return node;
}

static void
answer_question (RdTestZone *zone,
                 RdEvidence *evidence,
                 RdQuestion *question)
{
  RdAnswer   *answer = rd_answer_new (question, RD_ANSWER_NO_DATA);
  const char *name = question->name;

  if (question->kind != RD_QUESTION_DNS)
    {
      answer->state = RD_ANSWER_NOT_ASKED;
      rd_evidence_put (evidence, answer);
      return;
    }
  for (guint depth = 0; depth <= MAX_ALIASES; depth++)
    {
      const Node *node = find_node (zone, name);
      const RdRr *alias;
      gpointer    failure;

      if (node == NULL)
        {
          if (!has_names_below (zone, name))
            answer->state = RD_ANSWER_NO_SUCH_NAME;
          break;
        }
      alias = collect (node, name, question->rr_type, answer->records);
      if (alias == NULL)
        {
          if (rd_answer_count (answer, question->rr_type) > 0)
            answer->state = RD_ANSWER_FOUND;
          else if (g_hash_table_lookup_extended (node->failures, GUINT_TO_POINTER (question->rr_type), NULL, &failure))
            answer->state = GPOINTER_TO_UINT (failure);
          else if (node->fails)
            answer->state = node->failure;
          break;
        }
      name = alias->target;
      if (depth == MAX_ALIASES)
        answer->state = RD_ANSWER_SERVER_FAILURE;
    }
  rd_evidence_put (evidence, answer);
}

/* Answers everything that is open; gives how many questions that were. */
guint
rd_test_zone_answer (RdTestZone *zone,
                     RdEvidence *evidence)
{
  g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

  for (guint i = 0; i < open->len; i++)
    answer_question (zone, evidence, g_ptr_array_index (open, i));
  return open->len;
}

static void
replace_nul_escapes (GString *text)
{
  const char *escape;
  gsize       start = 0;

  while ((escape = strstr (text->str + start, "\\u0000")) != NULL)
    {
      gsize position = (gsize) (escape - text->str);

      g_string_erase (text, (gssize) position, 6);
      g_string_insert (text, (gssize) position, NUL_STAND_IN);
      start = position;
    }
}

/* Reads a file of test cases; ends the program if it cannot. */
JsonNode *
rd_test_load_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GString) text = NULL;

  if (!g_file_get_contents (path, &contents, NULL, &error))
    g_error ("%s", error->message);
  text = g_string_new (contents);
  replace_nul_escapes (text);
  if (!json_parser_load_from_data (parser, text->str, (gssize) text->len, &error))
    g_error ("%s: %s", path, error->message);
  return json_parser_steal_root (parser);
}
