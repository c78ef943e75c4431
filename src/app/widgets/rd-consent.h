/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-sources.h"
#include "rd-survey.h"

#include <adwaita.h>

G_BEGIN_DECLS

void     rd_consent_ask_async (GtkWidget          *parent,
                               RdSurvey           *survey,
                               RdSources          *sources,
                               const char         *subject,
                               const char         *always_key,
                               GAsyncReadyCallback callback,
                               gpointer            data);
gboolean rd_consent_ask_finish (GtkWidget    *parent,
                                GAsyncResult *result);

G_END_DECLS
