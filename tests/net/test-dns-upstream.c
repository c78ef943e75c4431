/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The servers behind the system's own stub, as its files tell. */

#include "rd-dns-upstream.h"

#include <glib/gstdio.h>

#define RESOLVED "/run/systemd/resolve/resolv.conf"
#define MANAGER "/run/NetworkManager/no-stub-resolv.conf"

static const struct
{
  const char *name;
  const char *servers;
  const char *file; /* (nullable) */
  const char *text;
  const char *expected;
} cases[] = {
  { "no-stub", "192.0.2.53:53", RESOLVED, "nameserver 8.8.8.8\n", "192.0.2.53:53" },
  { "resolved", "127.0.0.53:53", RESOLVED, "# comment\nnameserver 8.8.8.8\nnameserver 2001:db8::53\nsearch example\n", "8.8.8.8:53 [2001:db8::53]:53" },
  { "second-stub", "127.0.0.54:53", RESOLVED, "nameserver 1.1.1.1", "1.1.1.1:53" },
  { "network-manager", "127.0.1.1:53", MANAGER, "nameserver\t9.9.9.9  \n", "9.9.9.9:53" },
  { "of-the-other", "127.0.0.53:53", MANAGER, "nameserver 9.9.9.9\n", "127.0.0.53:53" },
  { "own-port", "127.0.0.53:5353", RESOLVED, "nameserver 8.8.8.8\n", "127.0.0.53:5353" },
  { "network-card", "127.0.0.53:53", RESOLVED, "nameserver fe80::1%eth0\n", "[fe80::1]:53" },
  { "itself", "127.0.0.53:53", RESOLVED, "nameserver 127.0.0.53\nnameserver ::1\n", "127.0.0.53:53" },
  { "no-address", "127.0.0.53:53", RESOLVED, "nameserver example.com\nnameserver\nnameservers 8.8.8.8\n\nnameserver 999.1.1.1\n", "127.0.0.53:53" },
  { "no-file", "127.0.0.53:53", NULL, NULL, "127.0.0.53:53" },
  { "others-stay", "192.0.2.1:53 127.0.0.53:53 192.0.2.2:53", RESOLVED, "nameserver 8.8.8.8\n", "192.0.2.1:53 8.8.8.8:53 192.0.2.2:53" },
  { "endless", "127.0.0.53:53", RESOLVED, "nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver 1.1.1.4\nnameserver 1.1.1.5\n"
                                          "nameserver 1.1.1.6\nnameserver 1.1.1.7\nnameserver 1.1.1.8\nnameserver 1.1.1.9\n",
    "1.1.1.1:53 1.1.1.2:53 1.1.1.3:53 1.1.1.4:53 1.1.1.5:53 1.1.1.6:53 1.1.1.7:53 1.1.1.8:53" },
  { "none", "", NULL, NULL, "" },
};

static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("redeliver-root-XXXXXX", &error);
  g_auto (GStrv) servers = *cases[i].servers != '\0' ? g_strsplit (cases[i].servers, " ", -1) : g_new0 (char *, 1);
  g_auto (GStrv) upstream = NULL;
  g_autofree char *told = NULL;
  g_autofree char *path = cases[i].file != NULL ? g_strconcat (root, cases[i].file, NULL) : NULL;

  g_assert_no_error (error);
  if (path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
    }
  upstream = rd_dns_upstream_dup ((const char *const *) servers, root);
  told = g_strjoinv (" ", upstream);
  g_assert_cmpstr (told, ==, cases[i].expected);
  while (path != NULL && g_strcmp0 (path, root) != 0)
    {
      char *parent = g_path_get_dirname (path);

      g_remove (path);
      g_free (path);
      path = parent;
    }
  g_rmdir (root);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/dns-upstream/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
