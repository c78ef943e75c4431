/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-source.h"

#include <gmime/gmime.h>

G_BEGIN_DECLS

/**
 * RdMailEntity:
 *
 * A part and where its content stands, still encoded.
 */
typedef struct
{
  RdMailPart           part;
  const char          *data; /* in the text of the source */
  gsize                length;
  GMimeContentEncoding encoding;
  const char          *charset; /* (nullable) */
} RdMailEntity;

/* A parameter of the message's own Content-Type. */
typedef struct
{
  const char *name;
  const char *value;
} RdMailParameter;

/**
 * RdMailStructure:
 *
 * The tree of a message's parts, flattened.
 */
typedef struct
{
  GArray       *entities;     /* (element-type RdMailEntity) */
  GArray       *parameters;   /* (element-type RdMailParameter) */
  GStringChunk *strings;      /* what the two point to */
  gboolean      is_truncated; /* there are more or deeper parts than are read */
} RdMailStructure;

RdMailStructure *rd_mail_structure_read (const RdMailSource *source) G_GNUC_WARN_UNUSED_RESULT;
void             rd_mail_structure_free (RdMailStructure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMailStructure, rd_mail_structure_free)

G_END_DECLS
