/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_SOURCE_VIEW (rd_source_view_get_type ())
G_DECLARE_FINAL_TYPE (RdSourceView, rd_source_view, RD, SOURCE_VIEW, AdwPreferencesRow)

GtkWidget *rd_source_view_new (RdBounceEntry *entry);

G_END_DECLS
