/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-join.h"
#include "rd-log-memory.h"
#include "rd-log.h"

G_BEGIN_DECLS

/* No delivery before this one. */
#define RD_LOG_NO_DELIVERY G_MAXUINT32

/* Of RdLogMessageRecord.arrival: the sender is not known, or named too far away. */
#define RD_LOG_NO_ARRIVAL ((1u << 24) - 1)

/* One delivery: where its line is, and the chain of those of one message. */
typedef struct
{
  guint64 offset : 48;
  guint64 status : 7;
  guint64 is_past : 1; /* a later line tells another end of it */
  guint64 nth : 8;     /* of several told by one line */
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

/* One file of several.  Offsets count through all of them. */
typedef struct
{
  int     fd; /* the file, or what it was unpacked to */
  char   *name;
  gint64  written_at;
  guint64 base; /* offset of its first byte */
  guint64 size;
} RdLogPart;

/* Zones a log without any may go through: summer and winter of thirty years.
 * More are made up. */
#define RD_LOG_MAX_CLOCK_CHANGES 64u

/* From a line on, message ids tell that the clock of the log is set so. */
typedef struct
{
  guint64 offset;  /* of the line */
  gint16  minutes; /* east of UTC */
} RdLogClockChange;

struct _RdLog
{
  GMutex               lock;  /* guards all below while the log is being read */
  GPtrArray           *parts; /* (element-type RdLogPart) */
  RdLogFormat          format;
  RdLogFormat          wanted;
  RdLogCounts          counts;
  guint64              size;
  guint64              total_size; /* once all is read, 0 if that is not known */
  guint64              seed;
  GPtrArray           *findings; /* (element-type RdFinding) */
  GArray              *clock;    /* (element-type RdLogClockChange) */
  RdLogTime            first_time;
  RdLogTime            last_time;
  guint                groups[N_RD_LOG_GROUPS];
  RdLogDeliveryRecord *deliveries;
  guint32              n_deliveries;
  guint32              n_delivery_room;
  RdLogMessageRecord  *messages;
  guint32              n_messages;
  guint32              n_message_room;
  guint32             *slots;   /* number of a message plus one, 0 if free */
  guint32              n_slots; /* a power of two */
};

/* All of these want the lock. */
guint    _rd_log_lookup (RdLog  *self,
                         guint64 key);
guint    _rd_log_note_message (RdLog            *self,
                               const RdLogEvent *event,
                               guint64           offset);
guint    _rd_log_add_delivery (RdLog      *self,
                               guint64     offset,
                               guint       nth,
                               RdLogStatus status,
                               guint       message);
void     _rd_log_set_past (RdLog *self,
                           guint  delivery);
gboolean _rd_log_is_in_group (RdLog     *self,
                              guint      delivery,
                              RdLogGroup group);
void     _rd_log_trim (RdLog *self);

/* These take it themselves where they need it. */
const RdLogPart *_rd_log_find_part (RdLog  *self,
                                    guint64 offset);
gsize            _rd_log_pread (RdLog  *self,
                                guint64 offset,
                                char   *buffer,
                                gsize   size);
RdLogScanner    *_rd_log_scanner_new (RdLog         *self,
                                      guint64        offset,
                                      RdLogEventFunc func,
                                      gpointer       user_data);

/* What is read at a time: stays in the cache of the processor. */
#define RD_LOG_BLOCK_BYTES (512u * 1024)

gboolean _rd_log_write_all (int         fd,
                            const char *data,
                            gsize       length);
gsize    _rd_log_read_block (RdLog  *self,
                             guint64 offset,
                             guint64 limit,
                             char   *buffer);

G_END_DECLS
