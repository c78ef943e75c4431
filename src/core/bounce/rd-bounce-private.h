/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"

G_BEGIN_DECLS

/* Longest enhanced status code, "5.999.999", with its NUL. */
#define RD_STATUS_SIZE 12

/* A piece of prose or of a reply is kept up to this: the reason stands at its
 * beginning, and a hostile message must not be copied once per recipient. */
#define RD_LIMIT_PROSE_BYTES 2048

/* Addresses taken from one header field: To fields of thousands tell nothing. */
#define RD_LIMIT_RECIPIENTS_IN_HEADER 500

/**
 * RdReplyHit:
 *
 * Where in a text a server's reply (RFC 5321 section 4.2) stands.
 */
typedef struct
{
  gsize    start;                  /* offset of its code */
  gsize    end;                    /* first offset behind its words */
  char     code[4];                /* "550"; "" if there is none */
  char     status[RD_STATUS_SIZE]; /* enhanced code; "" if there is none */
  int      score;                  /* how much speaks for it: see RD_REPLY_SURE */
  gboolean is_quoted;              /* given as the words of another server */
} RdReplyHit;

/* A code that is surely one, not a number that happens to look like it. */
#define RD_REPLY_SURE 6

/* A code behind a colon or the like, with words behind it. */
#define RD_REPLY_LIKELY 4

gboolean _rd_reply_find (const char *text,
                         gsize       length,
                         RdReplyHit *hit);
char    *_rd_reply_dup_joined (const char *text,
                               gsize       length,
                               const char *code,
                               const char *status) G_GNUC_WARN_UNUSED_RESULT;
gboolean _rd_reply_is_in_passing (const char       *text,
                                  const RdReplyHit *hit);
gboolean _rd_reply_is_noise (const char *text);
gboolean _rd_reply_is_amount (const char *behind,
                              gsize       length);
gsize    _rd_status_length (const char *text, gsize length);
gboolean _rd_status_parse (const char *text,
                           char        status[RD_STATUS_SIZE]);
gboolean _rd_status_find (const char *text,
                          gsize       length,
                          char        reply_class,
                          char        status[RD_STATUS_SIZE]);
gboolean _rd_status_is_vague (const char *status);
RdPhase  _rd_phase_find (const char *text,
                         gsize       length);
void     _rd_remote_find (const char *text,
                          gsize       length,
                          char      **host,
                          char      **ip);

gboolean _rd_marks_find (const char *const *marks,
                         gsize              n_marks,
                         const char        *text,
                         gsize              length,
                         gsize             *at,
                         gsize             *which);

/* E-mail addresses in running text. */
gboolean _rd_address_next (const char *text,
                           gsize       length,
                           gsize       from,
                           gsize      *start,
                           gsize      *end);
char    *_rd_address_dup_clean (const char *text,
                                gssize      length) G_GNUC_WARN_UNUSED_RESULT;
char    *_rd_address_dup_first (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char   **_rd_address_dup_all (const char *header) G_GNUC_WARN_UNUSED_RESULT;
char    *_rd_address_decode (const char *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean _rd_address_equal (const char *a,
                            const char *b);
gboolean _rd_address_is_daemon (const char *from);

char *_rd_date_dup_rfc3339 (const char *date) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RdMeaning:
 *
 * What a phrase of a notice says.  Bits, because a text has many.
 */
typedef enum
{
  RD_MEANS_FAILED = 1 << 0,     /* it was not delivered */
  RD_MEANS_DELAYED = 1 << 1,    /* it was not delivered yet */
  RD_MEANS_GAVE_UP = 1 << 2,    /* tried for long, now given up */
  RD_MEANS_ORIGINAL = 1 << 3,   /* the returned message follows */
  RD_MEANS_DETAILS = 1 << 4,    /* the words of the server follow */
  RD_MEANS_OPENING = 1 << 5,    /* a notice of a known mail system begins */
  RD_MEANS_REASON = 1 << 6,     /* why, in the words servers use */
  RD_MEANS_DELIVERED = 1 << 7,  /* it arrived */
  RD_MEANS_CHALLENGE = 1 << 8,  /* prove that you are a person */
  RD_MEANS_AWAY = 1 << 9,       /* out of office */
  RD_MEANS_FORWARD = 1 << 10,   /* a forwarded message follows */
  RD_MEANS_LIST = 1 << 11,      /* a mailing list refuses a post */
  RD_MEANS_ABSENT = 1 << 12,    /* until when somebody is away, and what to do */
  RD_MEANS_COMPLAINT = 1 << 13, /* a recipient called it spam */
  RD_MEANS_READ = 1 << 14,      /* it was read */
  RD_MEANS_GONE = 1 << 15,      /* away, in words that people use as well */
} RdMeaning;

typedef struct _RdPhrases RdPhrases;

const RdPhrases *_rd_phrases_get (void);
RdMeaning        _rd_phrases_scan (const RdPhrases *self,
                                   const char      *text,
                                   gsize            length);
RdMeaning        _rd_phrases_scan_notice (const RdPhrases *self,
                                          const char      *text,
                                          gsize            length,
                                          gsize            n_first,
                                          RdMeaning       *first_meanings,
                                          const char     **dialect);

/**
 * RdDsnRecipient:
 *
 * The fields of one recipient in a delivery report (RFC 3464 section 2.3).
 */
typedef struct
{
  char    *final; /* decoded address or name */
  char    *original;
  RdAction action;
  char     status[RD_STATUS_SIZE];
  char    *status_text; /* what stands behind the code */
  char    *diagnostic;  /* with its line breaks, without its type */
  char    *diagnostic_type;
  char    *remote_mta;
  char    *last_attempt;
  char    *will_retry_until;
} RdDsnRecipient;

/**
 * RdDsn:
 *
 * The fields of a delivery report (RFC 3464).
 */
typedef struct
{
  char      *reporting_mta;
  char      *arrival_date;
  char      *sender;     /* (nullable): reverse-path, which Postfix and others add */
  GPtrArray *recipients; /* (element-type RdDsnRecipient) */
  GPtrArray *queue_ids;  /* (element-type utf8) */
  gboolean   is_challenge;
} RdDsn;

RdDsn *_rd_dsn_new (void) G_GNUC_WARN_UNUSED_RESULT;
void   _rd_dsn_free (RdDsn *self);
void   _rd_dsn_read (RdDsn      *self,
                     const char *text,
                     gsize       length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDsn, _rd_dsn_free)

/**
 * RdStrength:
 *
 * How surely an address in a text is a failed recipient.
 */
typedef enum
{
  RD_STRENGTH_MENTIONED, /* it merely occurs */
  RD_STRENGTH_SENTENCE,  /* in a sentence that says it failed */
  RD_STRENGTH_ALONE,     /* alone on its line */
  RD_STRENGTH_STRUCTURE, /* in a form only mail systems write */
} RdStrength;

/**
 * RdTextRecipient:
 *
 * One recipient found in the human part of a notice.
 */
typedef struct
{
  char      *address;
  char      *original; /* "generated from" */
  RdStrength strength;
  GString   *text; /* what is said about it, line by line */
  char       code[4];
  char       status[RD_STATUS_SIZE];
  char      *reply;  /* joined words of the server */
  char      *reason; /* prose, if no server spoke */
  char      *host;
  char      *ip;
  RdPhase    phase;
  gboolean   is_remote;
  gboolean   is_delayed;
} RdTextRecipient;

/**
 * RdNotice:
 *
 * The human part of a notice, read line by line.
 */
typedef struct
{
  GPtrArray       *recipients;     /* (element-type RdTextRecipient) */
  RdMeaning        meanings;       /* of all that was read */
  RdMeaning        first_meanings; /* of its first lines */
  const char      *dialect;        /* (nullable) */
  char            *reporting_mta;  /* (nullable) */
  RdTextRecipient *common;         /* what is said about no recipient in particular */
} RdNotice;

RdNotice *_rd_notice_new (void) G_GNUC_WARN_UNUSED_RESULT;
void      _rd_notice_free (RdNotice *self);
void      _rd_notice_read (RdNotice        *self,
                           const RdPhrases *phrases,
                           const char      *text,
                           const char     **not_recipients);
gboolean  _rd_notice_has_reply (const RdNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdNotice, _rd_notice_free)

G_END_DECLS
