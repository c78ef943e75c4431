/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log-cause.h"

#include "rd-text.h"

#include <string.h>

/* Kinds of words remembered.  A log has some hundreds; a hostile one has as
 * many as it likes. */
#define MAX_KINDS 20000

/* A word with a digit in it and at least so long is an id of this one reply:
 * codes and names of rules are shorter. */
#define MIN_ID_LENGTH 12

struct _RdCliCauses
{
  GHashTable *known;   /* (element-type utf8 RdCliCause) */
  GHashTable *hosts;   /* (element-type utf8 utf8): what matters of a name */
  GHashTable *domains; /* (element-type utf8 utf8) */
  GString    *key;
  GString    *name;
};

/**
 * rd_cli_causes_new:
 *
 * Makes an empty memory of causes.
 *
 * Returns: (transfer full): the memory
 */
RdCliCauses *
rd_cli_causes_new (void)
{
  RdCliCauses *self = g_new0 (RdCliCauses, 1);

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->key = g_string_new (NULL);
  self->name = g_string_new (NULL);
  return self;
}

/**
 * rd_cli_causes_free:
 * @self: (nullable): a memory of causes
 *
 * Frees @self.
 */
void
rd_cli_causes_free (RdCliCauses *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->hosts);
  g_hash_table_unref (self->domains);
  g_string_free (self->key, TRUE);
  g_string_free (self->name, TRUE);
  g_free (self);
}

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || c == '@' || c == '%' || c == '+';
}

static gboolean
is_address_of_ip (const char *word,
                  gsize       length)
{
  guint dots = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (word[i] == '.')
        dots++;
      else if (!g_ascii_isdigit (word[i]))
        return FALSE;
    }
  return dots >= 3;
}

/* Names of one delivery, which its words may repeat. */
typedef struct
{
  RdSlice host;
  RdSlice domain; /* of the recipient */
} Names;

static gsize
name_length (const char *word,
             gsize       length,
             RdSlice     name)
{
  if (name.length == 0 || name.length > length || memcmp (word, name.data, name.length) != 0)
    return 0;
  return name.length == length || !g_ascii_isalnum (word[name.length]) ? name.length : 0;
}

/* A part of a word between dots. */
static void
append_part (GString    *key,
             const char *part,
             gsize       length)
{
  gboolean has_digit = FALSE;

  for (gsize i = 0; i < length && length >= MIN_ID_LENGTH && !has_digit; i++)
    has_digit = g_ascii_isdigit (part[i]);
  if (has_digit)
    g_string_append_c (key, '#');
  else
    g_string_append_len (key, part, (gssize) length);
}

/* A word without what says who and when instead of what. */
static void
append_word (GString     *key,
             const char  *word,
             gsize        length,
             const Names *names)
{
  gsize known = MAX (name_length (word, length, names->host), name_length (word, length, names->domain));

  if (memchr (word, '@', length) != NULL || is_address_of_ip (word, length))
    {
      g_string_append_c (key, '#');
      return;
    }
  if (known > 0)
    g_string_append_c (key, '#');
  word += known;
  length -= known;
  while (length > 0)
    {
      const char *dot = memchr (word, '.', length);
      gsize       part = dot != NULL ? (gsize) (dot - word) : length;

      append_part (key, word, part);
      if (dot != NULL)
        g_string_append_c (key, '.');
      part += dot != NULL ? 1 : 0;
      word += part;
      length -= part;
    }
}

/* The words without what is particular to one reply. */
static void
append_kind (GString     *key,
             RdSlice      text,
             const Names *names)
{
  const char *end = rd_slice_end (text);
  const char *p = text.data;

  while (p < end)
    {
      const char *start = p;

      while (p < end && is_word_character (*p))
        p++;
      if (p > start)
        append_word (key, start, (gsize) (p - start), names);
      if (p < end)
        g_string_append_c (key, *p++);
    }
}

/* All that a server's name has to do with a verdict: whose it is. */
static char *
describe_host (const char *host)
{
  const RdProvider *provider = rd_provider_find_for_host (host);

  return g_strdup (provider != NULL ? provider->id : "");
}

/* All that a recipient's domain has to do with it: whose it is, and whether it
 * looks misspelt. */
static char *
describe_domain (const char *domain)
{
  g_autofree char  *normal = rd_domain_normalize (domain);
  g_autofree char  *address = g_strconcat ("x@", domain, NULL);
  g_autofree char  *suggestion = NULL;
  const RdProvider *provider = normal != NULL ? rd_provider_find_for_domain (normal) : NULL;

  if (rd_spelling_check (address, &suggestion) != RD_SPELLING_FINE)
    return g_strdup (domain);
  return g_strdup (provider != NULL ? provider->id : "");
}

static void
append_name (RdCliCauses *self,
             GHashTable  *known,
             RdSlice      name,
             char *(*describe) (const char *name))
{
  const char *description;

  g_string_append_c (self->key, name.length > 0 ? '=' : '-');
  if (name.length == 0)
    return;
  g_string_truncate (self->name, 0);
  g_string_append_len (self->name, name.data, (gssize) name.length);
  description = g_hash_table_lookup (known, self->name->str);
  if (description == NULL)
    {
      g_autofree char *valid = rd_text_make_valid (name.data, (gssize) name.length);
      char            *made = describe (valid);

      if (g_hash_table_size (known) >= MAX_KINDS)
        g_hash_table_remove_all (known);
      g_hash_table_insert (known, g_strdup (self->name->str), made);
      description = made;
    }
  g_string_append (self->key, description);
}

/* All that can have a say in the verdict. */
static void
build_key (RdCliCauses      *self,
           const RdLogEvent *event)
{
  GString    *key = self->key;
  RdSlice     text = event->last_text.length > 0 ? event->last_text : event->text;
  const char *at = rd_slice_find_last_char (event->recipient, '@');
  Names       names = { event->host.length > 0 ? event->host : event->last_host, { NULL, 0 } };

  if (at != NULL)
    names.domain = rd_slice_range (at + 1, rd_slice_end (event->recipient));
  g_string_truncate (key, 0);
  g_string_append_c (key, (char) ('a' + event->status));
  g_string_append_c (key, (char) ('a' + event->format));
  g_string_append_c (key, event->is_host_down ? '!' : '.');
  g_string_append_c (key, event->ip.length + event->last_ip.length > 0 ? 'i' : '.');
  g_string_append_len (key, event->dsn.data != NULL ? event->dsn.data : "", (gssize) event->dsn.length);
  append_name (self, self->hosts, names.host, describe_host);
  append_name (self, self->domains, names.domain, describe_domain);
  g_string_append_c (key, ' ');
  append_kind (key, text, &names);
}

static RdCliCause *
judge_event (const RdLogEvent *event)
{
  g_autoptr (RdDelivery) delivery = rd_delivery_new_from_event (event);
  g_autoptr (RdFailure) failure = rd_delivery_to_failure (delivery);
  RdCliCause *cause = g_new0 (RdCliCause, 1);
  RdVerdict   verdict = { 0 };

  rd_diagnosis_judge (failure, NULL, &verdict);
  cause->cause = verdict.cause;
  cause->owner = verdict.owner;
  rd_verdict_clear (&verdict);
  return cause;
}

/**
 * rd_cli_causes_judge:
 * @self: a memory of causes
 * @event: an outcome
 *
 * Finds out why a delivery failed.  What was delivered has no cause, nor has
 * other people’s mail that was refused at the door.
 *
 * Returns: (transfer none) (nullable): the cause, good until the next call
 */
const RdCliCause *
rd_cli_causes_judge (RdCliCauses      *self,
                     const RdLogEvent *event)
{
  RdCliCause *cause;

  if (event->is_inbound || (event->status != RD_LOG_FAILED && event->status != RD_LOG_EXPIRED && event->status != RD_LOG_DEFERRED))
    return NULL;
  build_key (self, event);
  cause = g_hash_table_lookup (self->known, self->key->str);
  if (cause != NULL)
    return cause;
  if (g_hash_table_size (self->known) >= MAX_KINDS)
    g_hash_table_remove_all (self->known);
  cause = judge_event (event);
  g_hash_table_insert (self->known, g_strdup (self->key->str), cause);
  return cause;
}
