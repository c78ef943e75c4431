/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"

static guint
find_child (guint  state,
            guint8 byte)
{
  guint low = rd_table_states[state].first_child;
  guint high = rd_table_states[state + 1].first_child;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint label = rd_table_states[middle].label;

      if (label == byte)
        return middle;
      if (label < byte)
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
      guint  next = 0;

      while (state != 0 && (next = find_child (state, byte)) == 0)
        state = rd_table_states[state].fail;
      state = state != 0 ? next : rd_table_start[byte];
      for (guint hit = state; hit != 0; hit = rd_table_states[hit].output)
        {
          if (rd_table_states[hit].piece != RD_TABLE_NONE)
            func (rd_table_states[hit].piece, i + 1, user_data);
        }
    }
}
