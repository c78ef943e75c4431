/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"
#include "rd-peer-address.h"

/* To which addresses would be connected; nothing is. */

typedef struct
{
  const char *host;
  const char *addresses; /* (nullable): with blanks between them; %NULL if none may be used */
  const char *problem;   /* (nullable) */
} Case;

static const Case cases[] = {
  { "at-c0000202", "192.0.2.2", NULL },
  { "plain", "192.0.2.1 2001:db8::1", NULL },
  { "nx", NULL, "dns" },
  { "servfail", NULL, "dns" },
  { "endless-0", NULL, "dns" },
  { "private", NULL, "private-address" },
  { "at-7f000001-0a000001-a9fea9fe", NULL, "private-address" },
  { "at-00000000000000000000ffff7f000001", NULL, "private-address" },
  { "at-0064ff9b0000000000000000c0a80001", NULL, "private-address" },
  { "at-20027f00000100000000000000000001", NULL, "private-address" },
  /* One public address does not open the door to its neighbours. */
  { "at-7f000001-c0000202-0a000001", "192.0.2.2", NULL },
  { "at-7f000001-20010db8000000000000000000000002", "2001:db8::2", NULL },
  { "at-00000000000000000000ffffc0000202-7f000001", "::ffff:192.0.2.2", NULL },
  { "at-c0000201-c0000202-c0000203-c0000204-c0000205-c0000206", "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4", NULL },
};

/* How inet_aton() reads numbers is not how anybody here does: these are names,
 * and this one is no different from any other. */
static const Case numbers[] = {
  { "2130706433", "192.0.2.1 2001:db8::1", NULL },
  { "0x7f000001", "192.0.2.1 2001:db8::1", NULL },
  { "127.1", "192.0.2.1 2001:db8::1", NULL },
  { "0177.0.0.1", "192.0.2.1 2001:db8::1", NULL },
  { "localhost", "192.0.2.1 2001:db8::1", NULL },
};

static char *
next_address (GSocketAddressEnumerator *enumerator)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  g_socket_address_enumerator_next_async (enumerator, NULL, store_result_cb, &result);
  wait_for_result (&result);
  address = g_socket_address_enumerator_next_finish (enumerator, result, NULL);
  if (address == NULL)
    return NULL;
  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
check (RdResolver *resolver,
       const char *host,
       const Case *row)
{
  g_autoptr (RdPeerAddress) peer = rd_peer_address_new (resolver, host, 443, FALSE);
  g_autoptr (GSocketAddressEnumerator) enumerator = g_socket_connectable_enumerate (G_SOCKET_CONNECTABLE (peer));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *addresses = NULL;
  const char      *problem = NULL;
  RdAnswerState    state;

  for (char *address = next_address (enumerator); address != NULL; address = next_address (enumerator))
    g_ptr_array_add (found, address);
  /* The two families are asked at once; which is first is left to chance. */
  g_ptr_array_sort (found, compare_texts);
  g_ptr_array_add (found, NULL);
  addresses = g_strjoinv (" ", (char **) found->pdata);
  rd_peer_address_get_problem (peer, &state, &problem);
  g_assert_cmpstr (addresses, ==, row->addresses != NULL ? row->addresses : "");
  g_assert_cmpstr (problem, ==, row->problem);
}

static RdResolver *
new_resolver (const FakePeer *dns)
{
  g_autofree char *address = fake_peer_dup_address (dns);
  g_autoptr (GError) error = NULL;
  RdResolver *resolver = rd_resolver_new (address, &error);

  g_assert_no_error (error);
  return resolver;
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (FakePeer) dns = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdResolver) resolver = new_resolver (dns);
  g_autofree char *host = g_strconcat (row->host, ".test", NULL);

  check (resolver, host, row);
}

static void
test_numbers (void)
{
  g_autoptr (FakePeer) dns = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdResolver) resolver = new_resolver (dns);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_test_message ("%s", numbers[i].host);
      check (resolver, numbers[i].host, &numbers[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/peer-address/%s", cases[i].host);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/net/peer-address/numbers", test_numbers);
  return g_test_run ();
}
