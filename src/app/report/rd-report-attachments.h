/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-build.h"

G_BEGIN_DECLS

/* The files that go along with a mail to a host. */
char **rd_report_attachments_save (const RdBuiltReport *built,
                                   GBytes              *source,
                                   const char          *about,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char  *rd_report_attachments_dup_hint (char *const *attached) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
