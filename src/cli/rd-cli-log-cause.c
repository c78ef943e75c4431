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

/* Whether a word says who and when, not what. */
static gboolean
is_particular (const char *word,
               gsize       length)
{
  gboolean has_digit = FALSE;

  if (memchr (word, '@', length) != NULL || is_address_of_ip (word, length))
    return TRUE;
  if (length < MIN_ID_LENGTH || memchr (word, '.', length) != NULL)
    return FALSE;
  for (gsize i = 0; i < length && !has_digit; i++)
    has_digit = g_ascii_isdigit (word[i]);
  return has_digit;
}

/* Names of one delivery, which its words may repeat. */
typedef struct
{
  const char *host;   /* (nullable) */
  const char *domain; /* (nullable): of the recipient */
} Names;

static gboolean
is_name (const char *word,
         gsize       length,
         const char *name)
{
  return name != NULL && strncmp (word, name, length) == 0 && name[length] == '\0';
}

/* The words without what is particular to one reply. */
static void
append_kind (GString     *key,
             const char  *text,
             const Names *names)
{
  const char *p = text;

  while (*p != '\0')
    {
      const char *start = p;
      gsize       length;

      while (*p != '\0' && is_word_character (*p))
        p++;
      length = (gsize) (p - start);
      if (length > 0 && (is_particular (start, length) || is_name (start, length, names->host) || is_name (start, length, names->domain)))
        g_string_append_c (key, '#');
      else
        g_string_append_len (key, start, p - start);
      if (*p != '\0')
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
append_name (GHashTable *known,
             GString    *key,
             const char *name,
             char *(*describe) (const char *name))
{
  const char *description;

  g_string_append_c (key, name != NULL ? '=' : '-');
  if (name == NULL)
    return;
  description = g_hash_table_lookup (known, name);
  if (description == NULL)
    {
      char *made = describe (name);

      if (g_hash_table_size (known) >= MAX_KINDS)
        g_hash_table_remove_all (known);
      g_hash_table_insert (known, g_strdup (name), made);
      description = made;
    }
  g_string_append (key, description);
}

/* All that can have a say in the verdict. */
static void
build_key (RdCliCauses      *self,
           const RdDelivery *delivery)
{
  GString    *key = self->key;
  const char *text = delivery->last_text != NULL ? delivery->last_text : delivery->text;
  const char *at = delivery->recipient != NULL ? strrchr (delivery->recipient, '@') : NULL;
  Names       names = { delivery->remote_host, at != NULL ? at + 1 : NULL };

  if (names.host == NULL)
    names.host = delivery->last_host;
  g_string_truncate (key, 0);
  g_string_append_c (key, (char) ('a' + delivery->status));
  g_string_append_c (key, (char) ('a' + delivery->phase));
  g_string_append_c (key, delivery->is_host_down ? '!' : '.');
  g_string_append (key, delivery->dsn != NULL ? delivery->dsn : "");
  append_name (self->hosts, key, names.host, describe_host);
  append_name (self->domains, key, names.domain, describe_domain);
  g_string_append_c (key, ' ');
  append_kind (key, text != NULL ? text : "", &names);
}

/**
 * rd_cli_causes_judge:
 * @self: a memory of causes
 * @delivery: a delivery
 *
 * Finds out why a delivery failed.  What was delivered has no cause, nor has
 * other people’s mail that was refused at the door.
 *
 * Returns: (transfer none) (nullable): the cause, good until the next call
 */
const RdCliCause *
rd_cli_causes_judge (RdCliCauses      *self,
                     const RdDelivery *delivery)
{
  g_autoptr (RdFailure) failure = NULL;
  RdVerdict   verdict = { 0 };
  RdCliCause *cause;

  if (delivery->is_inbound || (delivery->status != RD_LOG_FAILED && delivery->status != RD_LOG_EXPIRED && delivery->status != RD_LOG_DEFERRED))
    return NULL;
  build_key (self, delivery);
  cause = g_hash_table_lookup (self->known, self->key->str);
  if (cause != NULL)
    return cause;

  failure = rd_delivery_to_failure (delivery);
  rd_diagnosis_judge (failure, NULL, &verdict);
  cause = g_new0 (RdCliCause, 1);
  cause->cause = verdict.cause;
  cause->owner = verdict.owner;
  rd_verdict_clear (&verdict);
  if (g_hash_table_size (self->known) >= MAX_KINDS)
    g_hash_table_remove_all (self->known);
  g_hash_table_insert (self->known, g_strdup (self->key->str), cause);
  return cause;
}
