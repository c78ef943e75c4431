/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-source.h"
#include "rd-mail-structure.h"
#include "rd-mail.h"

G_BEGIN_DECLS

/* Reading finds only where things stand.  Fields and parts are decoded when
 * somebody asks for them, once, under the lock: few of them ever are. */

typedef struct
{
  const char *name;
  char       *value; /* (nullable): not asked for yet */
} RdMailField;

typedef struct
{
  char    *text;    /* (nullable) */
  char    *plain;   /* (nullable) */
  GBytes  *bytes;   /* (nullable) */
  RdMail  *message; /* (nullable) */
  gboolean has_text;
  gboolean has_message;
} RdMailDecoded;

struct _RdMail
{
  gatomicrefcount  ref_count;
  guint            level; /* messages around this one */
  RdMailSource    *source;
  RdMailStructure *structure;
  GMutex           lock;    /* guards what the next two point to */
  RdMailField     *fields;  /* as many as the header of @source has */
  RdMailDecoded   *decoded; /* as many as @structure has entities */
};

RdMail *_rd_mail_new (GBytes      *bytes,
                      RdMailOrigin origin,
                      guint        level,
                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
