/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-past"

#include "config.h"

#include "rd-listing-past.h"

#include <glib/gi18n.h>

/* A bar for each earlier check, the latest at the end: tall where the list named
 * the address, short where it did not, a dot where it could not be asked.  The
 * height says it, the colour only helps. */
struct _RdListingPast
{
  GtkWidget parent_instance;

  GArray *states; /* (element-type RdFindingState): the oldest first */
};

G_DEFINE_FINAL_TYPE (RdListingPast, rd_listing_past, GTK_TYPE_WIDGET)

/* As many as fit into a window for a phone. */
#define MAX_BARS 24

#define BAR_WIDTH 7
#define BAR_GAP 4
#define TALL 22
#define SHORT 7
#define DOT 3

static void
rd_listing_past_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  int n = (int) RD_LISTING_PAST (widget)->states->len;

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? TALL : n * (BAR_WIDTH + BAR_GAP) - BAR_GAP;
}

static void
find_color (GtkWidget  *widget,
            const char *name,
            GdkRGBA    *color)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (style, name, color))
    gtk_style_context_get_color (style, color);
  if (name == NULL)
    color->alpha *= 0.5f;
}

static void
append_bar (GtkWidget     *widget,
            GtkSnapshot   *snapshot,
            RdFindingState state,
            float          x)
{
  gboolean       is_known = state != RD_FINDING_UNKNOWN;
  gboolean       is_listed = is_known && state != RD_FINDING_FINE;
  float          height = is_listed ? TALL : is_known ? SHORT
                                                      : DOT;
  GskRoundedRect bar;
  GdkRGBA        color;

  find_color (widget, is_listed ? "error_color" : is_known ? "success_color"
                                                           : NULL,
              &color);
  gsk_rounded_rect_init_from_rect (&bar, &GRAPHENE_RECT_INIT (x, (float) TALL - height, BAR_WIDTH, height), 2);
  gtk_snapshot_push_rounded_clip (snapshot, &bar);
  gtk_snapshot_append_color (snapshot, &color, &bar.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
rd_listing_past_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  RdListingPast *self = RD_LISTING_PAST (widget);
  gboolean       is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < self->states->len; i++)
    {
      guint place = is_rtl ? self->states->len - 1 - i : i;

      append_bar (widget, snapshot, g_array_index (self->states, RdFindingState, i), (float) (place * (BAR_WIDTH + BAR_GAP)));
    }
}

static void
rd_listing_past_finalize (GObject *object)
{
  g_array_unref (RD_LISTING_PAST (object)->states);
  G_OBJECT_CLASS (rd_listing_past_parent_class)->finalize (object);
}

static void
rd_listing_past_class_init (RdListingPastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rd_listing_past_finalize;
  widget_class->measure = rd_listing_past_measure;
  widget_class->snapshot = rd_listing_past_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
rd_listing_past_init (RdListingPast *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * rd_listing_past_new:
 * @states: (element-type RdFindingState): how a list stood, the oldest first
 * @sentence: the same in words
 *
 * Returns: (transfer floating): a small picture of @states
 */
GtkWidget *
rd_listing_past_new (GArray     *states,
                     const char *sentence)
{
  RdListingPast *self = g_object_new (RD_TYPE_LISTING_PAST, NULL);

  self->states = g_array_ref (states);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  return GTK_WIDGET (self);
}

static char *
dup_sentence (guint  n,
              guint  n_listed,
              gint64 first)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (first);
  g_autofree char *day = g_date_time_format (time, "%x");

  /* Translators: how often it was listed, how often it was asked, and the day it was listed first */
  return g_strdup_printf (ngettext ("Listed in %u of %u check, first on %s.", "Listed in %u of %u checks, first on %s.", n), n_listed, n, day);
}

/**
 * rd_listing_past_pick:
 * @states: (element-type RdHistoryState): how all lists stood, newest first
 * @finding: id of the list's finding
 * @sentence: (out) (nullable): what is to be said about it
 *
 * Picks how one list stood.  A single check is no past, and where nothing ever
 * was there is nothing to tell.
 *
 * Returns: (transfer full) (element-type RdFindingState): the oldest first
 */
GArray *
rd_listing_past_pick (GPtrArray  *states,
                      const char *finding,
                      char      **sentence)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (RdFindingState));
  guint   n = 0;
  guint   n_listed = 0;
  gint64  first = 0;

  for (guint i = 0; i < states->len; i++)
    {
      const RdHistoryState *state = g_ptr_array_index (states, i);

      if (g_strcmp0 (state->finding, finding) != 0)
        continue;
      if (picked->len < MAX_BARS)
        g_array_prepend_val (picked, state->state);
      if (state->state == RD_FINDING_UNKNOWN)
        continue;
      n++;
      if (state->state == RD_FINDING_FINE)
        continue;
      n_listed++;
      first = state->time;
    }
  *sentence = n >= 2 && n_listed > 0 ? dup_sentence (n, n_listed, first) : NULL;
  return picked;
}
