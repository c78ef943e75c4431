/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single lines and what they mean, one test a row. */

#include "rd-delivery.h"
#include "rd-log-clock.h"
#include "rd-log-scanner.h"

typedef struct
{
  const char *name;
  const char *lines;
  RdLogStatus status;
  const char *time;
  const char *queue_id;
  const char *sender;
  const char *recipient;
  const char *original;
  const char *host;
  const char *ip;
  const char *code;
  const char *enhanced;
  RdPhase     phase;
  const char *text;
} Row;

#define EXIM_STAMP "2026-11-23 17:19:26 "

static const Row rows[] = {
  { "exim/4.99-colon", EXIM_STAMP "1xVXhO-00002Y-1N ** a@b.example R=dnslookup T=remote_smtp H=mx.b.example [203.0.113.10] : SMTP error from remote mail server after RCPT TO:<a@b.example>: 550-5.1.1 no\\n550 5.1.1 such user DT=0.1s", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.10", "550", "5.1.1", RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550-5.1.1 no\n550 5.1.1 such user" },
  { "exim/4.100-defer", EXIM_STAMP "1xVXzN-0000000002x-2x3z == a@b.example R=dnslookup T=remote_smtp defer (Connection refused)", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", "1xVXzN-0000000002x-2x3z", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_CONNECT, "Connection refused" },
  { "exim/4.100-defer-host", EXIM_STAMP "1xVXzN-0000000002x-2x3z == a@b.example R=dnslookup T=remote_smtp defer H=mx.b.example [2001:db8::25]:25: SMTP error from remote mail server after end of data: 451 4.7.1 later", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", "1xVXzN-0000000002x-2x3z", NULL, "a@b.example", NULL, "mx.b.example", "2001:db8::25", "451", "4.7.1", RD_PHASE_END_OF_DATA, "SMTP error from remote mail server after end of data: 451 4.7.1 later" },
  { "exim/late-host", EXIM_STAMP "1xVXhO-00002Y-1N == a@b.example R=dnslookup T=remote_smtp defer (-46): early H=mx.b.example [203.0.113.9]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 452 4.2.2 full", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", "452", "4.2.2", RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 452 4.2.2 full" },
  { "exim/old-wording", EXIM_STAMP "1xVXhO-00002Y-1N ** a@b.example R=dnslookup T=remote_smtp: SMTP error from remote mailer after RCPT TO:<a@b.example>: host mx.b.example [203.0.113.9]: 550 unknown", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", "550", NULL, RD_PHASE_RCPT, "SMTP error from remote mailer after RCPT TO:<a@b.example>: host mx.b.example [203.0.113.9]: 550 unknown" },
  { "exim/closed", EXIM_STAMP "1xVXhO-00002Y-1N == a@b.example R=dnslookup T=remote_smtp defer (-18): Remote host mx.b.example [203.0.113.9] closed connection in response to MAIL FROM:<s@own.example>", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", NULL, NULL, RD_PHASE_MAIL, "Remote host mx.b.example [203.0.113.9] closed connection in response to MAIL FROM:<s@own.example>" },
  { "exim/rejected-mail", EXIM_STAMP "H=([203.0.113.9]) [203.0.113.9]:4455 rejected MAIL <s@spam.example>: bad sender", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, "s@spam.example", NULL, NULL, NULL, "203.0.113.9", NULL, NULL, RD_PHASE_MAIL, "bad sender" },
  { "exim/rejected-ehlo-syntax", EXIM_STAMP "rejected EHLO from [203.0.113.9]: syntactically invalid argument(s): a b", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, NULL, NULL, NULL, NULL, "203.0.113.9", NULL, NULL, RD_PHASE_HELO, "syntactically invalid argument(s): a b" },
  { "exim/pipe", EXIM_STAMP "1xVXhO-00002Y-1N ** |/usr/bin/filter --name a <x@own.example> R=pipes T=address_pipe: Child process of address_pipe transport returned 127 (could mean unable to exec or command does not exist) from command: /usr/bin/filter", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "|/usr/bin/filter --name a", "x@own.example", NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Child process of address_pipe transport returned 127 (could mean unable to exec or command does not exist) from command: /usr/bin/filter" },
  { "exim/quoted-local-part", EXIM_STAMP "1xVXhO-00002Y-1N ** \"odd : one\"@b.example: Unrouteable address", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "\"odd : one\"@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "exim/dn-with-colon", EXIM_STAMP "1xVXhO-00002Y-1N ** a@b.example R=r T=t H=mx.b.example [203.0.113.9] X=TLS1.3:AES:256 CV=no DN=\"CN=x: y,O=\\\"z\\\"\": SMTP error from remote mail server after DATA: 554 no", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", "554", NULL, RD_PHASE_DATA, "SMTP error from remote mail server after DATA: 554 no" },
  { "exim/zone-and-pid", "2026-11-23 18:20:19.476 +0100 [159] 1xVXiF-00002Y-17 ** a@b.example F=<s@own.example> P=<s@own.example> R=r T=t H=mx.b.example (helo) [203.0.113.10]:25 I=[198.51.100.7]:42113 K L: SMTP error from remote mail server after pipelined MAIL FROM:<s@own.example> SIZE=2015: 550 5.7.1 no DT=0.000s", RD_LOG_FAILED, "2026-11-23T18:20:19.476+01:00", "1xVXiF-00002Y-17", "s@own.example", "a@b.example", NULL, "mx.b.example", "203.0.113.10", "550", "5.7.1", RD_PHASE_MAIL, "SMTP error from remote mail server after pipelined MAIL FROM:<s@own.example> SIZE=2015: 550 5.7.1 no" },
  { "exim/octal", EXIM_STAMP "1xVXhO-00002Y-1N ** a@b.example R=r T=t H=mx.b.example [203.0.113.10]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 Empf\\303\\244nger", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.10", "550", NULL, RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 Empfänger" },
  { "exim/blackhole", EXIM_STAMP "1xVXhO-00002Y-1N => :blackhole: <a@own.example> R=system_aliases", RD_LOG_DISCARDED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, ":blackhole:", "a@own.example", NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, NULL },
  { "exim/reused-connection", EXIM_STAMP "1xVXhO-00002Y-1N -> a@b.example R=r T=t H=mx.b.example [203.0.113.10]* C=\"250 2.0.0 \\\"ok\\\"\"", RD_LOG_DELIVERED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.10", NULL, NULL, RD_PHASE_UNKNOWN, "250 2.0.0 \"ok\"" },
  { "exim/cutthrough", EXIM_STAMP "1xVXhO-00002Y-1N >> a@b.example R=r T=t H=mx.b.example [203.0.113.10] C=\"250 ok\"", RD_LOG_DELIVERED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.10", NULL, NULL, RD_PHASE_UNKNOWN, "250 ok" },
  { "exim/hourly-limit", EXIM_STAMP "1xVXhO-00002Y-1N ** a@b.example R=enforce_mail_permissions : Domain own.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Domain own.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded." },
  { "exim/cancelled", EXIM_STAMP "1xVXhO-00002Y-1N cancelled by timeout_frozen_after", RD_LOG_REMOVED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, NULL, NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "cancelled by timeout_frozen_after" },
  { "exim/helo-literal", EXIM_STAMP "H=([192.0.2.1]) [198.51.100.5]:4444 F=<> temporarily rejected RCPT <a@own.example>: Greylisted", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, "", "a@own.example", NULL, NULL, "198.51.100.5", NULL, NULL, RD_PHASE_RCPT, "Greylisted" },
  { "exim/grep-file-name", "/var/log/exim_mainlog:2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "exim/quoted-paste", "> > 2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "exim/no-stamp", "1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", RD_LOG_FAILED, NULL, "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "exim/syslog", "Nov 23 17:19:26 host exim[123]: 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "exim/syslog-cut", "Nov 23 17:19:26 host exim[123]: [1\\2] 1xVXhO-00002Y-1N ** a@b.example R=r T=t H=mx.b.example [203.0.113.10]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550-5.1.1 one\\n\nNov 23 17:19:26 host exim[99]: 1xVXhO-00002Y-1M Completed\nNov 23 17:19:26 host exim[123]: [2/2] 550 5.1.1 two", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.10", "550", "5.1.1", RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550-5.1.1 one\n550 5.1.1 two" },
  { "exim/zone-from-id", "2026-11-23 19:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700 T=\"Hi\"\n2026-11-23 19:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", RD_LOG_FAILED, "2026-11-23T19:19:26+02:00", "1xVXhO-00002Y-1N", "s@own.example", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Unrouteable address" },
  { "postfix/iso-no-colon-zone", "2026-11-23T17:19:26+0100 mail postfix/smtp[653]: 1F997AA0AF4: to=<a@b.example>, orig_to=<o@own.example>, relay=mx.b.example[203.0.113.31]:25, conn_use=2, delay=0.23, delays=0/0.18/0.01/0.05, dsn=5.7.0, status=bounced (host mx.b.example[203.0.113.31] said: 552-5.7.0 This is (in reply to nothing) 552 5.7.0 blocked (in reply to end of DATA command))", RD_LOG_FAILED, "2026-11-23T17:19:26+01:00", "1F997AA0AF4", NULL, "a@b.example", "o@own.example", "mx.b.example", "203.0.113.31", "552", "5.7.0", RD_PHASE_END_OF_DATA, "host mx.b.example[203.0.113.31] said: 552-5.7.0 This is (in reply to nothing) 552 5.7.0 blocked (in reply to end of DATA command)" },
  { "postfix/instance", "Nov 23 17:19:26 mail relay-out/smtp[1]: 4jYCPl1CxFz1d0R7: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (connect to mx.b.example[203.0.113.31]:25: Connection timed out)", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", "4jYCPl1CxFz1d0R7", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_CONNECT, "connect to mx.b.example[203.0.113.31]:25: Connection timed out" },
  { "postfix/container", "Nov 23 17:19:26 postfix/local[1]: 1F997AA0AF4: to=<a@own.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"a\")", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "1F997AA0AF4", NULL, "a@own.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "unknown user: \"a\"" },
  { "postfix/noqueue", "Nov 23 17:19:26 mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.5]: 450 4.7.25 Client host rejected; from=<s@b.example> to=<a@own.example> proto=ESMTP helo=<x>", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, "s@b.example", "a@own.example", NULL, NULL, "198.51.100.5", "450", "4.7.25", RD_PHASE_RCPT, "450 4.7.25 Client host rejected" },
  { "postfix/milter", "Nov 23 17:19:26 mail postfix/cleanup[1]: 1F997AA0AF4: milter-reject: END-OF-MESSAGE from mx.b.example[198.51.100.5]: 5.7.1 Spam; from=<s@b.example> to=<a@own.example> proto=ESMTP helo=<x>", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", "1F997AA0AF4", "s@b.example", "a@own.example", NULL, "mx.b.example", "198.51.100.5", NULL, "5.7.1", RD_PHASE_END_OF_DATA, "5.7.1 Spam" },
  { "opensmtpd/permfail", "Nov 23 17:13:06 mx smtpd[149]: c033a13a26c3e446 mta delivery evpid=c0dedf0c936fb4b3 from=<s@own.example> to=<a@b.example> rcpt=<-> source=\"198.51.100.9\" relay=\"203.0.113.10 (mx.b.example)\" delay=0s result=\"PermFail\" stat=\"550 5.1.1 <a@b.example>: \"no\" user\"", RD_LOG_FAILED, "2026-11-23T17:13:06+00:00", "c0dedf0c936fb4b3", "s@own.example", "a@b.example", NULL, "mx.b.example", "203.0.113.10", "550", "5.1.1", RD_PHASE_UNKNOWN, "550 5.1.1 <a@b.example>: \"no\" user" },
  { "opensmtpd/expired", "Nov 28 17:14:37 mx smtpd[522]: relay: Expire for 33f7f61810b910ca: from=<s@own.example>, to=<a@b.example>, rcpt=<->, delay=5d1m30s, stat=Envelope expired", RD_LOG_EXPIRED, "2026-11-28T17:14:37+00:00", "33f7f61810b910ca", "s@own.example", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Envelope expired" },
  { "sendmail/reply", "Nov 23 17:13:06 hub sm-mta[180]: 6ANHD61c000177: to=<a@b.example>, ctladdr=<s@own.example> (1000/1000), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30361, relay=mx.b.example. [203.0.113.11], dsn=5.1.1, reply=550 5.1.1 no, stat=User unknown", RD_LOG_FAILED, "2026-11-23T17:13:06+00:00", "6ANHD61c000177", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.11", "550", "5.1.1", RD_PHASE_UNKNOWN, "550 5.1.1 no" },
  { "queue/exim-frozen", " 26h  1.8K 1xVXhf-0000En-1J <> *** frozen ***\n          a@b.example", RD_LOG_FROZEN, "2026-11-23T17:19:43+00:00", "1xVXhf-0000En-1J", "", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, NULL },
  { "queue/exim-cut-off", "26h  1.8K 1xVXhf-0000En-1J <s@own.example>", RD_LOG_QUEUED, "2026-11-23T17:19:43+00:00", "1xVXhf-0000En-1J", "s@own.example", NULL, NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, NULL },
  { "queue/exiqgrep-brief", "1xVXhf-0000En-1J From: <s@own.example> To: a@b.example", RD_LOG_QUEUED, "2026-11-23T17:19:43+00:00", "1xVXhf-0000En-1J", "s@own.example", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, NULL },
  { "queue/exiqgrep-long", "1795454383 1xVXhf-0000En-1J\tAge: 1h\tSize: 700\tFrom: <s@own.example>\tTo: a@b.example", RD_LOG_QUEUED, "2026-11-23T17:19:43+00:00", "1xVXhf-0000En-1J", "s@own.example", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, NULL },
  { "queue/postfix-held", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n3CA1FAA0AE0!    572 Mon Nov 23 17:19:29  MAILER-DAEMON\n    (connect to mx.b.example[203.0.113.1]:25: Connection refused)\n         a@b.example\n\n-- 0 Kbytes in 1 Request.", RD_LOG_FROZEN, "2026-11-23T17:19:29+00:00", "3CA1FAA0AE0", "", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_CONNECT, "connect to mx.b.example[203.0.113.1]:25: Connection refused" },
  { "queue/postfix-json", "{\"recipients\": [{\"address\": \"b\\u00fcro@b.example\", \"delay_reason\": \"a \\\"b\\\" {c\"}], \"queue_name\": \"deferred\", \"queue_id\": \"3CA1FAA0AE0\", \"arrival_time\": 1795454369, \"message_size\": 572, \"sender\": \"s@own.example\"}", RD_LOG_DEFERRED, "2026-11-23T17:19:29+00:00", "3CA1FAA0AE0", "s@own.example", "büro@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "a \"b\" {c" },
  { "postfix/header-rule", "Nov 23 17:19:26 mail postfix/cleanup[9]: A1B2C3D4E5: reject: header Subject: mail from hell from h.example[203.0.113.9]; from=<s@spam.example> to=<a@own.example> proto=ESMTP helo=<x>: 5.7.1 no such mail", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", "A1B2C3D4E5", "s@spam.example", "a@own.example", NULL, "h.example", "203.0.113.9", NULL, "5.7.1", RD_PHASE_END_OF_DATA, "5.7.1 no such mail" },
  { "postfix/connect-refused-at-the-door", "Nov 23 17:19:26 mail postfix/smtpd[9]: NOQUEUE: reject: CONNECT from unknown[203.0.113.9]: 554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: no; proto=SMTP", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, NULL, NULL, NULL, NULL, "203.0.113.9", "554", "5.7.1", RD_PHASE_CONNECT, "554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: no" },
  { "postfix/lmtp-socket", "Nov 23 17:19:26 mail postfix/lmtp[9]: A1B2C3D4E5: to=<a@own.example>, relay=mail[private/dovecot-lmtp], delay=0.1, delays=0/0/0/0.1, dsn=5.2.2, status=bounced (host mail[private/dovecot-lmtp] said: 552 5.2.2 <a@own.example> Quota exceeded (in reply to end of DATA command))", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "A1B2C3D4E5", NULL, "a@own.example", NULL, NULL, NULL, "552", "5.2.2", RD_PHASE_END_OF_DATA, "host mail[private/dovecot-lmtp] said: 552 5.2.2 <a@own.example> Quota exceeded (in reply to end of DATA command)" },
  { "postfix/stamp-with-blank", "2026-11-23 17:19:26 mail postfix/smtp[9]: A1B2C3D4E5: to=<a@b.example>, relay=mx.b.example[203.0.113.9]:25, delay=1, delays=1/0/0/0, dsn=5.7.1, status=bounced (host mx.b.example[203.0.113.9] said: 550 no (in reply to MAIL FROM command))", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "A1B2C3D4E5", NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", "550", NULL, RD_PHASE_MAIL, "host mx.b.example[203.0.113.9] said: 550 no (in reply to MAIL FROM command)" },
  { "postfix/numbered-messages", "Nov 23 17:19:26 mail postfix/smtp[9]: [ID 197553 mail.info] A1B2C3D4E5: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=5.1.0, status=bounced (Domain b.example does not accept mail (nullMX))", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "A1B2C3D4E5", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Domain b.example does not accept mail (nullMX)" },
  { "postfix/fragment", "to=<a@b.example>, relay=mx.b.example[203.0.113.9]:25, dsn=4.7.1, status=deferred (host mx.b.example[203.0.113.9] said: 450 4.7.1 later (in reply to RCPT TO command))", RD_LOG_DEFERRED, NULL, NULL, NULL, "a@b.example", NULL, "mx.b.example", "203.0.113.9", "450", "4.7.1", RD_PHASE_RCPT, "host mx.b.example[203.0.113.9] said: 450 4.7.1 later (in reply to RCPT TO command)" },
  { "postfix/fragment-with-id", "postfix/smtp[9]: A1B2C3D4E5: to=<a@b.example>, relay=local, dsn=2.0.0, status=sent (delivered to mailbox)", RD_LOG_DELIVERED, NULL, "A1B2C3D4E5", NULL, "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "delivered to mailbox" },
  { "opensmtpd/refused", "Nov 23 17:19:26 mx smtpd[22]: 8ab1c2d3e4f50619 smtp failed-command command=\"RCPT TO:<y@own.example>\" result=\"550 Invalid recipient: <y@own.example>\"", RD_LOG_REJECTED, "2026-11-23T17:19:26+00:00", NULL, NULL, "y@own.example", NULL, NULL, NULL, "550", NULL, RD_PHASE_RCPT, "550 Invalid recipient: <y@own.example>" },
  { "opensmtpd/host-without-address", "Nov 23 17:19:26 mx smtpd[22]: 8ab1c2d3e4f50618 mta delivery evpid=aabbccdd11223347 from=<s@own.example> to=<a@b.example> rcpt=<-> source=\"-\" relay=\"b.example\" delay=1s result=\"Loop\" stat=\"Loop detected\"", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", "aabbccdd11223347", "s@own.example", "a@b.example", NULL, "b.example", NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Loop detected" },
  { "sendmail/gave-up", "Nov 23 17:19:26 mx sendmail[653]: 5ANHJS1A000654: to=e@b.example, delay=5+00:00:01, xdelay=00:00:00, mailer=esmtp, pri=120000, relay=mx.b.example., dsn=4.4.7, stat=Cannot send message for 5 days", RD_LOG_EXPIRED, "2026-11-23T17:19:26+00:00", "5ANHJS1A000654", NULL, "e@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "Cannot send message for 5 days" },
  { "table/with-head", "Event\tFrom Address\tSent Time\tSpam Score\tRecipient\tResult\nError\ts@own.example\tNov 23, 2026, 5:19:26 PM\t0\ta@b.example\t550 5.1.1 no such user", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", NULL, "s@own.example", "a@b.example", NULL, NULL, NULL, "550", "5.1.1", RD_PHASE_UNKNOWN, "550 5.1.1 no such user" },
  { "table/columns-swapped", "Result\tRecipient\tSent Time\tEvent\tFrom Address\n550 no such user\ta@b.example\t23.11.2026, 17:19:26\tFailure\ts@own.example", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", NULL, "s@own.example", "a@b.example", NULL, NULL, NULL, "550", NULL, RD_PHASE_UNKNOWN, "550 no such user" },
  { "table/all-columns", "Event\tSender\tSender User\tFrom Address\tSent Time\tSpam Score\tRecipient\tDelivery Host\tDelivery IP\tRouter\tTransport\tOut Time\tResult\tID\ndefer\ts@own.example\town\ts@own.example\t11/23/2026 5:19 PM\t\ta@b.example\tmx.b.example\t203.0.113.9\tlookuphost\tremote_smtp\t\tSMTP error from remote mail server after RCPT TO:<a@b.example>: 451 4.7.1 later\t1xVXhO-00002Y-1N", RD_LOG_DEFERRED, "2026-11-23T17:19:00+00:00", "1xVXhO-00002Y-1N", "s@own.example", "a@b.example", NULL, "mx.b.example", "203.0.113.9", "451", "4.7.1", RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 451 4.7.1 later" },
  { "table/rejected", "Event\tSender\tSent Time\tRecipient\tResult\nrejected\ts@spam.example\tNov 23, 2026 12:19:26 AM\ta@own.example\tlisted", RD_LOG_REJECTED, "2026-11-23T00:19:26+00:00", NULL, "s@spam.example", "a@own.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "listed" },
  { "table/blanks", "Track Delivery\nEvent   From Address     Sent Time                  Recipient     Result        Actions\nfailure s@own.example    Nov 23, 2026, 5:19:26 PM   a@b.example   SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 5.1.1 User unknown", RD_LOG_FAILED, "2026-11-23T17:19:26+00:00", NULL, "s@own.example", "a@b.example", NULL, NULL, NULL, "550", "5.1.1", RD_PHASE_RCPT, "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 5.1.1 User unknown" },
  { "table/blanks-swapped", "Recipient Result Sender Sent Time\na@b.example 452 4.2.2 Mailbox full, try again; deferred s@own.example 23 Nov 2026 17:19:26", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", NULL, "s@own.example", "a@b.example", NULL, NULL, NULL, "452", "4.2.2", RD_PHASE_UNKNOWN, "452 4.2.2 Mailbox full, try again; deferred" },
  { "table/blanks-without-head", "success s@own.example s@own.example 2026-11-23 17:19:26 a@b.example mx.b.example 203.0.113.9 dkim_lookuphost dkim_remote_smtp Accepted 1xVXhO-00002Y-1N", RD_LOG_DELIVERED, "2026-11-23T17:19:26+00:00", "1xVXhO-00002Y-1N", "s@own.example", "a@b.example", NULL, "mx.b.example", "203.0.113.9", NULL, NULL, RD_PHASE_UNKNOWN, "Accepted" },
  { "table/without-head", "Deferred\ts@own.example\t2026-11-23 17:19:26\ta@b.example\tretry time not reached for any host", RD_LOG_DEFERRED, "2026-11-23T17:19:26+00:00", NULL, "s@own.example", "a@b.example", NULL, NULL, NULL, NULL, NULL, RD_PHASE_UNKNOWN, "retry time not reached for any host" },
};

static void
collect_cb (const RdLogEvent *event,
            gpointer          user_data)
{
  if (event->kind == RD_LOG_OUTCOME)
    g_ptr_array_add (user_data, rd_delivery_new_from_event (event));
}

static GPtrArray *
read_all (const char *text,
          gsize       piece)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_delivery_free);
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, collect_cb, found);
  gsize length = strlen (text);

  rd_log_scanner_begin (scanner, NULL, 1796000000);
  for (gsize i = 0; i < length; i += piece)
    rd_log_scanner_feed (scanner, text + i, MIN (piece, length - i));
  rd_log_scanner_end (scanner);
  return found;
}

static void
test_row (gconstpointer data)
{
  static const gsize pieces[] = { 1, 7, 100000 };
  const Row         *row = data;

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GPtrArray) found = read_all (row->lines, pieces[i]);
      const RdDelivery *delivery;
      g_autofree char  *time = NULL;

      g_assert_cmpuint (found->len, ==, 1);
      delivery = g_ptr_array_index (found, 0);
      time = rd_log_time_to_string (&delivery->time);
      g_assert_cmpstr (rd_log_status_to_string (delivery->status), ==, rd_log_status_to_string (row->status));
      g_assert_cmpstr (time, ==, row->time);
      g_assert_cmpstr (delivery->queue_id, ==, row->queue_id);
      g_assert_cmpstr (delivery->sender, ==, row->sender);
      g_assert_cmpstr (delivery->recipient, ==, row->recipient);
      g_assert_cmpstr (delivery->original_recipient, ==, row->original);
      g_assert_cmpstr (delivery->remote_host, ==, row->host);
      g_assert_cmpstr (delivery->remote_ip, ==, row->ip);
      g_assert_cmpstr (delivery->text, ==, row->text);
      if (row->status != RD_LOG_DELIVERED)
        {
          g_assert_cmpstr (delivery->reply_code, ==, row->code);
          g_assert_cmpstr (delivery->enhanced, ==, row->enhanced);
          g_assert_cmpint (delivery->phase, ==, row->phase);
        }
    }
}

/* Sendmail tells of all recipients of one server in one line. */
static void
test_several_recipients (void)
{
  static const char text[] =
      "Nov 23 17:19:28 mail sm-mta[653]: 5ANHJS1A000653: from=<s@own.example>, size=700, nrcpts=2\n"
      "Nov 23 17:19:28 mail sm-mta[653]: 5ANHJS1A000653: to=<a@b.example>,<c@b.example>, delay=00:00:01, relay=mx.b.example. [203.0.113.9], dsn=5.1.1, stat=User unknown\n";
  g_autoptr (GPtrArray) found = read_all (text, 13);

  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const RdDelivery *delivery = found->pdata[i];

      g_assert_cmpstr (delivery->recipient, ==, i == 0 ? "a@b.example" : "c@b.example");
      g_assert_cmpstr (delivery->sender, ==, "s@own.example");
      g_assert_cmpstr (delivery->remote_host, ==, "mx.b.example");
      g_assert_cmpstr (delivery->remote_ip, ==, "203.0.113.9");
      g_assert_cmpstr (delivery->dsn, ==, "5.1.1");
      g_assert_cmpint (delivery->status, ==, RD_LOG_FAILED);
    }
}

/* A line that only says that it is over takes its reason from the try before. */
static void
test_gave_up (void)
{
  static const char text[] =
      "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=r T=t defer (-44) H=mx.b.example [203.0.113.10]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 452 4.2.2 full\n"
      "2026-11-23 17:34:26 1xVXhO-00002Y-1N == a@b.example R=r T=t defer (-54): retry time not reached for any host\n"
      "2026-11-28 17:19:26 1xVXhO-00002Y-1N ** a@b.example: retry timeout exceeded\n";
  g_autoptr (GPtrArray) found = read_all (text, 50);
  g_autoptr (RdFailure) failure = NULL;
  const RdDelivery *last;

  g_assert_cmpuint (found->len, ==, 3);
  g_assert_false (((RdDelivery *) found->pdata[0])->is_waiting);
  g_assert_true (((RdDelivery *) found->pdata[1])->is_waiting);
  last = found->pdata[2];
  g_assert_cmpint (last->status, ==, RD_LOG_EXPIRED);
  g_assert_cmpstr (last->text, ==, "retry timeout exceeded");
  failure = rd_delivery_to_failure (last);
  g_assert_cmpint (failure->action, ==, RD_ACTION_FAILED);
  g_assert_true (failure->gave_up);
  g_assert_false (failure->is_local);
  g_assert_cmpstr (failure->reply_code, ==, "452");
  g_assert_cmpstr (failure->status, ==, "4.2.2");
  g_assert_cmpint (failure->phase, ==, RD_PHASE_RCPT);
  g_assert_cmpstr (failure->remote_host, ==, "mx.b.example");
  g_assert_true (g_str_has_suffix (failure->diagnostic, "452 4.2.2 full"));
  g_assert_cmpstr (failure->last_attempt, ==, "2026-11-28T17:19:26+00:00");
}

/* A host that could not be reached is named in the line before. */
static void
test_trouble (void)
{
  static const char text[] =
      "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx.b.example [203.0.113.10] Connection timed out\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=r T=t defer (110): Connection timed out\n";
  g_autoptr (GPtrArray) found = read_all (text, 50);
  g_autoptr (RdFailure) failure = NULL;
  const RdDelivery *delivery = found->pdata[0];

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (delivery->is_host_down);
  g_assert_null (delivery->remote_ip);
  g_assert_cmpstr (delivery->last_ip, ==, "203.0.113.10");
  failure = rd_delivery_to_failure (delivery);
  g_assert_cmpstr (failure->remote_ip, ==, "203.0.113.10");
  g_assert_cmpint (failure->phase, ==, RD_PHASE_CONNECT);
  g_assert_false (failure->is_local);
  g_assert_cmpstr (failure->diagnostic, ==, "Connection timed out");
}

/* Postfix gives up on a message as a whole. */
static void
test_postfix_expiry (void)
{
  static const char text[] =
      "Nov 23 17:19:25 mail postfix/qmgr[1]: 1F997AA0AF4: from=<s@own.example>, size=700, nrcpt=2 (queue active)\n"
      "Nov 23 17:19:26 mail postfix/smtp[1]: 1F997AA0AF4: to=<a@b.example>, relay=mx.b.example[203.0.113.1]:25, delay=1, delays=1/0/0/0, dsn=4.2.2, status=deferred (host mx.b.example[203.0.113.1] said: 452-4.2.2 full 452 4.2.2 really (in reply to RCPT TO command))\n"
      "Nov 23 17:19:26 mail postfix/smtp[1]: 1F997AA0AF4: to=<c@d.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (connect to mx.d.example[203.0.113.2]:25: Connection timed out)\n"
      "Nov 28 17:19:26 mail postfix/qmgr[1]: 1F997AA0AF4: from=<s@own.example>, status=expired, returned to sender\n"
      "Nov 28 17:19:26 mail postfix/qmgr[1]: 1F997AA0AF4: removed\n";
  g_autoptr (GPtrArray) found = read_all (text, 50);
  g_autoptr (RdFailure) failure = NULL;
  const RdDelivery *delivery;

  g_assert_cmpuint (found->len, ==, 4);
  delivery = found->pdata[3];
  g_assert_cmpint (delivery->status, ==, RD_LOG_EXPIRED);
  g_assert_cmpstr (delivery->recipient, ==, "a@b.example");
  g_assert_cmpstr (delivery->sender, ==, "s@own.example");
  failure = rd_delivery_to_failure (delivery);
  g_assert_cmpstr (failure->reply_code, ==, "452");
  g_assert_cmpstr (failure->diagnostic, ==, "host mx.b.example[203.0.113.1] said: 452-4.2.2 full\n452 4.2.2 really (in reply to RCPT TO command)");
  delivery = found->pdata[2];
  g_assert_cmpstr (delivery->recipient, ==, "c@d.example");
  g_assert_cmpstr (delivery->last_host, ==, "mx.d.example");
}

/* A log without years that runs over New Year, written to in January. */
static void
test_new_year (void)
{
  static const char text[] =
      "Dec 31 23:59:59 mail postfix/local[1]: 1F997AA0AF4: to=<a@own.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (x)\n"
      "Jan  1 00:00:01 mail postfix/local[1]: 1F997AA0AF4: to=<a@own.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (x)\n";
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_delivery_free);
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, collect_cb, found);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rd_log_scanner_begin (scanner, NULL, 1798800000); /* 2027-01-01 */
  rd_log_scanner_feed (scanner, text, strlen (text));
  rd_log_scanner_end (scanner);
  g_assert_cmpuint (found->len, ==, 2);
  before = rd_log_time_to_string (&((RdDelivery *) found->pdata[0])->time);
  after = rd_log_time_to_string (&((RdDelivery *) found->pdata[1])->time);
  g_assert_cmpstr (before, ==, "2026-12-31T23:59:59+00:00");
  g_assert_cmpstr (after, ==, "2027-01-01T00:00:01+00:00");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/lines/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/logs/lines/several-recipients", test_several_recipients);
  g_test_add_func ("/logs/lines/gave-up", test_gave_up);
  g_test_add_func ("/logs/lines/trouble", test_trouble);
  g_test_add_func ("/logs/lines/postfix-expiry", test_postfix_expiry);
  g_test_add_func ("/logs/lines/new-year", test_new_year);
  return g_test_run ();
}
