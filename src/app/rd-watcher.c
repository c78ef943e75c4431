/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-watcher"

#include "config.h"

#include "rd-watcher.h"

#include "rd-recorder.h"
#include "rd-survey-blocklists.h"
#include "rd-watch-list.h"

#include <glib/gi18n.h>

/* How often is looked whether something is due.  The first look waits until the
 * window is there and the network, too. */
#define FIRST_LOOK_SECONDS 60
#define LOOK_SECONDS (15 * 60)

/* Before somebody is disturbed, the lists are asked once more. */
#define CONFIRM_SECONDS 60

#define DEADLINE_MS 20000

/* Looks at watched addresses again, one at a time, while the program runs.
 * Nothing is asked on a connection that is paid by volume, and nobody is told
 * anything but a change that two looks agree on. */
struct _RdWatcher
{
  GObject parent_instance;

  GApplication *application; /* (unowned): owns us */
  GSettings    *settings;
  guint         timer_id;
  guint         second_ms; /* how long a second lasts */
  gboolean      holds;     /* the application stays without a window */

  GCancellable *cancellable; /* (nullable): set while a survey runs */
  char         *subject;     /* (nullable): what is looked at */
  RdSurvey     *survey;      /* (nullable): as above */
  RdBlocklists *lists;       /* (nullable): as above */
  RdWatchNews  *news;        /* (nullable): waits to be confirmed */
};

G_DEFINE_FINAL_TYPE (RdWatcher, rd_watcher, G_TYPE_OBJECT)

static void look (RdWatcher *self);

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
end_look (RdWatcher *self)
{
  g_clear_object (&self->cancellable);
  g_clear_object (&self->survey);
  g_clear_pointer (&self->lists, rd_blocklists_unref);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->news, rd_watch_news_free);
}

static void
tell (RdWatcher *self)
{
  g_autoptr (GNotification) notification = g_notification_new (self->news->title);

  g_notification_set_body (notification, self->news->body);
  g_notification_set_default_action_and_target (notification, "app.check-blocklists", "s", self->subject);
  g_notification_set_priority (notification, self->news->state == RD_FINDING_BROKEN ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_NORMAL);
  g_application_send_notification (self->application, self->subject, notification);
}

static void start (RdWatcher *self);

static gboolean
confirm_cb (gpointer data)
{
  RdWatcher *self = data;

  self->timer_id = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static gboolean
timer_cb (gpointer data)
{
  RdWatcher *self = data;

  self->timer_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for (RdWatcher  *self,
          guint       seconds,
          GSourceFunc callback)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add (seconds * self->second_ms, callback, self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdWatcher) self = data;
  g_autoptr (RdHistoryReport) report = rd_recorder_read_finish (RD_RECORDER (object), result);

  if (self->subject == NULL)
    return;
  self->news = report != NULL ? rd_watch_news_new (report->changes, self->lists, self->subject) : NULL;
  if (self->news != NULL)
    {
      wait_for (self, CONFIRM_SECONDS, confirm_cb);
      return;
    }
  end_look (self);
  wait_for (self, LOOK_SECONDS, timer_cb);
}

/* The first listing that ends by itself.  A list does not tell when it saw
 * something last, so what was known first counts. */
static void
note_times (RdWatcher *self,
            GPtrArray *listings)
{
  RdWatchTimes times = rd_watch_list_get_times (self->settings, self->subject);

  times.last = get_now ();
  if (times.end < times.last)
    times.end = rd_listings_get_first_end (listings);
  rd_watch_list_set_times (self->settings, self->subject, &times);
}

static GPtrArray *
note_survey (RdWatcher *self)
{
  RdRecorder *recorder = rd_recorder_find ();
  g_autoptr (GPtrArray) listings = rd_survey_dup_listings (rd_survey_get_evidence (self->survey), self->lists, self->subject, RD_BLOCKLISTS_DEFAULT);
  g_autoptr (RdFinding) summary = rd_listings_summarize (listings, self->subject);
  GPtrArray *findings = rd_survey_dup_findings (self->survey);

  if (recorder != NULL)
    rd_recorder_note_survey (recorder, RD_HISTORY_BLOCKLISTS, summary, findings);
  note_times (self, listings);
  return findings;
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (RdWatcher) self = data;
  g_autoptr (GPtrArray) findings = NULL;

  if (!rd_survey_run_finish (RD_SURVEY (object), result, NULL) || self->survey != RD_SURVEY (object))
    return;
  findings = note_survey (self);
  if (self->news == NULL && rd_recorder_find () != NULL)
    {
      rd_recorder_read_async (rd_recorder_find (), RD_HISTORY_BLOCKLISTS, self->subject, self->cancellable, read_cb, g_object_ref (self));
      return;
    }
  if (self->news != NULL && rd_watch_news_holds (self->news, findings))
    tell (self);
  end_look (self);
  wait_for (self, LOOK_SECONDS, timer_cb);
}

static void
start (RdWatcher *self)
{
  g_autofree char *servers = g_settings_get_string (self->settings, "dns-servers");
  g_autoptr (RdSources) sources = rd_sources_new (*servers != '\0' ? servers : NULL, NULL);

  if (sources == NULL)
    {
      end_look (self);
      return;
    }
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  g_clear_object (&self->survey);
  /* A newer file of the user may have come since the last look; one with a
   * mistake is blamed where the lists are shown. */
  if (self->lists == NULL)
    self->lists = rd_blocklists_load (NULL);
  if (self->lists == NULL)
    self->lists = rd_blocklists_ref (rd_blocklists_get_default ());
  self->survey = rd_survey_new_blocklists (NULL, sources, self->lists, self->subject, RD_BLOCKLISTS_DEFAULT);
  rd_survey_set_deadline (self->survey, DEADLINE_MS);
  rd_survey_run_async (self->survey, self->cancellable, run_cb, g_object_ref (self));
}

static gboolean
may_ask (void)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  return g_network_monitor_get_network_available (monitor) && !g_network_monitor_get_network_metered (monitor);
}

/* Begins with the first that is due; the others have their turn at the next
 * look. */
static void
look (RdWatcher *self)
{
  g_auto (GStrv) watched = g_settings_get_strv (self->settings, "watched");
  guint hours = (guint) g_settings_get_int (self->settings, "watch-hours");

  for (gsize i = 0; watched[i] != NULL && self->subject == NULL && may_ask (); i++)
    {
      RdWatchTimes times = rd_watch_list_get_times (self->settings, watched[i]);

      if (rd_watch_find_next (&times, hours, watched[i]) <= get_now ())
        self->subject = g_strdup (watched[i]);
    }
  if (self->subject != NULL)
    start (self);
  else
    wait_for (self, LOOK_SECONDS, timer_cb);
}

static void
hold (RdWatcher *self,
      gboolean   holds)
{
  if (self->holds == holds)
    return;
  self->holds = holds;
  if (holds)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

/* The portal answers later whether it allows this; where there is none, nobody
 * stops us.  Without it the program still runs as long as the session does. */
static void
ask_portal (RdWatcher *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  GVariantBuilder  options;

  if (bus == NULL)
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_ ("Looks whether your mail server is on a blocklist.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                          "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
settings_changed_cb (RdWatcher *self)
{
  g_auto (GStrv) watched = g_settings_get_strv (self->settings, "watched");
  gboolean wants = watched[0] != NULL && g_settings_get_boolean (self->settings, "watch-in-background");

  if (wants && !self->holds)
    ask_portal (self);
  hold (self, wants);
  if (watched[0] == NULL)
    g_clear_handle_id (&self->timer_id, g_source_remove);
  else if (self->timer_id == 0 && self->subject == NULL)
    wait_for (self, FIRST_LOOK_SECONDS, timer_cb);
}

static void
rd_watcher_dispose (GObject *object)
{
  RdWatcher *self = RD_WATCHER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  end_look (self);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  hold (self, FALSE);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (rd_watcher_parent_class)->dispose (object);
}

static void
rd_watcher_class_init (RdWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_watcher_dispose;
}

static void
rd_watcher_init (RdWatcher *self)
{
  self->settings = g_settings_new (APP_ID);
  self->second_ms = 1000;
}

/* Watches for @application what the user has chosen, and follows changes. */
RdWatcher *
rd_watcher_new (GApplication *application)
{
  RdWatcher *self = g_object_new (RD_TYPE_WATCHER, NULL);

  self->application = application;
  g_signal_connect_object (self->settings, "changed::watched", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::watch-in-background", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  settings_changed_cb (self);
  return self;
}

/* Makes a second last @second_ms: tests have not the patience of a day. */
void
rd_watcher_hurry (RdWatcher *self,
                  guint      second_ms)
{
  g_return_if_fail (RD_IS_WATCHER (self));

  self->second_ms = second_ms;
}
