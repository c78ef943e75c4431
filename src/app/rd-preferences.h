/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_PREFERENCES (rd_preferences_get_type ())
G_DECLARE_FINAL_TYPE (RdPreferences, rd_preferences, RD, PREFERENCES, AdwPreferencesWindow)

GtkWindow *rd_preferences_new (GtkWindow *parent);

G_END_DECLS
