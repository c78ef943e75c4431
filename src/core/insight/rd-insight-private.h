/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"

G_BEGIN_DECLS

/* A pattern needs so many notices before it is spoken of: two are chance. */
#define RD_INSIGHT_MIN_NOTICES 3

/* Addresses, receivers and sends that are kept: beyond any mailing list of the
 * people this is for.  What comes later is counted, but not by name. */
#define RD_INSIGHT_MAX_ADDRESSES 500000
#define RD_INSIGHT_MAX_RECEIVERS 50000
#define RD_INSIGHT_MAX_SENDS 10000

/* Domains of one user: some have dozens. */
#define RD_INSIGHT_MAX_LIKELY 200

/* Times that are kept to look for a day on which something began. */
#define RD_INSIGHT_MAX_TIMES 1000000

#define RD_INSIGHT_DAY ((gint64) 24 * 60 * 60)

/**
 * RdInsightReceiver:
 *
 * Who takes or refuses mail: a provider with all its domains, or one domain.
 */
typedef struct
{
  const RdProvider *provider;    /* (nullable) */
  char             *name;        /* the provider's, or the domain */
  guint             index;       /* in the order of reading */
  guint             n_failures;  /* recipients that failed there */
  guint             n_refusals;  /* of these, because of the sender or the message */
  guint             n_addresses; /* different ones that were refused because of the sender */
  GArray           *causes;      /* (element-type RdInsightCount) */
} RdInsightReceiver;

/**
 * RdInsightCount:
 *
 * How often a cause was met.
 */
typedef struct
{
  const RdCause *cause;
  guint          count;
} RdInsightCount;

/**
 * RdInsightAddress:
 *
 * What became of mail to one address.
 */
typedef struct
{
  char          *address;
  const RdCause *dead_cause; /* (nullable): of the last time it failed for good */
  char          *suggestion; /* (nullable) */
  guint          n_failures;
  guint          n_dead;
  gint64         first_dead;
  gint64         last_dead;
  guint          n_full;
  gint64         first_full;
  gint64         last_full;
  gboolean       is_misspelt; /* certainly */
  gboolean       was_refused; /* because of the sender */
} RdInsightAddress;

/* Mail refused because of the sender, or not, at a moment. */
typedef struct
{
  gint64   time;
  guint    receiver; /* index */
  gboolean is_refusal;
} RdInsightMoment;

/* One mail to many, by its header. */
typedef struct
{
  guint n_to;
  guint n_unknown;
} RdInsightSend;

/* A group as it grows. */
typedef struct
{
  const char    *id;
  const RdCause *cause;
  RdFindingState state;
  RdOwner        owner;
  guint          n_messages;
  GHashTable    *shares;    /* (element-type RdInsightReceiver guint): (unowned) keys, NULL for nobody known */
  GHashTable    *seen;      /* (element-type RdInsightAddress): (unowned) */
  GPtrArray     *addresses; /* (element-type RdInsightAddress): (unowned) */
} RdInsightBucket;

struct _RdInsight
{
  GHashTable   *seen;           /* (element-type gint64): notices by mail and recipient */
  GHashTable   *addresses;      /* (element-type utf8 RdInsightAddress) */
  GPtrArray    *address_order;  /* (element-type RdInsightAddress): (unowned) */
  GHashTable   *receivers;      /* (element-type utf8 RdInsightReceiver) */
  GPtrArray    *receiver_order; /* (element-type RdInsightReceiver): (unowned) */
  GHashTable   *sends;          /* (element-type gint64 RdInsightSend) */
  GHashTable   *likely;         /* (element-type utf8 guint): notices by the domain that is probably the user's */
  GHashTable   *buckets;        /* (element-type utf8 RdInsightBucket): (unowned) keys */
  GPtrArray    *bucket_order;   /* (element-type RdInsightBucket): (unowned) */
  GArray       *moments;        /* (element-type RdInsightMoment) */
  GArray       *forged_times;   /* (element-type gint64) */
  RdInsightSend worst_send;

  guint n_messages;
  guint n_duplicates;
  guint n_other;         /* read, but not about failed mail */
  guint n_unreadable[5]; /* by RdMailError */
  guint n_unopened;      /* errors of another kind */
  guint n_failed;        /* addresses that failed, each once a mail */
  guint n_refusals;      /* of these, because of the sender or the message */
  guint n_stopped;       /* on the sender's own side */
  guint n_forged;
  guint n_by_website;
  guint n_forwarded;

  gboolean is_partial; /* not all was read */
};

RdInsightAddress *_rd_insight_note_address (RdInsight  *self,
                                            const char *address);
void              _rd_insight_address_free (RdInsightAddress *address);
void              _rd_insight_address_add (RdInsightAddress *address,
                                           const RdVerdict  *verdict,
                                           gint64            time);
gboolean          _rd_insight_is_dead (const RdVerdict *verdict);

RdInsightReceiver    *_rd_insight_note_receiver (RdInsight       *self,
                                                 const RdVerdict *verdict);
void                  _rd_insight_receiver_free (RdInsightReceiver *receiver);
void                  _rd_insight_receiver_add (RdInsightReceiver *receiver,
                                                const RdCause     *cause);
const RdInsightCount *_rd_insight_receiver_get_main (const RdInsightReceiver *receiver);
gboolean              _rd_insight_is_refusal (const RdVerdict *verdict);
gboolean              _rd_insight_is_stopped (const RdVerdict *verdict);

RdInsightBucket *_rd_insight_note_bucket (RdInsight         *self,
                                          const RdDiagnosis *diagnosis);
void             _rd_insight_bucket_free (RdInsightBucket *bucket);
void             _rd_insight_bucket_add (RdInsightBucket   *bucket,
                                         RdInsightReceiver *receiver,
                                         RdInsightAddress  *address);

gboolean _rd_insight_find_beginning (const RdInsight *self,
                                     gint64          *begin,
                                     gint64          *quiet_since,
                                     guint           *n_refusals,
                                     guint           *n_receivers);
guint    _rd_insight_find_wave (GArray *times,
                                gint64  span);
char    *_rd_insight_dup_date (gint64 time) G_GNUC_WARN_UNUSED_RESULT;

/* What a finder does: adds what it sees, or nothing. */
typedef void (*RdInsightFinder) (const RdInsight *self,
                                 GPtrArray       *findings);

void _rd_insight_find_forged (const RdInsight *self,
                              GPtrArray       *findings);
void _rd_insight_find_stopped (const RdInsight *self,
                               GPtrArray       *findings);
void _rd_insight_find_website (const RdInsight *self,
                               GPtrArray       *findings);
void _rd_insight_find_forwarding (const RdInsight *self,
                                  GPtrArray       *findings);
void _rd_insight_find_repeated (const RdInsight *self,
                                GPtrArray       *findings);
void _rd_insight_find_full (const RdInsight *self,
                            GPtrArray       *findings);
void _rd_insight_find_old_list (const RdInsight *self,
                                GPtrArray       *findings);
void _rd_insight_find_half_send (const RdInsight *self,
                                 GPtrArray       *findings);
void _rd_insight_find_misspelt (const RdInsight *self,
                                GPtrArray       *findings);

void _rd_insight_say (GPtrArray  *findings,
                      RdFinding  *finding,
                      const char *explanation,
                      const char *fix);

G_END_DECLS
