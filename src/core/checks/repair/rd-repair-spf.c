/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-spf"

#include "config.h"

#include "rd-repair-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-repair-spf-terms.h"
#include "rd-repair-text.h"
#include "rd-spf.h"

/* An address no record lists on purpose (RFC 1112 section 4): for it the whole
 * record is gone through, so that every fault in it shows. */
#define UNLISTED_ADDRESS "240.0.0.1"

/* Published records that are merged; a domain with more has other troubles. */
#define MAX_RECORDS 10

static void
work_clear (RdSpfWork *work)
{
  g_clear_pointer (&work->texts, g_ptr_array_unref);
  g_clear_pointer (&work->records, g_ptr_array_unref);
  g_clear_pointer (&work->old_terms, g_hash_table_unref);
  g_clear_pointer (&work->draft, rd_spf_draft_free);
  g_clear_pointer (&work->repair, rd_spf_repair_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdSpfWork, work_clear)

/**
 * rd_spf_repair_free:
 * @self: (nullable): a repair
 *
 * Frees @self.
 */
void
rd_spf_repair_free (RdSpfRepair *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->record, rd_record_free);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->advice);
  g_free (self);
}

static RdSpfRepair *
repair_new (void)
{
  RdSpfRepair *repair = g_new0 (RdSpfRepair, 1);

  repair->kept = g_ptr_array_new_with_free_func (g_free);
  repair->added = g_ptr_array_new_with_free_func (g_free);
  repair->removed = g_ptr_array_new_with_free_func (g_free);
  repair->notes = g_ptr_array_new_with_free_func (g_free);
  repair->advice = g_ptr_array_new_with_free_func (g_free);
  return repair;
}

/**
 * _rd_repair_spf_note:
 * @work: a correction under way
 * @text: (transfer full): a whole sentence, translated
 *
 * Notes what is to be said about the correction.
 */
void
_rd_repair_spf_note (RdSpfWork *work,
                     char      *text)
{
  g_ptr_array_add (work->repair->notes, text);
}

/* --- What is published ---------------------------------------------------- */

static void
read_records (RdSpfWork *work)
{
  for (guint i = 0; i < rd_answer_count (work->answer, RD_RR_TXT) && work->texts->len < MAX_RECORDS; i++)
    {
      g_autofree char *text = rd_check_dup_txt (rd_answer_nth (work->answer, RD_RR_TXT, i));
      RdSpfRecord     *record;

      if (!rd_repair_spf_looks_like_record (text))
        continue;
      record = rd_repair_spf_correct (text, work->repair->notes);
      rd_spf_draft_add_record (work->draft, record);
      g_ptr_array_add (work->records, record);
      g_ptr_array_add (work->texts, g_steal_pointer (&text));
    }
  for (guint i = 0; i < work->draft->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (work->draft->terms, i);

      g_hash_table_add (work->old_terms, g_strdup (term->text));
    }
}

/* --- "all" and "redirect" -------------------------------------------------- */

/* What the record a redirect leads to says about all others. */
static RdSpfResult
policy_of_target (RdSpfWork  *work,
                  const char *target)
{
  const RdAnswer *answer = rd_check_ask (work->evidence, target, RD_RR_TXT, &work->pending);
  const RdRr     *rr = NULL;
  g_autoptr (RdSpfRecord) record = NULL;

  if (answer == NULL || rd_spf_select (answer, &rr) != RD_SPF_LOOKUP_FOUND)
    return RD_SPF_SOFTFAIL;
  record = rd_spf_record_parse_rr (rr);
  return record->all != NULL && record->all->qualifier == RD_SPF_FAIL ? RD_SPF_FAIL : RD_SPF_SOFTFAIL;
}

static gboolean
any_record_has_all (const RdSpfWork *work)
{
  for (guint i = 0; i < work->records->len; i++)
    {
      const RdSpfRecord *record = g_ptr_array_index (work->records, i);

      if (record->all != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The strict end stays only if every record had it. */
static gboolean
all_records_fail (const RdSpfWork *work)
{
  for (guint i = 0; i < work->records->len; i++)
    {
      const RdSpfRecord *record = g_ptr_array_index (work->records, i);

      if (record->all == NULL || record->all->qualifier != RD_SPF_FAIL)
        return FALSE;
    }
  return work->records->len > 0;
}

static void
note_old_all (RdSpfWork *work)
{
  for (guint i = 0; i < work->records->len; i++)
    {
      const RdSpfRecord *record = g_ptr_array_index (work->records, i);

      if (record->all == NULL)
        _rd_repair_spf_note (work, g_strdup (_ ("“~all” is added at the end: mail from servers that are not listed is to be treated with suspicion.")));
      else if (record->all->qualifier == RD_SPF_PASS)
        _rd_repair_spf_note (work, g_strdup (_ ("“+all” allowed the entire internet to send as you; “~all” takes its place.")));
      else if (record->all->qualifier == RD_SPF_NEUTRAL)
        _rd_repair_spf_note (work, g_strdup (_ ("“?all” says nothing about other servers; “~all” takes its place.")));
    }
  if (work->records->len > 1 && !all_records_fail (work))
    _rd_repair_spf_note (work, g_strdup (_ ("The milder end “~all” is taken until it is sure that all your senders are listed.")));
}

static void
note_all_moved (RdSpfWork *work)
{
  for (guint i = 0; i < work->records->len; i++)
    {
      const RdSpfRecord *record = g_ptr_array_index (work->records, i);

      for (guint j = 0; j < record->terms->len; j++)
        {
          const RdSpfTerm *term = g_ptr_array_index (record->terms, j);

          if (record->all != NULL && term->offset > record->all->offset && term->kind != RD_SPF_REDIRECT &&
              term->kind != RD_SPF_EXP && term->kind != RD_SPF_MODIFIER)
            {
              _rd_repair_spf_note (work, g_strdup (_ ("“all” moves to the end, so that what stood behind it counts.")));
              return;
            }
        }
    }
}

static void
decide_end (RdSpfWork *work)
{
  RdSpfDraft *draft = work->draft;

  if (draft->redirect != NULL && !any_record_has_all (work) && work->records->len == 1)
    return;
  if (draft->redirect != NULL && !any_record_has_all (work))
    {
      g_autofree char *include = g_strdup_printf ("include:%s", draft->redirect);

      draft->all = policy_of_target (work, draft->redirect);
      rd_spf_draft_add_text (draft, include);
      _rd_repair_spf_note (work, g_strdup_printf (_ ("“redirect=%s” cannot stand in a merged record; “%s” does the same."), draft->redirect, include));
      return;
    }
  if (draft->redirect != NULL)
    _rd_repair_spf_note (work, g_strdup_printf (_ ("“redirect=%s” was never used, because “all” stands in the record; it goes."), draft->redirect));
  draft->all = all_records_fail (work) ? RD_SPF_FAIL : RD_SPF_SOFTFAIL;
  note_old_all (work);
  note_all_moved (work);
}

/* --- Proof ---------------------------------------------------------------------- */

/* The evidence as it would be with the corrected record published. */
static RdEvidence *
dup_edited (const RdSpfWork *work,
            const char      *value)
{
  RdEvidence *edited = rd_evidence_copy (work->evidence);
  g_autoptr (RdQuestion) question = rd_question_dns (work->domain, RD_RR_TXT);
  g_autofree char *quoted = NULL;
  RdAnswer        *answer = rd_answer_new (question, RD_ANSWER_FOUND);

  for (guint i = 0; i < rd_answer_count (work->answer, RD_RR_TXT); i++)
    {
      const RdRr      *rr = rd_answer_nth (work->answer, RD_RR_TXT, i);
      g_autofree char *text = rd_check_dup_txt (rr);

      if (!rd_repair_spf_looks_like_record (text))
        g_ptr_array_add (answer->records, rd_rr_copy (rr));
    }
  quoted = rd_repair_dup_form (value, RD_TXT_PIECES);
  g_ptr_array_add (answer->records, rd_rr_new_from_text (work->domain, RD_RR_TXT, 3600, quoted));
  rd_evidence_put (edited, answer);
  return edited;
}

static RdSpfResult
evaluate (RdSpfWork  *work,
          RdEvidence *edited,
          const RdIp *ip,
          guint      *lookups)
{
  g_autofree char *sender = g_strdup_printf ("postmaster@%s", work->domain);
  RdSpfQuery       query = { .ip = *ip, .helo = work->domain, .mail_from = sender };
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (GPtrArray) open = NULL;

  if (rd_spf_check_host (edited, &query, &evaluation) == RD_CHECK_DONE)
    {
      *lookups = evaluation->lookups;
      return evaluation->result;
    }
  /* What the corrected record needs to know is asked for the real evidence. */
  open = rd_evidence_steal_open (edited);
  for (guint i = 0; i < open->len; i++)
    rd_evidence_ask (work->evidence, rd_question_ref (g_ptr_array_index (open, i)));
  work->pending = TRUE;
  return RD_SPF_TEMPERROR;
}

static gboolean
passes (RdSpfWork  *work,
        RdEvidence *edited,
        const RdIp *ip)
{
  guint lookups;

  return evaluate (work, edited, ip, &lookups) == RD_SPF_PASS;
}

/* Without an error for a server that is not listed, and a pass for every
 * address that was listed and for those that were wished for. */
static gboolean
prove (RdSpfWork  *work,
       const char *value)
{
  g_autoptr (RdEvidence) edited = dup_edited (work, value);
  const GArray *ips = work->wishes != NULL ? work->wishes->ips : NULL;
  gboolean      is_proven;
  RdSpfResult   result;
  RdIp          unlisted;

  if (!rd_ip_parse (UNLISTED_ADDRESS, &unlisted))
    return FALSE;
  result = evaluate (work, edited, &unlisted, &work->repair->lookups);
  is_proven = result == RD_SPF_FAIL || result == RD_SPF_SOFTFAIL || (work->draft->redirect != NULL && result == RD_SPF_NEUTRAL);
  for (guint i = 0; is_proven && ips != NULL && i < ips->len; i++)
    is_proven = !rd_ip_is_public (&g_array_index (ips, RdIp, i)) || passes (work, edited, &g_array_index (ips, RdIp, i));
  for (guint i = 0; is_proven && i < work->draft->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (work->draft->terms, i);

      if ((term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6) && term->qualifier == RD_SPF_PASS)
        is_proven = passes (work, edited, &term->ip) || rd_spf_draft_is_ordered (work->draft);
    }
  return is_proven;
}

/* --- Terms that are missing -------------------------------------------------- */

/* Something that is included may name the address already; an entry of its own
 * would only have to be kept up to date. */
static gboolean
passes_as_it_is (RdSpfWork  *work,
                 const RdIp *ip)
{
  g_autofree char *value = rd_spf_draft_to_string (work->draft);
  g_autoptr (RdEvidence) edited = dup_edited (work, value);

  return passes (work, edited, ip);
}

static void
add_wishes (RdSpfWork *work)
{
  const GArray      *ips = work->wishes != NULL ? work->wishes->ips : NULL;
  const char *const *includes = work->wishes != NULL ? work->wishes->includes : NULL;

  for (guint i = 0; ips != NULL && i < ips->len; i++)
    {
      const RdIp      *ip = &g_array_index (ips, RdIp, i);
      g_autofree char *address = rd_ip_to_string (ip);
      g_autofree char *term = NULL;

      if (address == NULL || !rd_ip_is_public (ip) || rd_spf_draft_covers (work->draft, ip) || passes_as_it_is (work, ip))
        continue;
      term = g_strdup_printf ("%s:%s", ip->family == RD_IP_V4 ? "ip4" : "ip6", address);
      rd_spf_draft_add_text (work->draft, term);
    }
  for (gsize i = 0; includes != NULL && includes[i] != NULL; i++)
    {
      const RdAnswer  *answer = rd_check_ask (work->evidence, includes[i], RD_RR_TXT, &work->pending);
      g_autofree char *term = g_strdup_printf ("include:%s", includes[i]);
      const RdRr      *rr;

      if (answer == NULL)
        continue;
      if (rd_spf_select (answer, &rr) == RD_SPF_LOOKUP_FOUND)
        rd_spf_draft_add_text (work->draft, term);
      else
        _rd_repair_spf_note (work, g_strdup_printf (_ ("“%s” is not added, because no SPF record was found there. Ask the service for its entry."), term));
    }
}

/* --- The limit of ten -------------------------------------------------------------- */

/* RFC 7208 section 4.6.4; flattening comes last, since a service changes its
 * addresses without telling. */
static void
advise (RdSpfWork *work)
{
  GPtrArray *advice = work->repair->advice;
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  g_autofree char *names = NULL;

  for (guint i = 0; i < work->draft->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (work->draft->terms, i);

      if (term->kind == RD_SPF_INCLUDE)
        g_ptr_array_add (services, term->domain);
    }
  names = _rd_repair_spf_dup_joined (services, ", ");
  g_ptr_array_add (advice, g_strdup_printf (_ ("Remove the services you no longer use. Listed are: %s."), names));
  g_ptr_array_add (advice, g_strdup (_ ("Replace “a” and “mx” by the addresses of your own servers, if those do not change.")));
  g_ptr_array_add (advice, g_strdup (_ ("Let a newsletter or invoice service send from a name of its own, such as newsletter.your-domain, with its own SPF record.")));
  g_ptr_array_add (advice, g_strdup (_ ("Leave a service out that signs with DKIM in your name: one of the two is enough for DMARC.")));
  g_ptr_array_add (advice, g_strdup (_ ("Only as a last resort write the addresses of a service into your record: it changes them without telling you.")));
}

/* --- All together -------------------------------------------------------------------- */

static gboolean
is_same_as_published (const RdSpfWork *work,
                      const char      *value)
{
  return work->texts->len == 1 && strcmp (g_ptr_array_index (work->texts, 0), value) == 0;
}

/* A record that lets nobody send is never proposed where one was meant to let
 * somebody: that the domain sends no mail is for its owner to say. */
static gboolean
lists_nobody (const RdSpfWork *work)
{
  return work->draft->terms->len == 0 && work->draft->redirect == NULL &&
         (g_hash_table_size (work->old_terms) > 0 || !all_records_fail (work));
}

static void
build (RdSpfWork *work)
{
  RdSpfDraft *draft = work->draft;

  read_records (work);
  if (work->texts->len == 0)
    draft->all = RD_SPF_SOFTFAIL;
  else
    decide_end (work);
  _rd_repair_spf_drop_terms (work);
  add_wishes (work);
  rd_spf_draft_deduplicate (draft);
  if (rd_spf_draft_is_ordered (draft))
    {
      if (work->texts->len > 1)
        _rd_repair_spf_note (work, g_strdup (_ ("The order of the terms is kept, because some of them refuse servers; look it over before you publish.")));
    }
  else if (work->texts->len != 1)
    {
      rd_spf_draft_sort (draft);
    }
  _rd_repair_spf_compare (work);
}

static void
finish (RdSpfWork *work)
{
  g_autofree char *value = rd_spf_draft_to_string (work->draft);
  g_autofree char *org = rd_check_dup_org_domain (work->domain);
  g_autofree char *relative = rd_check_dup_relative (work->domain, org);
  gboolean         is_proven;

  if (is_same_as_published (work, value) || lists_nobody (work))
    return;
  is_proven = prove (work, value);
  if (work->pending)
    return;
  if (work->repair->lookups > RD_SPF_MAX_LOOKUPS || (!is_proven && work->repair->lookups == RD_SPF_MAX_LOOKUPS))
    advise (work);
  work->repair->record = rd_record_new (work->texts->len > 0 ? RD_RECORD_REPLACE : RD_RECORD_ADD, "TXT", relative, work->domain, value);
  work->repair->record->proven = is_proven;
  work->repair->record->changes = _rd_repair_spf_dup_changes (work);
}

/**
 * rd_repair_spf:
 * @evidence: what is known
 * @domain: a normalized domain
 * @wishes: (nullable): what should be in the record, too
 * @repair: (out) (transfer full): the corrected record, written when done
 *
 * Corrects the SPF record of @domain: one record of all there are, nothing that
 * works dropped, mistakes put right, "all" once and at the end.  The record is
 * marked as proven only after it was evaluated as if it were published.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_spf (RdEvidence        *evidence,
               const char        *domain,
               const RdSpfWishes *wishes,
               RdSpfRepair      **repair)
{
  g_auto (RdSpfWork) work = { .evidence = evidence, .domain = domain, .wishes = wishes };

  g_return_val_if_fail (evidence != NULL && domain != NULL && repair != NULL, RD_CHECK_DONE);

  work.answer = rd_evidence_ask_dns (evidence, domain, RD_RR_TXT);
  if (work.answer == NULL)
    return RD_CHECK_PENDING;
  work.repair = repair_new ();
  if (rd_answer_is_known (work.answer))
    {
      work.texts = g_ptr_array_new_with_free_func (g_free);
      work.records = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_spf_record_free);
      work.old_terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      work.draft = rd_spf_draft_new ();
      build (&work);
      finish (&work);
      if (work.pending)
        return RD_CHECK_PENDING;
    }
  *repair = g_steal_pointer (&work.repair);
  return RD_CHECK_DONE;
}
