/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"
#include "rd-mail.h"

G_BEGIN_DECLS

/**
 * RdDomainSubject:
 *
 * What the checks of a domain are told about it.  Only @domain is always
 * there.  Never changed while a survey runs.
 */
typedef struct
{
  char    *domain;           /* normalized */
  GArray  *ips;              /* (element-type RdIp): addresses its mail leaves from, if known */
  char   **selectors;        /* DKIM selectors that are known, NULL-terminated */
  char    *helo;             /* (nullable): name the sending server greets with */
  char    *recipient_domain; /* (nullable): where the mail was to go */
  RdMail  *mail;             /* (nullable): a mail that was sent */
  gboolean may_ask_lists;    /* the user agreed to ask blocklists about @ips */
  gboolean may_greet;        /* the user wishes that the mail servers are greeted */
} RdDomainSubject;

RdDomainSubject *rd_domain_subject_new (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
void             rd_domain_subject_free (RdDomainSubject *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDomainSubject, rd_domain_subject_free)

/* Making findings. */
RdFinding *rd_check_report (GPtrArray *findings,
                            RdFinding *finding);
RdFinding *rd_check_report_unknown (GPtrArray      *findings,
                                    const char     *id,
                                    const char     *subject,
                                    const RdAnswer *answer);
void       rd_check_rest_on (RdFinding      *finding,
                             const RdAnswer *answer);
gboolean   rd_check_has_finding (const GPtrArray *findings,
                                 const char      *id);

/* Reading answers. */
char      *rd_check_dup_txt (const RdRr *rr) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_check_select_txt (const RdAnswer *answer,
                                const char     *version) G_GNUC_WARN_UNUSED_RESULT;
gboolean   rd_check_has_version (const char *text,
                                 const char *version);
gboolean   rd_check_is_alias (const RdAnswer *answer);
gboolean   rd_check_name_in (const char        *name,
                             const char *const *suffixes);

/* Asking several questions at once. */
const RdAnswer *rd_check_ask (RdEvidence *evidence,
                              const char *name,
                              guint16     rr_type,
                              gboolean   *pending);
const RdAnswer *rd_check_ask_below (RdEvidence *evidence,
                                    const char *label,
                                    const char *domain,
                                    guint16     rr_type,
                                    gboolean   *pending);

/* Names. */
char *rd_check_dup_below (const char *label,
                          const char *domain) G_GNUC_WARN_UNUSED_RESULT;
char *rd_check_dup_org_domain (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
char *rd_check_dup_relative (const char *fqdn,
                             const char *zone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
