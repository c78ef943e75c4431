/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey-domain"

#include "config.h"

#include "rd-survey-domain.h"

#include "rd-dns-host.h"
#include "rd-service.h"
#include "rd-text.h"

/* The survey behind “check my domain”: every check there is for a domain. */

/**
 * rd_domain_subject_add_selector:
 * @subject: (inout): what is to be checked
 * @selector: the name of a DKIM key that is known to be in use
 *
 * Adds a selector, once.
 */
void
rd_domain_subject_add_selector (RdDomainSubject *subject,
                                const char      *selector)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  g_return_if_fail (subject != NULL && selector != NULL);

  if (g_strv_contains ((const char *const *) subject->selectors, selector))
    return;
  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **) subject->selectors);
  g_strv_builder_add (builder, selector);
  g_strfreev (subject->selectors);
  subject->selectors = g_strv_builder_end (builder);
}

/**
 * rd_domain_subject_add_original:
 * @subject: (inout): what is to be checked
 * @original: what is known about a mail that came back
 *
 * Takes over what a returned mail tells about its sender: the address it left
 * from, the name that server gave, and the keys it was signed with in the name
 * of the domain.
 */
void
rd_domain_subject_add_original (RdDomainSubject  *subject,
                                const RdOriginal *original)
{
  RdIp ip;

  g_return_if_fail (subject != NULL && original != NULL);

  if (original->sending_ip != NULL && rd_ip_parse (original->sending_ip, &ip) && rd_ip_is_public (&ip))
    g_array_append_val (subject->ips, ip);
  if (original->helo != NULL && subject->helo == NULL)
    subject->helo = g_strdup (original->helo);
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);

      if (name->selector != NULL && name->domain != NULL && rd_domain_is_within (name->domain, subject->domain))
        rd_domain_subject_add_selector (subject, name->selector);
    }
  if (original->mail != NULL && subject->mail == NULL)
    subject->mail = rd_mail_ref (original->mail);
}

/**
 * rd_domain_subject_add_mail:
 * @subject: (inout): what is to be checked
 * @mail: a mail that was sent, or a notice that one came back
 *
 * Takes over what @mail tells about its sender.
 */
void
rd_domain_subject_add_mail (RdDomainSubject *subject,
                            RdMail          *mail)
{
  g_autoptr (RdBounce) bounce = NULL;

  g_return_if_fail (subject != NULL && mail != NULL);

  bounce = rd_bounce_read (mail);
  if (bounce->kind == RD_BOUNCE_NONE || bounce->kind == RD_BOUNCE_AUTO_REPLY)
    {
      if (subject->mail == NULL)
        subject->mail = rd_mail_ref (mail);
      return;
    }
  rd_domain_subject_add_original (subject, &bounce->original);
}

typedef struct
{
  const RdDomainCheck   *check;
  const RdDomainSubject *subject; /* (unowned): belongs to the survey */
} Job;

static RdCheckStatus
run_job (RdEvidence   *evidence,
         gconstpointer data,
         GPtrArray    *findings)
{
  const Job *job = data;

  return rd_domain_check_run (job->check, evidence, job->subject, findings);
}

/**
 * rd_survey_new_domain:
 * @evidence: (nullable): what is known already
 * @sources: (nullable): who answers; %NULL for a recording
 * @subject: (transfer full): what is to be checked
 *
 * Makes a survey of one domain.  It may ask DNS, and the web server of the
 * domain for its encryption policy; blocklists and the mail servers only if
 * @subject says that the user agreed to that.
 *
 * Returns: (transfer full): the survey, not yet running
 */
RdSurvey *
rd_survey_new_domain (RdEvidence      *evidence,
                      RdSources       *sources,
                      RdDomainSubject *subject)
{
  RdSurvey            *survey;
  RdSurveyConsent      consent = RD_SURVEY_DNS | RD_SURVEY_HTTPS;
  const RdDomainCheck *checks;
  guint                n_checks;

  g_return_val_if_fail (subject != NULL, NULL);

  survey = rd_survey_new (evidence, sources);
  checks = rd_domain_checks_get (&n_checks);
  for (guint i = 0; i < n_checks; i++)
    {
      Job *job = g_new (Job, 1);

      job->check = &checks[i];
      job->subject = subject;
      rd_survey_add_check (survey, run_job, job, g_free);
    }
  if (subject->may_ask_lists)
    consent |= RD_SURVEY_DNSBL;
  if (subject->may_greet)
    consent |= RD_SURVEY_SMTP;
  rd_survey_set_consent (survey, consent);
  /* All checks share the subject, and the survey outlives them. */
  g_object_set_data_full (G_OBJECT (survey), "rd-domain-subject", subject, (GDestroyNotify) rd_domain_subject_free);
  return survey;
}

/**
 * rd_survey_find_mail_service:
 * @evidence: what is known
 * @domain: a normalized domain
 *
 * Who keeps the mailboxes of @domain, from the names of its mail servers.
 *
 * Returns: (transfer none) (nullable): the name of a service
 */
const char *
rd_survey_find_mail_service (RdEvidence *evidence,
                             const char *domain)
{
  g_autoptr (RdQuestion) question = rd_question_dns (domain, RD_RR_MX);
  const RdAnswer *mx = rd_evidence_peek (evidence, question);

  for (guint i = 0; mx != NULL && i < rd_answer_count (mx, RD_RR_MX); i++)
    {
      const RdService *service = rd_service_find_for_mx (rd_answer_nth (mx, RD_RR_MX, i)->target);

      if (service != NULL)
        return service->name;
    }
  return NULL;
}

/**
 * rd_survey_find_dns_service:
 * @evidence: what is known
 * @domain: a normalized domain
 *
 * Who runs the DNS of @domain, from the names of its DNS servers.
 *
 * Returns: (transfer none) (nullable): the name of a service
 */
const char *
rd_survey_find_dns_service (RdEvidence *evidence,
                            const char *domain)
{
  g_autofree char *org = rd_check_dup_org_domain (domain);
  g_autoptr (RdQuestion) question = rd_question_dns (org, RD_RR_NS);
  const RdAnswer *ns = rd_evidence_peek (evidence, question);

  return ns != NULL ? rd_dns_host_find_name (ns) : NULL;
}
