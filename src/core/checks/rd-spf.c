/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-spf-macro.h"
#include "rd-text.h"

/* The evaluation is a plain recursion that is started over whenever an answer
 * has arrived.  A term whose answer is still open does not stop it: it goes on
 * with the terms behind it, so that everything one level of records depends on
 * is asked at once; only the outcome is thrown away then.  Counting, order and
 * limits of a run without open answers are exactly those of the RFC. */

/* Terms noted in a trace.  Records can hold thousands of them. */
#define MAX_TRACE 1000

/* Longest local part and HELO name put into macros; RFC 5321 section 4.5.3.1
 * allows 64 and 255 octets. */
#define MAX_MACRO_VALUE 512

/* An explanation is shown to a person; longer ones are not meant for that. */
#define MAX_EXPLANATION 4096

typedef struct
{
  RdEvidence       *evidence;
  const RdSpfQuery *query;
  RdSpfEvaluation  *out;
  char             *local_part;
  char             *sender_domain;
  char             *helo;
  gboolean          is_pending;
} Evaluator;

/* The record that is being evaluated. */
typedef struct
{
  const char        *domain;
  const RdSpfRecord *record;
  guint              depth;
} Frame;

static RdSpfResult check_domain (Evaluator  *evaluator,
                                 const char *domain,
                                 guint       depth,
                                 gboolean    wants_explanation);

static const char *const outcome_words[] = {
  [RD_SPF_NO_MATCH] = "no-match",
  [RD_SPF_MATCH] = "match",
  [RD_SPF_TERM_TEMPERROR] = "temperror",
  [RD_SPF_TERM_PERMERROR] = "permerror",
  [RD_SPF_WAITING] = "waiting",
};

/**
 * rd_spf_outcome_to_string:
 * @outcome: what a term came to
 *
 * The stable word for @outcome in JSON.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_spf_outcome_to_string (RdSpfOutcome outcome)
{
  g_return_val_if_fail ((gsize) outcome < G_N_ELEMENTS (outcome_words), "no-match");

  return outcome_words[outcome];
}

static void
step_free (RdSpfStep *step)
{
  g_free (step->domain);
  g_free (step->term);
  g_free (step->note);
  g_free (step);
}

/**
 * rd_spf_evaluation_new:
 *
 * Makes an evaluation that says nothing yet.
 *
 * Returns: (transfer full): the evaluation
 */
RdSpfEvaluation *
rd_spf_evaluation_new (void)
{
  RdSpfEvaluation *self = g_new0 (RdSpfEvaluation, 1);

  self->trace = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * rd_spf_evaluation_free:
 * @self: (nullable): an evaluation
 *
 * Frees @self.
 */
void
rd_spf_evaluation_free (RdSpfEvaluation *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->explanation);
  g_free (self->reason);
  g_free (self->matched);
  g_ptr_array_unref (self->trace);
  g_array_unref (self->evidence);
  g_free (self);
}

static const RdAnswer *
ask (Evaluator  *evaluator,
     const char *name,
     guint16     rr_type)
{
  const RdAnswer *answer = rd_evidence_ask_dns (evaluator->evidence, name, rr_type);

  if (answer == NULL)
    evaluator->is_pending = TRUE;
  else
    g_array_append_val (evaluator->out->evidence, answer->id);
  return answer;
}

G_GNUC_PRINTF (2, 3)
static void
set_reason (Evaluator  *evaluator,
            const char *format,
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

static RdSpfStep *
add_step (Evaluator       *evaluator,
          const Frame     *frame,
          const RdSpfTerm *term)
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

static gboolean
count_lookup (Evaluator *evaluator)
{
  if (evaluator->out->lookups >= RD_SPF_MAX_LOOKUPS)
    {
      set_reason (evaluator, _("The check needs more than %d look-ups, the limit for all receivers."), RD_SPF_MAX_LOOKUPS);
      return FALSE;
    }
  evaluator->out->lookups++;
  return TRUE;
}

static gboolean
count_void (Evaluator      *evaluator,
            const RdAnswer *answer,
            guint16         rr_type)
{
  if (!rd_answer_is_known (answer) || rd_answer_count (answer, rr_type) > 0)
    return TRUE;
  evaluator->out->void_lookups++;
  if (evaluator->out->void_lookups <= RD_SPF_MAX_VOID_LOOKUPS)
    return TRUE;
  set_reason (evaluator, _("More than %d look-ups came back empty."), RD_SPF_MAX_VOID_LOOKUPS);
  return FALSE;
}

static void
set_dns_reason (Evaluator      *evaluator,
                const RdAnswer *answer)
{
  set_reason (evaluator, _("The question “%s” was not answered (%s)."), answer->question->text, rd_answer_state_to_string (answer->state));
}

static guint16
address_type (const RdIp *ip)
{
  return ip->family == RD_IP_V6 ? RD_RR_AAAA : RD_RR_A;
}

static gboolean
answer_holds_ip (const Evaluator *evaluator,
                 const RdAnswer  *answer,
                 const RdSpfTerm *term)
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
find_validated_name (Evaluator      *evaluator,
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
      forward = ask (evaluator, rr->target, address_type (&evaluator->query->ip));
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
ask_pointers (Evaluator *evaluator)
{
  g_autofree char *reverse = rd_ip_dup_reverse (&evaluator->query->ip, NULL);

  return ask (evaluator, reverse, RD_RR_PTR);
}

static void
fill_macro_values (const Evaluator  *evaluator,
                   const char       *domain,
                   RdSpfMacroValues *values)
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
static gboolean
expand_domain (Evaluator  *evaluator,
               const char *spec,
               const char *domain,
               char      **name)
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

/* --- Mechanisms ----------------------------------------------------------- */

static RdSpfOutcome
match_addresses (Evaluator       *evaluator,
                 const RdSpfTerm *term,
                 const char      *name)
{
  const RdAnswer *answer = ask (evaluator, name, address_type (&evaluator->query->ip));

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!count_void (evaluator, answer, address_type (&evaluator->query->ip)))
    return RD_SPF_TERM_PERMERROR;
  return answer_holds_ip (evaluator, answer, term) ? RD_SPF_MATCH : RD_SPF_NO_MATCH;
}

static RdSpfOutcome
match_mx (Evaluator       *evaluator,
          const RdSpfTerm *term,
          const char      *name)
{
  const RdAnswer *answer = ask (evaluator, name, RD_RR_MX);
  RdSpfOutcome    outcome = RD_SPF_NO_MATCH;

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!count_void (evaluator, answer, RD_RR_MX))
    return RD_SPF_TERM_PERMERROR;
  if (rd_answer_count (answer, RD_RR_MX) > RD_SPF_MAX_NAMES)
    {
      set_reason (evaluator, _("The domain “%s” has more than %d mail servers, too many for “mx”."), name, RD_SPF_MAX_NAMES);
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
match_ptr (Evaluator  *evaluator,
           const char *name)
{
  const RdAnswer  *answer = ask_pointers (evaluator);
  g_autofree char *validated = NULL;
  gboolean         was_pending;
  gboolean         waits;

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    return RD_SPF_NO_MATCH;
  if (!count_void (evaluator, answer, RD_RR_PTR))
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
match_exists (Evaluator  *evaluator,
              const char *name)
{
  const RdAnswer *answer = ask (evaluator, name, RD_RR_A);

  if (answer == NULL)
    return RD_SPF_WAITING;
  if (!rd_answer_is_known (answer))
    {
      set_dns_reason (evaluator, answer);
      return RD_SPF_TERM_TEMPERROR;
    }
  if (!count_void (evaluator, answer, RD_RR_A))
    return RD_SPF_TERM_PERMERROR;
  return rd_answer_count (answer, RD_RR_A) > 0 ? RD_SPF_MATCH : RD_SPF_NO_MATCH;
}

static RdSpfOutcome
match_include (Evaluator   *evaluator,
               const Frame *frame,
               const char  *name,
               RdSpfStep   *step)
{
  gboolean    was_pending = evaluator->is_pending;
  gboolean    waits;
  RdSpfResult result;

  evaluator->is_pending = FALSE;
  result = check_domain (evaluator, name, frame->depth + 1, FALSE);
  waits = evaluator->is_pending;
  evaluator->is_pending = waits || was_pending;
  if (waits)
    return RD_SPF_WAITING;
  if (step != NULL)
    step->note = g_strdup_printf (_("“%s” says: %s"), name, rd_spf_result_to_string (result));
  switch (result)
    {
    case RD_SPF_PASS:
      return RD_SPF_MATCH;
    case RD_SPF_TEMPERROR:
      return RD_SPF_TERM_TEMPERROR;
    case RD_SPF_NONE:
      set_reason (evaluator, _("The record refers to “%s”, which has no SPF record."), name);
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
match_named (Evaluator       *evaluator,
             const Frame     *frame,
             const RdSpfTerm *term,
             RdSpfStep       *step)
{
  g_autofree char *name = NULL;

  if (!count_lookup (evaluator))
    return RD_SPF_TERM_PERMERROR;
  if (term->domain == NULL)
    name = g_strdup (frame->domain);
  else if (!expand_domain (evaluator, term->domain, frame->domain, &name))
    return RD_SPF_WAITING;
  if (name == NULL)
    {
      /* Not a name that could be asked for: cannot match (section 4.8). */
      if (term->kind != RD_SPF_INCLUDE)
        return RD_SPF_NO_MATCH;
      set_reason (evaluator, _("The record refers to “%s”, which is no domain name."), term->domain);
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

static RdSpfOutcome
match_term (Evaluator       *evaluator,
            const Frame     *frame,
            const RdSpfTerm *term)
{
  RdSpfStep   *step = add_step (evaluator, frame, term);
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

/* --- Records -------------------------------------------------------------- */

/* The domain's own words on a refusal (RFC 7208 section 6.2).  Whatever goes
 * wrong here only means that there are none. */
static void
fetch_explanation (Evaluator       *evaluator,
                   const char      *domain,
                   const RdSpfTerm *exp)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  const RdAnswer  *answer;
  const RdRr      *rr;
  const char      *data;
  gsize            length;
  RdSpfMacroValues values;
  g_autofree char *validated = NULL;

  if (!expand_domain (evaluator, exp->domain, domain, &name) || name == NULL)
    return;
  answer = ask (evaluator, name, RD_RR_TXT);
  if (answer == NULL || !rd_answer_is_known (answer) || rd_answer_count (answer, RD_RR_TXT) != 1)
    return;
  rr = rd_answer_nth (answer, RD_RR_TXT, 0);
  if (rr->data == NULL)
    return;
  data = g_bytes_get_data (rr->data, &length);
  if (!rd_spf_macro_is_valid (data, length, RD_SPF_MACRO_EXPLANATION))
    return;
  text = g_strndup (data, length);
  fill_macro_values (evaluator, domain, &values);
  if (rd_spf_macro_uses_letter (text, 'p'))
    {
      const RdAnswer *pointers = ask_pointers (evaluator);

      if (pointers == NULL)
        return;
      validated = find_validated_name (evaluator, pointers, domain);
      values.validated = validated;
    }
  g_free (evaluator->out->explanation);
  evaluator->out->explanation = rd_spf_macro_expand (text, &values, MAX_EXPLANATION);
}

static RdSpfResult
follow_redirect (Evaluator   *evaluator,
                 const Frame *frame,
                 gboolean     wants_explanation)
{
  const RdSpfTerm *term = frame->record->redirect;
  RdSpfStep       *step = add_step (evaluator, frame, term);
  g_autofree char *name = NULL;
  RdSpfResult      result = RD_SPF_PERMERROR;

  if (step != NULL)
    step->outcome = RD_SPF_TERM_PERMERROR;
  if (!count_lookup (evaluator) || !expand_domain (evaluator, term->domain, frame->domain, &name))
    return RD_SPF_PERMERROR;
  if (step != NULL)
    {
      step->lookups = evaluator->out->lookups;
      step->void_lookups = evaluator->out->void_lookups;
    }
  if (name != NULL)
    result = check_domain (evaluator, name, frame->depth + 1, wants_explanation);
  if (name == NULL || result == RD_SPF_NONE)
    {
      set_reason (evaluator, _("The record refers to “%s”, which has no SPF record."), name != NULL ? name : term->domain);
      result = RD_SPF_PERMERROR;
    }
  if (step != NULL)
    {
      step->outcome = RD_SPF_MATCH;
      step->note = g_strdup_printf (_("“%s” says: %s"), name != NULL ? name : term->domain, rd_spf_result_to_string (result));
    }
  return result;
}

static RdSpfResult
evaluate_record (Evaluator   *evaluator,
                 const Frame *frame,
                 gboolean     wants_explanation)
{
  const RdSpfRecord *record = frame->record;

  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->kind == RD_SPF_REDIRECT || term->kind == RD_SPF_EXP || term->kind == RD_SPF_MODIFIER)
        continue;
      switch (match_term (evaluator, frame, term))
        {
        case RD_SPF_MATCH:
          if (term->qualifier == RD_SPF_FAIL && wants_explanation && record->exp != NULL)
            fetch_explanation (evaluator, frame->domain, record->exp);
          g_free (evaluator->out->matched);
          evaluator->out->matched = g_strdup (term->text);
          return term->qualifier;
        case RD_SPF_TERM_TEMPERROR:
          return RD_SPF_TEMPERROR;
        case RD_SPF_TERM_PERMERROR:
          return RD_SPF_PERMERROR;
        case RD_SPF_NO_MATCH:
        case RD_SPF_WAITING:
        default:
          break;
        }
    }
  g_clear_pointer (&evaluator->out->matched, g_free);
  if (record->redirect != NULL && record->all == NULL)
    return follow_redirect (evaluator, frame, wants_explanation);
  return RD_SPF_NEUTRAL;
}

static RdSpfResult
check_domain (Evaluator  *evaluator,
              const char *domain,
              guint       depth,
              gboolean    wants_explanation)
{
  g_autoptr (RdSpfRecord) record = NULL;
  const RdAnswer *answer = ask (evaluator, domain, RD_RR_TXT);
  const RdRr     *rr;
  Frame           frame;

  if (answer == NULL)
    return RD_SPF_NONE;
  if (depth > 0 && !count_void (evaluator, answer, RD_RR_TXT))
    return RD_SPF_PERMERROR;
  switch (rd_spf_select (answer, &rr))
    {
    case RD_SPF_LOOKUP_ERROR:
      set_dns_reason (evaluator, answer);
      return RD_SPF_TEMPERROR;
    case RD_SPF_LOOKUP_MULTIPLE:
      set_reason (evaluator, _("The domain “%s” has more than one SPF record."), domain);
      return RD_SPF_PERMERROR;
    case RD_SPF_LOOKUP_NONE:
      return RD_SPF_NONE;
    case RD_SPF_LOOKUP_FOUND:
    default:
      break;
    }
  record = rd_spf_record_parse_rr (rr);
  if (record->problems->len > 0)
    {
      const RdSpfProblem *problem = g_ptr_array_index (record->problems, 0);

      set_reason (evaluator, _("The record of “%s” has a mistake at “%s”."), domain, problem->text);
      return RD_SPF_PERMERROR;
    }
  frame = (Frame){ domain, record, depth };
  return evaluate_record (evaluator, &frame, wants_explanation);
}

/* --- The sender ----------------------------------------------------------- */

/* A name that check_host() may be asked about: at least two labels that are no
 * address literal (RFC 7208 section 4.3). */
static gboolean
is_checkable_domain (const char *domain)
{
  gsize label = 0;
  guint n_labels = 1;
  gsize length = strlen (domain);

  if (length == 0 || length > 253 || *domain == '[')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (domain[i] != '.')
        {
          if (++label > 63)
            return FALSE;
          continue;
        }
      if (label == 0)
        return FALSE;
      label = 0;
      n_labels++;
    }
  return label > 0 && n_labels > 1;
}

static void
split_sender (Evaluator *evaluator)
{
  const char *sender = evaluator->query->mail_from;
  const char *at;

  if (sender == NULL)
    sender = "";
  at = strrchr (sender, '@');
  evaluator->helo = g_strndup (evaluator->query->helo != NULL ? evaluator->query->helo : "", MAX_MACRO_VALUE);
  if (*sender == '\0')
    evaluator->sender_domain = g_strdup (evaluator->helo);
  else
    evaluator->sender_domain = g_strdup (at != NULL ? at + 1 : sender);
  if (g_str_has_suffix (evaluator->sender_domain, "."))
    evaluator->sender_domain[strlen (evaluator->sender_domain) - 1] = '\0';
  if (at == NULL || at == sender)
    evaluator->local_part = g_strdup ("postmaster");
  else
    evaluator->local_part = g_strndup (sender, MIN ((gsize) (at - sender), MAX_MACRO_VALUE));
}

/**
 * rd_spf_check_host:
 * @evidence: what is known
 * @query: whom to check
 * @evaluation: (out) (transfer full): result and trace, set when done
 *
 * The check_host() function of RFC 7208 for one server and one sender.  With a
 * null reverse-path the HELO name is checked.  All questions that do not
 * depend on an open answer are put at once, so that a survey needs one round
 * trip a level of includes.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_spf_check_host (RdEvidence       *evidence,
                   const RdSpfQuery *query,
                   RdSpfEvaluation **evaluation)
{
  g_autoptr (RdSpfEvaluation) out = rd_spf_evaluation_new ();
  g_autofree char *local_part = NULL;
  g_autofree char *sender_domain = NULL;
  g_autofree char *helo = NULL;
  Evaluator        evaluator = { evidence, query, out };

  g_return_val_if_fail (evidence != NULL && query != NULL && evaluation != NULL, RD_CHECK_DONE);

  split_sender (&evaluator);
  local_part = evaluator.local_part;
  sender_domain = evaluator.sender_domain;
  helo = evaluator.helo;
  out->domain = g_ascii_strdown (sender_domain, -1);
  if (!is_checkable_domain (sender_domain) || !g_utf8_validate (sender_domain, -1, NULL))
    {
      out->result = RD_SPF_NONE;
      set_reason (&evaluator, _("The sender has no domain that could be checked."));
    }
  else
    {
      out->result = check_domain (&evaluator, out->domain, 0, TRUE);
    }
  if (evaluator.is_pending)
    return RD_CHECK_PENDING;
  if (out->result == RD_SPF_NONE)
    set_reason (&evaluator, _("The domain “%s” has no SPF record."), out->domain);
  if (out->result != RD_SPF_NONE && out->result != RD_SPF_TEMPERROR && out->result != RD_SPF_PERMERROR)
    g_clear_pointer (&out->reason, g_free);
  *evaluation = g_steal_pointer (&out);
  return RD_CHECK_DONE;
}
