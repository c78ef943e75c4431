/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-requirements"

#include "config.h"

#include "rd-requirements.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-alignment.h"
#include "rd-dkim-check.h"
#include "rd-dmarc-check.h"
#include "rd-ptr.h"
#include "rd-spf-check.h"
#include "rd-text.h"

/* What the lines of all lists come down to. */
typedef enum
{
  FACT_SPF,
  FACT_DKIM,
  FACT_SPF_OR_DKIM,
  FACT_DMARC,
  FACT_ALIGNMENT,
  FACT_PTR,
  FACT_UNSUBSCRIBE,
  FACT_FORMAT,
  N_FACTS,
} Fact;

static const char *const fact_ids[N_FACTS] = {
  "spf",
  "dkim",
  "spf-or-dkim",
  "dmarc",
  "alignment",
  "ptr",
  "unsubscribe",
  "format",
};

static const char *
get_fact_text (Fact fact)
{
  switch (fact)
    {
    case FACT_SPF:
      return _ ("SPF passes");
    case FACT_DKIM:
      return _ ("Mail is signed with DKIM, with a key of 1024 bits or more");
    case FACT_SPF_OR_DKIM:
      return _ ("SPF or DKIM passes");
    case FACT_DMARC:
      return _ ("There is a DMARC record; “p=none” is enough");
    case FACT_ALIGNMENT:
      return _ ("The From address fits SPF or DKIM");
    case FACT_PTR:
      return _ ("The server address has a name that leads back to it");
    case FACT_UNSUBSCRIBE:
      return _ ("Newsletters can be cancelled with one click");
    case FACT_FORMAT:
      return _ ("Messages are well-formed: one From, a Message-ID, no header field twice");
    case N_FACTS:
    default:
      g_return_val_if_reached ("");
    }
}

/* The lists as the receivers publish them, and the words of refusals for each
 * line.  Sources: the sender guidelines of Google, the Sender Hub of Yahoo, the
 * announcement and postmaster pages of Outlook.com, and Apple's page for bulk
 * senders. */
static const struct
{
  const char        *provider;
  RdRequirementScope scope;
  Fact               fact;
  const char        *codes;
} lines[] = {
  { "gmail", RD_REQUIREMENT_ALL, FACT_SPF_OR_DKIM, "421-4.7.26, 550-5.7.26" },
  { "gmail", RD_REQUIREMENT_ALL, FACT_PTR, "451-4.7.23, 550-5.7.25" },
  { "gmail", RD_REQUIREMENT_ALL, FACT_FORMAT, "550-5.7.1" },
  { "gmail", RD_REQUIREMENT_BULK, FACT_SPF, "421-4.7.27, 550-5.7.27" },
  { "gmail", RD_REQUIREMENT_BULK, FACT_DKIM, "421-4.7.30, 550-5.7.30" },
  { "gmail", RD_REQUIREMENT_BULK, FACT_DMARC, "421-4.7.40, 550-5.7.40" },
  { "gmail", RD_REQUIREMENT_BULK, FACT_ALIGNMENT, "421-4.7.32, 550-5.7.32" },
  { "gmail", RD_REQUIREMENT_BULK, FACT_UNSUBSCRIBE, NULL },
  { "yahoo", RD_REQUIREMENT_ALL, FACT_SPF_OR_DKIM, "554 5.7.9" },
  { "yahoo", RD_REQUIREMENT_ALL, FACT_PTR, NULL },
  { "yahoo", RD_REQUIREMENT_ALL, FACT_FORMAT, NULL },
  { "yahoo", RD_REQUIREMENT_BULK, FACT_SPF, "554 5.7.9" },
  { "yahoo", RD_REQUIREMENT_BULK, FACT_DKIM, "554 5.7.9" },
  { "yahoo", RD_REQUIREMENT_BULK, FACT_DMARC, "554 5.7.9" },
  { "yahoo", RD_REQUIREMENT_BULK, FACT_ALIGNMENT, "554 5.7.9" },
  { "yahoo", RD_REQUIREMENT_BULK, FACT_UNSUBSCRIBE, NULL },
  { "outlook", RD_REQUIREMENT_ALL, FACT_PTR, "550 5.7.1, 550 5.7.25" },
  { "outlook", RD_REQUIREMENT_BULK, FACT_SPF, "550 5.7.515, 550 5.7.23" },
  { "outlook", RD_REQUIREMENT_BULK, FACT_DKIM, "550 5.7.515" },
  { "outlook", RD_REQUIREMENT_BULK, FACT_DMARC, "550 5.7.515" },
  { "outlook", RD_REQUIREMENT_BULK, FACT_ALIGNMENT, "550 5.7.515" },
  { "icloud", RD_REQUIREMENT_BULK, FACT_SPF, "550 5.7.1" },
  { "icloud", RD_REQUIREMENT_BULK, FACT_DKIM, "550 5.7.1" },
  { "icloud", RD_REQUIREMENT_BULK, FACT_DMARC, "550 5.7.1" },
  { "icloud", RD_REQUIREMENT_BULK, FACT_PTR, "554" },
  { "icloud", RD_REQUIREMENT_BULK, FACT_FORMAT, NULL },
};

static const struct
{
  const char *id;
  const char *name;
} providers[] = {
  { "gmail", "Gmail" },
  { "yahoo", "Yahoo" },
  { "outlook", "Outlook.com" },
  { "icloud", "iCloud" },
};

/* The worst state among the findings of one area; INFO says nothing. */
static RdFindingState
area_state (const GPtrArray *findings,
            const char      *area)
{
  RdFindingState state = RD_FINDING_INFO;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (!g_str_has_prefix (finding->id, area) || finding->state == RD_FINDING_INFO)
        continue;
      state = state == RD_FINDING_INFO ? finding->state : MIN (state, finding->state);
    }
  return state;
}

/* A weak record still is one: only what is broken fails a line. */
static RdFindingState
line_state (RdFindingState state)
{
  switch (state)
    {
    case RD_FINDING_BROKEN:
      return RD_FINDING_BROKEN;
    case RD_FINDING_WEAK:
    case RD_FINDING_FINE:
      return RD_FINDING_FINE;
    case RD_FINDING_UNKNOWN:
    case RD_FINDING_INFO:
    default:
      return RD_FINDING_UNKNOWN;
    }
}

static gboolean
has_any (const GPtrArray   *findings,
         const char *const *ids)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      if (rd_check_has_finding (findings, ids[i]))
        return TRUE;
    }
  return FALSE;
}

/* One good key is enough, whatever is wrong with others. */
static RdFindingState
dkim_state (const GPtrArray *findings)
{
  static const char *const good[] = { "dkim.pass", "dkim.fine", "dkim.weak", "dkim.testing", NULL };
  static const char *const unsigned_mail[] = { "dkim.not-signed", "dkim.unaligned", "dkim.body-changed", "dkim.header-changed", "dkim.expired", NULL };

  if (has_any (findings, unsigned_mail) && !rd_check_has_finding (findings, "dkim.pass"))
    return RD_FINDING_BROKEN;
  return has_any (findings, good) ? RD_FINDING_FINE : line_state (area_state (findings, "dkim."));
}

static RdFindingState
dmarc_state (const GPtrArray *findings)
{
  static const char *const absent[] = { "dmarc.missing", "dmarc.wrong-name", "dmarc.multiple", "dmarc.cname-dangling", NULL };
  static const char *const there[] = { "dmarc.fine", "dmarc.p-none", "dmarc.inherited", "dmarc.no-rua", "dmarc.testing", NULL };
  RdFindingState           state;

  if (has_any (findings, absent))
    return RD_FINDING_BROKEN;
  state = line_state (area_state (findings, "dmarc."));
  return state == RD_FINDING_UNKNOWN && has_any (findings, there) ? RD_FINDING_FINE : state;
}

static RdFindingState
alignment_state (const GPtrArray *findings)
{
  if (rd_check_has_finding (findings, "alignment.none"))
    return RD_FINDING_BROKEN;
  return rd_check_has_finding (findings, "alignment.fine") ? RD_FINDING_FINE : RD_FINDING_UNKNOWN;
}

static gboolean
is_bulk (const RdMail *mail)
{
  const char *precedence = rd_mail_get_header (mail, "Precedence");

  return rd_mail_get_header (mail, "List-Unsubscribe") != NULL || rd_mail_get_header (mail, "List-Id") != NULL ||
         (precedence != NULL && rd_text_find_nocase (precedence, "bulk") != NULL);
}

/* RFC 8058: a web address to unsubscribe at, and the promise that one request
 * to it is enough. */
static RdFindingState
unsubscribe_state (const RdMail *mail)
{
  const char *where;
  const char *how;

  if (mail == NULL || !is_bulk (mail))
    return RD_FINDING_UNKNOWN;
  where = rd_mail_get_header (mail, "List-Unsubscribe");
  how = rd_mail_get_header (mail, "List-Unsubscribe-Post");
  return where != NULL && how != NULL && rd_text_find_nocase (where, "<https:") != NULL &&
                 rd_text_find_nocase (how, "One-Click") != NULL
             ? RD_FINDING_FINE
             : RD_FINDING_BROKEN;
}

/* RFC 5322 section 3.6: these stand in a message once at most. */
static RdFindingState
format_state (const RdMail *mail)
{
  static const char *const once[] = { "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", NULL };

  if (mail == NULL)
    return RD_FINDING_UNKNOWN;
  for (gsize i = 0; once[i] != NULL; i++)
    {
      if (rd_mail_get_header_nth (mail, once[i], 1) != NULL)
        return RD_FINDING_BROKEN;
    }
  return rd_mail_get_header (mail, "From") != NULL && rd_mail_get_header (mail, "Message-ID") != NULL ? RD_FINDING_FINE
                                                                                                      : RD_FINDING_BROKEN;
}

/* One of two is enough. */
static RdFindingState
either (RdFindingState a,
        RdFindingState b)
{
  if (a == RD_FINDING_FINE || b == RD_FINDING_FINE)
    return RD_FINDING_FINE;
  return a == RD_FINDING_BROKEN && b == RD_FINDING_BROKEN ? RD_FINDING_BROKEN : RD_FINDING_UNKNOWN;
}

static void
judge_facts (const GPtrArray *findings,
             const RdMail    *mail,
             RdFindingState   states[N_FACTS])
{
  states[FACT_SPF] = line_state (area_state (findings, "spf."));
  states[FACT_DKIM] = dkim_state (findings);
  states[FACT_SPF_OR_DKIM] = either (states[FACT_SPF], states[FACT_DKIM]);
  states[FACT_DMARC] = dmarc_state (findings);
  states[FACT_ALIGNMENT] = alignment_state (findings);
  states[FACT_PTR] = line_state (area_state (findings, "ptr."));
  states[FACT_UNSUBSCRIBE] = unsubscribe_state (mail);
  states[FACT_FORMAT] = format_state (mail);
}

/**
 * rd_requirements_evaluate:
 * @findings: (element-type RdFinding): of the checks of SPF, DKIM, DMARC,
 *   alignment and server names
 * @mail: (nullable): a mail that was sent
 *
 * Goes through what Gmail, Yahoo, Outlook.com and iCloud ask of senders.
 *
 * Returns: (transfer full) (element-type RdRequirement): the lines
 */
GPtrArray *
rd_requirements_evaluate (const GPtrArray *findings,
                          const RdMail    *mail)
{
  GPtrArray     *requirements = g_ptr_array_new_with_free_func (g_free);
  RdFindingState states[N_FACTS];

  g_return_val_if_fail (findings != NULL, requirements);

  judge_facts (findings, mail, states);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      RdRequirement *requirement = g_new0 (RdRequirement, 1);

      requirement->provider = lines[i].provider;
      requirement->line = fact_ids[lines[i].fact];
      requirement->scope = lines[i].scope;
      requirement->state = states[lines[i].fact];
      requirement->text = get_fact_text (lines[i].fact);
      requirement->codes = lines[i].codes;
      g_ptr_array_add (requirements, requirement);
    }
  return requirements;
}

/* Only what is missed is told line by line. */
static void
append_missed (GString             *out,
               const RdRequirement *requirement)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');
  if (requirement->scope == RD_REQUIREMENT_ALL && requirement->codes != NULL)
    g_string_append_printf (out, _ ("Asked of everybody and not met: %s. Refusals say %s."), requirement->text, requirement->codes);
  else if (requirement->scope == RD_REQUIREMENT_ALL)
    g_string_append_printf (out, _ ("Asked of everybody and not met: %s."), requirement->text);
  else if (requirement->codes != NULL)
    g_string_append_printf (out, _ ("Asked of those who send much and not met: %s. Refusals say %s."), requirement->text, requirement->codes);
  else
    g_string_append_printf (out, _ ("Asked of those who send much and not met: %s."), requirement->text);
}

static void
append_unknown (GString       *out,
                const GString *unknown)
{
  if (unknown->len == 0)
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_printf (out, _ ("Could not be checked without a mail that was sent: %s."), unknown->str);
}

static RdFindingState
provider_state (gboolean fails_all,
                gboolean fails_bulk,
                gboolean has_unknown)
{
  if (fails_all)
    return RD_FINDING_BROKEN;
  if (fails_bulk)
    return RD_FINDING_WEAK;
  return has_unknown ? RD_FINDING_INFO : RD_FINDING_FINE;
}

static void
report_provider (const char      *id,
                 const char      *name,
                 const char      *domain,
                 const GPtrArray *requirements,
                 GPtrArray       *findings)
{
  g_autoptr (GString) explanation = g_string_new (NULL);
  g_autoptr (GString) unknown = g_string_new (NULL);
  g_autofree char *finding_id = g_strdup_printf ("requirements.%s", id);
  g_autofree char *title = NULL;
  gboolean         fails_all = FALSE;
  gboolean         fails_bulk = FALSE;
  const char      *fix = _ ("Put right what is listed above as not met; each point has its own advice.");
  RdFinding       *finding;

  for (guint i = 0; i < requirements->len; i++)
    {
      const RdRequirement *requirement = g_ptr_array_index (requirements, i);

      if (strcmp (requirement->provider, id) != 0)
        continue;
      if (requirement->state == RD_FINDING_UNKNOWN)
        g_string_append_printf (unknown, unknown->len > 0 ? "; %s" : "%s", requirement->text);
      if (requirement->state != RD_FINDING_BROKEN)
        continue;
      append_missed (explanation, requirement);
      fails_all = fails_all || requirement->scope == RD_REQUIREMENT_ALL;
      fails_bulk = TRUE;
    }
  append_unknown (explanation, unknown);
  if (fails_all)
    title = g_strdup_printf (_ ("%s does not accept mail sent like this"), name);
  else if (fails_bulk)
    title = g_strdup_printf (_ ("%s accepts single mails, but not large numbers sent like this"), name);
  else if (unknown->len > 0)
    title = g_strdup_printf (_ ("Nothing found that %s would refuse; not all could be checked"), name);
  else
    title = g_strdup_printf (_ ("The requirements of %s are met"), name);
  finding = rd_check_report (findings, rd_finding_new (finding_id, provider_state (fails_all, fails_bulk, unknown->len > 0),
                                                       domain, fails_bulk ? RD_OWNER_YOU : RD_OWNER_WAIT, title));
  rd_finding_explain (finding, explanation->len > 0 ? explanation->str : NULL, fails_bulk ? fix : NULL);
}

/**
 * rd_requirements_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Does the domain meet what the large receivers ask for?  One finding a
 * receiver, with its list and the words of the refusals each missed line earns.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_requirements_check (RdEvidence   *evidence,
                       gconstpointer subject,
                       GPtrArray    *findings)
{
  static const RdCheckFunc parts[] = { rd_spf_check, rd_spf_check_sender, rd_dkim_check, rd_dkim_check_mail, rd_dmarc_check, rd_alignment_check, rd_ptr_check };
  const RdDomainSubject   *self = subject;
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) requirements = NULL;
  const RdAnswer *soa = rd_evidence_ask_dns (evidence, self->domain, RD_RR_SOA);
  RdCheckStatus   status = soa != NULL ? RD_CHECK_DONE : RD_CHECK_PENDING;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i](evidence, subject, known) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
    }
  if (status == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  /* A domain that does not exist has one fault, told elsewhere. */
  if (soa->state == RD_ANSWER_NO_SUCH_NAME || !rd_answer_is_known (soa))
    return RD_CHECK_DONE;
  requirements = rd_requirements_evaluate (known, self->mail);
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    report_provider (providers[i].id, providers[i].name, self->domain, requirements, findings);
  return RD_CHECK_DONE;
}
