/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever one of the shipped lists may answer, there are words for it. */

#include "rd-listing.h"

#include <string.h>

static const char *const subjects[] = { "192.0.2.99", "2001:db8::99", "shop.example" };

/* One address that a pattern of the list file means. */
static char *
dup_answer (const RdBlocklist *list,
            const char        *pattern)
{
  g_auto (GStrv) octets = g_strsplit (pattern, ".", -1);
  GString *address = g_string_new (NULL);

  if (g_str_has_prefix (pattern, "bit"))
    g_string_printf (address, "127.0.0.%s", pattern + strlen ("bit"));
  else if (list->is_bitmask && g_strv_length (octets) == 1)
    g_string_printf (address, "127.0.0.%s", pattern);
  else
    for (gsize i = 0; octets[i] != NULL; i++)
      g_string_append_printf (address, "%s%u", i > 0 ? "." : "", (guint) g_ascii_strtoull (strcmp (octets[i], "*") == 0 ? "5" : octets[i], NULL, 10));
  return g_string_free (address, FALSE);
}

static RdListing *
check (const RdBlocklist *list,
       const char        *subject,
       const char        *address)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdListing) pending = rd_listing_check (evidence, list, subject, RD_LISTING_PLAIN);
  g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

  /* The subject is asked first, then the test entries. */
  for (guint i = 0; i < open->len; i++)
    {
      RdQuestion *question = g_ptr_array_index (open, i);
      g_autoptr (RdAnswer) answer = rd_answer_new (question, i == 0 ? RD_ANSWER_FOUND : RD_ANSWER_NO_SUCH_NAME);

      if (i == 0)
        g_ptr_array_add (answer->records, rd_rr_new_from_text (question->name, question->rr_type, 300, address));
      rd_evidence_put (evidence, g_steal_pointer (&answer));
    }
  return rd_listing_check (evidence, list, subject, RD_LISTING_PLAIN);
}

static gboolean
parse_octets (const char *address,
              guint8      octets[4])
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  if (parsed == NULL || g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  memcpy (octets, g_inet_address_to_bytes (parsed), 4);
  return TRUE;
}

static void
check_code (const RdBlocklist *list,
            const char        *subject,
            const RdListCode  *code)
{
  g_autofree char *address = dup_answer (list, code->pattern);
  g_autoptr (RdListing) listing = NULL;
  guint8 octets[4];

  g_assert_true (parse_octets (address, octets));
  if (rd_blocklist_find_error (list, octets) != NULL)
    return;
  listing = check (list, subject, address);
  g_test_message ("%s %s %s: %s", list->id, subject, address, listing->meaning);
  g_assert_cmpstr (rd_listing_state_to_string (listing->state), ==, "listed");
  g_assert_null (listing->reason);
  g_assert_nonnull (listing->meaning);
  g_assert_cmpuint (strlen (listing->meaning), >=, 10);
  g_assert_cmpuint (g_strv_length (listing->labels), >, 0);
  /* A domain has no address to blame. */
  if (strcmp (subject, "shop.example") == 0)
    g_assert_null (strstr (listing->meaning, "address"));
}

static void
check_error (const RdBlocklist *list,
             const char        *subject,
             const RdListCode  *error)
{
  g_auto (GStrv) words = g_strsplit_set (error->label, " ,;:", 2);
  g_autofree char *address = strcmp (error->pattern, "other") == 0 ? g_strdup ("127.199.198.197") : dup_answer (list, error->pattern);
  g_autoptr (RdListing) listing = NULL;
  gboolean is_known;
  guint8   octets[4];

  /* One answer may stand under several patterns; the first says what it means. */
  if (!parse_octets (address, octets) || rd_blocklist_find_error (list, octets) != error)
    return;
  listing = check (list, subject, address);
  g_test_message ("%s %s %s: %s", list->id, subject, address, listing->reason);
  g_assert_cmpint (listing->state, ==, RD_LISTING_UNKNOWN);
  is_known = strcmp (rd_listing_reason_get_text (words[0]), rd_listing_reason_get_text ("no such reason")) != 0;
  g_assert_cmpstr (listing->reason, ==, is_known ? words[0] : "refused");
}

/* Every subject with every answer of every list that can be asked about it. */
static guint
check_lists (gboolean of_errors,
             void (*check_answer) (const RdBlocklist *list, const char *subject, const RdListCode *answer))
{
  RdBlocklists *lists = rd_blocklists_get_default ();
  guint         n = 0;

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);
      const GPtrArray   *answers = of_errors ? list->errors : list->codes;

      for (gsize j = 0; j < G_N_ELEMENTS (subjects); j++)
        {
          if (list->status == RD_LIST_CLOSED || list->status == RD_LIST_PRIVATE || list->needs_key || !rd_blocklist_can_answer (list, subjects[j]))
            continue;
          for (guint k = 0; k < answers->len; k++, n++)
            check_answer (list, subjects[j], g_ptr_array_index (answers, k));
        }
    }
  return n;
}

static void
test_hits (void)
{
  g_assert_cmpuint (check_lists (FALSE, check_code), >, 200);
}

static void
test_errors (void)
{
  g_assert_cmpuint (check_lists (TRUE, check_error), >, 40);
}

static void
test_groups (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (RdListingGroup group = RD_LISTING_REPUTATION; group <= RD_LISTING_INFORMATIONAL; group++)
    {
      g_assert_true (g_hash_table_add (seen, (gpointer) rd_listing_group_to_string (group)));
      g_assert_true (g_hash_table_add (seen, (gpointer) rd_listing_group_get_label (group)));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/listing-words/hits", test_hits);
  g_test_add_func ("/checks/listing-words/errors", test_errors);
  g_test_add_func ("/checks/listing-words/groups", test_groups);
  return g_test_run ();
}
