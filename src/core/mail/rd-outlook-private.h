/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mapi.h"

G_BEGIN_DECLS

void        _rd_outlook_append_part (GPtrArray *parts, const char *header, const char *content, gsize length);
void        _rd_outlook_append_field (GString *out, const char *name, const char *value);
const char *_rd_outlook_get_action (const char *message_class);
void        _rd_outlook_append_report (GPtrArray *parts, RdCompound *file, RdMapiObject *message, const char *action);

G_END_DECLS
