/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-knowledge.h"

typedef struct
{
  const char *typed;
  RdSpelling  spelling;
  const char *meant;
} Row;

static const Row rows[] = {
  /* Known misspellings. */
  { "anna@gmial.com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@gmail.co", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@hotmial.com", RD_SPELLING_CERTAIN, "anna@hotmail.com" },
  { "anna@outlok.com", RD_SPELLING_CERTAIN, "anna@outlook.com" },
  { "anna@yaho.com", RD_SPELLING_CERTAIN, "anna@yahoo.com" },
  { "anna@yhaoo.com", RD_SPELLING_CERTAIN, "anna@yahoo.com" },
  { "anna@outloo.com", RD_SPELLING_CERTAIN, "anna@outlook.com" },
  { "anna@comcast.ent", RD_SPELLING_CERTAIN, "anna@comcast.net" },
  { "Anna.B@GMIAL.com", RD_SPELLING_CERTAIN, "Anna.B@gmail.com" },
  { "gmial.com", RD_SPELLING_CERTAIN, "gmail.com" },

  /* Endings. */
  { "info@bluebarn.con", RD_SPELLING_CERTAIN, "info@bluebarn.com" },
  { "info@bluebarn.cmo", RD_SPELLING_CERTAIN, "info@bluebarn.com" },
  { "info@bluebarn.couk", RD_SPELLING_CERTAIN, "info@bluebarn.co.uk" },
  { "info@bluebarn.com.com", RD_SPELLING_CERTAIN, "info@bluebarn.com" },
  { "anna@gmial.con", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@icloud.om", RD_SPELLING_CERTAIN, "anna@icloud.com" },
  { "anna@gmx.con", RD_SPELLING_CERTAIN, "anna@gmx.com" },

  /* Close to a popular domain. */
  { "anna@gmailk.com", RD_SPELLING_POSSIBLE, "anna@gmail.com" },
  { "anna@fmail.com", RD_SPELLING_POSSIBLE, "anna@gmail.com" },
  { "anna@btinterneet.com", RD_SPELLING_POSSIBLE, "anna@btinternet.com" },
  { "anna@comcast.com", RD_SPELLING_POSSIBLE, "anna@comcast.net" },
  { "anna@gmail.de", RD_SPELLING_POSSIBLE, "anna@gmail.com" },

  /* Marks that do not belong into an address. */
  { "anna@bluebarn.example.", RD_SPELLING_CERTAIN, "anna@bluebarn.example" },
  { "anna@gmail.com,", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@gmail,com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@gmail..com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "mailto:anna@gmail.com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@www.bluebarn.example", RD_SPELLING_CERTAIN, "anna@bluebarn.example" },
  { "anna @gmail.com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@gm\342\200\213ail.com", RD_SPELLING_CERTAIN, "anna@gmail.com" },
  { "anna@gm\320\260il.com", RD_SPELLING_CERTAIN, "anna@gmail.com" },

  /* Nothing wrong. */
  { " <anna@gmail.com> ", RD_SPELLING_FINE, NULL },
  { "anna@bluebarn.example", RD_SPELLING_FINE, NULL },
  { "anna@\320\277\320\276\321\207\321\202\320\260.\321\200\321\204", RD_SPELLING_FINE, NULL },
  { "anna@b\303\274cher.example", RD_SPELLING_FINE, NULL },
  { "anna", RD_SPELLING_FINE, NULL },
  { "", RD_SPELLING_FINE, NULL },
  { "@", RD_SPELLING_FINE, NULL },
  { "anna@\377.com", RD_SPELLING_FINE, NULL },

  /* Real domains that a distance alone would “correct”. */
  { "anna@hp.com", RD_SPELLING_FINE, NULL },
  { "anna@bt.com", RD_SPELLING_FINE, NULL },
  { "anna@ups.com", RD_SPELLING_FINE, NULL },
  { "anna@ms.com", RD_SPELLING_FINE, NULL },
  { "anna@ge.com", RD_SPELLING_FINE, NULL },
  { "anna@gm.com", RD_SPELLING_FINE, NULL },
  { "anna@web.com", RD_SPELLING_FINE, NULL },
  { "anna@ibm.com", RD_SPELLING_FINE, NULL },
  { "anna@cox.com", RD_SPELLING_FINE, NULL },
  { "anna@att.com", RD_SPELLING_FINE, NULL },
  { "anna@email.com", RD_SPELLING_FINE, NULL },
  { "anna@mail.com", RD_SPELLING_FINE, NULL },
  { "anna@aol.de", RD_SPELLING_FINE, NULL },
  { "anna@pm.me", RD_SPELLING_FINE, NULL },
  { "anna@yahoo.com.br", RD_SPELLING_FINE, NULL },
  { "anna@ymail.com", RD_SPELLING_FINE, NULL },
  { "anna@gov.uk", RD_SPELLING_FINE, NULL },
  { "anna@firma.cc", RD_SPELLING_FINE, NULL },
  { "anna@shop.co", RD_SPELLING_FINE, NULL },
  { "anna@acme.me", RD_SPELLING_FINE, NULL },
  { "anna@example.io", RD_SPELLING_FINE, NULL },
  { "anna@contoso.ai", RD_SPELLING_FINE, NULL },
  { "anna@lives.com", RD_SPELLING_FINE, NULL },
  { "anna@casino.bet", RD_SPELLING_FINE, NULL },
};

static void
test_row (gconstpointer data)
{
  const Row       *row = data;
  g_autofree char *meant = NULL;

  g_assert_cmpint (rd_spelling_check (row->typed, &meant), ==, row->spelling);
  g_assert_cmpstr (meant, ==, row->meant);
}

/* The table is quadratic in the length of a name; a long one must not matter. */
static void
test_long (void)
{
  g_autofree char *name = g_strnfill (100000, 'a');
  g_autofree char *address = g_strdup_printf ("a@%s.com", name);
  g_autofree char *longest = g_strdup_printf ("a@%.63s.com", name);
  g_autofree char *meant = NULL;

  g_assert_cmpint (rd_spelling_check (address, &meant), ==, RD_SPELLING_FINE);
  g_assert_null (meant);
  g_assert_cmpint (rd_spelling_check (longest, &meant), ==, RD_SPELLING_FINE);
  g_assert_null (meant);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/knowledge/spelling/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (name, &rows[i], test_row);
    }
  g_test_add_func ("/knowledge/spelling/long", test_long);
  return g_test_run ();
}
