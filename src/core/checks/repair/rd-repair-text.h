/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

G_BEGIN_DECLS

/* RFC 1035 section 3.3: one string of a TXT record. */
#define RD_REPAIR_STRING_BYTES 255

/**
 * RdPasteMarks:
 *
 * What word processors, web pages and DNS panels leave in a pasted value.
 */
typedef enum
{
  RD_PASTE_NONE = 0,
  RD_PASTE_QUOTES = 1 << 0,
  RD_PASTE_SMART_QUOTES = 1 << 1,
  RD_PASTE_BACKSLASHES = 1 << 2,
  RD_PASTE_BLANKS = 1 << 3,    /* no-break and other odd blanks */
  RD_PASTE_INVISIBLE = 1 << 4, /* zero-width characters */
  RD_PASTE_DASHES = 1 << 5,    /* typographic dashes for minus signs */
  RD_PASTE_OUTER_BLANKS = 1 << 6,
} RdPasteMarks;

/**
 * RdTxtForm:
 * @RD_TXT_PLAIN: as it is, for panels that do the rest
 * @RD_TXT_QUOTED: in quotation marks, for panels that ask for them
 * @RD_TXT_PIECES: in quoted pieces of at most 255 bytes
 *
 * How a DNS panel wants the value of a TXT record.
 */
typedef enum
{
  RD_TXT_PLAIN,
  RD_TXT_QUOTED,
  RD_TXT_PIECES,
} RdTxtForm;

char *rd_repair_clean_text (const char *text,
                            guint      *marks) G_GNUC_WARN_UNUSED_RESULT;
char *rd_repair_dup_form (const char *value,
                          RdTxtForm   form) G_GNUC_WARN_UNUSED_RESULT;
char *rd_repair_dup_zone_line (const char *fqdn,
                               const char *type,
                               const char *value) G_GNUC_WARN_UNUSED_RESULT;
char *rd_repair_dup_instruction (const RdRecord *record) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
