/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

G_BEGIN_DECLS

/* What is known about refused mail: read-only tables, compiled in from
 * data/knowledge.  All pointers handed out here are static.  Sentences are
 * returned translated; ids never are. */

typedef enum
{
  RD_PERMANENCE_UNKNOWN,
  RD_PERMANENCE_TEMPORARY,
  RD_PERMANENCE_PERMANENT,
} RdPermanence;

const char *rd_permanence_to_string (RdPermanence permanence);

/**
 * RdResend:
 * @RD_RESEND_NEVER: the same mail will fail again
 * @RD_RESEND_AFTER_FIX: once somebody has repaired something
 * @RD_RESEND_LATER: by hand, in a while
 * @RD_RESEND_AUTOMATIC: the server goes on trying by itself
 *
 * Whether to send the mail again.
 */
typedef enum
{
  RD_RESEND_NEVER,
  RD_RESEND_AFTER_FIX,
  RD_RESEND_LATER,
  RD_RESEND_AUTOMATIC,
} RdResend;

const char *rd_resend_to_string (RdResend resend);

/**
 * RdFamily:
 *
 * On whose side, and about what, a cause lies.
 */
typedef enum
{
  RD_FAMILY_ADDRESS,
  RD_FAMILY_THEIR_SERVER,
  RD_FAMILY_AUTHENTICATION,
  RD_FAMILY_REPUTATION,
  RD_FAMILY_CONTENT,
  RD_FAMILY_YOUR_SIDE,
  RD_FAMILY_SPECIAL,
} RdFamily;

const char *rd_family_get_label (RdFamily family);

/**
 * RdHosting:
 *
 * Whose steps to show: what the sender's mail runs on.
 */
typedef enum
{
  RD_HOSTING_ANY,
  RD_HOSTING_CPANEL,
  RD_HOSTING_GOOGLE,
  RD_HOSTING_MICROSOFT,
  N_RD_HOSTINGS,
} RdHosting;

/**
 * RdCause:
 *
 * Why mail was refused, in the words for people.  The sentences are msgids:
 * read them through rd_cause_get_title() and its siblings.
 */
typedef struct
{
  const char        *id; /* "address-not-found" */
  RdFamily           family;
  RdOwner            owner;
  RdPermanence       permanence; /* UNKNOWN: decided by the reply */
  RdResend           resend;
  gboolean           is_urgent; /* security: show it as such */
  const char        *title;
  const char        *sentence;
  const char        *resend_text;
  const char        *resend_returned;      /* (nullable): the same if nobody retries any more */
  const char        *ask_host;             /* (nullable): question to copy for the host */
  const char *const *steps[N_RD_HOSTINGS]; /* NULL-terminated each, (nullable) */
  const char *const *steps_returned;       /* (nullable): instead of the general ones if nobody retries any more */
  const char *const *checks;               /* ids of checks that would confirm it, NULL-terminated */
} RdCause;

const RdCause *rd_cause_find (const char *id);
const RdCause *rd_cause_nth (guint index);
guint          rd_cause_get_n (void);
const char    *rd_cause_get_title (const RdCause *self);
const char    *rd_cause_get_sentence (const RdCause *self);
const char    *rd_cause_get_resend_text (const RdCause *self);
const char    *rd_cause_get_resend_returned (const RdCause *self);
const char    *rd_cause_get_ask_host (const RdCause *self);
char         **rd_cause_dup_steps (const RdCause *self,
                                   RdHosting      hosting) G_GNUC_WARN_UNUSED_RESULT;
char         **rd_cause_dup_steps_returned (const RdCause *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RdProvider:
 *
 * A mail service that refuses mail in words of its own.
 */
typedef struct
{
  const char        *id;         /* "google" */
  const char        *name;       /* "Gmail / Google Workspace" */
  const char *const *mx;         /* host names or suffixes with a leading dot */
  const char *const *domains;    /* consumer domains */
  const char *const *signatures; /* pieces of text only it writes, lower case */
  const char        *postmaster; /* (nullable): URL */
} RdProvider;

const RdProvider *rd_provider_find (const char *id);
const RdProvider *rd_provider_nth (guint index);
guint             rd_provider_get_n (void);
const RdProvider *rd_provider_find_for_host (const char *host);
const RdProvider *rd_provider_find_for_domain (const char *domain);
const RdProvider *rd_provider_find_in_text (const char *text);

/**
 * RdCode:
 *
 * The meaning of a reply code or an enhanced status code.
 */
typedef struct
{
  const char *code;       /* "550", "X.1.1", "5.7.26", "5.7.606-649" */
  const char *provider;   /* (nullable): id of whose meaning it is */
  const char *vendor;     /* (nullable): its name, "Gmail / Google Workspace" */
  const char *name;       /* short name, untranslated registry wording */
  const char *meaning;    /* msgid, see rd_code_get_meaning() */
  const char *defined_in; /* (nullable): "RFC 3463" */
  const char *cause;      /* id of the default cause */
  gboolean    is_strong;  /* good evidence by itself */
} RdCode;

const RdCode *rd_code_find_basic (const char *reply_code);
const RdCode *rd_code_find_enhanced (const char       *status,
                                     const RdProvider *provider);
const RdCode *rd_code_nth (guint index);
guint         rd_code_get_n (void);
const char   *rd_code_get_meaning (const RdCode *self);

/**
 * RdRule:
 *
 * One rule from what a server says to a cause.
 */
typedef struct
{
  const char  *id;       /* "google-12" */
  const char  *provider; /* (nullable): provider id */
  const char  *cause;
  RdOwner      owner;
  RdPermanence permanence;
  guint8       tier; /* 2 provider … 6 last resort, 7 frame */
  gboolean     verified;
  const char  *note;   /* (nullable): msgid, what this reply means */
  const char  *hint;   /* (nullable): msgid, what to do */
  const char  *ask_as; /* (nullable): the cause whose question the host is asked */
  const char  *url;    /* (nullable) */
  const char  *origin; /* (nullable): software that writes so, if no provider */

  /* What it is recognised by, in lower case, with … where anything may stand;
   * NULL-terminated. */
  const char *const *phrases;
} RdRule;

const RdRule *rd_rule_find (const char *id);
const RdRule *rd_rule_nth (guint index);
guint         rd_rule_get_n (void);
const char   *rd_rule_get_note (const RdRule *self);
const char   *rd_rule_get_hint (const RdRule *self);

/**
 * RdReply:
 *
 * All that is known about one refusal when its cause is looked for.
 */
typedef struct
{
  const char       *text;             /* the server's words, any line breaks */
  const char       *reply_code;       /* (nullable): "550" */
  const char       *status;           /* (nullable): "5.1.1" */
  const RdProvider *provider;         /* (nullable): who refused */
  gboolean          provider_certain; /* known from the refusing host */
  const char       *sending_ip;       /* (nullable): to see whether the reply quotes it */
} RdReply;

/**
 * RdMatch:
 *
 * What the knowledge says about a reply.  Scores: 85 and more is high, 60 to 84
 * medium, 30 to 59 low.
 */
typedef struct
{
  const RdCause *cause;   /* never NULL: "unknown" if nothing fits */
  const RdRule  *rule;    /* (nullable): %NULL if a code decided */
  const RdCode  *code;    /* (nullable): set if a code decided */
  char          *matched; /* (nullable): the words that matched */
  int            score;
  const RdCause *second; /* (nullable): another family within 15 points */
} RdMatch;

void  rd_knowledge_match (const RdReply *reply,
                          RdMatch       *match);
void  rd_match_clear (RdMatch *self);
char *rd_knowledge_normalize (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdMatch, rd_match_clear)

/**
 * RdSpelling:
 * @RD_SPELLING_FINE: nothing to say
 * @RD_SPELLING_POSSIBLE: close to a popular domain, or a real domain that is
 *   often meant otherwise; speak of it only if mail to it failed or DNS agrees
 * @RD_SPELLING_CERTAIN: a known misspelling, or no address as it stands
 *
 * Whether a domain is probably misspelt.
 */
typedef enum
{
  RD_SPELLING_FINE,
  RD_SPELLING_POSSIBLE,
  RD_SPELLING_CERTAIN,
} RdSpelling;

RdSpelling rd_spelling_check (const char *address,
                              char      **suggestion);

G_END_DECLS
