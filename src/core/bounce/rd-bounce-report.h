/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

gboolean    _rd_report_is_auto_reply (RdMail          *mail,
                                      const RdPhrases *phrases);
gboolean    _rd_report_is_complaint (RdMail *mail);
void        _rd_report_read_complaint (RdMail   *mail,
                                       RdBounce *bounce);
gboolean    _rd_report_is_rejection (RdMail          *mail,
                                     const RdPhrases *phrases);
const char *_rd_report_find_other (RdMail *mail);
gboolean    _rd_report_read_json (const char *text,
                                  RdBounce   *bounce);

G_END_DECLS
