/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-topic-view"

#include "config.h"

#include "rd-topic-view.h"

#include "rd-card-answer.h"
#include "rd-appearance.h"
#include "rd-fact-row.h"
#include "rd-heading.h"
#include "rd-link-row.h"
#include "rd-outside.h"
#include "rd-steps.h"

#include <glib/gi18n.h>
#include <string.h>

/* Wordings shown of one rule: the first are the usual ones. */
#define MAX_PHRASES 5

/* All that is known about a code, a reason or some words of a server. */
struct _RdTopicView
{
  AdwBin parent_instance;

  RdTopic  topic;
  gboolean has_topic;

  GtkScrolledWindow *scrolled;
  GtkLabel          *kind_label;
  RdHeading         *heading;
  GtkLabel          *meaning_label;
  GtkLabel          *class_label;
  RdCardAnswer      *cause_answer;
  RdCardAnswer      *owner_answer;
  RdCardAnswer      *hint_answer;
  RdCardAnswer      *resend_answer;
  GtkWidget         *steps_group;
  GtkListBox        *steps_list;
  GtkWidget         *source_group;
  GtkListBox        *source_list;
  GtkWidget         *related_group;
  GtkListBox        *related_list;
};

enum
{
  SIGNAL_OPEN_TOPIC,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RdTopicView, rd_topic_view, ADW_TYPE_BIN)

static void
related_activated_cb (GtkWidget   *row,
                      RdTopicView *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_TOPIC], 0, g_object_get_data (G_OBJECT (row), "topic"));
}

static void
rd_topic_view_dispose (GObject *object)
{
  RdTopicView *self = RD_TOPIC_VIEW (object);

  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_TOPIC_VIEW);
  G_OBJECT_CLASS (rd_topic_view_parent_class)->dispose (object);
}

static void
rd_topic_view_class_init (RdTopicViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_topic_view_dispose;

  /* Somebody wants to read on: the argument is a const RdTopic. */
  signals[SIGNAL_OPEN_TOPIC] = g_signal_new ("open-topic", RD_TYPE_TOPIC_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (RD_TYPE_CARD_ANSWER);
  g_type_ensure (RD_TYPE_HEADING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/codes/rd-topic-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, kind_label);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, heading);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, class_label);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, cause_answer);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, owner_answer);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, hint_answer);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, resend_answer);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, steps_group);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, steps_list);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, source_group);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, source_list);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, related_group);
  gtk_widget_class_bind_template_child (widget_class, RdTopicView, related_list);
}

static void
rd_topic_view_init (RdTopicView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_kind (const RdTopic *topic)
{
  const char *speaker = rd_topic_get_speaker (topic);

  switch (topic->kind)
    {
    case RD_TOPIC_CODE:
      if (speaker != NULL)
        /* Translators: the name of a mail service */
        return g_strdup_printf (_ ("A code of %s"), speaker);
      return g_strdup (strchr (topic->number, '.') != NULL ? _ ("A status code of mail servers") : _ ("A reply code of mail servers"));
    case RD_TOPIC_RULE:
      if (speaker != NULL)
        /* Translators: the name of a mail service or mail program */
        return g_strdup_printf (_ ("Words of %s"), speaker);
      return g_strdup (_ ("Words of many servers"));
    case RD_TOPIC_CAUSE:
    default:
      return g_strdup (rd_family_get_label (topic->cause->family));
    }
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  rd_outside_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_answers (RdTopicView *self)
{
  const RdTopic *topic = &self->topic;
  gboolean       is_success = rd_topic_is_success (topic);
  RdOwner        owner = rd_topic_get_owner (topic);
  gboolean       tells_cause = topic->kind == RD_TOPIC_CODE && !is_success && strcmp (topic->cause->id, "unknown") != 0;

  rd_card_answer_set_text (self->cause_answer, tells_cause ? rd_cause_get_title (topic->cause) : NULL);
  rd_card_answer_set_icon_name (self->owner_answer, rd_owner_get_icon_name (owner));
  rd_card_answer_set_text (self->owner_answer, is_success ? NULL : rd_owner_get_label (owner));
  rd_card_answer_set_text (self->hint_answer, rd_topic_get_hint (topic));
  rd_card_answer_set_text (self->resend_answer, is_success ? NULL : rd_cause_get_resend_text (topic->cause));
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
add_source (RdTopicView *self,
            const char  *title,
            const char  *value,
            RdFactFlags  flags)
{
  if (value != NULL)
    gtk_list_box_append (self->source_list, rd_fact_row_new (title, value, NULL, flags));
}

static void
show_sources (RdTopicView *self)
{
  const RdTopic *topic = &self->topic;
  const char    *url = rd_topic_get_url (topic);

  clear_list (self->source_list);
  if (topic->code != NULL)
    {
      if (topic->code->provider == NULL)
        add_source (self, _ ("Its name in the standard"), topic->code->name, RD_FACT_PLAIN);
      add_source (self, _ ("Defined in"), topic->code->defined_in, RD_FACT_PLAIN);
    }
  if (topic->rule != NULL)
    {
      for (guint i = 0; topic->rule->phrases[i] != NULL && i < MAX_PHRASES; i++)
        add_source (self, _ ("What the server writes"), topic->rule->phrases[i], RD_FACT_MONOSPACE);
      add_source (self, _ ("Rule that recognises it"), topic->rule->id, RD_FACT_PLAIN);
    }
  if (url != NULL)
    gtk_list_box_append (self->source_list, rd_link_row_new (_ ("What the provider says about it"), url));
  gtk_widget_set_visible (self->source_group, gtk_widget_get_first_child (GTK_WIDGET (self->source_list)) != NULL);
}

static GtkWidget *
new_related_row (RdTopicView   *self,
                 const RdTopic *topic)
{
  const char      *speaker = rd_topic_get_speaker (topic);
  g_autofree char *subtitle = NULL;
  GtkWidget       *row;
  GtkWidget       *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  if (speaker != NULL)
    /* Translators: a mail service or program, and what its words mean */
    subtitle = g_strdup_printf (_ ("%1$s: %2$s"), speaker, rd_topic_get_meaning (topic));
  row = rd_row_new (rd_topic_get_title (topic), subtitle != NULL ? subtitle : rd_topic_get_meaning (topic));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "topic", g_memdup2 (topic, sizeof *topic), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (related_activated_cb), self, 0);
  return row;
}

static void
show_related (RdTopicView *self)
{
  g_autoptr (GArray) related = rd_topic_dup_related (&self->topic);

  clear_list (self->related_list);
  for (guint i = 0; i < related->len; i++)
    gtk_list_box_append (self->related_list, new_related_row (self, &g_array_index (related, RdTopic, i)));
  gtk_widget_set_visible (self->related_group, related->len > 0);
}

/* The general steps, and those of the user’s own mail system. */
static char **
dup_steps (const RdTopic *topic,
           RdHosting      hosting)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) general = rd_cause_dup_steps (topic->cause, RD_HOSTING_ANY);
  g_auto (GStrv) own = hosting != RD_HOSTING_ANY ? rd_cause_dup_steps (topic->cause, hosting) : NULL;

  g_strv_builder_addv (builder, (const char **) general);
  if (own != NULL)
    g_strv_builder_addv (builder, (const char **) own);
  return g_strv_builder_end (builder);
}

/**
 * rd_topic_view_get_topic:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what is shown
 */
const RdTopic *
rd_topic_view_get_topic (RdTopicView *self)
{
  g_return_val_if_fail (RD_IS_TOPIC_VIEW (self), NULL);

  return self->has_topic ? &self->topic : NULL;
}

/**
 * rd_topic_view_set_topic:
 * @self: a view
 * @topic: what to show
 * @hosting: what the user’s mail runs on
 *
 * Shows @topic, from the top of the page.
 */
void
rd_topic_view_set_topic (RdTopicView   *self,
                         const RdTopic *topic,
                         RdHosting      hosting)
{
  g_autofree char *kind = NULL;
  g_auto (GStrv) steps = NULL;

  g_return_if_fail (RD_IS_TOPIC_VIEW (self));
  g_return_if_fail (topic != NULL);

  self->topic = *topic;
  self->has_topic = TRUE;
  kind = dup_kind (topic);
  steps = rd_topic_is_success (topic) ? NULL : dup_steps (topic, hosting);

  set_label (self->kind_label, kind);
  rd_heading_set_text (self->heading, rd_topic_get_title (topic));
  set_label (self->meaning_label, rd_topic_get_meaning (topic));
  set_label (self->class_label, rd_topic_get_class_text (topic));
  show_answers (self);
  rd_steps_show (self->steps_list, steps);
  gtk_widget_set_visible (self->steps_group, steps != NULL && steps[0] != NULL);
  show_sources (self);
  show_related (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/**
 * rd_topic_view_dup_text:
 * @self: a view
 *
 * What is shown, as text to hand on.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
rd_topic_view_dup_text (RdTopicView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) steps = NULL;

  g_return_val_if_fail (RD_IS_TOPIC_VIEW (self), NULL);

  if (!self->has_topic)
    return NULL;
  g_string_append_printf (text, "%s\n%s\n", rd_topic_get_title (&self->topic), rd_topic_get_meaning (&self->topic));
  if (rd_topic_is_success (&self->topic))
    return g_string_free (g_steal_pointer (&text), FALSE);
  if (self->topic.kind == RD_TOPIC_CODE)
    g_string_append_printf (text, "%s\n", rd_cause_get_title (self->topic.cause));
  /* Translators: one of “You”, “Your web or mail host” and so on */
  g_string_append_printf (text, _ ("Who must act: %s"), rd_owner_get_label (rd_topic_get_owner (&self->topic)));
  g_string_append_c (text, '\n');
  steps = rd_cause_dup_steps (self->topic.cause, RD_HOSTING_ANY);
  for (guint i = 0; steps[i] != NULL; i++)
    g_string_append_printf (text, "%u. %s\n", i + 1, steps[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Screen readers then read the answer. */
void
rd_topic_view_focus_heading (RdTopicView *self)
{
  g_return_if_fail (RD_IS_TOPIC_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
