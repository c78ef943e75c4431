/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

static guint
find_child (guint  state,
            guint8 byte)
{
  guint low = rd_table_first_child[state];
  guint high = rd_table_first_child[state + 1];

  if (state == 0)
    return rd_table_start[byte];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rd_table_label[middle] == byte)
        return middle;
      if (rd_table_label[middle] < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return 0;
}

/* Tells @func of every literal piece of every phrase, veto and signature that
 * occurs in @text, overlapping ones included, in one pass (Aho-Corasick). */
void
_rd_automaton_scan (const char *text,
                    gsize       length,
                    RdHitFunc   func,
                    gpointer    user_data)
{
  guint state = 0;

  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];
      guint  next = find_child (state, byte);

      while (next == 0 && state != 0)
        {
          state = rd_table_fail[state];
          next = find_child (state, byte);
        }
      state = next;
      for (guint hit = state; hit != 0; hit = rd_table_output[hit])
        {
          if (rd_table_piece[hit] != RD_TABLE_NONE)
            func (rd_table_piece[hit], i + 1, user_data);
        }
    }
}
