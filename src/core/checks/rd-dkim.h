/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-dkim-key.h"
#include "rd-dkim-message.h"

G_BEGIN_DECLS

/* Signatures of one message that are verified.  Honest mail has one to five;
 * each costs a look-up and may cost a pass over the whole body. */
#define RD_DKIM_MAX_SIGNATURES 16

/* Signatures of one message that are listed at all. */
#define RD_DKIM_MAX_LISTED 64

/**
 * RdDkimResult:
 *
 * The result words of RFC 8601 section 2.7.1.
 */
typedef enum
{
  RD_DKIM_NEUTRAL,
  RD_DKIM_PASS,
  RD_DKIM_FAIL,
  RD_DKIM_POLICY,
  RD_DKIM_TEMPERROR,
  RD_DKIM_PERMERROR,
} RdDkimResult;

const char *rd_dkim_result_to_string (RdDkimResult result);

/**
 * RdDkimCause:
 *
 * Why a signature came out as it did.
 */
typedef enum
{
  RD_DKIM_CAUSE_NONE,    /* it passed */
  RD_DKIM_CAUSE_GRAMMAR, /* the field cannot be read */
  RD_DKIM_CAUSE_VERSION,
  RD_DKIM_CAUSE_ALGORITHM, /* a= is not known */
  RD_DKIM_CAUSE_SHA1,      /* a=rsa-sha1, forbidden by RFC 8301 */
  RD_DKIM_CAUSE_IDENTITY,  /* i= is not below d= */
  RD_DKIM_CAUSE_FROM_UNSIGNED,
  RD_DKIM_CAUSE_EXPIRED,
  RD_DKIM_CAUSE_KEY_MISSING,
  RD_DKIM_CAUSE_KEY_UNKNOWN, /* DNS did not answer */
  RD_DKIM_CAUSE_KEY_REVOKED,
  RD_DKIM_CAUSE_KEY_BAD, /* damaged, see the key */
  RD_DKIM_CAUSE_KEY_SHORT,
  RD_DKIM_CAUSE_KEY_MISMATCH, /* a= and k= or h= do not fit */
  RD_DKIM_CAUSE_KEY_SERVICE,
  RD_DKIM_CAUSE_KEY_STRICT, /* t=s and i= in a subdomain */
  RD_DKIM_CAUSE_BODY_CHANGED,
  RD_DKIM_CAUSE_BODY_SHORT,   /* fewer bytes than l= says */
  RD_DKIM_CAUSE_BODY_MISSING, /* only the header came back */
  RD_DKIM_CAUSE_HEADER_CHANGED,
  RD_DKIM_CAUSE_TOO_MANY, /* signatures beyond the limit */
} RdDkimCause;

char *rd_dkim_cause_dup_text (RdDkimCause cause) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RdDkimSignature:
 *
 * One signature of a message (RFC 6376 section 3.5) and what it is worth.
 */
typedef struct
{
  char           *domain;         /* (nullable): d=, normalized */
  char           *selector;       /* (nullable): s=, lower case */
  char           *algorithm_name; /* (nullable): a= as written */
  RdDkimAlgorithm algorithm;
  gboolean        is_sha1;
  RdDkimCanon     header_canon;
  RdDkimCanon     body_canon;
  char           *identity;   /* (nullable): domain of i=, normalized */
  char          **headers;    /* (nullable): h=, lower case */
  gboolean        has_length; /* l= */
  guint64         length;     /* bytes */
  gint64          signed_at;  /* t=, seconds since the epoch, or -1 */
  gint64          expires_at; /* x=, or -1 */
  GBytes         *body_hash;  /* (nullable) */
  GBytes         *signature;  /* (nullable) */
  gsize           b_start;    /* the value of b= within the field */
  gsize           b_length;
  RdDkimField     field; /* within the message */
  RdDkimResult    result;
  RdDkimCause     cause;
  RdDkimKey      *key;            /* (nullable): the key record that was used */
  guint           answer_id;      /* answer the key came from, 0 for none */
  guint64         unsigned_bytes; /* body bytes beyond l= */
} RdDkimSignature;

RdDkimSignature *rd_dkim_signature_new (const RdDkimField *field) G_GNUC_WARN_UNUSED_RESULT;
void             rd_dkim_signature_free (RdDkimSignature *self);
char            *rd_dkim_signature_dup_key_name (const RdDkimSignature *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RdDkimFlags:
 * @RD_DKIM_HEADER_ONLY: the body did not come back, as in many bounces; what
 *   depends on it is not judged
 */
typedef enum
{
  RD_DKIM_COMPLETE = 0,
  RD_DKIM_HEADER_ONLY = 1 << 0,
} RdDkimFlags;

/**
 * RdDkimVerification:
 *
 * All signatures of a message, from the top of its header.
 */
typedef struct
{
  GPtrArray *signatures;   /* (element-type RdDkimSignature) */
  guint      n_signatures; /* in the message, more than are listed if there are too many */
  char      *from_domain;  /* (nullable): of the author */
} RdDkimVerification;

RdCheckStatus rd_dkim_verify (RdEvidence          *evidence,
                              GBytes              *message,
                              RdDkimFlags          flags,
                              gint64               now,
                              RdDkimVerification **verification);
void          rd_dkim_verification_free (RdDkimVerification *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDkimSignature, rd_dkim_signature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDkimVerification, rd_dkim_verification_free)

G_END_DECLS
