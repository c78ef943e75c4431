/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-slice.h"

G_BEGIN_DECLS

RdSlice  rd_slice_take_line (RdSlice *rest);
gboolean rd_slice_starts_with (RdSlice     line,
                               const char *prefix);
gboolean rd_slice_is_field (RdSlice line);

RdSlice  rd_mail_unwrap (RdSlice text);
GBytes  *rd_mail_remove_indent (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_mbox_is_from_line (const char *line,
                               gsize       length);

G_END_DECLS
