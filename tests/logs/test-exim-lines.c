/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single lines of Exim’s main log about mail that goes out. */

#include "log-testing.h"

/* What another server said: its words, its name, and the stage it came at. */
static const LogTestingRow remote[] = {
  { "forwarder-keeps-both-addresses",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example H=laptop.bakery.example (laptop) [198.51.100.20]:50112 P=esmtpsa X=TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=no A=dovecot_login:anna@bakery.example S=4821 id=8c1f@bakery.example T=\"Order 4711: bread & rolls\" for sales@partner.example\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** sales.old@mailhouse.example (sales@lists.partner.example) <sales@partner.example> R=dnslookup T=remote_smtp H=mx.mailhouse.example [203.0.113.21] X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=yes DN=\"CN=mx.mailhouse.example\": SMTP error from remote mail server after RCPT TO:<sales.old@mailhouse.example>: 550 5.1.1 <sales.old@mailhouse.example>: Recipient address rejected: User unknown\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=sales.old@mailhouse.example original=sales@partner.example host=mx.mailhouse.example ip=203.0.113.21 code=550 enhanced=5.1.1 phase=rcpt | SMTP error from remote mail server after RCPT TO:<sales.old@mailhouse.example>: 550 5.1.1 <sales.old@mailhouse.example>: Recipient address rejected: User unknown\n" },
  { "rewritten-sender-in-delivery",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@partner.example F=<SRS0=HHH=TT=bakery.example=anna@host.example> P=<SRS0=HHH=TT=bakery.example=anna@host.example> R=dkim_lookuphost T=dkim_remote_smtp S=5120 H=mx.partner.example [203.0.113.22]:25 I=[198.51.100.7]:38122 X=TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256 CV=yes K : SMTP error from remote mail server after pipelined end of data: 550 5.7.1 Message rejected by content filter DT=3.014s\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N from=SRS0=HHH=TT=bakery.example=anna@host.example to=kim@partner.example host=mx.partner.example ip=203.0.113.22 code=550 enhanced=5.7.1 phase=end-of-data | SMTP error from remote mail server after pipelined end of data: 550 5.7.1 Message rejected by content filter\n" },
  { "ipv6-host-and-port",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp H=mx6.partner.example [2001:db8:40::25]:25 I=[2001:db8:7::2]:49152: SMTP error from remote mail server after MAIL FROM:<anna@bakery.example> SIZE=5120: 550 5.7.1 [2001:db8:7::2] Our system has detected that this message does not meet IPv6 sending guidelines\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example host=mx6.partner.example ip=2001:db8:40::25 code=550 enhanced=5.7.1 phase=mail | SMTP error from remote mail server after MAIL FROM:<anna@bakery.example> SIZE=5120: 550 5.7.1 [2001:db8:7::2] Our system has detected that this message does not meet IPv6 sending guidelines\n" },
  { "address-literal-recipient",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@[IPv6:2001:db8::5] R=ipliteral T=remote_smtp H=[2001:db8::5]: SMTP error from remote mail server after RCPT TO:<kim@[IPv6:2001:db8::5]>: 550 relay not permitted\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=kim@[IPv6:2001:db8::5] ip=2001:db8::5 code=550 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@[IPv6:2001:db8::5]>: 550 relay not permitted\n" },
  { "starttls-temporary",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (-37) H=mx.partner.example [203.0.113.31]: TLS session: (gnutls_handshake): Certificate is bad\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 | TLS session: (gnutls_handshake): Certificate is bad\n" },
  { "tls-required",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (-38) H=mx.partner.example [203.0.113.31]: a TLS session is required, but the server did not offer TLS support\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 | a TLS session is required, but the server did not offer TLS support\n" },
  { "closed-after-greeting",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (-18) H=mx.partner.example [203.0.113.31]: Remote host closed connection in response to initial connection\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 phase=connect | Remote host closed connection in response to initial connection\n" },
  { "timeout-after-end-of-data",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (110) H=mx.partner.example [203.0.113.31]: SMTP timeout after end of data (120455 bytes written): Connection timed out\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 phase=end-of-data | SMTP timeout after end of data (120455 bytes written): Connection timed out\n" },
  { "gave-up-behind-last-reply",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 452 4.2.2 The mailbox is full: retry timeout exceeded\n",
    "2026-11-23T17:19:27+00:00 expired id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=452 enhanced=4.2.2 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 452 4.2.2 The mailbox is full: retry timeout exceeded\n" },
  { "lmtp-quota",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == info@bakery.example R=virtual_user T=dovecot_virtual_delivery defer (-46) H=localhost [127.0.0.1]: LMTP error from remote mail server after end of data: 452 4.2.2 <info@bakery.example> Mailbox is full / Blocks limit exceeded / Inode limit exceeded\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=info@bakery.example host=localhost ip=127.0.0.1 code=452 enhanced=4.2.2 phase=end-of-data | LMTP error from remote mail server after end of data: 452 4.2.2 <info@bakery.example> Mailbox is full / Blocks limit exceeded / Inode limit exceeded\n" },
  { "lmtp-saved",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N => info <info@bakery.example> R=virtual_user T=dovecot_virtual_delivery C=\"250 2.0.0 <info@bakery.example> 4EZsKf+oJGdvGQEA5xNqGg Saved\"\n",
    "2026-11-23T17:19:27+00:00 delivered id=1xVXhO-00002Y-1N to=info original=info@bakery.example code=250 enhanced=2.0.0 | 250 2.0.0 <info@bakery.example> 4EZsKf+oJGdvGQEA5xNqGg Saved\n" },
};

/* What Exim decided itself: nobody else may be blamed for it. */
static const LogTestingRow own[] = {
  { "null-mx",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@parked.example R=dnslookup: an MX or SRV record indicated no SMTP service\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=kim@parked.example | an MX or SRV record indicated no SMTP service\n" },
  { "routing-deferred-4.96",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup defer (-1): host lookup did not complete\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example | host lookup did not complete\n" },
  { "routing-deferred-4.100",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup defer: host lookup did not complete\n",
    "2026-11-23T17:19:27+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example | host lookup did not complete\n" },
  { "routing-retry",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example routing defer (-52): retry time not reached\n",
    "2026-11-23T17:19:27+00:00 deferred waiting id=1xVXhO-00002Y-1N to=kim@partner.example | retry time not reached\n" },
  { "hosts-retry-4.100",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer: retry time not reached for any host for 'partner.example'\n",
    "2026-11-23T17:19:27+00:00 deferred waiting id=1xVXhO-00002Y-1N to=kim@partner.example | retry time not reached for any host for 'partner.example'\n" },
  { "local-quota",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** info@bakery.example <info@bakery.example> R=virtual_user T=virtual_userdelivery: mailbox is full (MTA-imposed quota exceeded while writing to /home/bakery/mail/bakery.example/info/)\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=info@bakery.example original=info@bakery.example | mailbox is full (MTA-imposed quota exceeded while writing to /home/bakery/mail/bakery.example/info/)\n" },
  { "pipe-with-arguments",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** |/usr/local/bin/ticket --from \"web form\" --queue 7 <help@bakery.example> R=virtual_aliases T=virtual_address_pipe: Child process of virtual_address_pipe transport returned 2 from command: /usr/local/bin/ticket\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=|/usr/local/bin/ticket --from \"web form\" --queue 7 original=help@bakery.example | Child process of virtual_address_pipe transport returned 2 from command: /usr/local/bin/ticket\n" },
  { "fail-alias",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** gone@bakery.example R=virtual_aliases_nostar: No Such User Here\"\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N to=gone@bakery.example | No Such User Here\"\n" },
  { "autoreply",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N => >kim@partner.example <anna@bakery.example> R=userautoreply T=vacation_reply\n",
    "2026-11-23T17:19:27+00:00 delivered id=1xVXhO-00002Y-1N to=>kim@partner.example original=anna@bakery.example\n" },
  { "discarded-by-filter",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N => discarded <kim@partner.example> R=central_filter\n",
    "2026-11-23T17:19:27+00:00 discarded id=1xVXhO-00002Y-1N to=discarded original=kim@partner.example\n" },
  { "suppressed-test-delivery",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N *> kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]\n",
    "" },
  { "failing-for-a-long-time",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp: all hosts for 'partner.example' have been failing for a long time (and retry time not reached)\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | all hosts for 'partner.example' have been failing for a long time (and retry time not reached)\n" },
  { "loop",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup: lowest numbered MX record points to local host\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | lowest numbered MX record points to local host\n" },
  { "tainted",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == info@bakery.example R=local_user T=mail_spool defer (-51): Tainted '/var/mail/info' (file or directory name for mail_spool transport) not permitted\n",
    "2026-11-23T17:19:26+00:00 deferred id=1xVXhO-00002Y-1N to=info@bakery.example | Tainted '/var/mail/info' (file or directory name for mail_spool transport) not permitted\n" },
  { "long-lines-limit",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp: message has lines too long for transport\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | message has lines too long for transport\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/exim-lines/remote", remote, G_N_ELEMENTS (remote));
  log_testing_add_rows ("/logs/exim-lines/own", own, G_N_ELEMENTS (own));
  return g_test_run ();
}
