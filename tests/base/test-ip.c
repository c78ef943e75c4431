/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-ip.h"

typedef struct
{
  const char *text;
  const char *normal; /* NULL: not an address */
  const char *reverse;
  gboolean    is_public;
} IpCase;

static const IpCase cases[] = {
  { "203.0.113.9", "203.0.113.9", "9.113.0.203.in-addr.arpa", TRUE },
  { "::ffff:203.0.113.9", "203.0.113.9", "9.113.0.203.in-addr.arpa", TRUE },
  { "2001:DB8::25", "2001:db8::25", "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", TRUE },
  { "10.1.2.3", "10.1.2.3", "3.2.1.10.in-addr.arpa", FALSE },
  { "172.31.0.1", "172.31.0.1", "1.0.31.172.in-addr.arpa", FALSE },
  { "172.32.0.1", "172.32.0.1", "1.0.32.172.in-addr.arpa", TRUE },
  { "100.64.0.1", "100.64.0.1", "1.0.64.100.in-addr.arpa", FALSE },
  { "fe80::1", "fe80::1", NULL, FALSE },
  { "::1", "::1", NULL, FALSE },
  { "::", "::", NULL, FALSE },
  { "0.0.0.0", "0.0.0.0", NULL, FALSE },
  { "127.255.255.255", "127.255.255.255", NULL, FALSE },
  { "169.254.169.254", "169.254.169.254", NULL, FALSE },
  { "192.168.0.1", "192.168.0.1", NULL, FALSE },
  { "224.0.0.251", "224.0.0.251", NULL, FALSE },
  { "255.255.255.255", "255.255.255.255", NULL, FALSE },
  { "fd12:3456:789a::1", "fd12:3456:789a::1", NULL, FALSE },
  { "ff02::fb", "ff02::fb", NULL, FALSE },
  { "::ffff:127.0.0.1", "127.0.0.1", NULL, FALSE },
  { "::127.0.0.1", "::127.0.0.1", NULL, FALSE },
  { "64:ff9b::10.0.0.1", "64:ff9b::a00:1", NULL, FALSE },
  { "64:ff9b::203.0.113.9", "64:ff9b::cb00:7109", NULL, TRUE },
  { "64:ff9b:1::203.0.113.9", "64:ff9b:1::cb00:7109", NULL, FALSE },
  { "2002:7f00:1::1", "2002:7f00:1::1", NULL, FALSE },
  { "2002:cb00:7109::1", "2002:cb00:7109::1", NULL, TRUE },
  { "203.0.113", NULL, NULL, FALSE },
  { "203.0.113.256", NULL, NULL, FALSE },
  { "203.0.113.9 ", NULL, NULL, FALSE },
  { "", NULL, NULL, FALSE },
  { "1:2:3:4:5:6:7:8:9", NULL, NULL, FALSE },
};

static void
test_ip_case (gconstpointer data)
{
  const IpCase    *row = data;
  RdIp             ip = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *reverse = NULL;

  g_assert_cmpint (rd_ip_parse (row->text, &ip), ==, row->normal != NULL);
  if (row->normal == NULL)
    {
      g_assert_cmpint (ip.family, ==, RD_IP_NONE);
      return;
    }
  text = rd_ip_to_string (&ip);
  g_assert_cmpstr (text, ==, row->normal);
  g_assert_cmpint (rd_ip_is_public (&ip), ==, row->is_public);
  reverse = rd_ip_dup_reverse (&ip, NULL);
  if (row->reverse != NULL)
    g_assert_cmpstr (reverse, ==, row->reverse);
}

/* DNS carries them as bytes, which no parser has turned into IPv4 before. */
static void
test_ip_mapped (void)
{
  RdIp ip = { .family = RD_IP_V6, .bytes = { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1 } };

  g_assert_false (rd_ip_is_public (&ip));
  ip.bytes[12] = 203;
  g_assert_true (rd_ip_is_public (&ip));
}

static void
test_ip_network (void)
{
  RdIp ip;
  RdIp network;

  g_assert_true (rd_ip_parse ("203.0.113.200", &ip));
  g_assert_true (rd_ip_parse ("203.0.113.128", &network));
  g_assert_true (rd_ip_in_network (&ip, &network, 25));
  g_assert_true (rd_ip_in_network (&ip, &network, 0));
  g_assert_false (rd_ip_in_network (&ip, &network, 26));
  g_assert_false (rd_ip_in_network (&ip, &network, 33));
  g_assert_true (rd_ip_parse ("2001:db8::", &network));
  g_assert_false (rd_ip_in_network (&ip, &network, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/base/ip/%s", cases[i].text[0] != '\0' ? cases[i].text : "empty");

      g_test_add_data_func (path, &cases[i], test_ip_case);
    }
  g_test_add_func ("/base/ip/mapped", test_ip_mapped);
  g_test_add_func ("/base/ip/network", test_ip_network);
  return g_test_run ();
}
