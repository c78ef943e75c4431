/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list as the view gets it: never many lines at once, and in the end all of them. */

#define G_LOG_DOMAIN "test-lines"

#include "config.h"

#include "rd-line-list.h"

#include <gtk/gtk.h>

/* Looks at the first lines, as a view does. */
#define N_KEPT 200

typedef struct
{
  GListStore *source;
  RdLineList *lines;
  GPtrArray  *kept;   /* (element-type RdLine): what the view has, by its announcements */
  guint       n;      /* likewise */
  guint       n_made; /* lines that came, or went, and were looked at, in this turn */
  guint       n_told; /* announcements */
} View;

static void
look (View *view)
{
  for (guint i = view->kept->len; i < MIN (view->n, N_KEPT); i++)
    {
      g_ptr_array_add (view->kept, g_list_model_get_item (G_LIST_MODEL (view->lines), i));
      view->n_made++;
    }
}

static void
changed_cb (View *view,
            guint position,
            guint removed,
            guint added)
{
  view->n_told++;
  g_assert_cmpuint (position + removed, <=, view->n);
  view->n = view->n - removed + added;
  g_assert_cmpuint (view->n, ==, g_list_model_get_n_items (G_LIST_MODEL (view->lines)));
  for (guint i = 0; i < removed && position < view->kept->len; i++)
    {
      g_ptr_array_remove_index (view->kept, position);
      view->n_made++;
    }
  for (guint i = 0; i < added && position + i <= view->kept->len && position + i < N_KEPT; i++)
    {
      g_ptr_array_insert (view->kept, (int) (position + i), g_list_model_get_item (G_LIST_MODEL (view->lines), position + i));
      view->n_made++;
    }
  if (view->kept->len > N_KEPT)
    g_ptr_array_set_size (view->kept, N_KEPT);
  look (view);
}

static void
set (View *view,
     char  letter,
     guint n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%c%u", letter, i);

      g_ptr_array_add (items, gtk_string_object_new (text));
    }
  view->n_made = 0;
  g_list_store_splice (view->source, 0, g_list_model_get_n_items (G_LIST_MODEL (view->source)), items->pdata, items->len);
}

static View *
view_new (void)
{
  View *view = g_new0 (View, 1);

  view->source = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  view->lines = rd_line_list_new (G_LIST_MODEL (g_object_ref (view->source)));
  view->kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (view->lines, "items-changed", G_CALLBACK (changed_cb), view);
  return view;
}

static void
view_free (View *view)
{
  g_signal_handlers_disconnect_by_data (view->lines, view);
  g_ptr_array_unref (view->kept);
  g_object_unref (view->lines);
  g_object_unref (view->source);
  g_free (view);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (View, view_free)

/* Whatever has been announced: the lines that are there say what stands there, and
 * those that are too many nothing. */
static void
assert_says_the_same (View *view)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (view->source));

  for (guint i = 0; i < view->kept->len; i++)
    {
      RdLine *line = g_ptr_array_index (view->kept, i);
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (view->source), i);
      g_autoptr (RdLine) same = g_list_model_get_item (G_LIST_MODEL (view->lines), i);

      g_assert_true (line == same);
      g_assert_true (rd_line_get_item (line) == item);
      g_assert_true ((item != NULL) == (i < n));
    }
}

static void
finish (View *view)
{
  gboolean goes_on = !rd_line_list_is_whole (view->lines);

  while (goes_on)
    {
      view->n_made = 0;
      goes_on = rd_line_list_step (view->lines);
      g_assert_cmpuint (view->n_made, <=, RD_LINE_LIST_STEP);
      assert_says_the_same (view);
    }
  g_assert_true (rd_line_list_is_whole (view->lines));
  g_assert_cmpuint (view->n, ==, g_list_model_get_n_items (G_LIST_MODEL (view->source)));
}

/* From so many to so many. */
static const struct
{
  const char *name;
  guint       before;
  guint       after;
} sizes[] = {
  { "nothing-to-few", 0, 3 },
  { "nothing-to-many", 0, 8000 },
  { "few-to-few", 5, 7 },
  { "few-to-many", 3, 8000 },
  { "some-to-more", 40, 90 },
  { "some-to-fewer", 90, 40 },
  { "many-to-many", 8000, 8000 },
  { "many-to-more", 8000, 9000 },
  { "many-to-some", 8000, 210 },
  { "many-to-few", 8000, 3 },
  { "many-to-nothing", 8000, 0 },
  { "as-many-as-are-made", RD_LINE_LIST_MAX_MADE, RD_LINE_LIST_MAX_MADE + 1 },
};

static void
test_wholesale (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (View) view = view_new ();

  set (view, 'a', sizes[row].before);
  g_assert_cmpuint (view->n_made, <=, RD_LINE_LIST_STEP);
  finish (view);
  set (view, 'b', sizes[row].after);
  g_assert_cmpuint (view->n_made, <=, RD_LINE_LIST_STEP);
  /* What is in sight is there at once. */
  g_assert_cmpuint (view->kept->len, >=, MIN (sizes[row].after, RD_LINE_LIST_STEP));
  assert_says_the_same (view);
  finish (view);
  /* In the middle of it, too. */
  set (view, 'c', sizes[row].before);
  assert_says_the_same (view);
  set (view, 'd', sizes[row].after);
  assert_says_the_same (view);
  finish (view);
}

/* A line is the same before and after, and so is its widget. */
static void
test_lines_stay (void)
{
  g_autoptr (View) view = view_new ();
  g_autoptr (GPtrArray) before = NULL;

  set (view, 'a', 8000);
  finish (view);
  before = g_ptr_array_copy (view->kept, (GCopyFunc) (void *) g_object_ref, NULL);
  g_ptr_array_set_free_func (before, g_object_unref);
  view->n_told = 0;
  set (view, 'b', 8000);
  g_assert_cmpuint (view->n_told, ==, 0);
  g_assert_cmpuint (view->n_made, ==, 0);
  for (guint i = 0; i < before->len; i++)
    g_assert_true (g_ptr_array_index (before, i) == g_ptr_array_index (view->kept, i));
  assert_says_the_same (view);
}

/* What comes in between moves the lines behind it, as it does the items. */
static void
test_insertions (void)
{
  static const guint lengths[] = { 0, 10, 100, 8000 };
  static const guint places[] = { 0, 5, 50, 199, 5000, G_MAXUINT };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (places); j++)
      for (guint n_steps = 0; n_steps < 8; n_steps++)
        {
          g_autoptr (View) view = view_new ();
          g_autoptr (GtkStringObject) item = gtk_string_object_new ("new");
          RdLine *line;

          set (view, 'a', lengths[i]);
          for (guint k = 0; k < n_steps; k++)
            rd_line_list_step (view->lines);
          line = view->kept->len > 0 ? g_ptr_array_index (view->kept, 0) : NULL;
          g_list_store_insert (view->source, MIN (places[j], lengths[i]), item);
          assert_says_the_same (view);
          if (line != NULL && places[j] == 0)
            g_assert_true (g_ptr_array_index (view->kept, 1) == line);
          finish (view);
        }
}

/* While lines are still to go, others come. */
static void
test_insertion_into_what_goes (void)
{
  g_autoptr (View) view = view_new ();
  g_autoptr (GtkStringObject) item = gtk_string_object_new ("new");

  set (view, 'a', 8000);
  finish (view);
  set (view, 'b', 5);
  g_list_store_insert (view->source, 2, item);
  assert_says_the_same (view);
  g_list_store_insert (view->source, 6, item);
  assert_says_the_same (view);
  finish (view);
}

/* A line that somebody still holds says what it said. */
static void
test_after_the_list (void)
{
  View *view = view_new ();
  g_autoptr (RdLine) line = NULL;

  set (view, 'a', 3);
  line = g_list_model_get_item (G_LIST_MODEL (view->lines), 1);
  view_free (view);
  g_assert_cmpstr (gtk_string_object_get_string (rd_line_get_item (line)), ==, "a1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/lines/wholesale/%s", sizes[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_wholesale);
    }
  g_test_add_func ("/lines/stay", test_lines_stay);
  g_test_add_func ("/lines/insertions", test_insertions);
  g_test_add_func ("/lines/insertion-into-what-goes", test_insertion_into_what_goes);
  g_test_add_func ("/lines/after-the-list", test_after_the_list);
  return g_test_run ();
}
