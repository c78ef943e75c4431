/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-structure.h"

G_BEGIN_DECLS

char    *rd_mail_decode_field (const char *value,
                               gsize       length) G_GNUC_WARN_UNUSED_RESULT;
char    *rd_mail_decode_text (const RdMailEntity *entity) G_GNUC_WARN_UNUSED_RESULT;
char    *rd_mail_decode_content (const RdMailEntity *entity,
                                 gsize               length,
                                 gsize              *decoded_length) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_mail_entity_is_encoded (const RdMailEntity *entity);

G_END_DECLS
