/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of a system log: classic stamps (RFC 3164), RFC 3339 stamps, what
 * journalctl prints, and container output, which has no host name. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

#define CLASSIC_STAMP_LENGTH 15

/* Longest name of a program; Postfix instances have long ones. */
#define MAX_PROGRAM_LENGTH 64

static gboolean
take_classic_stamp (RdSlice *line,
                    RdSlice *stamp)
{
  const char *p = line->data;
  gsize       length = CLASSIC_STAMP_LENGTH;

  if (line->length <= CLASSIC_STAMP_LENGTH || !g_ascii_isupper (p[0]) || !g_ascii_islower (p[1]) || !g_ascii_islower (p[2]) ||
      p[3] != ' ' || !g_ascii_isdigit (p[5]) || p[6] != ' ' || p[9] != ':' || p[12] != ':')
    return FALSE;
  if (p[length] == '.')
    {
      do
        length++;
      while (length < line->length && g_ascii_isdigit (p[length]));
    }
  *stamp = (RdSlice){ p, length };
  *line = rd_slice_skip (*line, length);
  return TRUE;
}

static gboolean
take_iso_stamp (RdSlice *line,
                RdSlice *stamp,
                RdSlice *zone)
{
  const char *p = line->data;
  gsize       length = 19;

  if (line->length <= length || p[4] != '-' || p[7] != '-' || (p[10] != 'T' && p[10] != ' ') || p[13] != ':' || p[16] != ':' || !g_ascii_isdigit (p[0]))
    return FALSE;
  while (length < line->length && (g_ascii_isdigit (p[length]) || p[length] == '.' || p[length] == ','))
    length++;
  *stamp = (RdSlice){ p, length };
  *line = rd_slice_skip (*line, length);
  length = 0;
  while (length < line->length && length < 6 && line->data[length] != ' ')
    length++;
  *zone = (RdSlice){ line->data, length };
  *line = rd_slice_skip (*line, length);
  return TRUE;
}

/* "postfix/smtp[653]: " */
static gboolean
take_program (RdSlice      *line,
              RdSyslogLine *syslog)
{
  RdSlice     tag;
  const char *colon = NULL;
  const char *open;

  for (gsize i = 0; i + 1 < line->length && i < MAX_PROGRAM_LENGTH && line->data[i] != ' '; i++)
    {
      if (line->data[i] == ':' && line->data[i + 1] == ' ')
        {
          colon = line->data + i;
          break;
        }
    }
  if (colon == NULL)
    return FALSE;
  tag = rd_slice_until (*line, colon);
  *line = rd_slice_range (colon + 2, rd_slice_end (*line));
  open = rd_slice_find_char (tag, '[');
  syslog->program = open != NULL ? rd_slice_until (tag, open) : tag;
  if (open != NULL && rd_slice_ends (tag, RD_SLICE_LITERAL ("]")))
    syslog->pid = rd_slice_range (open + 1, rd_slice_end (tag) - 1);
  return TRUE;
}

/**
 * rd_log_syslog_split:
 * @line: a line
 * @syslog: (out): its parts, written on success
 *
 * Takes the frame of a system log apart.
 *
 * Returns: whether @line has one
 */
gboolean
rd_log_syslog_split (RdSlice       line,
                     RdSyslogLine *syslog)
{
  const char *blank;

  memset (syslog, 0, sizeof *syslog);
  if (!take_classic_stamp (&line, &syslog->stamp) && !take_iso_stamp (&line, &syslog->stamp, &syslog->zone))
    return FALSE;
  if (!rd_slice_take (&line, RD_SLICE_LITERAL (" ")))
    return FALSE;
  if (!take_program (&line, syslog))
    {
      blank = rd_slice_find_char (line, ' ');
      if (blank == NULL)
        return FALSE;
      line = rd_slice_range (blank + 1, rd_slice_end (line));
      if (!take_program (&line, syslog))
        return FALSE;
    }
  /* Solaris numbers its messages: "[ID 197553 mail.info] " */
  if (rd_slice_starts (line, RD_SLICE_LITERAL ("[ID ")) && (blank = rd_slice_find (line, RD_SLICE_LITERAL ("] "))) != NULL)
    line = rd_slice_range (blank + 2, rd_slice_end (line));
  syslog->body = line;
  return TRUE;
}

/**
 * rd_log_syslog_read_time:
 * @clock: (inout): the clock of the log
 * @syslog: a line
 * @time: (out): its time, written on success
 *
 * Reads the stamp of a line.  Every line must pass here, as the year is found
 * from the order of the months.
 *
 * Returns: whether the stamp is one
 */
gboolean
rd_log_syslog_read_time (RdLogClock         *clock,
                         const RdSyslogLine *syslog,
                         RdLogTime          *time)
{
  if (syslog->stamp.length >= 19 && syslog->stamp.data[4] == '-')
    return rd_log_clock_read_iso (clock, syslog->stamp, syslog->zone, time);
  return rd_log_clock_read_syslog (clock, syslog->stamp, time);
}
