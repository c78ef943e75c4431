/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_SPINNER (rd_spinner_get_type ())
G_DECLARE_FINAL_TYPE (RdSpinner, rd_spinner, RD, SPINNER, AdwBin)

void rd_spinner_prepare (GtkWidget *widget);

G_END_DECLS
