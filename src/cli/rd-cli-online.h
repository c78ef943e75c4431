/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-cli.h"
#include "rd-survey.h"

G_BEGIN_DECLS

/**
 * RdCliOnline:
 *
 * The options that every command has which asks the outside world.
 */
typedef struct
{
  char       *servers;    /* (nullable): DNS servers, the system's without */
  char       *evidence;   /* (nullable): where to save questions and answers */
  char       *replay;     /* (nullable): answer from this recording only */
  double      timeout;    /* seconds for the whole run */
  RdEvidence *recording;  /* (nullable): the recording, once read */
  char       *recorded;   /* (nullable): all that was asked so far, as it is saved */
  gboolean    is_unsaved; /* the questions and answers could not be saved */
} RdCliOnline;

/* Seconds for a whole run where the user gives none. */
#define RD_CLI_DEFAULT_TIMEOUT 20.0

#define RD_CLI_ONLINE_INIT            \
  {                                   \
    .timeout = RD_CLI_DEFAULT_TIMEOUT \
  }

void       rd_cli_online_clear (RdCliOnline *self);
gboolean   rd_cli_online_parse (RdCliOnline        *self,
                                const char         *command,
                                const char         *parameters,
                                const char         *summary,
                                const GOptionEntry *entries,
                                int                *argc,
                                char             ***argv,
                                int                *exit_code);
RdSources *rd_cli_online_open (RdCliOnline *self,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   rd_cli_online_run (RdCliOnline *self,
                              RdSurvey    *survey,
                              GError     **error);
int        rd_cli_online_finish (const RdCliOnline *self,
                                 int                code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdCliOnline, rd_cli_online_clear)

G_END_DECLS
