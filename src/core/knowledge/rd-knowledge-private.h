/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge.h"

G_BEGIN_DECLS

/**
 * RdNormalText:
 *
 * A reply in the form in which phrases are compared, one blank at each end, and
 * for each byte of it the place it came from.
 */
typedef struct
{
  char    *text;
  gsize    length;
  guint32 *offsets;
} RdNormalText;

void _rd_normal_text_init (RdNormalText *self,
                           const char   *text,
                           gsize         length);
void _rd_normal_text_clear (RdNormalText *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdNormalText, _rd_normal_text_clear)

gboolean _rd_signature_stands (const char *text,
                               gsize       start,
                               gsize       end);

/**
 * RdHitFunc:
 * @piece: index of the literal piece
 * @end: offset behind it
 * @user_data: what was passed along
 *
 * Told about each piece that occurs, in the order of their ends.
 */
typedef void (*RdHitFunc) (guint    piece,
                           gsize    end,
                           gpointer user_data);

void _rd_automaton_scan (const char *text,
                         gsize       length,
                         RdHitFunc   func,
                         gpointer    user_data);

/**
 * RdStatusFit:
 *
 * How a status code fits one that a table names.
 */
typedef enum
{
  RD_STATUS_DIFFERS,
  RD_STATUS_OTHER_CLASS, /* 4.7.26 for 5.7.26 */
  RD_STATUS_EQUAL,
} RdStatusFit;

RdStatusFit   _rd_status_compare (const char *status,
                                  const char *pattern);
const RdCode *_rd_code_find_of_vendor (const char *status,
                                       const char *provider);

const char *_rd_translate (const char *msgid);

G_END_DECLS
