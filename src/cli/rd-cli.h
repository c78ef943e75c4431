/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

G_BEGIN_DECLS

/* Exit codes, a contract with scripts: see the manual page. */
#define RD_EXIT_FINE 0
#define RD_EXIT_FINDINGS 1
#define RD_EXIT_UNDETERMINED 2
#define RD_EXIT_USAGE 64
#define RD_EXIT_INTERNAL 70

/* With --nagios. */
#define RD_EXIT_NAGIOS_UNKNOWN 3

/**
 * RdCliCommand:
 *
 * One word after "redeliver-cli"; @run gets the arguments from that word on.
 */
typedef struct
{
  const char *name;
  const char *summary;
  int (*run) (int    argc,
              char **argv);
} RdCliCommand;

/**
 * RdCliFormat:
 * @RD_CLI_FORMAT_TEXT: for people
 * @RD_CLI_FORMAT_JSON: one JSON document
 * @RD_CLI_FORMAT_NDJSON: a JSON object a line, as soon as each is known
 *
 * The form of what is printed.
 */
typedef enum
{
  RD_CLI_FORMAT_TEXT,
  RD_CLI_FORMAT_JSON,
  RD_CLI_FORMAT_NDJSON,
} RdCliFormat;

int      rd_cli_usage_error (const char *command,
                             const char *format,
                             ...) G_GNUC_PRINTF (2, 3);
gboolean rd_cli_parse (const char         *command,
                       const char         *parameters,
                       const char         *summary,
                       const GOptionEntry *entries,
                       int                *argc,
                       char             ***argv,
                       int                *exit_code);
gboolean rd_cli_format_parse (const char  *text,
                              RdCliFormat *format);
int      rd_cli_exit_code (GPtrArray     *findings,
                           RdFindingState threshold);

G_END_DECLS
