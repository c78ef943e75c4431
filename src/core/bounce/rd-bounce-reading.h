/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-shape.h"

G_BEGIN_DECLS

/**
 * RdReading:
 *
 * All that is read of one message before it is decided what it is.
 */
typedef struct
{
  RdMail          *mail;    /* (unowned) */
  const RdPhrases *phrases; /* (unowned) */
  RdShape          shape;
  RdDsn           *dsn;        /* the fields of its reports */
  RdNotice        *notice;     /* what its words say */
  char            *words;      /* (nullable): clean lines of the human part */
  char            *returned;   /* (nullable): what stands below them */
  gboolean         is_implied; /* no recipient is named */
  gboolean         is_program; /* pasted from a mail program that could not send */
} RdReading;

G_END_DECLS
