/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-clock.h"

#define SECONDS_PER_DAY 86400
#define SECONDS_PER_QUARTER 900

/* A message id is made when a message begins to come in, its first line is
 * written when it is complete.  Beyond this the difference tells nothing. */
#define LONGEST_RECEPTION 300

/**
 * rd_log_clock_init:
 * @self: (out): a clock
 * @reference: when the log was last written to, in seconds since the epoch
 *
 * Sets the clock up for a log.  Free with rd_log_clock_clear().
 */
void
rd_log_clock_init (RdLogClock *self,
                   gint64      reference)
{
  memset (self, 0, sizeof *self);
  self->reference = reference;
  self->local = g_time_zone_new_local ();
  self->quarter = G_MININT64;
  memset (self->date, '?', sizeof self->date);
}

/**
 * rd_log_clock_restart:
 * @self: a clock
 * @reference: when the next file was last written to
 *
 * Goes on with another file of the same server: the zone stays, the year is
 * found anew.
 */
void
rd_log_clock_restart (RdLogClock *self,
                      gint64      reference)
{
  self->reference = reference;
  self->year = 0;
}

/**
 * rd_log_clock_clear:
 * @self: a clock
 *
 * Frees what @self holds.
 */
void
rd_log_clock_clear (RdLogClock *self)
{
  g_clear_pointer (&self->local, g_time_zone_unref);
}

/* Days since the epoch of a date of the Gregorian calendar; years begin in
 * March, so that the leap day is the last. */
static gint64
days_from_date (int year,
                int month,
                int day)
{
  gint64 shifted = month <= 2 ? year - 1 : year;
  gint64 era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  gint64 year_of_era = shifted - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static int
two_digits (const char *p)
{
  if (!g_ascii_isdigit (p[0]) || !g_ascii_isdigit (p[1]))
    return -1;
  return (p[0] - '0') * 10 + (p[1] - '0');
}

/* "hh:mm:ss" */
static gboolean
read_clock_time (const char *p,
                 gint64     *seconds)
{
  int hour = two_digits (p);
  int minute = two_digits (p + 3);
  int second = two_digits (p + 6);

  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60 || p[2] != ':' || p[5] != ':')
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + second;
  return TRUE;
}

/* ".123", ".123456" */
static gint32
read_fraction (RdSlice text)
{
  gint32 micro = 0;
  gint32 unit = 100000;

  if (text.length < 2 || (text.data[0] != '.' && text.data[0] != ','))
    return 0;
  for (gsize i = 1; i < text.length && unit > 0 && g_ascii_isdigit (text.data[i]); i++, unit /= 10)
    micro += (text.data[i] - '0') * unit;
  return micro;
}

/* "+0100", "+01:00", "Z" */
static gboolean
read_zone (RdSlice zone,
           gint16 *offset)
{
  int hours;
  int minutes;

  if (zone.length == 1 && zone.data[0] == 'Z')
    {
      *offset = 0;
      return TRUE;
    }
  if (zone.length < 5 || (zone.data[0] != '+' && zone.data[0] != '-'))
    return FALSE;
  hours = two_digits (zone.data + 1);
  if (zone.data[3] == ':')
    minutes = zone.length >= 6 ? two_digits (zone.data + 4) : -1;
  else
    minutes = two_digits (zone.data + 3);
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
    return FALSE;
  *offset = (gint16) ((hours * 60 + minutes) * (zone.data[0] == '-' ? -1 : 1));
  return TRUE;
}

/* Offset of this computer at a local time.  Offsets change at full quarters. */
static gint16
local_offset (RdLogClock *self,
              gint64      local_seconds)
{
  gint64 quarter = local_seconds / SECONDS_PER_QUARTER;
  int    interval;

  if (quarter == self->quarter)
    return self->quarter_offset;
  interval = g_time_zone_find_interval (self->local, G_TIME_TYPE_STANDARD, local_seconds);
  if (interval < 0)
    interval = g_time_zone_find_interval (self->local, G_TIME_TYPE_UNIVERSAL, local_seconds);
  self->quarter = quarter;
  self->quarter_offset = (gint16) (g_time_zone_get_offset (self->local, interval) / 60);
  return self->quarter_offset;
}

/* Finishes @time, which holds the seconds of the clock on the wall so far. */
static void
apply_zone (RdLogClock *self,
            RdSlice     zone,
            RdLogTime  *time)
{
  if (read_zone (zone, &time->offset))
    {
      time->zone = RD_LOG_ZONE_STATED;
    }
  else if (self->has_offset)
    {
      time->offset = self->offset;
      time->zone = RD_LOG_ZONE_DERIVED;
    }
  else
    {
      time->offset = local_offset (self, time->seconds);
      time->zone = RD_LOG_ZONE_ASSUMED;
    }
  time->seconds -= time->offset * 60;
}

/**
 * rd_log_clock_read_iso:
 * @self: a clock
 * @stamp: "2026-11-23 17:38:01", a "T" for the blank and a fraction allowed
 * @zone: "+0100", "+01:00", "Z" or empty
 * @time: (out): the time, written on success
 *
 * Reads the stamp of an Exim log or an RFC 3339 stamp.
 *
 * Returns: whether @stamp is one
 */
gboolean
rd_log_clock_read_iso (RdLogClock *self,
                       RdSlice     stamp,
                       RdSlice     zone,
                       RdLogTime  *time)
{
  RdLogTime found = { 0 };
  gint64    seconds;

  if (stamp.length < 19 || !read_clock_time (stamp.data + 11, &seconds))
    return FALSE;
  if (memcmp (self->date, stamp.data, sizeof self->date) != 0)
    {
      int century = two_digits (stamp.data);
      int year = two_digits (stamp.data + 2);
      int month = two_digits (stamp.data + 5);
      int day = two_digits (stamp.data + 8);

      if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > 31)
        return FALSE;
      memcpy (self->date, stamp.data, sizeof self->date);
      self->date_seconds = days_from_date (century * 100 + year, month, day) * SECONDS_PER_DAY;
    }
  found.seconds = self->date_seconds + seconds;
  found.microseconds = read_fraction (rd_slice_skip (stamp, 19));
  apply_zone (self, zone, &found);
  *time = found;
  return TRUE;
}

/* The stamp has no year.  A log is written forward and ends at the reference:
 * the first stamp is less than a year before it, and the year changes where
 * the months run backwards. */
static int
find_year (RdLogClock *self,
           int         month,
           int         day)
{
  if (self->year == 0)
    {
      g_autoptr (GDateTime) reference = g_date_time_new_from_unix_utc (self->reference + SECONDS_PER_DAY);
      int year = 1970;

      if (reference != NULL)
        {
          year = g_date_time_get_year (reference);
          if (month > g_date_time_get_month (reference) ||
              (month == g_date_time_get_month (reference) && day > g_date_time_get_day_of_month (reference)))
            year--;
        }
      self->year = year;
    }
  else if (self->month - month > 6)
    self->year++;
  else if (month - self->month > 6)
    self->year--;
  self->month = month;
  return self->year;
}

/**
 * rd_log_clock_read_syslog:
 * @self: a clock
 * @stamp: "Nov 23 17:38:01", a fraction allowed
 * @time: (out): the time, written on success
 *
 * Reads the stamp of a classic system log (RFC 3164 section 4.1.2), which has
 * neither year nor zone.
 *
 * Returns: whether @stamp is one
 */
gboolean
rd_log_clock_read_syslog (RdLogClock *self,
                          RdSlice     stamp,
                          RdLogTime  *time)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  RdLogTime         found = { 0 };
  gint64            seconds;
  int               month = 0;
  int               day;

  if (stamp.length < 15 || !read_clock_time (stamp.data + 7, &seconds))
    return FALSE;
  for (int i = 0; i < 12 && month == 0; i++)
    {
      if (memcmp (months + 3 * i, stamp.data, 3) == 0)
        month = i + 1;
    }
  day = stamp.data[4] == ' ' && g_ascii_isdigit (stamp.data[5]) ? stamp.data[5] - '0' : two_digits (stamp.data + 4);
  if (month == 0 || day < 1 || day > 31)
    return FALSE;

  found.seconds = days_from_date (find_year (self, month, day), month, day) * SECONDS_PER_DAY + seconds;
  found.microseconds = read_fraction (rd_slice_skip (stamp, 15));
  apply_zone (self, (RdSlice){ NULL, 0 }, &found);
  *time = found;
  return TRUE;
}

/**
 * rd_log_clock_learn:
 * @self: a clock
 * @queue_id: Exim's id of a message that has just come in
 * @time: (inout): time of the line that says so
 *
 * An id tells the time in UTC, the line tells it in the zone of the log: the
 * difference is the zone.  If it can be seen, @time is put right too.
 */
void
rd_log_clock_learn (RdLogClock *self,
                    RdSlice     queue_id,
                    RdLogTime  *time)
{
  gint64 made;
  gint64 wall;
  gint64 difference;
  gint64 quarters;

  if (time->zone == RD_LOG_ZONE_STATED || time->zone == RD_LOG_ZONE_NONE || !rd_log_id_get_time (queue_id, &made))
    return;
  wall = time->seconds + time->offset * 60;
  difference = wall - made + 5;
  quarters = difference >= 0 ? difference / SECONDS_PER_QUARTER : -((-difference + SECONDS_PER_QUARTER - 1) / SECONDS_PER_QUARTER);
  if (quarters < -14 * 4 || quarters > 14 * 4 || difference - quarters * SECONDS_PER_QUARTER > LONGEST_RECEPTION)
    return;
  self->offset = (gint16) (quarters * 15);
  self->has_offset = TRUE;
  time->seconds = wall - self->offset * 60;
  time->offset = self->offset;
  time->zone = RD_LOG_ZONE_DERIVED;
}

/**
 * rd_log_id_get_time:
 * @queue_id: Exim's message id
 * @seconds: (out): seconds since the epoch, written on success
 *
 * The first six characters of an Exim id are the time at which the message
 * began to come in, to base 62, in UTC.
 *
 * Returns: whether @queue_id tells a time
 */
gboolean
rd_log_id_get_time (RdSlice queue_id,
                    gint64 *seconds)
{
  gint64 value = 0;

  if (queue_id.length < 7 || queue_id.data[6] != '-')
    return FALSE;
  for (gsize i = 0; i < 6; i++)
    {
      char c = queue_id.data[i];

      if (!g_ascii_isalnum (c))
        return FALSE;
      value = value * 62 + (g_ascii_isdigit (c) ? c - '0' : g_ascii_isupper (c) ? c - 'A' + 10
                                                                                : c - 'a' + 36);
    }
  *seconds = value;
  return TRUE;
}

/**
 * rd_log_time_to_string:
 * @self: a time
 *
 * Writes a time in the form of RFC 3339, on the clock it was read from.
 *
 * Returns: (transfer full) (nullable): the text, %NULL for no time
 */
char *
rd_log_time_to_string (const RdLogTime *self)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;
  int              minutes = ABS (self->offset);

  if (self->zone == RD_LOG_ZONE_NONE)
    return NULL;
  time = g_date_time_new_from_unix_utc (self->seconds + self->offset * 60);
  if (time == NULL)
    return NULL;
  text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  if (text == NULL)
    return NULL;
  if (self->microseconds > 0)
    return g_strdup_printf ("%s.%03d%c%02d:%02d", text, self->microseconds / 1000, self->offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return g_strdup_printf ("%s%c%02d:%02d", text, self->offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
