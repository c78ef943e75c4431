/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mx-set"

#include "config.h"

#include "rd-mx-set.h"

#include <string.h>

#include "rd-check.h"

static void
mx_host_free (RdMxHost *host)
{
  g_free (host->name);
  g_array_unref (host->addresses);
  g_free (host);
}

/**
 * rd_mx_set_free:
 * @self: (nullable): a set
 *
 * Frees @self.
 */
void
rd_mx_set_free (RdMxSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

static int
compare_hosts (gconstpointer a,
               gconstpointer b)
{
  const RdMxHost *first = *(RdMxHost *const *) a;
  const RdMxHost *second = *(RdMxHost *const *) b;

  if (first->preference != second->preference)
    return first->preference < second->preference ? -1 : 1;
  return strcmp (first->name, second->name);
}

static void
add_host (RdMxSet    *self,
          const char *name,
          guint       preference)
{
  RdMxHost *host = g_new0 (RdMxHost, 1);
  RdIp      address;

  host->name = g_strdup (name);
  host->preference = preference;
  host->addresses = g_array_new (FALSE, FALSE, sizeof (RdIp));
  host->is_address = rd_ip_parse (name, &address);
  g_ptr_array_add (self->hosts, host);
}

static void
add_addresses (RdMxHost       *host,
               const RdAnswer *answer,
               guint16         rr_type)
{
  for (guint i = 0; i < rd_answer_count (answer, rr_type); i++)
    g_array_append_val (host->addresses, rd_answer_nth (answer, rr_type, i)->address);
}

/* Returns whether all answers are there. */
static gboolean
look_up_host (RdEvidence *evidence,
              RdMxHost   *host)
{
  gboolean pending = FALSE;

  if (host->is_address || host->name[0] == '\0')
    return TRUE;
  host->a = rd_check_ask (evidence, host->name, RD_RR_A, &pending);
  host->aaaa = rd_check_ask (evidence, host->name, RD_RR_AAAA, &pending);
  if (host->a == NULL || host->aaaa == NULL)
    return FALSE;
  add_addresses (host, host->a, RD_RR_A);
  add_addresses (host, host->aaaa, RD_RR_AAAA);
  host->is_alias = rd_check_is_alias (host->a) || rd_check_is_alias (host->aaaa);
  host->failed = host->addresses->len == 0 && (!rd_answer_is_known (host->a) || !rd_answer_is_known (host->aaaa));
  return TRUE;
}

/**
 * rd_mx_set_read:
 * @evidence: where to ask
 * @domain: a normalized domain
 * @set: (out) (transfer full): the servers, written when done
 *
 * Finds the mail servers of @domain and their addresses.  A domain without MX
 * but with an address is its own server (RFC 5321 section 5.1).  If the MX
 * could not be looked up, the set is empty and rd_answer_is_known() of its
 * answer tells.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_mx_set_read (RdEvidence *evidence,
                const char *domain,
                RdMxSet   **set)
{
  g_autoptr (RdMxSet) self = NULL;
  const RdAnswer *answer;
  gboolean        complete = TRUE;
  guint           n_wanted;

  g_return_val_if_fail (evidence != NULL, RD_CHECK_DONE);
  g_return_val_if_fail (domain != NULL, RD_CHECK_DONE);
  g_return_val_if_fail (set != NULL, RD_CHECK_DONE);

  answer = rd_evidence_ask_dns (evidence, domain, RD_RR_MX);
  if (answer == NULL)
    return RD_CHECK_PENDING;

  self = g_new0 (RdMxSet, 1);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_host_free);
  self->answer = answer;
  self->n_published = rd_answer_count (answer, RD_RR_MX);
  for (guint i = 0; i < self->n_published; i++)
    {
      const RdRr *rr = rd_answer_nth (answer, RD_RR_MX, i);

      self->has_null = self->has_null || rr->target[0] == '\0';
      add_host (self, rr->target, rr->preference);
    }
  self->is_implicit = self->n_published == 0 && answer->state == RD_ANSWER_NO_DATA;
  if (self->is_implicit)
    add_host (self, domain, 0);

  g_ptr_array_sort (self->hosts, compare_hosts);
  n_wanted = MIN (self->hosts->len, RD_MX_MAX_HOSTS);
  g_ptr_array_set_size (self->hosts, (int) n_wanted);
  for (guint i = 0; i < n_wanted; i++)
    {
      if (!look_up_host (evidence, g_ptr_array_index (self->hosts, i)))
        complete = FALSE;
    }
  if (!complete)
    return RD_CHECK_PENDING;

  *set = g_steal_pointer (&self);
  return RD_CHECK_DONE;
}

/**
 * rd_mx_set_has_failed:
 * @self: a set
 *
 * Tells whether the servers are not known because a question went unanswered.
 *
 * Returns: whether the MX, or the addresses of every server, could not be looked up
 */
gboolean
rd_mx_set_has_failed (const RdMxSet *self)
{
  gboolean any_failed = FALSE;

  g_return_val_if_fail (self != NULL, TRUE);

  if (!rd_answer_is_known (self->answer))
    return TRUE;
  for (guint i = 0; i < self->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (self->hosts, i);

      if (host->addresses->len > 0)
        return FALSE;
      any_failed = any_failed || host->failed;
    }
  return any_failed;
}

/**
 * rd_mx_set_count_addresses:
 * @self: a set
 *
 * Counts the different addresses of all servers.
 *
 * Returns: how many there are
 */
guint
rd_mx_set_count_addresses (const RdMxSet *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (self->hosts, i);

      for (guint j = 0; j < host->addresses->len; j++)
        g_hash_table_add (seen, rd_ip_to_string (&g_array_index (host->addresses, RdIp, j)));
    }
  return g_hash_table_size (seen);
}
