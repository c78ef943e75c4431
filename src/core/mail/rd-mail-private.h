/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-source.h"

G_BEGIN_DECLS

RdMail *_rd_mail_new (GBytes      *bytes,
                      RdMailOrigin origin,
                      guint        level,
                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
