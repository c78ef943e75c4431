/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-greeting.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (RdQuestion) question = rd_question_smtp ("mx.test", 25);
  g_autoptr (RdAnswer) answer = rd_answer_new (question, RD_ANSWER_FOUND);
  g_autoptr (RdGreeting) greeting = NULL;

  answer->body = g_bytes_new (data, size);
  greeting = rd_greeting_new_from_answer (answer);
  if (greeting != NULL && greeting->banner != NULL)
    g_assert_true (g_utf8_validate (greeting->banner, -1, NULL));
  return 0;
}
