/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads data/knowledge/blocklists.txt, which is compiled in, or a newer file of
 * the same form that the user put in its place.  The second may hold anything,
 * so every mistake is refused with its line. */

#define G_LOG_DOMAIN "rd-blocklist"

#include "config.h"

#include "rd-blocklist.h"
#include "rd-knowledge-resources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (rd_blocklist_error, rd_blocklist_error)

/* The shipped file has 95 kB; one a hundred times as large is no list file. */
#define MAX_FILE_BYTES (10u * 1024 * 1024)

struct _RdBlocklists
{
  gatomicrefcount ref_count;
  GPtrArray      *lists; /* (element-type RdBlocklist) */
  GHashTable     *by_id; /* (element-type utf8 RdBlocklist) */
};

typedef struct
{
  RdBlocklists *lists;
  RdBlocklist  *current; /* (nullable) */
  guint         line;    /* where the field in hand begins, from 1 */
} Parser;

static void
code_free (gpointer data)
{
  RdListCode *code = data;

  g_free (code->pattern);
  g_free (code->class);
  g_free (code->label);
  g_free (code->text);
  g_free (code);
}

static void
blocklist_free (gpointer data)
{
  RdBlocklist *self = data;

  g_free (self->id);
  g_free (self->zone);
  g_free (self->name);
  g_free (self->operator_name);
  g_free (self->type);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->errors);
  g_free (self->listed);
  g_free (self->unlisted);
  g_free (self->listed_ip);
  g_free (self->listed_v6);
  g_free (self->unlisted_v6);
  g_free (self->lookup_url);
  g_free (self->removal_url);
  g_free (self->expires);
  g_free (self->removal_time);
  g_free (self->cost);
  g_free (self->who_may_ask);
  g_free (self->fix_first);
  g_free (self->note);
  g_free (self);
}

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

static gboolean
parse_number (const char *text,
              guint       most,
              guint      *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* A pattern is a bit, or four octets each a number or *, the last also a range. */
static gboolean
is_pattern (const char *pattern)
{
  g_auto (GStrv) octets = g_strsplit (pattern, ".", -1);
  guint number;
  guint n_octets = g_strv_length (octets);

  if (n_octets == 1)
    return parse_number (pattern, 255, &number) && number > 0;
  if (n_octets != 4)
    return FALSE;
  for (guint i = 0; i < n_octets; i++)
    {
      g_auto (GStrv) range = g_strsplit (octets[i], "-", 2);

      if (strcmp (octets[i], "*") == 0)
        continue;
      if (range[0] == NULL || !parse_number (range[0], 255, &number))
        return FALSE;
      if (range[1] != NULL && (i != 3 || !parse_number (range[1], 255, &number)))
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
  if (strcmp (key, "Default") == 0)
    return set_flag (parser, key, value, &list->is_default, error);
  if (strcmp (key, "Proves-unlisted") == 0)
    return set_flag (parser, key, value, &list->proves_unlisted, error);
  if (strcmp (key, "Weight") == 0)
    return parse_number (value, 100, &list->weight) || fail_value (parser, key, value, error);
  if (strcmp (key, "Expires-hours") == 0)
    return parse_number (value, 24 * 365, &list->expires_hours) || fail_value (parser, key, value, error);
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
  RdBlocklist *list;

  if (g_hash_table_contains (parser->lists->by_id, id))
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_VALUE,
                   _ ("Line %u: there are two lists “%s”."), parser->line, id);
      return FALSE;
    }
  list = g_new0 (RdBlocklist, 1);
  list->id = g_strdup (id);
  list->proves_unlisted = TRUE;
  list->codes = g_ptr_array_new_with_free_func (code_free);
  list->errors = g_ptr_array_new_with_free_func (code_free);
  g_ptr_array_add (parser->lists->lists, list);
  g_hash_table_insert (parser->lists->by_id, list->id, list);
  parser->current = list;
  return TRUE;
}

static gboolean
end_list (Parser  *parser,
          GError **error)
{
  RdBlocklist *list = parser->current;
  const char  *missing = NULL;

  parser->current = NULL;
  if (list == NULL)
    return TRUE;
  if (list->zone == NULL)
    missing = "Zone";
  else if (list->name == NULL)
    missing = "Name";
  else if (list->type == NULL)
    missing = "Type";
  else if (list->listed == NULL)
    missing = "Listed";
  else if (list->unlisted == NULL)
    missing = "Unlisted";
  if (missing != NULL)
    {
      g_set_error (error, RD_BLOCKLIST_ERROR, RD_BLOCKLIST_ERROR_MISSING,
                   _ ("Line %u: the list “%s” has no field “%s”."), parser->line, list->id, missing);
      return FALSE;
    }
  list->needs_key = strstr (list->zone, "{key}") != NULL;
  if (strcmp (list->listed, "none") == 0)
    g_clear_pointer (&list->listed, g_free);
  if (strcmp (list->unlisted, "none") == 0)
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
  g_autoptr (RdBlocklists) lists = g_new0 (RdBlocklists, 1);
  g_autofree char *copy = NULL;
  Parser           parser = { .lists = lists };

  g_atomic_ref_count_init (&lists->ref_count);
  lists->lists = g_ptr_array_new_with_free_func (blocklist_free);
  lists->by_id = g_hash_table_new (g_str_hash, g_str_equal);
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

static gpointer
load_default (gpointer data)
{
  g_autoptr (GError) error = NULL;
  /* Asked by name: a resource of a static library does not register itself. */
  g_autoptr (GBytes) bytes = g_resource_lookup_data (rd_knowledge_resources_get_resource (),
                                                     "/io/github/redeliver/knowledge/blocklists.txt",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  RdBlocklists *lists = NULL;

  if (bytes != NULL)
    lists = rd_blocklists_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  /* The build has parsed this very file. */
  g_assert_no_error (error);
  return lists;
}

/**
 * rd_blocklists_get_default:
 *
 * The lists that were compiled in.
 *
 * Returns: (transfer none): the lists
 */
RdBlocklists *
rd_blocklists_get_default (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_default, NULL);
}

/**
 * rd_blocklists_load:
 * @error: return location; set if the user's file was refused
 *
 * The lists to use: those of "redeliver/blocklists.txt" in the user's data
 * folder, which may be newer than the program, or the ones that were compiled
 * in.  A file with a mistake is refused as a whole and @error says where it is;
 * the compiled-in lists are still there through rd_blocklists_get_default().
 *
 * Returns: (transfer full) (nullable): the lists, %NULL with @error set
 */
RdBlocklists *
rd_blocklists_load (GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "redeliver", "blocklists.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  RdBlocklists *lists;
  gsize         length = 0;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return rd_blocklists_ref (rd_blocklists_get_default ());
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  lists = rd_blocklists_parse (text, length, error);
  if (lists == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);

      /* Translators: %s is the name of a file; what is wrong with it follows. */
      g_prefix_error (error, _ ("The list of blocklists “%s” cannot be used. "), name);
    }
  return lists;
}

/**
 * rd_blocklists_ref:
 * @self: lists
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
RdBlocklists *
rd_blocklists_ref (RdBlocklists *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * rd_blocklists_unref:
 * @self: lists
 *
 * Gives a reference back.
 */
void
rd_blocklists_unref (RdBlocklists *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

/**
 * rd_blocklists_get_n:
 * @self: lists
 *
 * Counts the lists.
 *
 * Returns: their number
 */
guint
rd_blocklists_get_n (const RdBlocklists *self)
{
  return self->lists->len;
}

/**
 * rd_blocklists_nth:
 * @self: lists
 * @index: number of a list, from 0
 *
 * One list; the heaviest come first.
 *
 * Returns: (transfer none): the list
 */
const RdBlocklist *
rd_blocklists_nth (const RdBlocklists *self,
                   guint               index)
{
  return g_ptr_array_index (self->lists, index);
}

/**
 * rd_blocklists_find:
 * @self: lists
 * @id: id of a list
 *
 * Finds a list by its id.
 *
 * Returns: (transfer none) (nullable): the list
 */
const RdBlocklist *
rd_blocklists_find (const RdBlocklists *self,
                    const char         *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

static gboolean
octet_matches (const char *pattern,
               guint8      octet)
{
  g_auto (GStrv) range = NULL;
  guint low;
  guint high;

  if (strcmp (pattern, "*") == 0)
    return TRUE;
  range = g_strsplit (pattern, "-", 2);
  if (!parse_number (range[0], 255, &low))
    return FALSE;
  if (range[1] == NULL)
    return low == octet;
  return parse_number (range[1], 255, &high) && octet >= low && octet <= high;
}

static gboolean
pattern_matches (const char  *pattern,
                 const guint8 octets[4])
{
  g_auto (GStrv) parts = g_strsplit (pattern, ".", -1);

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      if (!octet_matches (parts[i], octets[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_blocklist_find_codes:
 * @self: a list
 * @octets: an answer inside 127/8
 *
 * Finds what an answer means.  A bit mask may mean several things at once.
 *
 * Returns: (transfer container) (element-type RdListCode): the meanings, none for an unknown code
 */
GPtrArray *
rd_blocklist_find_codes (const RdBlocklist *self,
                         const guint8       octets[4])
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->codes->len; i++)
    {
      RdListCode *code = g_ptr_array_index (self->codes, i);
      guint       bit;

      if (self->is_bitmask && parse_number (code->pattern, 255, &bit))
        {
          if ((octets[3] & bit) != 0)
            g_ptr_array_add (found, code);
        }
      else if (pattern_matches (code->pattern, octets))
        {
          g_ptr_array_add (found, code);
        }
    }
  return found;
}

/**
 * rd_blocklist_find_error:
 * @self: a list
 * @octets: an answer inside 127/8
 *
 * Tells whether an answer is a refusal dressed as a listing (RFC 5782 leaves
 * room for these; 127.255.255.0/24 is one on every list).
 *
 * Returns: (transfer none) (nullable): the error
 */
const RdListCode *
rd_blocklist_find_error (const RdBlocklist *self,
                         const guint8       octets[4])
{
  static const RdListCode general = { (char *) "127.255.255.*", RD_LIST_IGNORE, NULL, (char *) "list-error", NULL };

  for (guint i = 0; i < self->errors->len; i++)
    {
      const RdListCode *error = g_ptr_array_index (self->errors, i);

      if (strcmp (error->pattern, "bit1") == 0)
        {
          if (octets[1] == 0 && octets[2] == 0 && octets[3] == 1)
            return error;
        }
      else if (strcmp (error->pattern, "other") == 0)
        {
          g_autoptr (GPtrArray) known = rd_blocklist_find_codes (self, octets);

          if (known->len == 0)
            return error;
        }
      else if (pattern_matches (error->pattern, octets))
        {
          return error;
        }
    }
  return octets[1] == 255 && octets[2] == 255 ? &general : NULL;
}
