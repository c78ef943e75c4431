/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-choices"

#include "config.h"

#include "rd-listing-choices.h"

#include "rd-ip.h"
#include "rd-text-layout.h"
#include "rd-watch-list.h"

/* What the user may say about what was looked up: that mail leaves from there,
 * that removal was asked for, and that it shall be watched. */
struct _RdListingChoices
{
  AdwBin parent_instance;

  GSettings *settings;
  char      *subject; /* (nullable) */

  GtkWidget *own_row;
  GtkSwitch *own_switch;
  GtkWidget *request_row;
  GtkSwitch *request_switch;
  GtkSwitch *watch_switch;
};

G_DEFINE_FINAL_TYPE (RdListingChoices, rd_listing_choices, ADW_TYPE_BIN)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
own_cb (RdListingChoices *self)
{
  g_auto (GStrv) own = g_settings_get_strv (self->settings, "own-servers");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  if (self->subject == NULL)
    return;
  for (gsize i = 0; own[i] != NULL; i++)
    {
      if (g_strcmp0 (own[i], self->subject) != 0)
        g_strv_builder_add (builder, own[i]);
    }
  if (gtk_switch_get_active (self->own_switch))
    g_strv_builder_add (builder, self->subject);
  changed = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "own-servers", (const char *const *) changed);
}

static gboolean
is_requested (RdListingChoices *self)
{
  RdWatchTimes times = rd_watch_list_get_times (self->settings, self->subject);

  return rd_watch_is_requested (&times, get_now ());
}

/* What is waited for has to be watched. */
static void
request_cb (RdListingChoices *self)
{
  gboolean     wants = gtk_switch_get_active (self->request_switch);
  RdWatchTimes times;

  if (self->subject == NULL || wants == is_requested (self))
    return;
  if (wants)
    gtk_switch_set_active (self->watch_switch, TRUE);
  times = rd_watch_list_get_times (self->settings, self->subject);
  times.requested = wants ? get_now () : 0;
  times.last = MAX (times.last, times.requested);
  rd_watch_list_set_times (self->settings, self->subject, &times);
}

static void
watch_cb (RdListingChoices *self)
{
  gboolean watches = gtk_switch_get_active (self->watch_switch);

  if (self->subject == NULL || watches == rd_watch_list_contains (self->settings, self->subject))
    return;
  if (!watches)
    gtk_switch_set_active (self->request_switch, FALSE);
  rd_watch_list_set (self->settings, self->subject, watches);
}

static void
rd_listing_choices_dispose (GObject *object)
{
  RdListingChoices *self = RD_LISTING_CHOICES (object);

  g_clear_pointer (&self->subject, g_free);
  g_clear_object (&self->settings);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_LISTING_CHOICES);
  G_OBJECT_CLASS (rd_listing_choices_parent_class)->dispose (object);
}

static void
rd_listing_choices_class_init (RdListingChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_listing_choices_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/blocklists/rd-listing-choices.ui");
  gtk_widget_class_bind_template_child (widget_class, RdListingChoices, own_row);
  gtk_widget_class_bind_template_child (widget_class, RdListingChoices, own_switch);
  gtk_widget_class_bind_template_child (widget_class, RdListingChoices, request_row);
  gtk_widget_class_bind_template_child (widget_class, RdListingChoices, request_switch);
  gtk_widget_class_bind_template_child (widget_class, RdListingChoices, watch_switch);
  gtk_widget_class_bind_template_callback (widget_class, own_cb);
  gtk_widget_class_bind_template_callback (widget_class, request_cb);
  gtk_widget_class_bind_template_callback (widget_class, watch_cb);
}

static void
rd_listing_choices_init (RdListingChoices *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_text_layout_prepare_rows (GTK_WIDGET (self));
}

/**
 * rd_listing_choices_show:
 * @self: the choices
 * @subject: an address or a domain
 * @is_listed: whether there is something to be removed from
 *
 * Shows what was chosen for @subject.  Whether this is the machine that sends
 * the user's mail is asked of addresses only.
 */
void
rd_listing_choices_show (RdListingChoices *self,
                         const char       *subject,
                         gboolean          is_listed)
{
  g_auto (GStrv) own = g_settings_get_strv (self->settings, "own-servers");
  RdIp ip;

  g_return_if_fail (RD_IS_LISTING_CHOICES (self));
  g_return_if_fail (subject != NULL);

  /* Switches that only show something choose nothing. */
  g_clear_pointer (&self->subject, g_free);
  gtk_switch_set_active (self->own_switch, g_strv_contains ((const char *const *) own, subject));
  gtk_switch_set_active (self->watch_switch, rd_watch_list_contains (self->settings, subject));
  self->subject = g_strdup (subject);
  gtk_switch_set_active (self->request_switch, is_requested (self));
  gtk_widget_set_visible (self->own_row, rd_ip_parse (subject, &ip));
  gtk_widget_set_visible (self->request_row, is_listed || is_requested (self));
}
