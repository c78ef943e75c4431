/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RdTestZone:
 *
 * A DNS made of a table: answers the open questions of an evidence as a
 * resolver would, with aliases, names that exist only above others, and
 * servers that fail.
 */
typedef struct _RdTestZone RdTestZone;

RdTestZone *rd_test_zone_new (void);
RdTestZone *rd_test_zone_new_lines (const char *const *lines);
RdTestZone *rd_test_zone_new_json (JsonObject *zonedata);
void        rd_test_zone_free (RdTestZone *self);
void        rd_test_zone_add (RdTestZone *self,
                              const char *name,
                              guint16     rr_type,
                              const char *text);
void        rd_test_zone_add_txt (RdTestZone *self,
                                  const char *name,
                                  const char *text,
                                  gsize       length);
void        rd_test_zone_fail (RdTestZone   *self,
                               const char   *name,
                               RdAnswerState state);
void        rd_test_zone_fail_type (RdTestZone   *self,
                                    const char   *name,
                                    guint16       rr_type,
                                    RdAnswerState state);
guint       rd_test_zone_answer (RdTestZone *self,
                                 RdEvidence *evidence);
JsonNode   *rd_test_load_json (const char *path);
gsize       rd_test_get_bytes (const char *json_text,
                               char      **bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdTestZone, rd_test_zone_free)

/* Runs @call, which gives an RdCheckStatus, until nothing is open; counts the
 * rounds of questions into @rounds. */
#define RD_TEST_SETTLE(zone, evidence, rounds, call)                       \
  G_STMT_START                                                             \
  {                                                                        \
    (rounds) = 0;                                                          \
    while ((call) == RD_CHECK_PENDING)                                     \
      {                                                                    \
        g_assert_cmpuint ((rounds)++, <, 100);                             \
        g_assert_cmpuint (rd_test_zone_answer ((zone), (evidence)), >, 0); \
      }                                                                    \
  }                                                                        \
  G_STMT_END

G_END_DECLS
