/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is watched, and when it was and will be looked at: kept in the settings,
 * so that it outlives the program. */

#define G_LOG_DOMAIN "rd-watch-list"

#include "config.h"

#include "rd-watch-list.h"

gboolean
rd_watch_list_contains (GSettings  *settings,
                        const char *subject)
{
  g_auto (GStrv) watched = g_settings_get_strv (settings, "watched");

  return g_strv_contains ((const char *const *) watched, subject);
}

void
rd_watch_list_set (GSettings  *settings,
                   const char *subject,
                   gboolean    watched)
{
  g_auto (GStrv) before = g_settings_get_strv (settings, "watched");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (gsize i = 0; before[i] != NULL; i++)
    {
      if (g_strcmp0 (before[i], subject) != 0)
        g_strv_builder_add (builder, before[i]);
    }
  if (watched)
    g_strv_builder_add (builder, subject);
  after = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "watched", (const char *const *) after);
}

static gint64
get_time (GSettings  *settings,
          const char *key,
          const char *subject)
{
  g_autoptr (GVariant) times = g_settings_get_value (settings, key);
  gint64 time = 0;

  g_variant_lookup (times, subject, "x", &time);
  return time;
}

/* Only what is still watched keeps its time. */
static void
set_time (GSettings  *settings,
          const char *key,
          const char *subject,
          gint64      time)
{
  g_auto (GStrv) watched = g_settings_get_strv (settings, "watched");
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  for (gsize i = 0; watched[i] != NULL; i++)
    g_variant_builder_add (&builder, "{sx}", watched[i], g_str_equal (watched[i], subject) ? time : get_time (settings, key, watched[i]));
  g_settings_set_value (settings, key, g_variant_builder_end (&builder));
}

RdWatchTimes
rd_watch_list_get_times (GSettings  *settings,
                         const char *subject)
{
  return (RdWatchTimes){
    .last = get_time (settings, "watch-times", subject),
    .end = get_time (settings, "watch-ends", subject),
    .requested = get_time (settings, "removal-requests", subject),
  };
}

void
rd_watch_list_set_times (GSettings          *settings,
                         const char         *subject,
                         const RdWatchTimes *times)
{
  set_time (settings, "watch-times", subject, times->last);
  set_time (settings, "watch-ends", subject, times->end);
  set_time (settings, "removal-requests", subject, times->requested);
}
