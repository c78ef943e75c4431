/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_WINDOW (rd_window_get_type ())
G_DECLARE_FINAL_TYPE (RdWindow, rd_window, RD, WINDOW, AdwApplicationWindow)

RdWindow *rd_window_new (AdwApplication *application) G_GNUC_WARN_UNUSED_RESULT;
void      rd_window_take (RdWindow  *self,
                          GPtrArray *sources);
void      rd_window_open_files (RdWindow *self,
                                GFile   **files,
                                int       n_files);
void      rd_window_paste (RdWindow *self);
void      rd_window_say (RdWindow   *self,
                         const char *sentence);
RdPane   *rd_window_get_pane (RdWindow   *self,
                              const char *name);

G_END_DECLS
