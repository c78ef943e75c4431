/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines that Exim cut for the system log.  It writes no more than 870 bytes at once
 * there, "[1/2] …", "[2\2] …" if the cut is at a line end; several processes write
 * at the same time, so halves wait for each other under the number of theirs. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-cut.h"

/* Longest line put together; the same as of one that was never cut. */
#define MAX_JOINED_BYTES (64u * 1024)

/**
 * rd_log_cut_join:
 * @self: the halves that wait
 * @syslog: the frame of a line
 * @body: (inout): what stands in it, replaced by the whole line once that is there
 *
 * Adds a piece to those before it.
 *
 * Returns: whether @body is complete now
 */
gboolean
rd_log_cut_join (RdLogCut           *self,
                 const RdSyslogLine *syslog,
                 RdSlice            *body)
{
  RdSlice       text = *body;
  RdLogCutLine *slot = NULL;
  guint64       numbers[2] = { 0, 0 };
  gsize         at = 1;

  if (text.length < 6 || text.data[0] != '[' || !g_ascii_isdigit (text.data[1]))
    return TRUE;
  for (guint i = 0; i < 2; i++, at++)
    {
      while (at < text.length && at < 6 && g_ascii_isdigit (text.data[at]))
        numbers[i] = numbers[i] * 10 + (guint64) (text.data[at++] - '0');
      if (at >= text.length || strchr (i == 0 ? "/\\" : "]", text.data[at]) == NULL)
        return TRUE;
    }
  if (numbers[0] == 0 || numbers[1] < 2 || numbers[0] > numbers[1] || text.data[at] != ' ' || syslog->pid.length == 0 || syslog->pid.length >= sizeof slot->pid)
    return TRUE;
  text = rd_slice_skip (text, at + 1);
  for (guint i = 0; i < RD_LOG_MAX_CUT_LINES && numbers[0] > 1; i++)
    {
      if (self->lines[i].text != NULL && rd_slice_equal (syslog->pid, (RdSlice){ self->lines[i].pid, strlen (self->lines[i].pid) }))
        slot = &self->lines[i];
    }
  if (slot == NULL)
    {
      slot = &self->lines[self->next++ % RD_LOG_MAX_CUT_LINES];
      if (slot->text == NULL)
        slot->text = g_string_new (NULL);
      g_string_truncate (slot->text, 0);
      memcpy (slot->pid, syslog->pid.data, syslog->pid.length);
      slot->pid[syslog->pid.length] = '\0';
    }
  if (slot->text->len < MAX_JOINED_BYTES)
    g_string_append_len (slot->text, text.data, (gssize) text.length);
  *body = (RdSlice){ slot->text->str, slot->text->len };
  if (numbers[0] < numbers[1])
    return FALSE;
  slot->pid[0] = '\0';
  return TRUE;
}

/**
 * rd_log_cut_clear:
 * @self: the halves that wait
 *
 * Frees what @self holds.
 */
void
rd_log_cut_clear (RdLogCut *self)
{
  for (guint i = 0; i < RD_LOG_MAX_CUT_LINES; i++)
    {
      if (self->lines[i].text != NULL)
        g_string_free (self->lines[i].text, TRUE);
    }
}
