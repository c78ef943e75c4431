/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-detail"

#include "config.h"

#include "rd-log-detail.h"

#include "rd-log-timeline.h"
#include "rd-verdict-view.h"

/* One delivery of a log: the page a bounce gets, with the life of the message
 * in it. */
struct _RdLogDetail
{
  AdwBin parent_instance;

  GSettings     *settings;
  RdLogStory    *story; /* (nullable) */
  RdBounceEntry *entry; /* (nullable): what is explained */
  RdVerdictView *view;
  RdLogTimeline *timeline;
};

G_DEFINE_FINAL_TYPE (RdLogDetail, rd_log_detail, ADW_TYPE_BIN)

static void
explain_cb (RdLogDetail *self,
            guint        number)
{
  const RdLogLine *line = g_ptr_array_index (self->story->lines, number);
  g_auto (GStrv) own_domains = g_settings_get_strv (self->settings, "own-domains");
  RdHosting hosting = (RdHosting) g_settings_get_enum (self->settings, "hosting");

  g_clear_object (&self->entry);
  self->entry = rd_log_story_explain (self->story, line->delivery, (const char *const *) own_domains, hosting);
  rd_verdict_view_set_entry (self->view, self->entry);
  rd_verdict_view_focus_heading (self->view);
}

static void
rd_log_detail_dispose (GObject *object)
{
  RdLogDetail *self = RD_LOG_DETAIL (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->story, rd_log_story_free);
  G_OBJECT_CLASS (rd_log_detail_parent_class)->dispose (object);
}

static void
rd_log_detail_class_init (RdLogDetailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_log_detail_dispose;
}

static void
rd_log_detail_init (RdLogDetail *self)
{
  self->settings = g_settings_new (APP_ID);
  self->view = g_object_new (RD_TYPE_VERDICT_VIEW, NULL);
  self->timeline = RD_LOG_TIMELINE (rd_log_timeline_new ());
  rd_verdict_view_set_story (self->view, GTK_WIDGET (self->timeline));
  g_signal_connect_object (self->timeline, "explain", G_CALLBACK (explain_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->view));
}

GtkWidget *
rd_log_detail_new (void)
{
  return g_object_new (RD_TYPE_LOG_DETAIL, NULL);
}

/**
 * rd_log_detail_take_story:
 * @self: a page
 * @story: (transfer full): what to show
 *
 * Shows @story, from the top of the page.
 */
void
rd_log_detail_take_story (RdLogDetail *self,
                          RdLogStory  *story)
{
  g_return_if_fail (RD_IS_LOG_DETAIL (self));

  g_clear_pointer (&self->story, rd_log_story_free);
  self->story = story;
  g_set_object (&self->entry, story->entry);
  rd_verdict_view_set_entry (self->view, story->entry);
  rd_log_timeline_show (self->timeline, story);
}

RdBounceEntry *
rd_log_detail_get_entry (RdLogDetail *self)
{
  return self->entry;
}

/* Screen readers then read the verdict: GTK 4.8 has no way to announce it. */
void
rd_log_detail_focus_heading (RdLogDetail *self)
{
  rd_verdict_view_focus_heading (self->view);
}
