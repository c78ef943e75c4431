/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge.h"

G_BEGIN_DECLS

/* "5.7.606-649" and its end. */
#define RD_TOPIC_CODE_SIZE 16

/**
 * RdTopicKind:
 *
 * What can be looked up.
 */
typedef enum
{
  RD_TOPIC_CODE,  /* a number that servers give */
  RD_TOPIC_CAUSE, /* a reason why mail is refused */
  RD_TOPIC_RULE,  /* words of one server */
} RdTopicKind;

/**
 * RdTopic:
 *
 * Something that can be looked up.  A plain value: copy it freely.
 */
typedef struct
{
  RdTopicKind    kind;
  const RdCause *cause;
  const RdCode  *code;                       /* (nullable): of a code */
  const RdRule  *rule;                       /* (nullable): of a rule */
  char           number[RD_TOPIC_CODE_SIZE]; /* of a code, as people meet it: "5.1.1" for "X.1.1" */
} RdTopic;

void rd_topic_init_cause (RdTopic       *self,
                          const RdCause *cause);
void rd_topic_init_code (RdTopic      *self,
                         const RdCode *code,
                         const char   *number);
void rd_topic_init_rule (RdTopic      *self,
                         const RdRule *rule);

gboolean rd_topic_init_from_id (RdTopic    *self,
                                const char *id);
char    *rd_topic_dup_id (const RdTopic *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_topic_equal (const RdTopic *a,
                         const RdTopic *b);

const char *rd_topic_get_title (const RdTopic *self);
const char *rd_topic_get_meaning (const RdTopic *self);
const char *rd_topic_get_class_text (const RdTopic *self);
const char *rd_topic_get_hint (const RdTopic *self);
const char *rd_topic_get_speaker (const RdTopic *self);
const char *rd_topic_get_url (const RdTopic *self);
RdOwner     rd_topic_get_owner (const RdTopic *self);
gboolean    rd_topic_is_success (const RdTopic *self);
GArray     *rd_topic_dup_related (const RdTopic *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
