/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-detail.h"
#include "rd-bounce-list.h"
#include "rd-bounce-loader.h"
#include "rd-bounce-sidebar.h"
#include "rd-bounces-pane.h"
#include "rd-domain-question.h"
#include "rd-progress.h"

G_BEGIN_DECLS

/* Messages that came back: read by threads, listed while they are read, and one of
 * them, or all together, explained beside the list. */
struct _RdBouncesPane
{
  RdPane parent_instance;

  GSettings    *settings;
  RdBounceList *list;
  GPtrArray    *sources;       /* (element-type RdSource): all that is open */
  gboolean      follows_first; /* show the first result as soon as it is there */
  gboolean      is_example;

  RdBounceLoader *loader;      /* (nullable): set while reading */
  GCancellable   *cancellable; /* (nullable): of the loader */
  GQueue          waiting;     /* (element-type GPtrArray): sources to read after it */
  guint           progress_id;
  guint           finishing_id; /* while all is read but not all is shown */
  gboolean        has_ended;    /* in the frame before */

  RdProgress       *progress;
  GtkStack         *stack;
  GtkWidget        *open_button;
  AdwLeaflet       *leaflet;
  RdDomainQuestion *question;
  RdBounceSidebar  *sidebar;
  GtkWidget        *separator;
  RdBounceDetail   *detail;
};

/* What the files of the pane do for each other. */
void _rd_bounces_pane_update_summary (RdBouncesPane *self);
void _rd_bounces_pane_prefer_list_if_narrow (RdBouncesPane *self);
void _rd_bounces_pane_follow_all (RdBouncesPane *self);
void _rd_bounces_pane_show_first (RdBouncesPane *self);
void _rd_bounces_pane_update_layout (RdBouncesPane *self);
void _rd_bounces_pane_stop_progress (RdBouncesPane *self);
void _rd_bounces_pane_stop_finishing (RdBouncesPane *self);
void _rd_bounces_pane_start_reading (RdBouncesPane *self, GPtrArray *sources);

G_END_DECLS
