/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void rd_preferences_add_history (AdwPreferencesPage *page);

G_END_DECLS
