/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The mail services a domain may use, compiled in from data/knowledge: how to
 * recognise them in DNS, and what they want published.  All pointers handed out
 * here are static; menu paths are returned translated. */

typedef enum
{
  RD_SERVICE_MAILBOX,       /* keeps mailboxes */
  RD_SERVICE_HOST,          /* web hosting with mail */
  RD_SERVICE_BULK,          /* newsletters */
  RD_SERVICE_TRANSACTIONAL, /* receipts and notices of programs */
  RD_SERVICE_GATEWAY,       /* filters in front of another service */
  RD_SERVICE_FORWARDER,     /* receives and passes on, sends nothing */
  RD_SERVICE_CRM,           /* helpdesk, invoices, customer records */
} RdServiceKind;

/**
 * RdSpfPlace:
 * @RD_SPF_PLACE_ROOT: the term belongs into the record of the domain itself
 * @RD_SPF_PLACE_SUBDOMAIN: it belongs at a subdomain used as return path
 * @RD_SPF_PLACE_NEVER: the service sends with its own return path; the term
 *   never helps alignment
 *
 * Where the SPF term of a service does any good.
 */
typedef enum
{
  RD_SPF_PLACE_ROOT,
  RD_SPF_PLACE_SUBDOMAIN,
  RD_SPF_PLACE_NEVER,
} RdSpfPlace;

/**
 * RdServiceCertainty:
 *
 * How sure an entry of the table of services is.
 */
typedef enum
{
  RD_SERVICE_CERTAINTY_LOW,
  RD_SERVICE_CERTAINTY_MEDIUM,
  RD_SERVICE_CERTAINTY_HIGH,
} RdServiceCertainty;

/**
 * RdService:
 *
 * A mail service.  Before @recommend is shown, look it up: it must hold an SPF
 * record, services rename theirs.
 */
typedef struct
{
  const char        *id;   /* "google" */
  const char        *name; /* "Google Workspace" */
  RdServiceKind      kind;
  const char *const *mx;        /* its MX hosts are these or below these */
  const char *const *spf;       /* SPF includes that reveal it */
  const char        *recommend; /* (nullable): SPF term, "include:_spf.google.com" */
  RdSpfPlace         spf_place;
  const char *const *selectors;       /* fixed DKIM selectors */
  const char *const *default_signers; /* d= it signs with until DKIM is set up */
  const char        *where;           /* (nullable): msgid, menu path to its DKIM settings */
  RdServiceCertainty certainty;       /* how sure this entry is */
} RdService;

const RdService   *rd_service_nth (guint index);
guint              rd_service_get_n (void);
const RdService   *rd_service_find_for_mx (const char *host);
const RdService   *rd_service_find_for_spf (const char *include);
const RdService   *rd_service_find_for_signer (const char *domain);
const char        *rd_service_get_where (const RdService *self);
const char *const *rd_service_get_common_selectors (void);

G_END_DECLS
