/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of findings: in the order of what matters, each one once, and told of
 * changes and of nothing else. */

#include "rd-finding-list.h"

static void
mirror_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           gpointer    data)
{
  GPtrArray *mirror = data;

  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

static GPtrArray *
new_findings (const char *text)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    {
      RdFindingState state = words[i][0] == 'B' ? RD_FINDING_BROKEN : words[i][0] == 'U' ? RD_FINDING_UNKNOWN
                                                                                         : RD_FINDING_FINE;

      g_ptr_array_add (findings, rd_finding_new (words[i] + 1, state, "subject", RD_OWNER_YOU, "Title"));
    }
  return findings;
}

typedef struct
{
  guint       source;
  const char *findings;
  const char *list;
} ListStep;

static void
test_list (void)
{
  static const ListStep steps[] = {
    { 0, "Ua Fb", "Ua0 Fb0" },
    { 1, "Ba Fb Uc", "Ba1 Ua0 Uc1 Fb0 Fb1" },
    { 0, "Fa Fb", "Ba1 Uc1 Fa0 Fb0 Fb1" },
    { 0, "Fb Fa", "Ba1 Uc1 Fa0 Fb0 Fb1" },
    { 1, "", "Fa0 Fb0" },
    { 2, "Ua Ua Ua", "Ua2 Ua2 Ua2 Fa0 Fb0" },
    { 2, "Ua", "Ua2 Fa0 Fb0" },
    { 0, "", "Ua2" },
    { 2, "", "" },
  };
  g_autoptr (RdFindingList) list = rd_finding_list_new ();
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_cb), mirror);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GPtrArray) findings = new_findings (steps[i].findings);
      g_autoptr (GString) text = g_string_new (NULL);

      rd_finding_list_replace (list, steps[i].source, findings);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, mirror->len);
      for (guint j = 0; j < mirror->len; j++)
        {
          g_autoptr (RdFindingItem) item = g_list_model_get_item (G_LIST_MODEL (list), j);
          RdFinding *finding = rd_finding_item_get_finding (item);
          guint      source = 0;

          g_assert_true (item == g_ptr_array_index (mirror, j));
          g_assert_true (rd_finding_list_find (list, finding, &source));
          g_string_append_printf (text, "%s%c%s%u", j > 0 ? " " : "",
                                  g_ascii_toupper (rd_finding_state_to_string (finding->state)[0]), finding->id, source);
        }
      g_assert_cmpstr (text->str, ==, steps[i].list);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/finding-list", test_list);
  return g_test_run ();
}
