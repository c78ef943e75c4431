/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Exit codes, a contract with scripts: see the manual page. */
#define RD_EXIT_FINE 0
#define RD_EXIT_FINDINGS 1
#define RD_EXIT_UNDETERMINED 2
#define RD_EXIT_USAGE 64
#define RD_EXIT_INTERNAL 70

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

G_END_DECLS
