/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before the first question leaves the computer: what will be asked, and who
 * gets to see it, taken from what the survey will really do. */

#define G_LOG_DOMAIN "rd-consent"

#include "config.h"

#include "rd-consent.h"

#include "rd-outside.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_KINDS (RD_QUESTION_SMTP + 1)

/* The list scrolls; more lines would only be built and never read. */
#define MAX_SHOWN_QUESTIONS 400

typedef struct
{
  char    *always_key;
  gboolean is_answered;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_free (ask->always_key);
  g_free (ask);
}

static char *
dup_count (RdQuestionKind kind,
           guint          n,
           const char    *subject)
{
  switch (kind)
    {
    case RD_QUESTION_DNSBL:
      return g_strdup_printf (ngettext ("%u question to a blocklist about %s", "%u questions to blocklists about %s", n), n, subject);
    case RD_QUESTION_HTTPS:
      return g_strdup_printf (ngettext ("%u page of a web server", "%u pages of web servers", n), n);
    case RD_QUESTION_SMTP:
      return g_strdup_printf (ngettext ("A greeting to %u mail server", "A greeting to %u mail servers", n), n);
    case RD_QUESTION_DNS:
    default:
      return g_strdup_printf (ngettext ("%u DNS question about %s", "%u DNS questions about %s", n), n, subject);
    }
}

static char *
dup_seen_by (RdQuestionKind kind,
             const char    *servers)
{
  switch (kind)
    {
    case RD_QUESTION_DNSBL:
      return g_strdup_printf (_ ("Seen by your DNS server (%s) and by the operators of the lists."), servers);
    case RD_QUESTION_HTTPS:
      return g_strdup (_ ("Seen by these web servers, which also learn your internet address."));
    case RD_QUESTION_SMTP:
      return g_strdup (_ ("Seen by these mail servers, which also learn your internet address."));
    case RD_QUESTION_DNS:
    default:
      return g_strdup_printf (_ ("Seen by your DNS server (%s)."), servers);
    }
}

/* Where the first question of the kind stands, so that the groups come in the
 * order of asking. */
static GString *
collect (GPtrArray     *plan,
         RdQuestionKind kind,
         guint         *n)
{
  GString *names = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < plan->len; i++)
    {
      const RdQuestion *question = g_ptr_array_index (plan, i);

      if (question->kind != kind)
        continue;
      if (++*n > MAX_SHOWN_QUESTIONS)
        continue;
      /* The first word is the kind, which the heading says already. */
      g_string_append_printf (names, "%s%s", names->len > 0 ? "\n" : "", strchr (question->text, ' ') + 1);
    }
  return names;
}

static GtkWidget *
new_wrapped_label (const char *text,
                   const char *css_class)
{
  GtkWidget *label = rd_label_new (text);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_names_view (const char *names)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *label = rd_outside_label_new (names);

  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 160);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  return scrolled;
}

static void
add_kind (GtkWidget     *box,
          GPtrArray     *plan,
          RdQuestionKind kind,
          const char    *subject,
          const char    *servers)
{
  guint n;
  g_autoptr (GString) names = collect (plan, kind, &n);
  g_autofree char *count = dup_count (kind, n, subject);
  g_autofree char *seen_by = dup_seen_by (kind, servers);
  GtkWidget       *texts;
  GtkWidget       *expander;

  if (n == 0)
    return;
  texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  expander = gtk_expander_new (_ ("Show them"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show them"), -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), new_names_view (names->str));
  gtk_box_append (GTK_BOX (texts), new_wrapped_label (count, "heading"));
  gtk_box_append (GTK_BOX (texts), new_wrapped_label (seen_by, NULL));
  gtk_box_append (GTK_BOX (texts), expander);
  gtk_box_append (GTK_BOX (box), texts);
}

static char *
dup_servers (RdSources *sources)
{
  g_auto (GStrv) servers = rd_resolver_dup_upstreams (rd_sources_get_resolver (sources));

  /* Translators: separates the items of a list */
  return servers != NULL ? g_strjoinv (_ (", "), servers) : g_strdup ("");
}

static GtkWidget *
new_plan_view (RdSurvey   *survey,
               RdSources  *sources,
               const char *subject)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GPtrArray) plan = rd_survey_dup_plan (survey);
  g_autofree char *servers = dup_servers (sources);

  for (guint kind = 0; kind < N_KINDS; kind++)
    add_kind (box, plan, (RdQuestionKind) kind, subject, servers);
  gtk_box_append (GTK_BOX (box), new_wrapped_label (_ ("Some answers lead to more questions of the same kind. Messages and people’s addresses are never sent."), "dim-label"));
  return box;
}

static void
answer (GTask   *task,
        gboolean is_given)
{
  Ask *ask = g_task_get_task_data (task);

  if (ask->is_answered)
    return;
  ask->is_answered = TRUE;
  g_task_return_boolean (task, is_given);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             GTask            *task)
{
  Ask *ask = g_task_get_task_data (task);

  if (g_strcmp0 (response, "always") == 0 && ask->always_key != NULL)
    {
      g_autoptr (GSettings) settings = g_settings_new (APP_ID);

      g_settings_set_boolean (settings, ask->always_key, TRUE);
    }
  answer (task, g_strcmp0 (response, "no") != 0);
}

/* The dialog goes without a response when its parent does. */
static void
destroyed_cb (GTask *task)
{
  answer (task, FALSE);
}

static void
unref_task (gpointer  task,
            GClosure *closure)
{
  g_object_unref (task);
}

static void
show_dialog (GTask      *task,
             GtkWidget  *parent,
             RdSurvey   *survey,
             RdSources  *sources,
             const char *subject)
{
  const Ask       *ask = g_task_get_task_data (task);
  GtkRoot         *root = gtk_widget_get_root (parent);
  g_autofree char *shown = rd_outside_dup_line (subject);
  /* Translators: a domain or an internet address */
  g_autofree char  *heading = g_strdup_printf (_ ("Check %s Online?"), shown);
  GtkWidget        *window = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, _ ("Redeliver will send these questions from this computer:"));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);

  adw_message_dialog_set_extra_child (dialog, new_plan_view (survey, sources, shown));
  adw_message_dialog_add_responses (dialog, "no", _ ("_Not Now"), "once", _ ("Only _This Time"), NULL);
  if (ask->always_key != NULL)
    adw_message_dialog_add_response (dialog, "always", _ ("_Always"));
  adw_message_dialog_set_response_appearance (dialog, "once", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "once");
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_object_ref (task), unref_task, 0);
  g_signal_connect_data (dialog, "destroy", G_CALLBACK (destroyed_cb), g_object_ref (task), unref_task, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * rd_consent_ask_async:
 * @parent: the widget the wish came from
 * @survey: a survey that is not running; its plan is shown
 * @sources: who will answer
 * @subject: what is looked at
 * @always_key: (nullable): the boolean setting for “always”; if it is set,
 *   nothing is shown
 * @callback: called with the answer
 * @data: for @callback
 *
 * Asks whether the questions of @survey may be sent.
 */
void
rd_consent_ask_async (GtkWidget          *parent,
                      RdSurvey           *survey,
                      RdSources          *sources,
                      const char         *subject,
                      const char         *always_key,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, data);
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  Ask *ask = g_new0 (Ask, 1);

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (RD_IS_SURVEY (survey));

  ask->always_key = g_strdup (always_key);
  g_task_set_task_data (task, ask, ask_free);
  g_task_set_source_tag (task, rd_consent_ask_async);
  if (always_key != NULL && g_settings_get_boolean (settings, always_key))
    answer (task, TRUE);
  else
    show_dialog (task, parent, survey, sources, subject);
}

/**
 * rd_consent_ask_finish:
 * @parent: the widget the wish came from
 * @result: the result
 *
 * Returns: whether the questions may be sent
 */
gboolean
rd_consent_ask_finish (GtkWidget    *parent,
                       GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
