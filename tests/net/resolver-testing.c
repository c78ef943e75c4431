/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks a resolver and waits for what it says. */

#include "resolver-testing.h"

RdAnswer *
ask_resolver (RdResolver *resolver,
              RdQuestion *question)
{
  g_autoptr (RdQuestion) asked = question;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RdAnswer *answer;

  rd_resolver_ask_async (resolver, asked, NULL, store_result_cb, &result);
  g_assert_null (result);
  wait_for_result (&result);
  answer = rd_resolver_ask_finish (resolver, result, &error);
  g_assert_no_error (error);
  g_assert_true (answer->question == asked);
  return answer;
}

RdResolver *
new_resolver (const char *servers)
{
  g_autoptr (GError) error = NULL;
  RdResolver *resolver = rd_resolver_new (servers, &error);

  g_assert_no_error (error);
  return resolver;
}
