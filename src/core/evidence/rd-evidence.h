/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-ip.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* --- Questions ----------------------------------------------------------- */

/**
 * RdQuestionKind:
 *
 * The class of a question decides who gets to see it, and consent is given by
 * class.
 */
typedef enum
{
  RD_QUESTION_DNS,   /* seen by the resolver */
  RD_QUESTION_DNSBL, /* DNS, and the operator of a blocklist learns the subject */
  RD_QUESTION_HTTPS, /* seen by the web server of the domain */
  RD_QUESTION_SMTP,  /* seen by the mail server that is greeted */
} RdQuestionKind;

/* Record types by number (IANA DNS parameters). */
typedef enum
{
  RD_RR_A = 1,
  RD_RR_NS = 2,
  RD_RR_CNAME = 5,
  RD_RR_SOA = 6,
  RD_RR_PTR = 12,
  RD_RR_MX = 15,
  RD_RR_TXT = 16,
  RD_RR_AAAA = 28,
  RD_RR_SRV = 33,
  RD_RR_DS = 43,
  RD_RR_RRSIG = 46,
  RD_RR_DNSKEY = 48,
  RD_RR_TLSA = 52,
  RD_RR_SPF = 99,
  RD_RR_CAA = 257,
} RdRrType;

/**
 * RdQuestionFlags:
 * @RD_QUESTION_CHECKING_DISABLED: ask with the CD bit, to tell broken DNSSEC from a dead server
 * @RD_QUESTION_AUTHORITATIVE: ask the zone's own servers, past every cache
 */
typedef enum
{
  RD_QUESTION_PLAIN = 0,
  RD_QUESTION_CHECKING_DISABLED = 1 << 0,
  RD_QUESTION_AUTHORITATIVE = 1 << 1,
} RdQuestionFlags;

/**
 * RdQuestion:
 *
 * One question to the outside world, by value semantics: two questions with
 * the same text are the same question.  The text is canonical and is what
 * recordings and reports show: "dns example.com TXT", "dns example.com TXT +cd",
 * "dnsbl 2.0.0.127.zen.spamhaus.org A", "https https://mta-sts.example.com/…",
 * "smtp mx.example.com:25".
 */
typedef struct
{
  RdQuestionKind  kind;
  char           *name;    /* normalized name, URL, or host:port */
  char           *zone;    /* (nullable): where to look for the servers in charge, if not at @name */
  guint16         rr_type; /* RdRrType or any other type; DNS and DNSBL only */
  RdQuestionFlags flags;
  char           *text; /* canonical */
} RdQuestion;

/* The name of a record type: "TXT", "TYPE65534" (RFC 3597 section 5). */
char    *rd_rr_type_dup_name (guint16 rr_type) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_rr_type_parse (const char *text,
                           guint16    *rr_type);

RdQuestion *rd_question_dns (const char *name,
                             guint16     rr_type) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_dns_full (const char     *name,
                                  guint16         rr_type,
                                  RdQuestionFlags flags) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_dnsbl (const char *name,
                               guint16     rr_type) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_dnsbl_full (const char *name,
                                    guint16     rr_type,
                                    const char *zone) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_https (const char *url) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_smtp (const char *host,
                              guint16     port) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
RdQuestion *rd_question_ref (RdQuestion *self);
void        rd_question_unref (RdQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdQuestion, rd_question_unref)

/* --- Answers ------------------------------------------------------------- */

/**
 * RdAnswerState:
 *
 * Which of these an answer is, always exactly one.  Only FOUND, NO_DATA and
 * NO_SUCH_NAME say anything about the subject; all others mean that it could
 * not be found out.
 */
typedef enum
{
  RD_ANSWER_FOUND,
  RD_ANSWER_NO_DATA,
  RD_ANSWER_NO_SUCH_NAME,
  RD_ANSWER_REFUSED,
  RD_ANSWER_SERVER_FAILURE,
  RD_ANSWER_TIMEOUT,
  RD_ANSWER_NOT_ASKED,
  RD_ANSWER_MALFORMED,
} RdAnswerState;

const char *rd_answer_state_to_string (RdAnswerState state);
gboolean    rd_answer_state_from_string (const char    *text,
                                         RdAnswerState *state);

/**
 * RdRr:
 *
 * One resource record of an answer section.  Fields that a type does not have
 * are zero.
 */
typedef struct
{
  char   *owner; /* normalized */
  guint16 type;
  guint32 ttl;        /* seconds */
  RdIp    address;    /* A, AAAA */
  char   *target;     /* NS, CNAME, PTR, MX, SRV; "" for the root (null MX) */
  guint   preference; /* MX, SRV priority */
  GBytes *data;       /* TXT: strings joined; other types: raw rdata, names not compressed */
  char   *text;       /* presentation form of the rdata (RFC 1035 section 5.1) */
} RdRr;

RdRr *rd_rr_new_from_text (const char *owner,
                           guint16     type,
                           guint32     ttl,
                           const char *text) G_GNUC_WARN_UNUSED_RESULT;
RdRr *rd_rr_new_from_rdata (const char   *owner,
                            guint16       type,
                            guint32       ttl,
                            const guint8 *rdata,
                            gsize         length) G_GNUC_WARN_UNUSED_RESULT;
RdRr *rd_rr_copy (const RdRr *self) G_GNUC_WARN_UNUSED_RESULT;
void  rd_rr_free (RdRr *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdRr, rd_rr_free)

/**
 * RdAnswer:
 *
 * What came back for one question, who said it and when.  Reference counted,
 * immutable once stored in an #RdEvidence.
 */
typedef struct
{
  guint         id; /* number in its evidence, from 1 */
  RdQuestion   *question;
  RdAnswerState state;
  GPtrArray    *records;     /* (element-type RdRr): whole answer section, CNAMEs included */
  GBytes       *body;        /* (nullable): HTTPS body, SMTP dialogue */
  guint         http_status; /* HTTPS only */
  char         *media_type;  /* (nullable): HTTPS only, "text/plain", in small letters */
  guint32       ttl;         /* seconds; of a negative answer the SOA's (RFC 2308) */
  char         *server;      /* (nullable): "192.0.2.53:53" */
  char         *detail;      /* (nullable): what went wrong, for the small print */
  gint64        asked_at;    /* microseconds since the epoch */
  double        took_ms;
  gboolean      authenticated; /* AD bit */
  gboolean      authoritative; /* AA bit */
} RdAnswer;

RdAnswer   *rd_answer_new (RdQuestion   *question,
                           RdAnswerState state) G_GNUC_WARN_UNUSED_RESULT;
RdAnswer   *rd_answer_copy (const RdAnswer *self) G_GNUC_WARN_UNUSED_RESULT;
RdAnswer   *rd_answer_ref (RdAnswer *self);
void        rd_answer_unref (RdAnswer *self);
gboolean    rd_answer_is_known (const RdAnswer *self);
guint       rd_answer_count (const RdAnswer *self,
                             guint16         rr_type);
const RdRr *rd_answer_nth (const RdAnswer *self,
                           guint16         rr_type,
                           guint           index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdAnswer, rd_answer_unref)

/* --- Evidence ------------------------------------------------------------ */

/**
 * RdEvidence:
 *
 * A table of questions and answers.  Asking for an answer that is not there
 * puts the question on the list of open questions, which a survey sends out.
 * Not thread-safe: one survey, one thread.
 */
typedef struct _RdEvidence RdEvidence;

RdEvidence *rd_evidence_new (void) G_GNUC_WARN_UNUSED_RESULT;
RdEvidence *rd_evidence_copy (RdEvidence *self) G_GNUC_WARN_UNUSED_RESULT;
RdEvidence *rd_evidence_ref (RdEvidence *self);
void        rd_evidence_unref (RdEvidence *self);

const RdAnswer *rd_evidence_ask (RdEvidence *self,
                                 RdQuestion *question);
const RdAnswer *rd_evidence_ask_dns (RdEvidence *self,
                                     const char *name,
                                     guint16     rr_type);
const RdAnswer *rd_evidence_peek (RdEvidence       *self,
                                  const RdQuestion *question);
const RdAnswer *rd_evidence_get (RdEvidence *self,
                                 guint       id);
guint           rd_evidence_get_n_answers (RdEvidence *self);
void            rd_evidence_put (RdEvidence *self,
                                 RdAnswer   *answer);
void            rd_evidence_reserve (RdEvidence       *self,
                                     const RdQuestion *question);
void            rd_evidence_put_text (RdEvidence        *self,
                                      const char        *name,
                                      guint16            rr_type,
                                      RdAnswerState      state,
                                      const char *const *answers);
void            rd_evidence_set_trace (RdEvidence *self,
                                       GPtrArray  *trace);
void            rd_evidence_forget (RdEvidence       *self,
                                    const RdQuestion *question);
GPtrArray      *rd_evidence_steal_open (RdEvidence *self) G_GNUC_WARN_UNUSED_RESULT;
guint           rd_evidence_get_n_open (RdEvidence *self);

/**
 * RdEvidenceError:
 * @RD_EVIDENCE_ERROR_MALFORMED: a recording that is none
 *
 * Why a recording could not be read.
 */
typedef enum
{
  RD_EVIDENCE_ERROR_MALFORMED,
} RdEvidenceError;

#define RD_EVIDENCE_ERROR (rd_evidence_error_quark ())
GQuark rd_evidence_error_quark (void);

/* Recording and replay: one line of JSON an answer. */
char       *rd_evidence_to_lines (RdEvidence *self) G_GNUC_WARN_UNUSED_RESULT;
RdEvidence *rd_evidence_new_from_lines (const char *lines,
                                        gssize      length,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdEvidence, rd_evidence_unref)

/* --- Checks -------------------------------------------------------------- */

/**
 * RdCheckStatus:
 * @RD_CHECK_DONE: the check has said all it has to say
 * @RD_CHECK_PENDING: a question is open; run the check again when it is answered
 *
 * How one run of a check ended.
 */
typedef enum
{
  RD_CHECK_DONE,
  RD_CHECK_PENDING,
} RdCheckStatus;

/**
 * RdCheckFunc:
 * @evidence: what is known; asking adds to its open questions
 * @subject: what is checked
 * @findings: (element-type RdFinding): where findings go
 *
 * A check: a pure function over evidence.  It asks all it can foresee before it
 * returns %RD_CHECK_PENDING, since questions that are open together are sent
 * together.  It is run from its start each time; findings of a run that ends
 * with %RD_CHECK_PENDING are thrown away.
 */
typedef RdCheckStatus (*RdCheckFunc) (RdEvidence   *evidence,
                                      gconstpointer subject,
                                      GPtrArray    *findings);

G_END_DECLS
