/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"

#define UNKNOWN_USER "550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table"
#define FULL "552 5.2.2 <%s>: Mailbox is full"
#define GMAIL_AUTH "550-5.7.26 This mail has been blocked because the sender is unauthenticated. 550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. gsmtp"
#define BLOCKLISTED "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org"
#define POLICY "550 5.7.1 Message rejected due to local policy"
#define HOURLY "Domain sender.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded."

/* A notice to be made; what is %NULL gets an ordinary value. */
typedef struct
{
  const char *recipient;
  const char *host; /* that refused; by default mx. and the recipient's domain */
  const char *reply;
  const char *action;
  const char *id;   /* of the original */
  const char *day;  /* of the notice: "20 Nov 2026" */
  const char *from; /* of the original */
  const char *to;   /* field of the original */
} Notice;

typedef struct
{
  RdInsight   *insight;
  const char **own;
  unsigned int n;
} Fixture;

/* A test, and the path under which it runs. */
typedef struct
{
  const char *path;
  void (*run) (Fixture *fixture, gconstpointer data);
} InsightTest;

/* Adds tests that each begin with nothing told. */
void add_insight_tests (const InsightTest *tests, gsize n);

gboolean tell (Fixture *fixture, const Notice *notice);

/* @n notices that differ in the name before the @, one a day if @day is 0. */
void tell_many (Fixture *fixture, unsigned int n, unsigned int first_day, const Notice *like);

/* Says that @id is found, with all of @words in its title. */
void assert_said (Fixture *fixture, const char *id, RdOwner owner, const char *words);

void assert_not_said (Fixture *fixture, const char *id);

void assert_nothing_said (Fixture *fixture);
