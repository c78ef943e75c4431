/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pages.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a report as widgets and on paper. */
void               rd_report_preview_fill (GtkBox  *box,
                                           RdPages *pages);
GtkPrintOperation *rd_report_print_operation_new (RdReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
