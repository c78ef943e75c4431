/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pages.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes  *rd_report_to_pdf (RdReport *report,
                           GError  **error) G_GNUC_WARN_UNUSED_RESULT;
GError  *rd_report_save_error (const GError *cause,
                               const char   *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_report_save (GBytes     *contents,
                         const char *path,
                         GError    **error);

G_END_DECLS
