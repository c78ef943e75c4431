/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"
#include "rd-mail-reader.h"

G_BEGIN_DECLS

/**
 * RdCliJob:
 *
 * One message on its way through: read, worked on, taken.
 */
typedef struct
{
  char        *name;      /* file it stands in; valid UTF-8 */
  guint        index;     /* number within that file, from 0 */
  RdMail      *mail;      /* (nullable) */
  GError      *error;     /* (nullable): set if @mail is not */
  RdDiagnosis *diagnosis; /* (nullable): made by the worker */
  GPtrArray   *findings;  /* (nullable): made by the worker */
  char        *text;      /* (nullable): made by the worker */
  gsize        size;      /* bytes it holds */
  guint64      number;    /* in the order of reading */
  gpointer     worker;    /* the thread that read it; of the pipeline alone */
} RdCliJob;

/* Works on @job, in any thread. */
typedef void (*RdCliWork) (RdCliJob *job,
                           gpointer  data);

/* Takes @job, in any thread but in the order of reading, one at a time. */
typedef void (*RdCliTake) (const RdCliJob *job,
                           gpointer        data);

RdMailReader *rd_cli_open_mail (const char *argument,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void          rd_cli_pipeline_run (char    **arguments,
                                   guint     n_threads,
                                   RdCliWork work,
                                   RdCliTake take,
                                   gpointer  data);

G_END_DECLS
