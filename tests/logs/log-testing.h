/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

G_BEGIN_DECLS

/* When the logs of the tests were last written to: 2026-11-30, 16:53:20 UTC. */
#define LOG_TESTING_WRITTEN_AT 1796057600

/**
 * LogTestingRow:
 *
 * Lines of a log and what they tell, one line of words for each outcome (see
 * log_testing_tell()).
 */
typedef struct
{
  const char *name;
  const char *lines;
  const char *told;
} LogTestingRow;

char  *log_testing_tell (const RdDelivery *delivery) G_GNUC_WARN_UNUSED_RESULT;
char  *log_testing_scan (const char *text,
                         gsize       length,
                         gsize       piece) G_GNUC_WARN_UNUSED_RESULT;
RdLog *log_testing_read (const char *text) G_GNUC_WARN_UNUSED_RESULT;
RdLog *log_testing_read_files (const char *const *texts,
                               guint              n) G_GNUC_WARN_UNUSED_RESULT;
RdLog *log_testing_load (const char *path,
                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;
guint  log_testing_find_message (RdLog      *log,
                                 const char *queue_id);
char  *log_testing_reread (RdLog *log) G_GNUC_WARN_UNUSED_RESULT;
void   log_testing_add_rows (const char          *path,
                             const LogTestingRow *rows,
                             gsize                n);

G_END_DECLS
