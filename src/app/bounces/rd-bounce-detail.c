/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-detail"

#include "config.h"

#include "rd-bounce-detail.h"

#include "rd-batch-view.h"
#include "rd-bounce-notice.h"
#include "rd-outside.h"
#include "rd-spinner.h"
#include "rd-verdict-view.h"

/* A verdict comes so many frames after it is known: in the first GTK gives its
 * texts their styles, before which they would be laid out for nothing, and the
 * rest of the window is drawn. */
#define FRAMES_BEFORE_VERDICT 2

/* So many if a list may appear beside it, for which all of it would be laid out
 * once more: a sixth of a second. */
#define FRAMES_AT_MOST 10

/* One opened message, on the page that fits it: a verdict, or what it is if it
 * is none or could not be read.  Or all of them together. */
struct _RdBounceDetail
{
  AdwBin parent_instance;

  GSettings     *settings;
  RdBounceEntry *entry;     /* (nullable) */
  GCancellable  *recalling; /* (nullable): while the diagnosis of @entry is made again */
  guint          prepare_id;
  guint          prepare_batch_id;
  guint          coming_id;     /* while a verdict is about to be shown */
  guint          n_frames;      /* until then */
  gboolean       wants_heading; /* to focus it then */

  GtkStack       *stack;
  GtkLabel       *lost_label;
  RdBatchView    *batch_view;   /* (unowned) (nullable): made when first shown */
  RdVerdictView  *verdict_view; /* (unowned) (nullable): made when first shown */
  RdBounceNotice *notice;       /* (unowned) (nullable): made when first shown */
};

G_DEFINE_FINAL_TYPE (RdBounceDetail, rd_bounce_detail, ADW_TYPE_BIN)

static void
stop_recalling (RdBounceDetail *self)
{
  if (self->recalling != NULL)
    g_cancellable_cancel (self->recalling);
  g_clear_object (&self->recalling);
}

static void
show_child (RdBounceDetail *self,
            GtkWidget      *child)
{
  if (self->coming_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->coming_id);
  self->coming_id = 0;
  self->wants_heading = FALSE;
  gtk_stack_set_visible_child (self->stack, child);
}

static void
show_named (RdBounceDetail *self,
            const char     *name)
{
  show_child (self, gtk_stack_get_child_by_name (self->stack, name));
}

static void
rd_bounce_detail_dispose (GObject *object)
{
  RdBounceDetail *self = RD_BOUNCE_DETAIL (object);

  stop_recalling (self);
  if (self->coming_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->coming_id);
  self->coming_id = 0;
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  g_clear_handle_id (&self->prepare_batch_id, g_source_remove);
  g_clear_object (&self->entry);
  g_clear_object (&self->settings);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BOUNCE_DETAIL);
  G_OBJECT_CLASS (rd_bounce_detail_parent_class)->dispose (object);
}

static void
rd_bounce_detail_class_init (RdBounceDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounce_detail_dispose;

  g_type_ensure (RD_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, RdBounceDetail, lost_label);
}

static void
rd_bounce_detail_init (RdBounceDetail *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
ensure_verdict_view (RdBounceDetail *self)
{
  if (self->verdict_view != NULL)
    return;
  self->verdict_view = g_object_new (RD_TYPE_VERDICT_VIEW, NULL);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->verdict_view));
}

static RdBatchView *
ensure_batch_view (RdBounceDetail *self)
{
  if (self->batch_view == NULL)
    {
      self->batch_view = g_object_new (RD_TYPE_BATCH_VIEW, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->batch_view));
    }
  return self->batch_view;
}

static gboolean
prepare_cb (gpointer data)
{
  RdBounceDetail *self = data;

  self->prepare_id = 0;
  ensure_verdict_view (self);
  return G_SOURCE_REMOVE;
}

/**
 * rd_bounce_detail_prepare:
 * @self: a detail page
 *
 * Makes the page for a verdict, which takes a good part of a frame, while the
 * first message is still being read.
 */
void
rd_bounce_detail_prepare (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (self->verdict_view == NULL && self->prepare_id == 0)
    self->prepare_id = g_idle_add_full (G_PRIORITY_DEFAULT, prepare_cb, self, NULL);
}

static gboolean
prepare_batch_cb (gpointer data)
{
  RdBounceDetail *self = data;

  self->prepare_batch_id = 0;
  ensure_batch_view (self);
  return G_SOURCE_REMOVE;
}

/**
 * rd_bounce_detail_prepare_batch:
 * @self: a detail page
 *
 * Makes the page for all together when there is time, so that it has its style
 * before it is shown.
 */
void
rd_bounce_detail_prepare_batch (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (self->batch_view == NULL && self->prepare_batch_id == 0)
    self->prepare_batch_id = g_idle_add (prepare_batch_cb, self);
}

static gboolean
coming_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  RdBounceDetail *self = RD_BOUNCE_DETAIL (widget);
  gboolean        wants_heading = self->wants_heading;

  if (self->n_frames-- > 0)
    return G_SOURCE_CONTINUE;
  self->coming_id = 0;
  show_child (self, GTK_WIDGET (self->verdict_view));
  if (wants_heading)
    rd_verdict_view_focus_heading (self->verdict_view);
  return G_SOURCE_REMOVE;
}

static void
show_verdict (RdBounceDetail *self)
{
  ensure_verdict_view (self);
  rd_verdict_view_set_entry (self->verdict_view, self->entry);
  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->verdict_view) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      show_child (self, GTK_WIDGET (self->verdict_view));
      return;
    }
  self->n_frames = FRAMES_BEFORE_VERDICT;
  if (self->coming_id == 0)
    self->coming_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), coming_cb, NULL, NULL);
}

static void
show_notice (RdBounceDetail *self)
{
  if (self->notice == NULL)
    {
      self->notice = g_object_new (RD_TYPE_BOUNCE_NOTICE, NULL);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->notice));
    }
  rd_bounce_notice_set_entry (self->notice, self->entry);
  show_child (self, GTK_WIDGET (self->notice));
}

static void
show_page (RdBounceDetail *self)
{
  if (rd_bounce_entry_get_kind (self->entry) == RD_ENTRY_VERDICT)
    show_verdict (self);
  else
    show_notice (self);
}

static void
recalled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (RdBounceDetail) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_there = rd_bounce_entry_recall_finish (RD_BOUNCE_ENTRY (object), result, &error);

  /* Something else is shown by now. */
  if (g_task_get_cancellable (G_TASK (result)) != self->recalling)
    return;
  g_clear_object (&self->recalling);
  if (is_there)
    {
      show_page (self);
      return;
    }
  rd_outside_set_label (self->lost_label, error->message);
  show_named (self, "lost");
}

/* Of many, only the first have kept their diagnosis. */
static void
recall (RdBounceDetail *self)
{
  g_auto (GStrv) own_domains = g_settings_get_strv (self->settings, "own-domains");
  RdHosting hosting = (RdHosting) g_settings_get_enum (self->settings, "hosting");

  show_named (self, "reading");
  self->recalling = g_cancellable_new ();
  rd_bounce_entry_recall_async (self->entry, (const char *const *) own_domains, hosting, self->recalling, recalled_cb, g_object_ref (self));
}

/**
 * rd_bounce_detail_hold:
 * @self: a detail page
 *
 * The room for @self may soon be another: a verdict that is still to come waits
 * for rd_bounce_detail_release(), though not for long.
 */
void
rd_bounce_detail_hold (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  self->n_frames = FRAMES_AT_MOST;
}

/* The room for @self is what it will be. */
void
rd_bounce_detail_release (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  self->n_frames = MIN (self->n_frames, FRAMES_BEFORE_VERDICT);
}

/* (nullable): nothing, or all together. */
RdBounceEntry *
rd_bounce_detail_get_entry (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), NULL);

  return self->entry;
}

/**
 * rd_bounce_detail_set_entry:
 * @self: a detail page
 * @entry: (nullable): what to show
 *
 * Shows @entry on the page that fits it.
 */
void
rd_bounce_detail_set_entry (RdBounceDetail *self,
                            RdBounceEntry  *entry)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (!g_set_object (&self->entry, entry) && entry != NULL)
    return;
  stop_recalling (self);
  if (entry == NULL)
    show_named (self, "nothing");
  else if (rd_bounce_entry_get_diagnosis (entry) == NULL && rd_bounce_entry_get_error (entry) == NULL)
    recall (self);
  else
    show_page (self);
}

/**
 * rd_bounce_detail_show_batch:
 * @self: a detail page
 * @insight: what is known
 * @is_complete: nothing will be added to @insight any more
 *
 * Shows what all bounces tell together.
 */
void
rd_bounce_detail_show_batch (RdBounceDetail *self,
                             RdInsight      *insight,
                             gboolean        is_complete)
{
  RdBatchView *view;

  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  stop_recalling (self);
  g_clear_object (&self->entry);
  view = ensure_batch_view (self);
  if (is_complete)
    rd_batch_view_show_all (view, insight);
  else
    rd_batch_view_show_progress (view, insight);
  show_child (self, GTK_WIDGET (view));
}

gboolean
rd_bounce_detail_is_batch (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), FALSE);

  /* A verdict that is still to come is what is shown already. */
  return self->entry == NULL && self->batch_view != NULL && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->batch_view);
}

/* Asks whether what the message says is still so. */
void
rd_bounce_detail_check_again (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (self->verdict_view != NULL && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->verdict_view))
    rd_verdict_view_check_again (self->verdict_view);
}

/* Stops what is being asked about the message that is shown; answers whether
 * anything was. */
gboolean
rd_bounce_detail_cancel (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), FALSE);

  return self->verdict_view != NULL && rd_verdict_view_cancel (self->verdict_view);
}

/* Whether nothing of what is shown is still to come. */
gboolean
rd_bounce_detail_is_whole (RdBounceDetail *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_DETAIL (self), FALSE);

  if (self->coming_id != 0 || self->recalling != NULL)
    return FALSE;
  return gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->verdict_view) || rd_verdict_view_is_whole (self->verdict_view);
}

/* Screen readers then read the answer: GTK 4.8 has no way to announce it. */
void
rd_bounce_detail_focus_heading (RdBounceDetail *self)
{
  g_return_if_fail (RD_IS_BOUNCE_DETAIL (self));

  if (rd_bounce_detail_is_batch (self))
    rd_batch_view_focus_heading (self->batch_view);
  if (self->entry == NULL || self->recalling != NULL)
    return;
  if (self->coming_id != 0)
    self->wants_heading = TRUE;
  else if (rd_bounce_entry_get_kind (self->entry) == RD_ENTRY_VERDICT)
    rd_verdict_view_focus_heading (self->verdict_view);
  else
    rd_bounce_notice_focus_heading (self->notice);
}
