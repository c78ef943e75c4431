/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"
#include "rd-text.h"

/**
 * rd_provider_find:
 * @id: id of a provider
 *
 * Looks a provider up.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const RdProvider *
rd_provider_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < rd_table_providers_n; i++)
    {
      if (strcmp (rd_table_providers[i].id, id) == 0)
        return &rd_table_providers[i];
    }
  return NULL;
}

/**
 * rd_provider_nth:
 * @index: a number below rd_provider_get_n()
 *
 * One of all providers.
 *
 * Returns: (transfer none): the provider
 */
const RdProvider *
rd_provider_nth (guint index)
{
  g_return_val_if_fail (index < rd_table_providers_n, NULL);

  return &rd_table_providers[index];
}

/**
 * rd_provider_get_n:
 *
 * The number of providers.
 *
 * Returns: the number
 */
guint
rd_provider_get_n (void)
{
  return rd_table_providers_n;
}

/* A pattern with a leading dot stands for the domain and the hosts below it. */
static gboolean
host_fits (const char *host,
           gsize       host_length,
           const char *pattern,
           gsize       length)
{
  if (*pattern != '.' || host_length < length)
    return strcmp (host, *pattern == '.' ? pattern + 1 : pattern) == 0;
  return memcmp (host + host_length - length, pattern, length) == 0;
}

/**
 * rd_provider_find_for_host:
 * @host: name of the host that refused
 *
 * The provider that runs @host.  The longest fitting name decides, so that a
 * customer with hosts of its own at a larger provider is told apart.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const RdProvider *
rd_provider_find_for_host (const char *host)
{
  g_autofree char  *name = NULL;
  const RdProvider *found = NULL;
  gsize             name_length;
  gsize             longest = 0;

  g_return_val_if_fail (host != NULL, NULL);

  name = rd_domain_normalize (host);
  if (name == NULL)
    return NULL;
  name_length = strlen (name);
  for (guint i = 0; i < rd_table_providers_n; i++)
    {
      for (const char *const *mx = rd_table_providers[i].mx; *mx != NULL; mx++)
        {
          gsize length = strlen (*mx);

          if (length > longest && host_fits (name, name_length, *mx, length))
            {
              found = &rd_table_providers[i];
              longest = length;
            }
        }
    }
  return found;
}

/**
 * rd_provider_find_for_domain:
 * @domain: domain of a recipient
 *
 * The provider whose own customers have addresses in @domain.  Only a guess at
 * who refused: such domains move between providers.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const RdProvider *
rd_provider_find_for_domain (const char *domain)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (domain != NULL, NULL);

  name = rd_domain_normalize (domain);
  if (name == NULL)
    return NULL;
  for (guint i = 0; i < rd_table_providers_n; i++)
    {
      if (g_strv_contains (rd_table_providers[i].domains, name))
        return &rd_table_providers[i];
    }
  return NULL;
}

/* Part of an address: whoever has it may have written to anybody. */
static gboolean
is_in_address (const char *text,
               gsize       start,
               gsize       end)
{
  while (start > 0 && (g_ascii_isalnum (text[start - 1]) || strchr (".-_+", text[start - 1]) != NULL))
    start--;
  while (g_ascii_isalnum (text[end]) || (text[end] != '\0' && strchr (".-_+", text[end]) != NULL))
    end++;
  return (start > 0 && text[start - 1] == '@') || text[end] == '@';
}

/**
 * _rd_signature_stands:
 * @text: a reply as phrases are compared with it
 * @start: where the signature of a provider begins in it
 * @end: where it ends
 *
 * “protonix” is not signed “proton”, and “<jo@yandex.example>” not by who refused.
 *
 * Returns: whether the signature speaks for its provider
 */
gboolean
_rd_signature_stands (const char *text,
                      gsize       start,
                      gsize       end)
{
  if (start > 0 && g_ascii_isalnum (text[start]) && g_ascii_isalnum (text[start - 1]))
    return FALSE;
  return !is_in_address (text, start, end);
}

typedef struct
{
  const char       *text;
  const RdProvider *provider;
  gsize             longest;
} SignatureSearch;

static void
signature_cb (guint    piece,
              gsize    end,
              gpointer user_data)
{
  SignatureSearch *search = user_data;
  gsize            length = rd_table_piece_length[piece];

  for (guint i = rd_table_first_use[piece]; i < rd_table_first_use[piece + 1]; i++)
    {
      if (rd_table_uses[i].kind != RD_USE_SIGNATURE || length <= search->longest || !_rd_signature_stands (search->text, end - length, end))
        continue;
      search->provider = &rd_table_providers[rd_table_uses[i].target];
      search->longest = length;
    }
}

/**
 * rd_provider_find_in_text:
 * @text: a server's reply
 *
 * The provider that gives itself away by the words it uses; the longest such
 * piece of text decides.  A guess.
 *
 * Returns: (transfer none) (nullable): the provider
 */
const RdProvider *
rd_provider_find_in_text (const char *text)
{
  g_auto (RdNormalText) normal = { 0 };
  SignatureSearch search = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  _rd_normal_text_init (&normal, text, strlen (text));
  search.text = normal.text;
  _rd_automaton_scan (normal.text, normal.length, signature_cb, &search);
  return search.provider;
}
