/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The entrance: finds the command and hands over to it. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-output.h"
#include "rd-cli.h"
#include "rd-cli-blocklists.h"
#include "rd-cli-diagnose.h"
#include "rd-cli-dkim.h"
#include "rd-cli-domain.h"
#include "rd-cli-explain.h"
#include "rd-cli-history.h"
#include "rd-cli-log.h"
#include "rd-cli-report.h"
#include "rd-cli-spf.h"
#include "rd-locale.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The formatter indents every line after a translated text a little more. */
/* clang-format off */
static const RdCliCommand commands[] = {
  { "diagnose", N_ ("Tell why mail came back and what to do"), rd_cli_diagnose },
  { "explain", N_ ("Explain a code or the words of a server"), rd_cli_explain },
  { "domain", N_ ("Check everything about a domain mail is sent from"), rd_cli_domain },
  { "blocklists", N_ ("Ask blocklists about an address or a domain"), rd_cli_blocklists },
  { "spf", N_ ("Tell whether a server may send for a domain"), rd_cli_spf },
  { "dkim", N_ ("Verify the signatures of a message"), rd_cli_dkim },
  { "log", N_ ("Tell from a server’s log what became of each mail"), rd_cli_log },
  { "history", N_ ("Tell what was found before and what changed"), rd_cli_history },
  { "report", N_ ("Write the report a host can act on"), rd_cli_report },
  { NULL, NULL, NULL },
};
/* clang-format on */

static void
print_help (void)
{
  g_print ("%s\n  redeliver-cli %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…] [ARGUMENT…]"), _ ("Commands:"));
  for (const RdCliCommand *command = commands; command->name != NULL; command++)
    g_print ("  %-12s %s\n", command->name, g_dgettext (GETTEXT_PACKAGE, command->summary));
  g_print ("\n%s\n", _ ("“redeliver-cli COMMAND --help” tells about one command."));
}

static const RdCliCommand *
find_command (const char *name)
{
  const RdCliCommand *command = commands;

  while (command->name != NULL && strcmp (name, command->name) != 0)
    command++;
  return command->name != NULL ? command : NULL;
}

static int
refuse (const char *name)
{
  g_printerr (_ ("redeliver-cli: there is no command “%s”."), name);
  g_printerr ("\n%s\n", _ ("“redeliver-cli --help” lists them."));
  return RD_EXIT_USAGE;
}

/* "help", alone or with the name of a command. */
static int
help (const char *name)
{
  const RdCliCommand *command = name != NULL ? find_command (name) : NULL;
  g_auto (GStrv) arguments = NULL;

  if (name != NULL && command == NULL)
    return refuse (name);
  if (command == NULL)
    {
      print_help ();
      return RD_EXIT_FINE;
    }
  arguments = g_strdupv ((char **) (const char *const[]){ name, "--help", NULL });
  return command->run (2, arguments);
}

/* Writes as GLib would and counts the mistakes of the program. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         n_mistakes)
{
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    g_atomic_int_inc ((int *) n_mistakes);
  return g_log_writer_default (level, fields, n_fields, NULL);
}

static int
run (int    argc,
     char **argv)
{
  const RdCliCommand *command;

  if (argc < 2)
    {
      print_help ();
      return RD_EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    return help (argv[2]);
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("redeliver-cli %s\n", PACKAGE_VERSION);
      return RD_EXIT_FINE;
    }
  command = find_command (argv[1]);
  return command != NULL ? command->run (argc - 1, argv + 1) : refuse (argv[1]);
}

/* A stream that is closed when the program begins would become the next file or connection
 * that it opens, and what is told to people would go there.  What stands in for it fails
 * as it would. */
static void
hold_closed_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    {
      if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
        return;
    }
}

/* Whether whoever reads has read enough, as “head” does, and needs no telling. */
static gboolean
reader_is_gone (void)
{
  GPollFD out = { .fd = STDOUT_FILENO };

  return g_poll (&out, 1, 0) == 1 && (out.revents & G_IO_ERR) != 0;
}

/* Scripts trust the exit code: what was found counts for nothing if nobody could read
 * it, or if the program did what it should not on the way. */
static int
judge (int      code,
       int      n_mistakes,
       gboolean for_nagios)
{
  if (n_mistakes > 0)
    {
      g_printerr ("%s\n", _ ("redeliver-cli made a mistake, so its answer may be wrong. Please report this."));
      return for_nagios ? RD_EXIT_NAGIOS_UNKNOWN : RD_EXIT_INTERNAL;
    }
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      if (!reader_is_gone ())
        g_printerr ("%s\n", _ ("redeliver-cli: the answer could not be written in full."));
      return for_nagios ? RD_EXIT_NAGIOS_UNKNOWN : RD_EXIT_UNDETERMINED;
    }
  return code;
}

int
main (int   argc,
      char *argv[])
{
  gboolean for_nagios = g_strv_contains ((const char *const *) argv, "--nagios");
  int      n_mistakes = 0;
  int      code;

  hold_closed_streams ();
  rd_locale_init ();
  rd_cli_output_init ();
  g_log_set_writer_func (write_log, &n_mistakes, NULL);
  code = run (argc, argv);
  return judge (code, g_atomic_int_get (&n_mistakes), for_nagios);
}
