/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"
#include "rd-check.h"
#include "rd-domain-checks.h"
#include "rd-survey.h"

G_BEGIN_DECLS

RdSurvey *rd_survey_new_domain (RdEvidence      *evidence,
                                RdSources       *sources,
                                RdDomainSubject *subject) G_GNUC_WARN_UNUSED_RESULT;
void      rd_domain_subject_add_selector (RdDomainSubject *subject,
                                          const char      *selector);
void      rd_domain_subject_add_mail (RdDomainSubject *subject,
                                      RdMail          *mail);
void      rd_domain_subject_add_original (RdDomainSubject  *subject,
                                          const RdOriginal *original);

/* Who does what for a domain, as far as the answers tell. */
const char *rd_survey_find_mail_service (RdEvidence *evidence,
                                         const char *domain);
const char *rd_survey_find_dns_service (RdEvidence *evidence,
                                        const char *domain);

G_END_DECLS
