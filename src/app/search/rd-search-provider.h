/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_TYPE_SEARCH_PROVIDER (rd_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (RdSearchProvider, rd_search_provider, RD, SEARCH_PROVIDER, GApplication)

GApplication *rd_search_provider_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
