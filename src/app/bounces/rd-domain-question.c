/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-question"

#include "config.h"

#include "rd-domain-question.h"

#include "rd-keeping.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* “Is flowershop.example your domain?” in a line below what was found.  The
 * answer is kept in the settings; yes can be taken back in the preferences, and
 * no is asked again only after it was put there by hand. */
struct _RdDomainQuestion
{
  AdwBin parent_instance;

  GSettings *settings;
  char      *domain; /* (nullable): that is asked about */

  GtkRevealer *revealer;
  GtkLabel    *label;
};

enum
{
  SIGNAL_LEARNT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RdDomainQuestion, rd_domain_question, ADW_TYPE_BIN)

static void
remember (RdDomainQuestion *self,
          const char       *key)
{
  g_auto (GStrv) domains = g_settings_get_strv (self->settings, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  if (self->domain == NULL || g_strv_contains ((const char *const *) domains, self->domain))
    return;
  g_strv_builder_addv (builder, (const char **) domains);
  g_strv_builder_add (builder, self->domain);
  changed = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, key, (const char *const *) changed);
  rd_keeping_complain (GTK_WIDGET (self), self->settings);
}

static void
yes_clicked_cb (RdDomainQuestion *self)
{
  remember (self, "own-domains");
  rd_domain_question_hide (self);
  g_signal_emit (self, signals[SIGNAL_LEARNT], 0);
}

static void
no_clicked_cb (RdDomainQuestion *self)
{
  remember (self, "other-domains");
  rd_domain_question_hide (self);
}

static void
rd_domain_question_dispose (GObject *object)
{
  RdDomainQuestion *self = RD_DOMAIN_QUESTION (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->domain, g_free);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_DOMAIN_QUESTION);
  G_OBJECT_CLASS (rd_domain_question_parent_class)->dispose (object);
}

static void
rd_domain_question_class_init (RdDomainQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_domain_question_dispose;

  /**
   * RdDomainQuestion::learnt:
   *
   * A domain was added to the user's own.
   */
  signals[SIGNAL_LEARNT] = g_signal_new ("learnt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-domain-question.ui");
  gtk_widget_class_bind_template_child (widget_class, RdDomainQuestion, revealer);
  gtk_widget_class_bind_template_child (widget_class, RdDomainQuestion, label);
  gtk_widget_class_bind_template_callback (widget_class, yes_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_clicked_cb);
}

static void
rd_domain_question_init (RdDomainQuestion *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rd_domain_question_ask:
 * @self: a question
 * @insight: what was read
 *
 * Asks about the domain that @insight makes look like the user's own, unless
 * the answer is known.
 */
void
rd_domain_question_ask (RdDomainQuestion *self,
                        const RdInsight  *insight)
{
  g_auto (GStrv) own = NULL;
  g_auto (GStrv) other = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) known = NULL;
  g_autofree char *unicode = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (RD_IS_DOMAIN_QUESTION (self));

  own = g_settings_get_strv (self->settings, "own-domains");
  other = g_settings_get_strv (self->settings, "other-domains");
  g_strv_builder_addv (builder, (const char **) own);
  g_strv_builder_addv (builder, (const char **) other);
  known = g_strv_builder_end (builder);
  g_free (self->domain);
  self->domain = rd_insight_dup_likely_domain (insight, (const char *const *) known);
  if (self->domain == NULL)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }
  unicode = g_hostname_to_unicode (self->domain);
  /* Translators: %s is a domain such as flowershop.example */
  text = g_strdup_printf (_ ("Is %s your own domain?"),
                          unicode != NULL ? unicode : self->domain);
  rd_outside_set_label (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
rd_domain_question_hide (RdDomainQuestion *self)
{
  g_return_if_fail (RD_IS_DOMAIN_QUESTION (self));

  g_clear_pointer (&self->domain, g_free);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/* (nullable): that is asked about. */
const char *
rd_domain_question_get_domain (RdDomainQuestion *self)
{
  g_return_val_if_fail (RD_IS_DOMAIN_QUESTION (self), NULL);

  return self->domain;
}
