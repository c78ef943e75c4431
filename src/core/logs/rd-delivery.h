/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"
#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdDelivery:
 *
 * What a server's log says about the mail for one recipient.  All strings are
 * valid UTF-8 with the escapes of the log taken back; those that are not known
 * are %NULL.
 */
typedef struct
{
  RdLogStatus status;
  RdLogFormat format;
  gboolean    is_waiting;   /* nothing was tried this time, it was too early */
  gboolean    is_inbound;   /* somebody else's mail, refused by this server */
  gboolean    is_temporary; /* refused only for now */
  gboolean    is_host_down; /* the remote server was not reached at all */
  RdPhase     phase;
  int         error_number; /* Exim's errno, 0 if none was written */
  guint64     size;         /* bytes, 0 if not known */
  guint64     offset;       /* of the line in its file */
  guint64     line_number;  /* from 1 */
  RdLogTime   time;
  char       *queue_id;
  char       *sender; /* empty: the null reverse-path */
  char       *recipient;
  char       *original_recipient;
  char       *remote_host;
  char       *remote_ip;
  char       *reply_code; /* "550" */
  char       *enhanced;   /* "5.1.1", of the remote server */
  char       *dsn;        /* "5.1.1", chosen by the MTA that wrote the log */
  char       *text;       /* the whole reason */
  char       *router;
  char       *transport;
  char       *subject;
  char       *last_text; /* reason of the last real try, if @text only says that it is over */
  char       *last_host;
  char       *last_ip;
} RdDelivery;

RdDelivery *rd_delivery_new_from_event (const RdLogEvent *event) G_GNUC_WARN_UNUSED_RESULT;
void        rd_delivery_free (RdDelivery *self);
RdFailure  *rd_delivery_to_failure (const RdDelivery *self) G_GNUC_WARN_UNUSED_RESULT;
RdBounce   *rd_delivery_to_bounce (const RdDelivery *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDelivery, rd_delivery_free)

G_END_DECLS
