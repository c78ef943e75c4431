/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-words.h"

#include <glib/gi18n-lib.h>

/* A log with more lines that are not understood than one in so many is worth a
 * remark. */
#define STRANGE_SHARE 20

/**
 * rd_log_line_get_title:
 * @line: a line of the life of a message
 *
 * What happened, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_line_get_title (const RdLogLine *line)
{
  switch (line->kind)
    {
    case RD_LOG_ARRIVAL:
      return _ ("The server took the mail");
    case RD_LOG_OUTCOME:
      return rd_log_status_get_label (line->delivery != NULL ? line->delivery->status : RD_LOG_QUEUED);
    case RD_LOG_TROUBLE:
      return _ ("One of the recipient’s servers could not be used");
    case RD_LOG_COMPLETED:
      return _ ("Done: the mail has left this queue");
    case RD_LOG_NOTHING:
    case RD_LOG_NOTE:
    default:
      return _ ("Note of the server");
    }
}

/**
 * rd_log_status_get_state:
 * @status: what became of the mail
 *
 * How grave that is for whoever sent it.
 *
 * Returns: the state
 */
RdFindingState
rd_log_status_get_state (RdLogStatus status)
{
  switch (rd_log_group_for_status (status))
    {
    case RD_LOG_GROUP_FAILED:
      return RD_FINDING_BROKEN;
    case RD_LOG_GROUP_WAITING:
      return status == RD_LOG_QUEUED ? RD_FINDING_INFO : RD_FINDING_WEAK;
    case RD_LOG_GROUP_DELIVERED:
      return RD_FINDING_FINE;
    case RD_LOG_GROUP_PASSED_ON:
    case RD_LOG_GROUP_FROZEN:
    case RD_LOG_GROUP_REFUSED:
    case RD_LOG_GROUP_REMOVED:
    case N_RD_LOG_GROUPS:
    default:
      return RD_FINDING_INFO;
    }
}

static GDateTime *
new_date_time (const RdLogTime *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (time->offset * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time->seconds);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/**
 * rd_log_time_dup_short:
 * @time: a time
 *
 * Day and time of day as the clock of the server showed them.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if there is no time
 */
char *
rd_log_time_dup_short (const RdLogTime *time)
{
  g_autoptr (GDateTime) moment = time->zone != RD_LOG_ZONE_NONE ? new_date_time (time) : NULL;

  /* Translators: day and time of day, see g_date_time_format() */
  return moment != NULL ? g_date_time_format (moment, _ ("%-e %b %Y, %H:%M:%S")) : NULL;
}

/* As a number that plural forms and %u can take. */
static guint
countable (guint64 count)
{
  return (guint) MIN (count, G_MAXINT);
}

/**
 * rd_log_state_dup_title:
 * @state: what is known of a log
 *
 * Says in a few words how the mail fared.
 *
 * Returns: (transfer full): the text
 */
char *
rd_log_state_dup_title (const RdLogState *state)
{
  guint failed = state->groups[RD_LOG_GROUP_FAILED];
  guint waiting = state->groups[RD_LOG_GROUP_WAITING];

  if (state->format == RD_LOG_AUTO)
    return g_strdup (_ ("This is not a log of a mail server"));
  if (failed > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u mail did not arrive", "%u mails did not arrive", failed), failed);
  if (waiting > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u mail is still waiting", "%u mails are still waiting", waiting), waiting);
  if (state->groups[RD_LOG_GROUP_DELIVERED] > 0 && state->groups[RD_LOG_GROUP_PASSED_ON] == 0)
    return g_strdup (_ ("All mail was delivered"));
  return g_strdup (_ ("No mail failed"));
}

/**
 * rd_log_state_judge:
 * @state: what is known of a log
 *
 * How grave it is.
 *
 * Returns: the state to show
 */
RdFindingState
rd_log_state_judge (const RdLogState *state)
{
  if (state->format == RD_LOG_AUTO)
    return RD_FINDING_UNKNOWN;
  if (state->groups[RD_LOG_GROUP_FAILED] > 0)
    return RD_FINDING_BROKEN;
  return state->groups[RD_LOG_GROUP_WAITING] > 0 ? RD_FINDING_WEAK : RD_FINDING_FINE;
}

static void
tell_strange_lines (const RdLogState *state,
                    GPtrArray        *findings)
{
  guint64    unknown = state->counts.unknown;
  guint64    foreign = state->counts.foreign;
  RdFinding *finding;

  if (state->format == RD_LOG_AUTO || unknown + foreign == 0)
    return;
  finding = rd_finding_new ("log.not-understood", unknown * STRANGE_SHARE > state->counts.lines ? RD_FINDING_WEAK : RD_FINDING_INFO, NULL,
                            RD_OWNER_WAIT, _ ("Not all lines are about mail"));
  if (unknown > 0)
    finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%u line was not understood and is left out.",
                                                         "%u lines were not understood and are left out.",
                                                         countable (unknown)),
                                            countable (unknown));
  else
    finding->explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%u line was written by another program and is left out.",
                                                         "%u lines were written by other programs and are left out.",
                                                         countable (foreign)),
                                            countable (foreign));
  g_ptr_array_add (findings, finding);
}

static char *
dup_offset (int minutes)
{
  return g_strdup_printf ("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS (minutes) / 60, ABS (minutes) % 60);
}

/* Times are shown as the server's clock had them; whoever lives elsewhere must
 * know that. */
static void
tell_zone (const RdLogState *state,
           GPtrArray        *findings)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const RdLogTime *time = &state->last_time;
  int              interval = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, time->seconds);
  int              here = interval >= 0 ? g_time_zone_get_offset (local, interval) / 60 : 0;
  g_autofree char *theirs = dup_offset (time->offset);
  g_autofree char *ours = dup_offset (here);
  RdFinding       *finding;

  if (time->zone == RD_LOG_ZONE_NONE || time->zone == RD_LOG_ZONE_ASSUMED || time->offset == here)
    return;
  finding = rd_finding_new ("log.other-time-zone", RD_FINDING_INFO, NULL, RD_OWNER_WAIT, _ ("The server’s clock is set to another time zone"));
  /* Translators: both are offsets from UTC such as +01:00 */
  finding->explanation = g_strdup_printf (_ ("Times are shown as they stand in the log (UTC %1$s). Your computer uses UTC %2$s."), theirs, ours);
  g_ptr_array_add (findings, finding);
}

/**
 * rd_log_state_add_findings:
 * @state: what is known of a log
 * @findings: (element-type RdFinding): where to add
 *
 * Adds what one should know about the log itself.
 */
void
rd_log_state_add_findings (const RdLogState *state,
                           GPtrArray        *findings)
{
  tell_zone (state, findings);
  tell_strange_lines (state, findings);
}
