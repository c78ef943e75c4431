/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dmarc"

#include "config.h"

#include "rd-dmarc.h"

#include <string.h>

#include "rd-org-domain.h"

/* Which record of which domain counts for a sender: the tree walk of RFC 9989 section
 * 4.10, and beside it the way of RFC 7489 with its list of public suffixes, which many
 * receivers still go.  Where the two differ, people are told. */

static void
stop_free (RdDmarcStop *stop)
{
  g_free (stop->domain);
  rd_dmarc_record_free (stop->record);
  g_free (stop);
}

/**
 * rd_dmarc_walk_free:
 * @self: (nullable): a walk
 *
 * Frees @self.
 */
void
rd_dmarc_walk_free (RdDmarcWalk *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->stops);
  g_free (self->org_domain);
  g_free (self);
}

static guint
count_labels (const char *name)
{
  guint n = 1;

  for (const char *p = name; *p != '\0'; p++)
    n += *p == '.';
  return n;
}

static const char *
parent_of (const char *name)
{
  const char *dot = strchr (name, '.');

  return dot != NULL ? dot + 1 : NULL;
}

/* The name the walk goes to after @name: one label up, but from a name of
 * eight labels and more right to the one of seven. */
static const char *
next_in_walk (const char *name)
{
  const char *next = parent_of (name);

  while (next != NULL && count_labels (next) >= RD_DMARC_MAX_WALK)
    next = parent_of (next);
  return next;
}

static const RdAnswer *
ask_dmarc (RdEvidence *evidence,
           const char *domain)
{
  g_autofree char *name = g_strdup_printf ("_dmarc.%s", domain);

  return rd_evidence_ask_dns (evidence, name, RD_RR_TXT);
}

/* Whether the walk ends at @stop (RFC 9989 section 4.10, steps 2 and 7). */
static gboolean
ends_walk (const RdDmarcStop *stop,
           gboolean           is_start)
{
  if (stop->record == NULL)
    return FALSE;
  return stop->record->psd == RD_DMARC_PSD_NO || (stop->record->psd == RD_DMARC_PSD_YES && !is_start);
}

/* The organizational domain by RFC 9989 section 4.10.2. */
static char *
select_org_domain (const RdDmarcWalk *walk,
                   const char        *start)
{
  const char *org_domain = start;

  for (guint i = 0; i < walk->stops->len; i++)
    {
      const RdDmarcStop *stop = g_ptr_array_index (walk->stops, i);

      if (stop->record == NULL)
        continue;
      if (stop->record->psd == RD_DMARC_PSD_NO)
        return g_strdup (stop->domain);
      if (stop->record->psd == RD_DMARC_PSD_YES && i > 0)
        {
          const char *below = start;

          for (const char *up = parent_of (below); up != NULL && strcmp (up, stop->domain) != 0; up = parent_of (up))
            below = up;
          return g_strdup (below);
        }
      org_domain = stop->domain;
    }
  return g_strdup (org_domain);
}

/**
 * rd_dmarc_walk:
 * @evidence: what is known
 * @domain: normalized name to start at
 * @walk: (out) (transfer full): the walk, set when done
 *
 * Walks the tree from @domain upward (RFC 9989 section 4.10).  All names are
 * asked for at once; those above the end of the walk do not count.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_walk (RdEvidence   *evidence,
               const char   *domain,
               RdDmarcWalk **walk)
{
  g_autoptr (RdDmarcWalk) result = g_new0 (RdDmarcWalk, 1);
  gboolean is_pending = FALSE;
  gboolean has_ended = FALSE;

  g_return_val_if_fail (evidence != NULL && domain != NULL && walk != NULL, RD_CHECK_DONE);

  result->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) stop_free);
  for (const char *name = domain; name != NULL && !has_ended; name = next_in_walk (name))
    {
      const RdAnswer *answer = ask_dmarc (evidence, name);
      RdDmarcStop    *stop;

      if (answer == NULL)
        {
          is_pending = TRUE;
          continue;
        }
      stop = g_new0 (RdDmarcStop, 1);
      stop->domain = g_strdup (name);
      stop->answer_id = answer->id;
      stop->lookup = rd_dmarc_select (answer, &stop->record);
      g_ptr_array_add (result->stops, stop);
      result->has_records = result->has_records || stop->record != NULL;
      result->failed = result->failed || stop->lookup == RD_DMARC_LOOKUP_ERROR;
      /* What a name still open says may end the walk earlier, never later. */
      has_ended = ends_walk (stop, name == domain);
    }
  if (is_pending)
    return RD_CHECK_PENDING;
  result->org_domain = select_org_domain (result, domain);
  *walk = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}

/**
 * rd_dmarc_walk_find:
 * @self: a walk
 * @domain: a name
 *
 * What the walk saw at @domain.
 *
 * Returns: (nullable) (transfer none): the stop
 */
const RdDmarcStop *
rd_dmarc_walk_find (const RdDmarcWalk *self,
                    const char        *domain)
{
  g_return_val_if_fail (self != NULL && domain != NULL, NULL);

  for (guint i = 0; i < self->stops->len; i++)
    {
      const RdDmarcStop *stop = g_ptr_array_index (self->stops, i);

      if (strcmp (stop->domain, domain) == 0)
        return stop;
    }
  return NULL;
}

/**
 * rd_dmarc_discovery_free:
 * @self: (nullable): a discovery
 *
 * Frees @self.
 */
void
rd_dmarc_discovery_free (RdDmarcDiscovery *self)
{
  if (self == NULL)
    return;
  rd_dmarc_walk_free (self->walk);
  g_free (self);
}

/* NXDOMAIN means that there is no such name, unless it is the end of an alias
 * that stands at the name itself. */
static gboolean
name_exists (const RdAnswer *answer)
{
  return answer->state != RD_ANSWER_NO_SUCH_NAME || rd_answer_count (answer, RD_RR_CNAME) > 0;
}

/* The record that applies: the domain's own, else the organization's, else
 * that of the public suffix above it (RFC 9989 section 4.10.1). */
static const RdDmarcStop *
select_stop (const RdDmarcWalk *walk,
             const char        *domain)
{
  const RdDmarcStop *stop = rd_dmarc_walk_find (walk, domain);

  if (stop != NULL && stop->record != NULL)
    return stop;
  stop = rd_dmarc_walk_find (walk, walk->org_domain);
  if (stop != NULL && stop->record != NULL)
    return stop;
  for (guint i = 1; i < walk->stops->len; i++)
    {
      stop = g_ptr_array_index (walk->stops, i);
      if (stop->record != NULL && stop->record->psd == RD_DMARC_PSD_YES)
        return stop;
    }
  return NULL;
}

/**
 * rd_dmarc_discover:
 * @evidence: what is known
 * @domain: normalized author domain
 * @discovery: (out) (transfer full): what applies, set when done
 *
 * Finds the policy for mail from @domain (RFC 9989 section 4.10.1).
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_discover (RdEvidence        *evidence,
                   const char        *domain,
                   RdDmarcDiscovery **discovery)
{
  g_autoptr (RdDmarcDiscovery) result = g_new0 (RdDmarcDiscovery, 1);
  const RdAnswer    *address;
  const RdDmarcStop *stop;

  g_return_val_if_fail (evidence != NULL && domain != NULL && discovery != NULL, RD_CHECK_DONE);

  address = rd_evidence_ask_dns (evidence, domain, RD_RR_A);
  if (rd_dmarc_walk (evidence, domain, &result->walk) == RD_CHECK_PENDING || address == NULL)
    return RD_CHECK_PENDING;
  result->exists = name_exists (address);
  stop = select_stop (result->walk, domain);
  result->is_own = stop != NULL && strcmp (stop->domain, domain) == 0;
  result->failed = result->walk->failed && !result->is_own;
  if (stop != NULL && rd_dmarc_record_is_usable (stop->record) && !result->failed)
    {
      result->record = stop->record;
      result->record_at = stop->domain;
      result->policy = rd_dmarc_record_get_policy (stop->record, result->is_own, result->exists);
      if (stop->record->is_testing)
        result->policy = rd_dmarc_policy_soften (result->policy);
    }
  *discovery = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}

/**
 * rd_dmarc_classic_free:
 * @self: (nullable): a classic view
 *
 * Frees @self.
 */
void
rd_dmarc_classic_free (RdDmarcClassic *self)
{
  if (self == NULL)
    return;
  g_free (self->org_domain);
  g_free (self->record_at);
  g_free (self);
}

/**
 * rd_dmarc_discover_classic:
 * @evidence: what is known
 * @domain: normalized author domain
 * @classic: (out) (transfer full): what applies, set when done
 *
 * Finds the policy for mail from @domain as RFC 7489 section 6.6.3 did.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_discover_classic (RdEvidence      *evidence,
                           const char      *domain,
                           RdDmarcClassic **classic)
{
  g_autoptr (RdDmarcClassic) result = g_new0 (RdDmarcClassic, 1);
  const char *names[2] = { domain, NULL };
  gboolean    is_pending = FALSE;

  g_return_val_if_fail (evidence != NULL && domain != NULL && classic != NULL, RD_CHECK_DONE);

  result->org_domain = rd_org_domain_dup (domain);
  result->pct = 100;
  if (g_strcmp0 (result->org_domain, domain) != 0)
    names[1] = result->org_domain;
  for (guint i = 0; i < G_N_ELEMENTS (names) && names[i] != NULL && result->record_at == NULL; i++)
    {
      g_autoptr (RdDmarcRecord) record = NULL;
      const RdAnswer *answer = ask_dmarc (evidence, names[i]);

      if (answer == NULL)
        {
          is_pending = TRUE;
          continue;
        }
      switch (rd_dmarc_select (answer, &record))
        {
        case RD_DMARC_LOOKUP_FOUND:
          result->record_at = g_strdup (names[i]);
          if (rd_dmarc_record_is_usable (record))
            result->policy = rd_dmarc_record_get_policy (record, i == 0, TRUE);
          if (record->pct >= 0)
            result->pct = record->pct;
          break;
        case RD_DMARC_LOOKUP_ERROR:
          result->failed = TRUE;
          break;
        case RD_DMARC_LOOKUP_NONE:
        case RD_DMARC_LOOKUP_MULTIPLE:
        default:
          break;
        }
    }
  if (is_pending)
    return RD_CHECK_PENDING;
  *classic = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}

/**
 * rd_dmarc_same_organization:
 * @evidence: what is known
 * @a: a normalized name
 * @b: another one
 * @same: (out): whether both have one organizational domain
 * @failed: (out): whether it could not be found out
 *
 * Relaxed alignment (RFC 9989 section 4.4).  Both walks are asked at once.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_same_organization (RdEvidence *evidence,
                            const char *a,
                            const char *b,
                            gboolean   *same,
                            gboolean   *failed)
{
  g_autoptr (RdDmarcWalk) walk_a = NULL;
  g_autoptr (RdDmarcWalk) walk_b = NULL;
  RdCheckStatus status_a;
  RdCheckStatus status_b;

  *failed = FALSE;
  *same = strcmp (a, b) == 0;
  if (*same)
    return RD_CHECK_DONE;
  status_a = rd_dmarc_walk (evidence, a, &walk_a);
  status_b = rd_dmarc_walk (evidence, b, &walk_b);
  if (status_a == RD_CHECK_PENDING || status_b == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  *same = strcmp (walk_a->org_domain, walk_b->org_domain) == 0;
  *failed = !*same && (walk_a->failed || walk_b->failed);
  return RD_CHECK_DONE;
}
