/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads data/knowledge/blocklists.txt, which is compiled in, or a newer file of
 * the same form that the user put in its place.  The second may hold anything,
 * so every mistake is refused with its line. */

#define G_LOG_DOMAIN "rd-blocklist"

#include "config.h"

#include "rd-blocklist-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (rd_blocklist_error, rd_blocklist_error)

/* The shipped file has 95 kB; one a hundred times as large is no list file. */
#define MAX_FILE_BYTES (10u * 1024 * 1024)

typedef struct
{
  RdBlocklists *lists;
  RdBlocklist  *current; /* (nullable) */
  guint         line;    /* where the field in hand begins, from 1 */
} Parser;

static gboolean
fail_value (const Parser *parser,
            const char   *key,
            const char   *value,
            GError      **error)
{
  g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_VALUE,
               _ ("Line %u: “%s” is no value for “%s”."), parser->line, value, key);
  return FALSE;
}

typedef struct
{
  const char *word;
  int         value;
} Word;

static const Word roles[] = {
  { "block", RD_LIST_BLOCK },
  { "allow", RD_LIST_ALLOW },
  { "info", RD_LIST_INFO },
  { "reputation", RD_LIST_REPUTATION },
  { "mixed", RD_LIST_MIXED },
  { NULL, 0 },
};

static const Word statuses[] = {
  { "alive", RD_LIST_ALIVE },
  { "uncertain", RD_LIST_UNCERTAIN },
  { "shut-down", RD_LIST_CLOSED },
  { "emptied", RD_LIST_CLOSED },
  { "lists-the-world", RD_LIST_CLOSED },
  { "fraudulent", RD_LIST_CLOSED },
  { "merged", RD_LIST_CLOSED },
  { "private", RD_LIST_PRIVATE },
  { NULL, 0 },
};

static const Word severities[] = {
  { "critical", RD_LIST_CRITICAL },
  { "high", RD_LIST_HIGH },
  { "medium", RD_LIST_MEDIUM },
  { "low", RD_LIST_LOW },
  { "info", RD_LIST_REMARK },
  { "ignore", RD_LIST_IGNORE },
  { "good", RD_LIST_GOOD },
  { NULL, 0 },
};

static const Word abouts[] = {
  { "ip", RD_LIST_ABOUT_IP },
  { "domain", RD_LIST_ABOUT_DOMAIN },
  { "none", RD_LIST_ABOUT_NOTHING },
  { NULL, 0 },
};

static const Word answer_kinds[] = {
  { "ip4", RD_LIST_ANSWERS_IP4 },
  { "ip6", RD_LIST_ANSWERS_IP6 },
  { "domain", RD_LIST_ANSWERS_DOMAIN },
  /* Lists of hashes are known by name but cannot be asked about a sender. */
  { "domain-hash", 0 },
  { "email-hash", 0 },
  { NULL, 0 },
};

static gboolean
find_word (const Word *words,
           const char *text,
           int        *value)
{
  for (; words->word != NULL; words++)
    {
      if (strcmp (words->word, text) == 0)
        {
          *value = words->value;
          return TRUE;
        }
    }
  return FALSE;
}

/* A pattern is a bit, or four octets each a number or *, the last also a range. */
static gboolean
is_pattern (const char *pattern)
{
  g_auto (GStrv) octets = g_strsplit (pattern, ".", -1);
  guint number;
  guint n_octets = g_strv_length (octets);

  if (n_octets == 1)
    return _rd_blocklist_parse_number (pattern, 255, &number) && number > 0;
  if (n_octets != 4)
    return FALSE;
  for (guint i = 0; i < n_octets; i++)
    {
      g_auto (GStrv) range = g_strsplit (octets[i], "-", 2);

      if (strcmp (octets[i], "*") == 0)
        continue;
      if (range[0] == NULL || !_rd_blocklist_parse_number (range[0], 255, &number))
        return FALSE;
      if (range[1] != NULL && (i != 3 || !_rd_blocklist_parse_number (range[1], 255, &number)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_code (Parser     *parser,
          const char *value,
          GError    **error)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", 2);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", 4);
  RdListCode *code;
  int         severity;

  if (g_strv_length (words) != 4 || !is_pattern (words[0]) || !find_word (severities, words[1], &severity))
    return fail_value (parser, "Code", lines[0], error);
  code = g_new0 (RdListCode, 1);
  code->pattern = g_strdup (words[0]);
  code->severity = (RdListSeverity) severity;
  code->class = g_strdup (words[2]);
  code->label = g_strdup (words[3]);
  code->text = g_strdup (lines[1]);
  if (code->text != NULL)
    g_strdelimit (code->text, "\n", ' ');
  g_ptr_array_add (parser->current->codes, code);
  return TRUE;
}

static gboolean
add_error (Parser     *parser,
           const char *value,
           GError    **error)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 2);
  RdListCode *code;

  if (g_strv_length (words) != 2 ||
      (!is_pattern (words[0]) && strcmp (words[0], "other") != 0 && strcmp (words[0], "bit1") != 0))
    return fail_value (parser, "Error", value, error);
  code = g_new0 (RdListCode, 1);
  code->pattern = g_strdup (words[0]);
  code->label = g_strdup (words[1]);
  code->severity = RD_LIST_IGNORE;
  g_ptr_array_add (parser->current->errors, code);
  return TRUE;
}

static gboolean
add_phrase (Parser     *parser,
            const char *value,
            GError    **error)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", 2);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", 3);
  g_autoptr (GRegex) regex = NULL;
  RdListPhrase *phrase;
  guint         priority = 0;
  int           about = 0;

  if (g_strv_length (words) != 3 || lines[1] == NULL ||
      !_rd_blocklist_parse_number (words[0], 100, &priority) || !find_word (abouts, words[1], &about))
    return fail_value (parser, "Bounce", lines[0], error);
  regex = g_regex_new (words[2], G_REGEX_CASELESS, 0, NULL);
  if (regex == NULL)
    return fail_value (parser, "Bounce", lines[0], error);
  phrase = g_new0 (RdListPhrase, 1);
  phrase->priority = priority;
  phrase->about = (RdListAbout) about;
  phrase->regex = g_steal_pointer (&regex);
  phrase->text = g_strdelimit (g_strdup (lines[1]), "\n", ' ');
  g_ptr_array_add (parser->current->phrases, phrase);
  return TRUE;
}

static gboolean
set_answers (Parser     *parser,
             const char *value,
             GError    **error)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      int kind;

      if (!find_word (answer_kinds, words[i], &kind))
        return fail_value (parser, "Answers-for", value, error);
      parser->current->answers |= (RdListAnswers) kind;
    }
  return TRUE;
}

static gboolean
set_flag (Parser     *parser,
          const char *key,
          const char *value,
          gboolean   *flag,
          GError    **error)
{
  if (strcmp (value, "yes") != 0 && strcmp (value, "no") != 0)
    return fail_value (parser, key, value, error);
  *flag = strcmp (value, "yes") == 0;
  return TRUE;
}

/* Fields that are kept as they stand. */
static const struct
{
  const char *key;
  gsize       offset;
} text_fields[] = {
  { "Zone", G_STRUCT_OFFSET (RdBlocklist, zone) },
  { "Name", G_STRUCT_OFFSET (RdBlocklist, name) },
  { "Operator", G_STRUCT_OFFSET (RdBlocklist, operator_name) },
  { "Type", G_STRUCT_OFFSET (RdBlocklist, type) },
  { "Listed", G_STRUCT_OFFSET (RdBlocklist, listed) },
  { "Unlisted", G_STRUCT_OFFSET (RdBlocklist, unlisted) },
  { "Listed-ip", G_STRUCT_OFFSET (RdBlocklist, listed_ip) },
  { "Listed-v6", G_STRUCT_OFFSET (RdBlocklist, listed_v6) },
  { "Unlisted-v6", G_STRUCT_OFFSET (RdBlocklist, unlisted_v6) },
  { "Lookup", G_STRUCT_OFFSET (RdBlocklist, lookup_url) },
  { "Removal", G_STRUCT_OFFSET (RdBlocklist, removal_url) },
  { "Expires", G_STRUCT_OFFSET (RdBlocklist, expires) },
  { "Removal-time", G_STRUCT_OFFSET (RdBlocklist, removal_time) },
  { "Cost", G_STRUCT_OFFSET (RdBlocklist, cost) },
  { "Who-may-ask", G_STRUCT_OFFSET (RdBlocklist, who_may_ask) },
  { "Fix-first", G_STRUCT_OFFSET (RdBlocklist, fix_first) },
  { "Write", G_STRUCT_OFFSET (RdBlocklist, write) },
  { "Note", G_STRUCT_OFFSET (RdBlocklist, note) },
};

static gboolean
set_text_field (RdBlocklist *list,
                const char  *key,
                const char  *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      char **field;

      if (strcmp (text_fields[i].key, key) != 0)
        continue;
      field = G_STRUCT_MEMBER_P (list, text_fields[i].offset);
      g_free (*field);
      *field = g_strdelimit (g_strdup (value), "\n", ' ');
      return TRUE;
    }
  return FALSE;
}

static gboolean
set_special_field (Parser     *parser,
                   const char *key,
                   const char *value,
                   GError    **error)
{
  RdBlocklist *list = parser->current;
  int          word;

  if (strcmp (key, "Answers-for") == 0)
    return set_answers (parser, value, error);
  if (strcmp (key, "Code") == 0)
    return add_code (parser, value, error);
  if (strcmp (key, "Error") == 0)
    return add_error (parser, value, error);
  if (strcmp (key, "Bounce") == 0)
    return add_phrase (parser, value, error);
  if (strcmp (key, "Default") == 0)
    return set_flag (parser, key, value, &list->is_default, error);
  if (strcmp (key, "Proves-unlisted") == 0)
    return set_flag (parser, key, value, &list->proves_unlisted, error);
  if (strcmp (key, "Weight") == 0)
    return _rd_blocklist_parse_number (value, 100, &list->weight) || fail_value (parser, key, value, error);
  if (strcmp (key, "Expires-hours") == 0)
    return _rd_blocklist_parse_number (value, 24 * 365, &list->expires_hours) || fail_value (parser, key, value, error);
  if (strcmp (key, "Decode") == 0)
    {
      list->is_bitmask = strcmp (value, "bitmask") == 0;
      return list->is_bitmask || strcmp (value, "exact") == 0 || fail_value (parser, key, value, error);
    }
  if (strcmp (key, "Role") == 0 || strcmp (key, "Status") == 0)
    {
      gboolean is_role = key[0] == 'R';

      if (!find_word (is_role ? roles : statuses, value, &word))
        return fail_value (parser, key, value, error);
      if (is_role)
        list->role = (RdListRole) word;
      else
        list->status = (RdListStatus) word;
      return TRUE;
    }
  if (strcmp (key, "Access") == 0 || strcmp (key, "Also-known-as") == 0 || strcmp (key, "Sources") == 0)
    return TRUE;
  g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_SYNTAX,
               _ ("Line %u: there is no field “%s”."), parser->line, key);
  return FALSE;
}

static gboolean
begin_list (Parser     *parser,
            const char *id,
            GError    **error)
{
  if (g_hash_table_contains (parser->lists->by_id, id))
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_VALUE,
                   _ ("Line %u: there are two lists “%s”."), parser->line, id);
      return FALSE;
    }
  parser->current = _rd_blocklists_add (parser->lists, id);
  return TRUE;
}

/* The first field @list needs and has not; a list that cannot be asked needs
 * no place to ask. */
static const char *
find_missing (const RdBlocklist *list)
{
  if (list->name == NULL)
    return "Name";
  if (list->type == NULL)
    return "Type";
  if (list->status == RD_LIST_PRIVATE)
    return list->phrases->len == 0 ? "Bounce" : NULL;
  if (list->zone == NULL)
    return "Zone";
  if (list->listed == NULL)
    return "Listed";
  return list->unlisted == NULL ? "Unlisted" : NULL;
}

static gboolean
end_list (Parser  *parser,
          GError **error)
{
  RdBlocklist *list = parser->current;
  const char  *missing;

  parser->current = NULL;
  if (list == NULL)
    return TRUE;
  missing = find_missing (list);
  if (missing != NULL)
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_MISSING,
                   _ ("Line %u: the list “%s” has no field “%s”."), parser->line, list->id, missing);
      return FALSE;
    }
  list->needs_key = list->zone != NULL && strstr (list->zone, "{key}") != NULL;
  if (g_strcmp0 (list->listed, "none") == 0)
    g_clear_pointer (&list->listed, g_free);
  if (g_strcmp0 (list->unlisted, "none") == 0)
    g_clear_pointer (&list->unlisted, g_free);
  return TRUE;
}

static gboolean
take_field (Parser     *parser,
            const char *field,
            GError    **error)
{
  const char      *colon = strchr (field, ':');
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (colon == NULL || colon == field)
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_SYNTAX,
                   _ ("Line %u: a field looks like “Name: value”."), parser->line);
      return FALSE;
    }
  key = g_strndup (field, (gsize) (colon - field));
  value = g_strstrip (g_strdup (colon + 1));
  if (value[0] == '\0')
    return fail_value (parser, key, value, error);
  if (strcmp (key, "List") == 0)
    return end_list (parser, error) && begin_list (parser, value, error);
  if (parser->current == NULL)
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_SYNTAX,
                   _ ("Line %u: a list begins with the field “List”."), parser->line);
      return FALSE;
    }
  return set_text_field (parser->current, key, value) || set_special_field (parser, key, value, error);
}

static gboolean
take_lines (Parser     *parser,
            const char *text,
            GError    **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) field = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strchomp (lines[i]);

      if (line[0] == '#')
        continue;
      if ((line[0] == ' ' || line[0] == '\t') && field->len > 0)
        {
          g_string_append_printf (field, "\n%s", g_strchug (line));
          continue;
        }
      if (field->len > 0 && !take_field (parser, field->str, error))
        return FALSE;
      g_string_assign (field, line);
      parser->line = i + 1;
    }
  return (field->len == 0 || take_field (parser, field->str, error)) && end_list (parser, error);
}

static int
compare_lists (gconstpointer a,
               gconstpointer b)
{
  const RdBlocklist *first = *(const RdBlocklist *const *) a;
  const RdBlocklist *second = *(const RdBlocklist *const *) b;

  if (first->weight != second->weight)
    return first->weight > second->weight ? -1 : 1;
  return strcmp (first->id, second->id);
}

/**
 * rd_blocklists_parse:
 * @text: contents of a file of blocklists
 * @length: their number of bytes
 * @error: return location
 *
 * Reads a file of blocklists.
 *
 * Returns: (transfer full) (nullable): the lists, heaviest first
 */
RdBlocklists *
rd_blocklists_parse (const char *text,
                     gsize       length,
                     GError    **error)
{
  g_autoptr (RdBlocklists) lists = _rd_blocklists_new ();
  g_autofree char *copy = NULL;
  Parser           parser = { .lists = lists };

  if (length > MAX_FILE_BYTES || !g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_SYNTAX, _ ("This is not a file of blocklists."));
      return NULL;
    }
  copy = g_strndup (text, length);
  if (!take_lines (&parser, copy, error))
    return NULL;
  if (lists->lists->len == 0)
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_MISSING, _ ("The file names no blocklist."));
      return NULL;
    }
  g_ptr_array_sort (lists->lists, compare_lists);
  return g_steal_pointer (&lists);
}
