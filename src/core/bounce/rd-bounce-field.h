/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

typedef enum
{
  RD_FIELD_NONE,
  RD_FIELD_OTHER,
  RD_FIELD_REPORTING_MTA,
  RD_FIELD_ARRIVAL_DATE,
  RD_FIELD_QUEUE_ID,
  RD_FIELD_SENDER,
  RD_FIELD_FINAL,
  RD_FIELD_ACTUAL,
  RD_FIELD_ORIGINAL,
  RD_FIELD_ACTION,
  RD_FIELD_STATUS,
  RD_FIELD_DIAGNOSTIC,
  RD_FIELD_REMOTE_MTA,
  RD_FIELD_LAST_ATTEMPT,
  RD_FIELD_WILL_RETRY,
  RD_FIELD_SUPPLEMENT,
} RdField;

RdField  _rd_field_of (const char  *line,
                       gsize        length,
                       const char **value);
gboolean _rd_dsn_is_text (const char *text);
gboolean _rd_dsn_is_in_text (const char *text,
                             gsize       length,
                             gsize      *start);

G_END_DECLS
