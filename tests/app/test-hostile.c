/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text made to deceive or to break, in every place of the window that shows it. */

#define G_LOG_DOMAIN "test-hostile"

#include "config.h"

#include "app-test.h"

#include <string.h>

/* So many marks on one letter, so long a word, are drawn in no time only if most of
 * them are left out. */
#define N_MARKS 10000
#define N_LETTERS 100000

typedef struct
{
  const char *name;
  const char *reply; /* (nullable): a pile of marks or a long word */
} Deceit;

static const Deceit deceits[] = {
  { "turned", "550 5.1.1 \342\200\256gpj.exe\342\200\254 \342\201\246x\342\201\251 \342\200\213User unknown" },
  { "terminal", "550 5.1.1 \033[2J\033]0;owned\a \302\2332J User unknown" },
  { "markup", "550 5.1.1 <b>bold</b> <a href='x'> & &amp; </span> <span font='900'> User unknown" },
  { "no-text", "550 5.1.1 \377\376 \342\200 \300\257 \355\240\200 \364\220\200\200 User unknown" },
  { "format", "550 5.1.1 %s%n%100000d _underscore %% User unknown" },
  { "marks", NULL },
  { "word", NULL },
};

static char *
dup_reply (const Deceit *deceit)
{
  g_autoptr (GString) reply = g_string_new (deceit->reply != NULL ? deceit->reply : "550 5.1.1 ");

  for (guint i = 0; i < N_MARKS && strcmp (deceit->name, "marks") == 0; i++)
    g_string_append (reply, "\314\201");
  for (guint i = 0; i < N_LETTERS && strcmp (deceit->name, "word") == 0; i++)
    g_string_append_c (reply, 'x');
  if (deceit->reply == NULL)
    g_string_append (reply, " User unknown");
  return g_string_free (g_steal_pointer (&reply), FALSE);
}

static void
assert_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_false ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0));
      g_assert_false (c == 0x200b || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }
}

static char *
dup_text (GtkWidget *widget)
{
  GtkTextIter start;
  GtkTextIter end;

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (!GTK_IS_TEXT_VIEW (widget))
    return NULL;
  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), &start, &end);
  return gtk_text_buffer_get_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), &start, &end, TRUE);
}

/* Returns how many texts there are at all. */
static guint
look_at_all (GtkWidget *widget)
{
  g_autofree char *text = dup_text (widget);
  const char      *tooltip = gtk_widget_get_tooltip_text (widget);
  guint            n = text != NULL && *text != '\0' ? 1 : 0;

  if (text != NULL)
    assert_harmless (text);
  if (tooltip != NULL)
    assert_harmless (tooltip);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += look_at_all (child);
  return n;
}

static void
look_at_window (RdWindow *window)
{
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_cmpuint (look_at_all (GTK_WIDGET (window)), >, 20);
}

static void
test_bounce (gconstpointer data)
{
  const Deceit    *deceit = data;
  g_autofree char *reply = dup_reply (deceit);
  g_autofree char *bounce = app_test_dup_bounce ("\"<i>&\342\200\256\"@receiver.example", "5.1.1", reply);
  g_autofree char *name = g_strconcat (deceit->name, "<b>&\342\200\256\033[31m.eml", NULL);
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, name, bounce);
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 1);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "receiver.example"));
  look_at_window (window);
  app_test_close_window (window);
}

static void
test_log (gconstpointer data)
{
  g_autofree char *reply = dup_reply (data);
  g_autofree char *log = g_strdup_printf ("2026-11-23 17:19:26 1xVXhO-00002Y-1N <= <i>&@own.example H=x\342\200\256.example [192.0.2.9] P=esmtp S=1000\n"
                                          "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** bob@receiver.example R=r T=t H=mx\033[31m.b.example [203.0.113.10]: "
                                          "SMTP error from remote mail server after RCPT TO:<bob@receiver.example>: %s\n",
                                          reply);
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_text (window, log);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "receiver.example"));
  look_at_window (window);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (deceits); i++)
    {
      g_autofree char *bounce = g_strdup_printf ("/hostile/bounce/%s", deceits[i].name);
      g_autofree char *log = g_strdup_printf ("/hostile/log/%s", deceits[i].name);

      g_test_add_data_func (bounce, &deceits[i], test_bounce);
      g_test_add_data_func (log, &deceits[i], test_log);
    }
  return app_test_run ();
}
