/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-record.h"

G_BEGIN_DECLS

/* Records of one tree that are looked at, and how deep.  A record that works
 * has at most ten; what is above that only serves to say by how much it is
 * over, and must stay cheap for hostile records. */
#define RD_SPF_TREE_MAX_NODES 40
#define RD_SPF_TREE_MAX_DEPTH 12

/* Names of "a", "mx" and "exists" terms that are looked up for one tree. */
#define RD_SPF_TREE_MAX_NAMES 30

/**
 * RdSpfNodeState:
 *
 * What stands at one place of a tree.
 */
typedef enum
{
  RD_SPF_NODE_FOUND,
  RD_SPF_NODE_MISSING, /* no such name, or no SPF record there */
  RD_SPF_NODE_MULTIPLE,
  RD_SPF_NODE_UNKNOWN, /* could not be asked */
  RD_SPF_NODE_LOOP,    /* refers back to a record above it */
  RD_SPF_NODE_MACRO,   /* depends on the message */
  RD_SPF_NODE_SKIPPED, /* beyond the limits above */
} RdSpfNodeState;

/**
 * RdSpfNode:
 *
 * One record of the tree of includes and redirects.
 */
typedef struct _RdSpfNode RdSpfNode;

struct _RdSpfNode
{
  RdSpfNodeState  state;
  char           *domain;
  char           *term;        /* (nullable): the term that led here */
  gboolean        is_redirect; /* that term is a redirect */
  RdSpfRecord    *record;      /* (nullable) */
  const RdAnswer *answer;      /* (nullable) (unowned): belongs to the evidence */
  guint           own_lookups; /* terms of this record that count */
  guint           lookups;     /* with those of everything below */
  GPtrArray      *children;    /* (element-type RdSpfNode) */
  GPtrArray      *voids;       /* (element-type utf8): terms whose name has no records */
  GPtrArray      *crowded;     /* (element-type utf8): "mx" terms of more than ten hosts */
};

RdCheckStatus rd_spf_tree_build (RdEvidence *evidence,
                                 const char *domain,
                                 RdSpfNode **tree);
void          rd_spf_node_free (RdSpfNode *self);
gboolean      rd_spf_node_is_broken (const RdSpfNode *self);
gboolean      rd_spf_tree_mentions (const RdSpfNode *self,
                                    const char      *domain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSpfNode, rd_spf_node_free)

G_END_DECLS
