/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim-check.h"

#include "rd-service.h"
#include "rd-spf-record.h"
#include "rd-text.h"

/* Names nobody gives to a key: what answers there answers everywhere. */
#define IMPROBABLE_SELECTOR "redeliver-no-such-key"

/* Selectors asked for one domain, the likely ones first.  More of them hardly
 * find more, and a whole survey should stay below a hundred questions. */
#define MAX_PROBES 56

/* Of those, names that many services use; the rest is left to the services the
 * domain is seen to use. */
#define MAX_COMMON 40

static void
probe_free (RdDkimProbe *probe)
{
  g_free (probe->selector);
  g_ptr_array_unref (probe->keys);
  g_free (probe);
}

/**
 * rd_dkim_discovery_free:
 * @self: (nullable): a discovery
 *
 * Frees @self.
 */
void
rd_dkim_discovery_free (RdDkimDiscovery *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->probes);
  g_free (self);
}

static void
add_selector (GPtrArray  *selectors,
              const char *selector)
{
  g_autofree char *name = rd_domain_normalize (selector);

  if (name != NULL && selectors->len < MAX_PROBES &&
      !g_ptr_array_find_with_equal_func (selectors, name, g_str_equal, NULL))
    g_ptr_array_add (selectors, g_steal_pointer (&name));
}

/* Selectors of signatures of the mail that are made in the name of @domain. */
static void
add_mail_selectors (GPtrArray             *selectors,
                    const RdDomainSubject *subject)
{
  g_autoptr (RdDkimMessage) message = NULL;
  const GArray *indexes;

  if (subject->mail == NULL)
    return;
  message = rd_dkim_message_new (rd_mail_get_source (subject->mail));
  indexes = rd_dkim_message_find (message, "dkim-signature");
  for (guint i = 0; indexes != NULL && i < indexes->len && i < RD_DKIM_MAX_SIGNATURES; i++)
    {
      g_autoptr (RdDkimSignature) signature = rd_dkim_signature_new (&g_array_index (message->fields, RdDkimField, g_array_index (indexes, guint, i)));

      if (signature->selector != NULL && g_strcmp0 (signature->domain, subject->domain) == 0)
        add_selector (selectors, signature->selector);
    }
}

static void
add_service_selectors (GPtrArray       *selectors,
                       const RdService *service)
{
  for (guint i = 0; service != NULL && service->selectors[i] != NULL; i++)
    add_selector (selectors, service->selectors[i]);
}

/* Names the services use that the domain is seen to receive and send with.
 * They wait for no answer: what is not known yet is added in the next run. */
static void
add_recognised_selectors (GPtrArray  *selectors,
                          RdEvidence *evidence,
                          const char *domain,
                          gboolean   *pending)
{
  const RdAnswer *mx = rd_check_ask (evidence, domain, RD_RR_MX, pending);
  const RdAnswer *txt = rd_check_ask (evidence, domain, RD_RR_TXT, pending);
  g_autoptr (RdSpfRecord) record = NULL;
  const RdRr *rr;

  for (guint i = 0; mx != NULL && i < mx->records->len && i < MAX_PROBES; i++)
    {
      rr = g_ptr_array_index (mx->records, i);
      if (rr->type == RD_RR_MX && rr->target != NULL)
        add_service_selectors (selectors, rd_service_find_for_mx (rr->target));
    }
  if (txt == NULL || rd_spf_select (txt, &rr) != RD_SPF_LOOKUP_FOUND)
    return;
  record = rd_spf_record_parse_rr (rr);
  for (guint i = 0; i < record->terms->len && i < MAX_PROBES; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->kind == RD_SPF_INCLUDE || term->kind == RD_SPF_REDIRECT)
        add_service_selectors (selectors, rd_service_find_for_spf (term->domain));
    }
}

static const RdAnswer *
ask_key (RdEvidence *evidence,
         const char *selector,
         const char *domain,
         gboolean   *pending)
{
  g_autofree char *name = g_strdup_printf ("%s._domainkey.%s", selector, domain);

  return rd_check_ask (evidence, name, RD_RR_TXT, pending);
}

static RdDkimProbe *
probe_new (const char     *selector,
           const RdAnswer *answer,
           gboolean        is_known)
{
  RdDkimProbe *probe = g_new0 (RdDkimProbe, 1);

  probe->selector = g_strdup (selector);
  probe->answer = answer;
  probe->is_known = is_known;
  probe->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dkim_key_free);
  for (guint i = 0; i < answer->records->len && probe->keys->len < 4; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);
      const char *text;
      gsize       length;

      if (rr->type != RD_RR_TXT || rr->data == NULL)
        continue;
      text = g_bytes_get_data (rr->data, &length);
      if (is_known || rd_dkim_looks_like_key (text, length))
        g_ptr_array_add (probe->keys, rd_dkim_key_parse_rr (rr));
    }
  probe->is_dangling = rd_check_is_alias (answer) && rd_answer_is_known (answer) && rd_answer_count (answer, RD_RR_TXT) == 0;
  return probe;
}

static gboolean
has_text (const RdAnswer *answer)
{
  return rd_answer_count (answer, RD_RR_TXT) > 0;
}

static RdDkimPresence
judge_presence (const RdDkimDiscovery *discovery,
                const RdAnswer        *improbable,
                guint                  n_failed)
{
  gboolean has_keys = FALSE;

  for (guint i = 0; i < discovery->probes->len; i++)
    {
      const RdDkimProbe *probe = g_ptr_array_index (discovery->probes, i);

      has_keys = has_keys || probe->keys->len > 0;
    }
  if (has_keys)
    return RD_DKIM_PRESENCE_FOUND;
  if (rd_answer_is_known (improbable) && (has_text (improbable) || rd_check_is_alias (improbable)))
    return RD_DKIM_PRESENCE_WILDCARD;
  if (!rd_answer_is_known (discovery->parent) || n_failed > 0)
    return RD_DKIM_PRESENCE_UNKNOWN;
  /* Some servers deny a name that only has names below it, so a dangling alias
   * that was found speaks against them. */
  if (discovery->parent->state == RD_ANSWER_NO_SUCH_NAME && discovery->probes->len == 0)
    return RD_DKIM_PRESENCE_NONE;
  return RD_DKIM_PRESENCE_HIDDEN;
}

static gboolean
is_same_text (const RdAnswer *a,
              const RdAnswer *b)
{
  const RdRr *first = rd_answer_nth (a, RD_RR_TXT, 0);
  const RdRr *second = rd_answer_nth (b, RD_RR_TXT, 0);

  return first != NULL && second != NULL && g_strcmp0 (first->text, second->text) == 0;
}

/* A wildcard leads every name to the same place. */
static gboolean
is_same_alias (const RdAnswer *a,
               const RdAnswer *b)
{
  const RdRr *first = rd_answer_nth (a, RD_RR_CNAME, 0);
  const RdRr *second = rd_answer_nth (b, RD_RR_CNAME, 0);

  return first != NULL && second != NULL && g_strcmp0 (first->target, second->target) == 0;
}

/**
 * rd_dkim_discover:
 * @evidence: what is known
 * @subject: what to look into
 * @discovery: (out) (transfer full): what was found, set when done; refers to
 *   answers of @evidence
 *
 * Looks for the keys of a domain: by the names that are known, by those that
 * many mail services use, and by those of the services that MX and SPF show.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dkim_discover (RdEvidence            *evidence,
                  const RdDomainSubject *subject,
                  RdDkimDiscovery      **discovery)
{
  g_autoptr (RdDkimDiscovery) result = g_new0 (RdDkimDiscovery, 1);
  g_autoptr (GPtrArray) selectors = g_ptr_array_new_with_free_func (g_free);
  const char *const *common;
  const RdAnswer    *improbable;
  gboolean           pending = FALSE;
  guint              n_known;
  guint              n_failed = 0;

  result->probes = g_ptr_array_new_with_free_func ((GDestroyNotify) probe_free);
  for (guint i = 0; subject->selectors != NULL && subject->selectors[i] != NULL; i++)
    add_selector (selectors, subject->selectors[i]);
  add_mail_selectors (selectors, subject);
  n_known = selectors->len;
  common = rd_service_get_common_selectors ();
  for (guint i = 0; common[i] != NULL && i < MAX_COMMON; i++)
    add_selector (selectors, common[i]);
  add_recognised_selectors (selectors, evidence, subject->domain, &pending);

  result->parent = rd_check_ask_below (evidence, "_domainkey", subject->domain, RD_RR_TXT, &pending);
  improbable = ask_key (evidence, IMPROBABLE_SELECTOR, subject->domain, &pending);
  for (guint i = 0; i < selectors->len; i++)
    {
      const char     *selector = g_ptr_array_index (selectors, i);
      const RdAnswer *answer = ask_key (evidence, selector, subject->domain, &pending);
      RdDkimProbe    *probe;

      if (answer == NULL || improbable == NULL)
        continue;
      n_failed += rd_answer_is_known (answer) ? 0 : 1;
      if (i >= n_known && (is_same_text (answer, improbable) || is_same_alias (answer, improbable) || (!has_text (answer) && !rd_check_is_alias (answer))))
        continue;
      probe = probe_new (selector, answer, i < n_known);
      for (guint k = 0; k < probe->keys->len; k++)
        result->has_usable = result->has_usable || rd_dkim_key_is_usable (g_ptr_array_index (probe->keys, k));
      if (probe->is_known || probe->keys->len > 0 || probe->is_dangling)
        g_ptr_array_add (result->probes, probe);
      else
        probe_free (probe);
    }
  if (pending)
    return RD_CHECK_PENDING;
  result->presence = judge_presence (result, improbable, n_failed);
  *discovery = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}
