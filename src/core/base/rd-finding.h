/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * RdFindingState:
 * @RD_FINDING_BROKEN: must be fixed; explains refusals
 * @RD_FINDING_WEAK: worth improving; may cause refusals
 * @RD_FINDING_FINE: checked and in order
 * @RD_FINDING_UNKNOWN: could not be checked; says nothing about the subject
 * @RD_FINDING_INFO: for information, nothing to do
 *
 * What a check found out.  Ordered from worst to mildest.
 */
typedef enum
{
  RD_FINDING_BROKEN,
  RD_FINDING_WEAK,
  RD_FINDING_UNKNOWN,
  RD_FINDING_INFO,
  RD_FINDING_FINE,
} RdFindingState;

/**
 * RdOwner:
 * @RD_OWNER_YOU: the person who sent the mail
 * @RD_OWNER_HOST: whoever runs the sending server
 * @RD_OWNER_DNS: whoever runs the DNS of the sender's domain
 * @RD_OWNER_RECIPIENT: the person the mail was for
 * @RD_OWNER_RECIPIENT_ADMIN: whoever runs the recipient's mail
 * @RD_OWNER_WAIT: nobody; it clears by itself, or there is nothing to do
 *
 * Who must act.
 */
typedef enum
{
  RD_OWNER_YOU,
  RD_OWNER_HOST,
  RD_OWNER_DNS,
  RD_OWNER_RECIPIENT,
  RD_OWNER_RECIPIENT_ADMIN,
  RD_OWNER_WAIT,
} RdOwner;

const char *rd_finding_state_to_string (RdFindingState state);
const char *rd_owner_to_string (RdOwner owner);

/* The words a person reads, translated. */
const char *rd_finding_state_get_label (RdFindingState state);
const char *rd_owner_get_label (RdOwner owner);

/**
 * RdRecordAction:
 *
 * What to do with a record a finding proposes.
 */
typedef enum
{
  RD_RECORD_ADD,
  RD_RECORD_REPLACE,
  RD_RECORD_REMOVE,
} RdRecordAction;

const char *rd_record_action_to_string (RdRecordAction action);

/**
 * RdRecord:
 *
 * The exact DNS record to publish.  Immutable; belongs to one #RdFinding.
 */
typedef struct
{
  RdRecordAction action;
  char          *type;    /* "TXT", "MX", … */
  char          *name;    /* relative to the zone: "@", "_dmarc" */
  char          *fqdn;    /* complete name, no trailing dot */
  char          *value;   /* without outer quotes */
  gboolean       proven;  /* evaluated with this record in place, and fine */
  char          *changes; /* (nullable): what changes, in words */
} RdRecord;

RdRecord *rd_record_new (RdRecordAction action,
                         const char    *type,
                         const char    *name,
                         const char    *fqdn,
                         const char    *value) G_GNUC_WARN_UNUSED_RESULT;
char     *rd_record_dup_beginning (const RdRecord *self) G_GNUC_WARN_UNUSED_RESULT;
RdRecord *rd_record_copy (const RdRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void      rd_record_free (RdRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdRecord, rd_record_free)

/**
 * RdFinding:
 *
 * The common coin of checks, window, command line and report: one thing that
 * was found out about one subject.  Reference counted and, once handed out by
 * the code that made it, never changed.
 */
typedef struct
{
  char          *id; /* stable: "spf.multiple" */
  RdFindingState state;
  char          *subject;     /* domain, address or list it is about */
  RdOwner        owner;       /* who must act, if anything is to be done */
  char          *title;       /* one line, translated */
  char          *explanation; /* (nullable): plain sentences, translated */
  char          *fix;         /* (nullable): what to do, translated */
  RdRecord      *record;      /* (nullable): the record to publish */
  GArray        *evidence;    /* (element-type guint): ids of the answers it rests on */
} RdFinding;

#define RD_TYPE_FINDING (rd_finding_get_type ())
GType      rd_finding_get_type (void);
RdFinding *rd_finding_new (const char    *id,
                           RdFindingState state,
                           const char    *subject,
                           RdOwner        owner,
                           const char    *title) G_GNUC_WARN_UNUSED_RESULT;
RdFinding *rd_finding_ref (RdFinding *self);
void       rd_finding_unref (RdFinding *self);
void       rd_finding_explain (RdFinding  *self,
                               const char *explanation,
                               const char *fix);
void       rd_finding_add_evidence (RdFinding *self,
                                    guint      answer_id);
int        rd_finding_compare (const RdFinding *a,
                               const RdFinding *b);

const RdFinding *rd_findings_find (const GPtrArray *findings,
                                   const char      *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdFinding, rd_finding_unref)

G_END_DECLS
