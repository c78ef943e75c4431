/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-ip.h"
#include "rd-mail.h"

G_BEGIN_DECLS

/**
 * RdBounceKind:
 * @RD_BOUNCE_FAILED: delivery failed for at least one recipient
 * @RD_BOUNCE_DELAYED: a warning; the server is still trying
 * @RD_BOUNCE_DELIVERED: a confirmation that it arrived
 * @RD_BOUNCE_AUTO_REPLY: out of office and the like (RFC 3834)
 * @RD_BOUNCE_CHALLENGE: asks the sender to prove to be a person
 * @RD_BOUNCE_COMPLAINT: a feedback report (RFC 5965)
 * @RD_BOUNCE_NONE: an ordinary message, a DMARC report, …
 *
 * What a message is.
 */
typedef enum
{
  RD_BOUNCE_FAILED,
  RD_BOUNCE_DELAYED,
  RD_BOUNCE_DELIVERED,
  RD_BOUNCE_AUTO_REPLY,
  RD_BOUNCE_CHALLENGE,
  RD_BOUNCE_COMPLAINT,
  RD_BOUNCE_NONE,
} RdBounceKind;

const char *rd_bounce_kind_to_string (RdBounceKind kind);

/* RFC 3464 section 2.3.3 */
typedef enum
{
  RD_ACTION_UNKNOWN,
  RD_ACTION_FAILED,
  RD_ACTION_DELAYED,
  RD_ACTION_DELIVERED,
  RD_ACTION_RELAYED,
  RD_ACTION_EXPANDED,
} RdAction;

const char *rd_action_to_string (RdAction action);

/* Where in the dialogue (RFC 5321 section 3) the refusal came. */
typedef enum
{
  RD_PHASE_UNKNOWN,
  RD_PHASE_CONNECT,
  RD_PHASE_HELO,
  RD_PHASE_MAIL,
  RD_PHASE_RCPT,
  RD_PHASE_DATA,
  RD_PHASE_END_OF_DATA,
} RdPhase;

const char *rd_phase_to_string (RdPhase phase);

/**
 * RdFailure:
 *
 * What happened to the mail for one recipient.  Bounces and server logs both
 * end in these.  All strings are valid UTF-8; those that are not known are
 * %NULL.
 */
typedef struct
{
  char    *recipient;          /* final recipient */
  char    *original_recipient; /* what the sender wrote, if that differs */
  char    *forwarded_to;       /* where the recipient’s mail is passed on to, if that address refused */
  RdAction action;
  char    *status;      /* enhanced status code "5.1.1", the server's own before the DSN field */
  char    *reply_code;  /* "550" */
  char    *diagnostic;  /* the complete words of the server, or of the MTA itself */
  char    *remote_host; /* the server that spoke, normalized */
  char    *remote_ip;
  RdPhase  phase;
  gboolean is_local;         /* the sender's own server speaks, nothing was asked outside */
  gboolean gave_up;          /* failed after trying for long on a temporary error */
  char    *last_attempt;     /* RFC 3339 */
  char    *will_retry_until; /* RFC 3339 */
} RdFailure;

RdFailure *rd_failure_new (const char *recipient) G_GNUC_WARN_UNUSED_RESULT;
void       rd_failure_free (RdFailure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdFailure, rd_failure_free)

/* A DKIM signature named in the original's header (RFC 6376 section 3.5). */
typedef struct
{
  char *domain;   /* d= */
  char *selector; /* s= */
} RdDkimName;

/**
 * RdOriginal:
 *
 * What is known about the message that bounced.  Strings that are not known
 * are %NULL.
 */
typedef struct
{
  char      *from; /* address only */
  char     **to;   /* (nullable): addresses only */
  char      *subject;
  char      *message_id;
  char      *date;              /* RFC 3339 */
  char      *return_path;       /* reverse-path (RFC 5321 section 4.4) */
  guint64    size;              /* bytes, 0 if not known */
  char      *sending_ip;        /* address the refusing server saw */
  char      *sending_ip_source; /* "diagnostic", "received", … */
  char      *helo;
  GPtrArray *dkim;           /* (element-type RdDkimName) */
  GPtrArray *received;       /* (element-type utf8): Received fields, topmost first */
  char      *first_received; /* (nullable): RFC 3339, when the first server took it */
  char      *last_received;  /* (nullable): RFC 3339, when the last server took it */
  RdMail    *mail;           /* (nullable): the returned message or header */
} RdOriginal;

/**
 * RdBounce:
 *
 * What a message says about the delivery of another one.
 */
typedef struct
{
  RdBounceKind kind;
  char        *dialect;       /* (nullable): "exim", "postfix", … which reader understood it */
  char        *reporting_mta; /* normalized */
  char        *arrival_date;  /* RFC 3339 */
  char        *subject;       /* of the notice itself */
  char        *from;          /* of the notice itself */
  char        *to;            /* (nullable): who got the notice, address only */
  char        *date;          /* RFC 3339, of the notice itself */
  GPtrArray   *failures;      /* (element-type RdFailure) */
  GPtrArray   *queue_ids;     /* (element-type utf8): ids to look for in server logs */
  RdOriginal   original;
  char        *description; /* (nullable): for RD_BOUNCE_NONE, what the message is instead: id such as "dmarc-report" */
} RdBounce;

RdBounce *rd_bounce_new (RdBounceKind kind) G_GNUC_WARN_UNUSED_RESULT;
RdBounce *rd_bounce_read (RdMail *mail) G_GNUC_WARN_UNUSED_RESULT;
void      rd_bounce_free (RdBounce *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdBounce, rd_bounce_free)

G_END_DECLS
