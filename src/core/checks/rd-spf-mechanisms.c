/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-evaluator.h"

#include <glib/gi18n-lib.h>

#include "rd-spf-macro.h"
#include "rd-text.h"

/* Terms noted in a trace.  Records can hold thousands of them. */
#define MAX_TRACE 1000

/* Asks, and notes that the result rests on the answer; %NULL: it is not there yet, and
 * the evaluation is pending. */
const RdAnswer *
_rd_spf_ask (RdSpfEvaluator *evaluator,
             const char     *name,
             guint16         rr_type)
{
  const RdAnswer *answer = rd_evidence_ask_dns (evaluator->evidence, name, rr_type);

  if (answer == NULL)
    evaluator->is_pending = TRUE;
  else
    g_array_append_val (evaluator->out->evidence, answer->id);
  return answer;
}

/* Says in a sentence for people why there is no proper result. */
void
_rd_spf_set_reason (RdSpfEvaluator *evaluator,
                    const char     *format,
                    ...)
{
  va_list arguments;

  /* The first reason is the cause; the ones outside only hand it on. */
  if (evaluator->out->reason != NULL)
    return;
  va_start (arguments, format);
  evaluator->out->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* Writes a term down in the trace; %NULL (unowned) once that is full. */
RdSpfStep *
_rd_spf_add_step (RdSpfEvaluator   *evaluator,
                  const RdSpfFrame *frame,
                  const RdSpfTerm  *term)
{
  RdSpfStep *step;

  if (evaluator->out->trace->len >= MAX_TRACE)
    return NULL;
  step = g_new0 (RdSpfStep, 1);
  step->depth = frame->depth;
  step->domain = g_strdup (frame->domain);
  step->term = g_strdup (term->text);
  g_ptr_array_add (evaluator->out->trace, step);
  return step;
}

/* One more of the look-ups all terms share (RFC 7208 section 4.6.4); FALSE if there
 * may be no more. */
gboolean
_rd_spf_count_lookup (RdSpfEvaluator *evaluator)
{
  if (evaluator->out->lookups >= RD_SPF_MAX_LOOKUPS)
    {
      _rd_spf_set_reason (evaluator, _ ("The check needs more than %d look-ups, the limit for all receivers."), RD_SPF_MAX_LOOKUPS);
      return FALSE;
    }
  evaluator->out->lookups++;
  return TRUE;
}

/* Counts an answer if it is empty (RFC 7208 section 4.6.4); FALSE if that were too
 * many. */
gboolean
_rd_spf_count_void (RdSpfEvaluator *evaluator,
                    const RdAnswer *answer,
                    guint16         rr_type)
{
  if (!rd_answer_is_known (answer) || rd_answer_count (answer, rr_type) > 0)
    return TRUE;
  evaluator->out->void_lookups++;
  if (evaluator->out->void_lookups <= RD_SPF_MAX_VOID_LOOKUPS)
    return TRUE;
  _rd_spf_set_reason (evaluator, _ ("More than %d look-ups came back empty."), RD_SPF_MAX_VOID_LOOKUPS);
  return FALSE;
}

/* Says that DNS did not answer. */
void
_rd_spf_set_dns_reason (RdSpfEvaluator *evaluator,
                        const RdAnswer *answer)
{
  _rd_spf_set_reason (evaluator, _ ("The question “%s” was not answered (%s)."), answer->question->text, rd_answer_state_to_string (answer->state));
}

static guint16
address_type (const RdIp *ip)
{
  return ip->family == RD_IP_V6 ? RD_RR_AAAA : RD_RR_A;
}

static gboolean
answer_holds_ip (const RdSpfEvaluator *evaluator,
                 const RdAnswer       *answer,
                 const RdSpfTerm      *term)
{
  const RdIp *ip = &evaluator->query->ip;
  guint       prefix = ip->family == RD_IP_V6 ? term->prefix6 : term->prefix4;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      if (rr->type == address_type (ip) && rd_ip_in_network (ip, &rr->address, prefix))
        return TRUE;
    }
  return FALSE;
}

/* --- ptr and %{p} --------------------------------------------------------- */

/* The names of the client's address that lead back to it, best match for
 * @target first (RFC 7208 sections 5.5 and 7.3).  DNS errors only make a name
 * not count. */
static char *
find_validated_name (RdSpfEvaluator *evaluator,
                     const RdAnswer *pointers,
                     const char     *target)
{
  static const RdSpfTerm host = { .prefix4 = 32, .prefix6 = 128 };
  g_autofree char       *best = NULL;
  guint                  best_rank = 0;
  guint                  n_names = 0;

  for (guint i = 0; i < pointers->records->len && n_names < RD_SPF_MAX_NAMES; i++)
    {
      const RdRr     *rr = g_ptr_array_index (pointers->records, i);
      const RdAnswer *forward;
      guint           rank = 1;

      if (rr->type != RD_RR_PTR || rr->target == NULL || *rr->target == '\0')
        continue;
      n_names++;
      forward = _rd_spf_ask (evaluator, rr->target, address_type (&evaluator->query->ip));
      if (forward == NULL || !answer_holds_ip (evaluator, forward, &host))
        continue;
      if (g_ascii_strcasecmp (rr->target, target) == 0)
        rank = 3;
      else if (rd_domain_is_within (rr->target, target))
        rank = 2;
      if (rank > best_rank)
        {
          g_free (best);
          best = g_ascii_strdown (rr->target, -1);
          best_rank = rank;
        }
    }
  return g_steal_pointer (&best);
}

static const RdAnswer *
ask_pointers (RdSpfEvaluator *evaluator)
{
  g_autofree char *reverse = rd_ip_dup_reverse (&evaluator->query->ip, NULL);

  return _rd_spf_ask (evaluator, reverse, RD_RR_PTR);
}

static void
fill_macro_values (const RdSpfEvaluator *evaluator,
                   const char           *domain,
                   RdSpfMacroValues     *values)
{
  *values = (RdSpfMacroValues){
    .local_part = evaluator->local_part,
    .sender_domain = evaluator->sender_domain,
    .domain = domain,
    .helo = evaluator->helo,
    .receiver = evaluator->query->receiver,
    .ip = evaluator->query->ip,
    .now = evaluator->query->now,
  };
}

/* Expands a domain-spec.  Gives FALSE while %{p} waits for an answer. */
gboolean
_rd_spf_expand_domain (RdSpfEvaluator *evaluator,
                       const char     *spec,
                       const char     *domain,
                       char          **name)
{
  RdSpfMacroValues values;
  g_autofree char *validated = NULL;

  fill_macro_values (evaluator, domain, &values);
  if (rd_spf_macro_uses_letter (spec, 'p'))
    {
      const RdAnswer *pointers = ask_pointers (evaluator);

      if (pointers == NULL)
        return FALSE;
      validated = find_validated_name (evaluator, pointers, domain);
      values.validated = validated;
    }
  *name = rd_spf_macro_expand_domain (spec, &values);
  return TRUE;
}

/* Expands the text of an explanation.  Gives NULL while %{p} waits for an
 * answer, and for a text over @limit bytes. */
char *
_rd_spf_expand_text (RdSpfEvaluator *evaluator,
                     const char     *text,
                     const char     *domain,
                     gsize           limit)
{
  RdSpfMacroValues values;
  g_autofree char *validated = NULL;

  fill_macro_values (evaluator, domain, &values);
  if (rd_spf_macro_uses_letter (text, 'p'))
    {
      const RdAnswer *pointers = ask_pointers (evaluator);

      if (pointers == NULL)
        return NULL;
      validated = find_validated_name (evaluator, pointers, domain);
      values.validated = validated;
    }
  return rd_spf_macro_expand (text, &values, limit);
}

/* --- Mechanisms ----------------------------------------------------------- */

static RdSpfOutcome
match_addresses (RdSpfEvaluator  *evaluator,
                 const RdSpfTerm *term,
                 const char      *name)
{
  const RdAnswer *answer = _rd_spf_ask (evaluator, name, address_type (&evaluator->query->ip));

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      _rd_spf_set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!_rd_spf_count_void (evaluator, answer, address_type (&evaluator->query->ip)))
    return RD_SPF_TERM_PERMERROR;
  return answer_holds_ip (evaluator, answer, term) ? RD_SPF_MATCH : RD_SPF_NO_MATCH;
}

static RdSpfOutcome
match_mx (RdSpfEvaluator  *evaluator,
          const RdSpfTerm *term,
          const char      *name)
{
  const RdAnswer *answer = _rd_spf_ask (evaluator, name, RD_RR_MX);
  RdSpfOutcome    outcome = RD_SPF_NO_MATCH;

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      _rd_spf_set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!_rd_spf_count_void (evaluator, answer, RD_RR_MX))
    return RD_SPF_TERM_PERMERROR;
  if (rd_answer_count (answer, RD_RR_MX) > RD_SPF_MAX_NAMES)
    {
      _rd_spf_set_reason (evaluator, _ ("The domain “%s” has more than %d mail servers, too many for “mx”."), name, RD_SPF_MAX_NAMES);
      return RD_SPF_TERM_PERMERROR;
    }
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr  *rr = g_ptr_array_index (answer->records, i);
      RdSpfOutcome host;

      if (rr->type != RD_RR_MX || rr->target == NULL || *rr->target == '\0')
        continue;
      host = match_addresses (evaluator, term, rr->target);
      if (host == RD_SPF_WAITING)
        outcome = RD_SPF_WAITING;
      else if (host != RD_SPF_NO_MATCH)
        return outcome == RD_SPF_WAITING ? RD_SPF_WAITING : host;
    }
  return outcome;
}

static RdSpfOutcome
match_ptr (RdSpfEvaluator *evaluator,
           const char     *name)
{
  const RdAnswer  *answer = ask_pointers (evaluator);
  g_autofree char *validated = NULL;
  gboolean         was_pending;
  gboolean         waits;

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    return RD_SPF_NO_MATCH;
  if (!_rd_spf_count_void (evaluator, answer, RD_RR_PTR))
    return RD_SPF_TERM_PERMERROR;
  was_pending = evaluator->is_pending;
  evaluator->is_pending = FALSE;
  validated = find_validated_name (evaluator, answer, name);
  waits = evaluator->is_pending;
  evaluator->is_pending = waits || was_pending;
  if (waits)
    return RD_SPF_WAITING;
  return validated != NULL && rd_domain_is_within (validated, name) ? RD_SPF_MATCH : RD_SPF_NO_MATCH;
}

static RdSpfOutcome
match_exists (RdSpfEvaluator *evaluator,
              const char     *name)
{
  const RdAnswer *answer = _rd_spf_ask (evaluator, name, RD_RR_A);

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      _rd_spf_set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!_rd_spf_count_void (evaluator, answer, RD_RR_A))
    return RD_SPF_TERM_PERMERROR;
  return rd_answer_count (answer, RD_RR_A) > 0 ? RD_SPF_MATCH : RD_SPF_NO_MATCH;
}

static RdSpfOutcome
match_include (RdSpfEvaluator   *evaluator,
               const RdSpfFrame *frame,
               const char       *name,
               RdSpfStep        *step)
{
  gboolean    was_pending = evaluator->is_pending;
  gboolean    waits;
  RdSpfResult result;

  evaluator->is_pending = FALSE;
  result = _rd_spf_check_domain (evaluator, name, frame->depth + 1, FALSE);
  waits = evaluator->is_pending;
  evaluator->is_pending = waits || was_pending;
  if (waits)
    return RD_SPF_WAITING;
  if (step != NULL)
    step->note = g_strdup_printf (_ ("“%s” says: %s"), name, rd_spf_result_to_string (result));
  switch (result)
    {
    case RD_SPF_PASS:
      return RD_SPF_MATCH;
    case RD_SPF_TEMPERROR:
      return RD_SPF_TERM_TEMPERROR;
    case RD_SPF_NONE:
      _rd_spf_set_reason (evaluator, _ ("The record refers to “%s”, which has no SPF record."), name);
      return RD_SPF_TERM_PERMERROR;
    case RD_SPF_PERMERROR:
      return RD_SPF_TERM_PERMERROR;
    case RD_SPF_NEUTRAL:
    case RD_SPF_FAIL:
    case RD_SPF_SOFTFAIL:
    default:
      return RD_SPF_NO_MATCH;
    }
}

static RdSpfOutcome
match_named (RdSpfEvaluator   *evaluator,
             const RdSpfFrame *frame,
             const RdSpfTerm  *term,
             RdSpfStep        *step)
{
  g_autofree char *name = NULL;

  if (!_rd_spf_count_lookup (evaluator))
    return RD_SPF_TERM_PERMERROR;
  if (term->domain == NULL)
    name = g_strdup (frame->domain);
  else if (!_rd_spf_expand_domain (evaluator, term->domain, frame->domain, &name))
    return RD_SPF_WAITING;
  if (name == NULL)
    {
      /* Not a name that could be asked for: cannot match (section 4.8). */
      if (term->kind != RD_SPF_INCLUDE)
        return RD_SPF_NO_MATCH;
      _rd_spf_set_reason (evaluator, _ ("The record refers to “%s”, which is no domain name."), term->domain);
      return RD_SPF_TERM_PERMERROR;
    }
  switch (term->kind)
    {
    case RD_SPF_INCLUDE:
      return match_include (evaluator, frame, name, step);
    case RD_SPF_A:
      return match_addresses (evaluator, term, name);
    case RD_SPF_MX:
      return match_mx (evaluator, term, name);
    case RD_SPF_PTR:
      return match_ptr (evaluator, name);
    case RD_SPF_EXISTS:
      return match_exists (evaluator, name);
    case RD_SPF_ALL:
    case RD_SPF_IP4:
    case RD_SPF_IP6:
    case RD_SPF_REDIRECT:
    case RD_SPF_EXP:
    case RD_SPF_MODIFIER:
    default:
      g_return_val_if_reached (RD_SPF_NO_MATCH);
    }
}

/* Whether a mechanism matches the sender (RFC 7208 section 5). */
RdSpfOutcome
_rd_spf_match_term (RdSpfEvaluator   *evaluator,
                    const RdSpfFrame *frame,
                    const RdSpfTerm  *term)
{
  RdSpfStep   *step = _rd_spf_add_step (evaluator, frame, term);
  RdSpfOutcome outcome;

  if (term->kind == RD_SPF_ALL)
    outcome = RD_SPF_MATCH;
  else if (term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6)
    outcome = rd_ip_in_network (&evaluator->query->ip, &term->ip, term->kind == RD_SPF_IP4 ? term->prefix4 : term->prefix6)
                  ? RD_SPF_MATCH
                  : RD_SPF_NO_MATCH;
  else
    outcome = match_named (evaluator, frame, term, step);
  if (step != NULL)
    {
      step->outcome = outcome;
      step->lookups = evaluator->out->lookups;
      step->void_lookups = evaluator->out->void_lookups;
    }
  return outcome;
}
