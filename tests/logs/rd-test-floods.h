/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* Logs made to cost much: what is repeated in them may be as often as one likes. */

typedef struct
{
  const char *name;
  const char *head;
  const char *repeated; /* "%u" becomes a number */
  const char *tail;
} RdTestFlood;

static const RdTestFlood rd_test_floods[] = {
  { "endless-line", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: ", "SMTP error after x: %u ", "\n" },
  { "quotes", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** \"", "\\\"%u", "\n" },
  { "brackets", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example R=r H=x ", "([%u", "\n" },
  { "deferrals-of-one-message", "", "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a%u@b.example R=r T=t defer (-44): x\n", "" },
  { "open-messages", "", "Nov 23 17:19:26 mail postfix/qmgr[1]: 1F%u3AA0AF4: from=<s@own.example>, size=700, nrcpt=2 (queue active)\n", "" },
  { "prefixes", "", "2026-1 :>%u", "\n" },
  { "json", "", "{\"queue_id\":[[[[%u", "\n" },
  { "listing", "26h  1.8K 1xVXhf-0000En-1J <s@own.example>\n", "          a%u@b.example\n", "" },
  { "cut-lines", "", "Nov 23 17:19:26 host exim[%u]: [1/2] 1xVXhO-00002Y-1N ** a@b.example R=r\n", "" },
  { "in-reply-to", "Nov 23 17:19:26 mail postfix/smtp[1]: 1F997AA0AF4: to=<a@b.example>, relay=x[1.2.3.4]:25, status=bounced (host x[1.2.3.4] said: 550 ", "(in reply to %u", ")\n" },
};

static GString *
rd_test_flood_build (const RdTestFlood *flood,
                     guint              count)
{
  GString    *text = g_string_new (flood->head);
  const char *number = strstr (flood->repeated, "%u");

  for (guint i = 0; i < count; i++)
    {
      g_string_append_len (text, flood->repeated, number - flood->repeated);
      g_string_append_printf (text, "%u", i + 100000);
      g_string_append (text, number + 2);
    }
  g_string_append (text, flood->tail);
  return text;
}
