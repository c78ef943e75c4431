/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"
#include "rd-evidence.h"
#include "rd-finding.h"

G_BEGIN_DECLS

/**
 * RdListingState:
 * @RD_LISTING_PENDING: the list was not heard yet
 * @RD_LISTING_LISTED: the list names the subject
 * @RD_LISTING_NOT_LISTED: it does not, and it was proven that it would
 * @RD_LISTING_UNKNOWN: could not check; says nothing about the subject
 * @RD_LISTING_REMARK: it says something that is no blame
 * @RD_LISTING_NAMED: it cannot be asked, but a bounce names it
 *
 * What one list says about one subject.
 */
typedef enum
{
  RD_LISTING_PENDING,
  RD_LISTING_LISTED,
  RD_LISTING_NOT_LISTED,
  RD_LISTING_UNKNOWN,
  RD_LISTING_REMARK,
  RD_LISTING_NAMED,
} RdListingState;

/**
 * RdListingGroup:
 *
 * Where a listing stands in the view.
 */
typedef enum
{
  RD_LISTING_REPUTATION,
  RD_LISTING_POLICY,
  RD_LISTING_NEIGHBOURHOOD,
  RD_LISTING_DOMAIN,
  RD_LISTING_MINOR,
  RD_LISTING_ALLOW,
  RD_LISTING_INFORMATIONAL,
} RdListingGroup;

/**
 * RdListingFlags:
 * @RD_LISTING_DIRECT: ask the list's own servers, past every resolver
 *
 * How lists are asked.
 */
typedef enum
{
  RD_LISTING_PLAIN = 0,
  RD_LISTING_DIRECT = 1 << 0,
} RdListingFlags;

/**
 * RdListingRepair:
 *
 * What helps when a list could not be checked.
 */
typedef enum
{
  RD_LISTING_REPAIR_NONE,
  RD_LISTING_REPAIR_AGAIN,
  RD_LISTING_REPAIR_DIRECT,
  RD_LISTING_REPAIR_LOOKUP,
} RdListingRepair;

const char *rd_listing_state_to_string (RdListingState state);
const char *rd_listing_group_to_string (RdListingGroup group);
const char *rd_listing_group_get_label (RdListingGroup group);

/**
 * RdListing:
 *
 * One list, one subject.
 */
typedef struct
{
  const RdBlocklist *list;
  char              *subject;
  RdListingState     state;
  RdListingGroup     group;
  RdListSeverity     severity;  /* of the worst code; listed and remarks only */
  char             **codes;     /* answers as they came, sorted */
  char              *meaning;   /* (nullable): what the codes mean, for people */
  char             **labels;    /* (nullable): what the list calls them: "CSS" */
  const char        *reason;    /* (nullable): id, why it could not be checked */
  char              *outside;   /* (nullable): an address that no list gives, from any of the answers */
  gboolean           has_texts; /* the list was asked for its own words */
  char             **texts;     /* (nullable): what the list itself writes */
  guint32            ttl;       /* seconds the answer may still be repeated from caches */
  gint64             asked_at;  /* microseconds since the epoch, 0: not asked */
  gboolean           is_named;  /* a bounce names it */
  gint64             named_at;  /* seconds since the epoch, 0: not known when */
  char              *named_as;  /* (nullable): what the bounce says, for people */
  GArray            *evidence;  /* (element-type guint): ids of answers */
} RdListing;

RdListing *rd_listing_check (RdEvidence        *evidence,
                             const RdBlocklist *list,
                             const char        *subject,
                             RdListingFlags     flags) G_GNUC_WARN_UNUSED_RESULT;
RdListing *rd_listing_new_named (const RdBlocklist *list,
                                 const char        *subject) G_GNUC_WARN_UNUSED_RESULT;
void       rd_listing_set_named (RdListing  *self,
                                 const char *meaning,
                                 gint64      time);
void       rd_listing_free (RdListing *self);
gboolean   rd_blocklist_can_answer (const RdBlocklist *list,
                                    const char        *subject);

const char     *rd_listing_reason_get_text (const char *reason);
RdListingRepair rd_listing_reason_get_repair (const char    *reason,
                                              RdListingFlags flags);

RdFindingState rd_listing_get_finding_state (const RdListing *self);
RdFinding     *rd_listing_to_finding (const RdListing *self) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_listing_dup_url (const RdListing *self,
                                   gboolean         removal) G_GNUC_WARN_UNUSED_RESULT;
gint64         rd_listing_get_end (const RdListing *self);
gint64         rd_listings_get_first_end (GPtrArray *listings);
char          *rd_listing_dup_countdown (const RdListing *self,
                                         gint64           now) G_GNUC_WARN_UNUSED_RESULT;
RdFinding     *rd_listings_summarize (GPtrArray  *listings,
                                      const char *subject) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdListing, rd_listing_free)

G_END_DECLS
