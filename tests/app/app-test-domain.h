/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-test-zone.h"
#include "app-test.h"

#include "rd-domain-pane.h"

G_BEGIN_DECLS

/* Addresses and names that RFC 5737 and RFC 2606 keep for examples. */
#define GOOD_ZONE                                                                         \
  "flowers.example NS ns1.flowers-dns.example\n"                                          \
  "flowers.example NS ns2.flowers-dns.example\n"                                          \
  "ns1.flowers-dns.example A 192.0.2.53\n"                                                \
  "ns2.flowers-dns.example A 198.51.100.53\n"                                             \
  "flowers.example A 203.0.113.9\n"                                                       \
  "flowers.example MX 10 mx.flowers.example\n"                                            \
  "mx.flowers.example A 203.0.113.9\n"                                                    \
  "flowers.example TXT v=spf1 mx -all\n"                                                  \
  "default._domainkey.flowers.example TXT v=DKIM1; p=" KEY "\n"                           \
  "_dmarc.flowers.example TXT v=DMARC1; p=quarantine; rua=mailto:dmarc@flowers.example\n" \
  "9.113.0.203.in-addr.arpa PTR mx.flowers.example\n"

#define BAD_ZONE                                                                   \
  "broken.example NS ns1.flowers-dns.example\n"                                    \
  "broken.example NS ns2.flowers-dns.example\n"                                    \
  "broken.example A 203.0.113.10\n"                                                \
  "broken.example MX 10 mx.broken.example\n"                                       \
  "mx.broken.example A 203.0.113.10\n"                                             \
  "broken.example TXT v=spf1 mx ~all\n"                                            \
  "broken.example TXT v=spf1 ip4:203.0.113.10 include:_spf.flowers.example -all\n" \
  "_spf.flowers.example TXT v=spf1 ip4:203.0.113.0/24 -all\n"

#define DMARC_FAILS "_dmarc.broken.example * servfail\n"
#define DMARC_WORKS "_dmarc.broken.example TXT v=DMARC1; p=none\n"

/* The public half of a key made for these tests. */
#define KEY                                                                                    \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsY3RagTni+mvJ1GdI+sw8WEVfY6wGqw6PrqjvlaC1ltSrj" \
  "5RoUKZYcY9YQUXh2GA4EG0hnFtaftSvWz0aE8FJGWai9qFeyWhSUVcp1E3OA3DzkAFip0y/Bxc8NkS2/LCRW6+VU/E" \
  "68GZ76Pinth4dkIlnWDTzWJahQ5COD/l8k+FV8hHKgMRZpFweJlHGRRfG4jZnBaCe72cawyYO8wZlzaLEcoNPoZZ2Q" \
  "fA0Gxt8JLSBOmTX+5umsDltmp305EQphtqjvjBuZ/uSDbdTKobDd1RNUyha/FGVwUOVvZ37nvejgQUUn70EmyIv/LT" \
  "Rolio9UFrh6do9XMFtX5Dm5IlQIDAQAB"

typedef struct
{
  AppTestZone *zone;
  GSettings   *settings;
  RdWindow    *window;
} AppTestDomain;

/* The page for domains, with a DNS server of its own. */
RdDomainPane *app_test_domain_get_pane (AppTestDomain *fixture);
void          app_test_domain_open_window (AppTestDomain *fixture, int width, int height);
void          app_test_domain_set_up_with (AppTestDomain *fixture, const char *zone, const char *latency);
void          app_test_domain_set_up (AppTestDomain *fixture, gconstpointer data);
void          app_test_domain_set_up_slow (AppTestDomain *fixture, gconstpointer data);
void          app_test_domain_tear_down (AppTestDomain *fixture, gconstpointer data);
void          app_test_domain_wait_for_end (AppTestDomain *fixture);
void          app_test_domain_check (AppTestDomain *fixture, const char *domain);
gboolean      app_test_domain_shows (AppTestDomain *fixture, const char *text);

G_END_DECLS
