/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-help"

#include "config.h"

#include "rd-help.h"

#include "rd-accessible.h"
#include "rd-fold.h"
#include "rd-outside.h"
#include "rd-steps.h"

#include <glib/gi18n.h>

#define TOPICS_RESOURCE "/io/github/redeliver/Redeliver/help/rd-help-topics.ui"

/* What the topics of a section are made of: steps in their order, or sentences
 * of which each can be read alone. */
typedef enum
{
  FORM_STEPS,
  FORM_SENTENCES,
} Form;

/* The names of lists of strings in the resource; in each the first string is the
 * title. */
typedef struct
{
  const char *name;
  Form        form;
  const char *topics[16];
} Section;

static const Section sections[] = {
  { "section-saving", FORM_STEPS, { "gmail", "outlook-web", "outlook-classic", "thunderbird", "apple-mail", "roundcube", "yahoo", "proton", "evolution", "geary", "kmail", "phone", NULL } },
  { "section-words", FORM_SENTENCES, { "verdict", "owners", "host", "dns", "proof", "unknown", "codes", NULL } },
  { "section-data", FORM_SENTENCES, { "reading", "checking", "keeping", "report", NULL } },
};

static GtkWidget *
new_sentence_row (const char *text)
{
  GtkWidget *row = rd_row_new (text, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
fill_cb (RdFold  *fold,
         gpointer data)
{
  GtkStringList *topic = data;
  gboolean       is_numbered = g_object_get_data (G_OBJECT (fold), "rd-is-numbered") != NULL;

  for (guint i = 1; i < g_list_model_get_n_items (G_LIST_MODEL (topic)); i++)
    {
      const char *text = gtk_string_list_get_string (topic, i);

      rd_fold_add (fold, is_numbered ? rd_step_row_new (i, text) : new_sentence_row (text));
    }
}

static GtkWidget *
new_topic_row (GtkBuilder *builder,
               const char *name,
               Form        form)
{
  GtkStringList *topic = GTK_STRING_LIST (gtk_builder_get_object (builder, name));
  GtkWidget     *fold = g_object_new (RD_TYPE_FOLD, NULL);

  rd_fold_set_title (RD_FOLD (fold), gtk_string_list_get_string (topic, 0));
  if (form == FORM_STEPS)
    g_object_set_data (G_OBJECT (fold), "rd-is-numbered", GINT_TO_POINTER (TRUE));
  g_signal_connect_data (fold, "fill", G_CALLBACK (fill_cb), g_object_ref (topic), (GClosureNotify) (GCallback) g_object_unref, 0);
  return fold;
}

static AdwPreferencesGroup *
new_group (GtkBuilder    *builder,
           const Section *section)
{
  GtkStringList *texts = GTK_STRING_LIST (gtk_builder_get_object (builder, section->name));
  const char    *title = gtk_string_list_get_string (texts, 0);
  GtkWidget     *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), gtk_string_list_get_string (texts, 1));
  for (gsize i = 0; section->topics[i] != NULL; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_topic_row (builder, section->topics[i], section->form));
  rd_accessible_name_lists (group, title);
  return ADW_PREFERENCES_GROUP (group);
}

/**
 * rd_help_new:
 * @parent: the window that asks
 *
 * Returns: (transfer floating): a window that was not shown yet
 */
GtkWindow *
rd_help_new (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (TOPICS_RESOURCE);
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Help"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 680);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  /* The window has a list of its own, for what is searched for. */
  rd_accessible_name_lists (window, _ ("Help"));
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), new_group (builder, &sections[i]));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  return GTK_WINDOW (window);
}
