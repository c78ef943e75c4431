/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"
#include "rd-finding.h"

G_BEGIN_DECLS

/**
 * RdInsight:
 *
 * What only many notices together tell: one cause behind dozens of them, one
 * provider that refuses, an address that fails again and again.  Fed with one
 * diagnosis after the other, of which it keeps no more than counts, addresses
 * and times.  Reference counted; only one thread at a time may feed it, and none
 * may read it meanwhile.
 */
typedef struct _RdInsight RdInsight;

/**
 * RdInsightShare:
 *
 * How many of a group's notices one receiver stands for.
 */
typedef struct
{
  const char *name; /* of a provider, or a recipient's domain; "" if not known */
  guint       count;
} RdInsightShare;

/**
 * RdInsightGroup:
 *
 * All notices with one cause.
 */
typedef struct
{
  const char    *id;    /* of the cause; "not-recognised" if there is none */
  const RdCause *cause; /* (nullable) */
  RdFindingState state;
  RdOwner        owner;
  guint          n_messages;
  GArray        *shares;    /* (element-type RdInsightShare): most frequent first */
  GPtrArray     *addresses; /* (element-type utf8): whom the mail was for, in the order of reading */
} RdInsightGroup;

/**
 * RdDeadAddress:
 *
 * An address that failed for good.
 */
typedef struct
{
  const char    *address;
  const RdCause *cause;      /* of the last time */
  guint          n_times;    /* mails that failed */
  gint64         first;      /* seconds since the epoch, 0 if not known */
  gint64         last;       /* seconds since the epoch, 0 if not known */
  const char    *suggestion; /* (nullable): what it was probably meant to be */
} RdDeadAddress;

RdInsight *rd_insight_new (void) G_GNUC_WARN_UNUSED_RESULT;
RdInsight *rd_insight_ref (RdInsight *self);
void       rd_insight_unref (RdInsight *self);
gboolean   rd_insight_add (RdInsight         *self,
                           const RdDiagnosis *diagnosis);
void       rd_insight_add_unreadable (RdInsight    *self,
                                      const GError *error);
void       rd_insight_mark_partial (RdInsight *self);

guint      rd_insight_get_n_messages (const RdInsight *self);
guint      rd_insight_get_n_duplicates (const RdInsight *self);
char      *rd_insight_dup_headline (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
char      *rd_insight_dup_sentence (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
char      *rd_insight_dup_text (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
char     **rd_insight_dup_skipped (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
char      *rd_insight_dup_likely_domain (const RdInsight   *self,
                                         const char *const *except) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_insight_dup_groups (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_insight_dup_findings (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;
GArray    *rd_insight_dup_dead_addresses (const RdInsight *self) G_GNUC_WARN_UNUSED_RESULT;

const RdCause *rd_insight_find_cause (const RdDiagnosis *diagnosis);
const char    *rd_insight_group_get_title (const RdInsightGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdInsight, rd_insight_unref)

G_END_DECLS
