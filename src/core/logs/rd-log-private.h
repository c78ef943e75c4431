/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

G_BEGIN_DECLS

/* No delivery before this one. */
#define RD_LOG_NO_DELIVERY G_MAXUINT32

/* One delivery: where its line is, and the chain of those of one message. */
typedef struct
{
  guint64 offset : 48;
  guint64 status : 8;
  guint64 nth : 8; /* of several told by one line */
  guint32 message;
  guint32 previous; /* delivery of the same message, or RD_LOG_NO_DELIVERY */
} RdLogDeliveryRecord;

/* One message: where its lines begin and end. */
typedef struct
{
  guint64 key;          /* hash of the queue id */
  guint64 first : 40;   /* offset of its first line */
  guint64 arrival : 24; /* from there to the line that names the sender, saturated */
  guint32 span;         /* from there to its last line, saturated */
  guint32 last;         /* delivery, or RD_LOG_NO_DELIVERY */
} RdLogMessageRecord;

struct _RdLog
{
  int                  fd; /* the log, or what it was unpacked to */
  char                *name;
  gint64               written_at;
  RdLogFormat          format;
  RdLogFormat          wanted;
  RdLogCounts          counts;
  guint64              size;
  guint64              seed;
  GPtrArray           *findings; /* (element-type RdFinding) */
  RdLogDeliveryRecord *deliveries;
  guint32              n_deliveries;
  guint32              n_delivery_room;
  RdLogMessageRecord  *messages;
  guint32              n_messages;
  guint32              n_message_room;
  guint32             *slots;   /* number of a message plus one, 0 if free */
  guint32              n_slots; /* a power of two */
};

guint _rd_log_lookup (RdLog  *self,
                      guint64 key);
gsize _rd_log_pread (RdLog  *self,
                     guint64 offset,
                     char   *buffer,
                     gsize   size);

G_END_DECLS
