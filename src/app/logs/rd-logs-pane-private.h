/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-line-list.h"
#include "rd-log-detail.h"
#include "rd-log-filter.h"
#include "rd-log-list.h"
#include "rd-log-overview.h"
#include "rd-logs-pane.h"
#include "rd-pace.h"
#include "rd-progress.h"

G_BEGIN_DECLS

/* Logs of mail servers: a file is read by a thread, shown while it is read, and
 * searched by threads, so that the window never waits. */
struct _RdLogsPane
{
  RdPane parent_instance;

  GSettings          *settings;
  RdLogList          *list;
  RdLineList         *lines; /* of the list */
  RdPace             *pace;  /* at which lines come and go */
  GtkSingleSelection *selection;
  guint               shown; /* the delivery that was chosen, wherever it stands, or RD_LOG_LIST_NOWHERE */

  RdLog        *log;      /* (nullable) */
  char         *name;     /* (nullable): of @log */
  GError       *error;    /* (nullable): why it was not read to the end */
  GCancellable *reading;  /* (nullable): set while reading */
  GCancellable *asking;   /* (nullable): set while looking for deliveries */
  GCancellable *opening;  /* (nullable): set while reading one delivery */
  gboolean      is_stale; /* ask again when the answer is there */
  guint         n_seen;   /* deliveries when the question was asked */
  guint         look_id;

  RdProgress    *progress;
  GtkStack      *stack;
  GtkWidget     *open_button;
  AdwLeaflet    *leaflet;
  GtkWidget     *sidebar;
  GtkEditable   *search_entry;
  RdLogFilter   *filter;
  GtkWidget     *overview_button;
  GtkImage      *overview_image;
  GtkLabel      *overview_title;
  GtkLabel      *overview_subtitle;
  GtkStack      *list_stack;
  GtkListView   *list_view;
  GtkStack      *page;
  RdLogOverview *overview;
  RdLogDetail   *detail; /* (unowned) (nullable): made when first shown */
};

/* What the files of the pane do for each other. */
void     _rd_logs_pane_make_list (RdLogsPane *self);
void     _rd_logs_pane_choose_none (RdLogsPane *self);
void     _rd_logs_pane_open (RdLogsPane *self,
                             guint       number);
void     _rd_logs_pane_stop (GCancellable **cancellable);
void     _rd_logs_pane_show_overview (RdLogsPane *self);
void     _rd_logs_pane_ask_again (RdLogsPane *self);
void     _rd_logs_pane_forget (RdLogsPane *self);
gboolean _rd_logs_pane_take (RdPane    *pane,
                             GPtrArray *sources);
void     _rd_logs_pane_save_list_cb (GtkWidget  *widget,
                                     const char *name,
                                     GVariant   *parameter);

G_END_DECLS
