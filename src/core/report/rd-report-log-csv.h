/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

G_BEGIN_DECLS

gboolean rd_report_log_write_csv (RdLog         *log,
                                  const GArray  *numbers,
                                  GOutputStream *stream,
                                  GCancellable  *cancellable,
                                  GError       **error);
gboolean rd_report_log_save_csv (RdLog        *log,
                                 const GArray *numbers,
                                 GFile        *file,
                                 GCancellable *cancellable,
                                 GError      **error);

G_END_DECLS
