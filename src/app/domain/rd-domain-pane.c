/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-pane"

#include "config.h"

#include "rd-domain-pane-private.h"

#include "rd-complaint.h"
#include "rd-consent.h"
#include "rd-domain-record.h"
#include "rd-ip.h"
#include "rd-last-domains.h"
#include "rd-pill.h"
#include "rd-proposals.h"
#include "rd-subject.h"
#include "rd-survey-domain.h"

#include <glib/gi18n.h>

/* Answers come one by one; more often than this nobody could read. */
#define PROGRESS_INTERVAL_MS 250

/* Servers that have not answered by then will not; single questions give up
 * earlier. */
#define DEADLINE_MS 30000

G_DEFINE_FINAL_TYPE (RdDomainPane, rd_domain_pane, RD_TYPE_PANE)

/* --- The entry -------------------------------------------------------------------- */

static void
complain (RdDomainPane *self,
          const char   *sentence)
{
  rd_complaint_show (self->error_label, GTK_WIDGET (self->entry), sentence);
}

static void
entry_changed_cb (RdDomainPane *self)
{
  rd_complaint_hide (self->error_label, GTK_WIDGET (self->entry));
}

/* Returns the domain, or NULL after saying at the entry what is wrong. */
static char *
read_entry (RdDomainPane *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = NULL;
  RdIp             ip;

  if (*text == '\0')
    {
      complain (self, _ ("Which domain? It is what stands after the @ in your mail address."));
      return NULL;
    }
  domain = rd_subject_parse (text, &error);
  if (domain == NULL)
    complain (self, error->message);
  else if (rd_ip_parse (domain, &ip))
    complain (self, _ ("This is the address of a server. Give the domain your mail is sent from, such as example.com."));
  else
    return g_steal_pointer (&domain);
  return NULL;
}

/* --- Domains checked before --------------------------------------------------------- */

static void
last_activated_cb (RdDomainPane  *self,
                   GtkListBoxRow *row)
{
  rd_pane_check (RD_PANE (self), rd_last_domains_get (row));
}

static void
show_last_domains (RdDomainPane *self)
{
  gtk_widget_set_visible (self->last_group, rd_last_domains_show (self->settings, self->last_list));
}

/* --- Checking ------------------------------------------------------------------------- */

static gboolean
progress_cb (gpointer data)
{
  RdDomainPane    *self = data;
  guint            n_questions = rd_survey_get_n_questions (self->survey);
  guint            n_answers = rd_survey_get_n_answers (self->survey);
  g_autofree char *text = g_strdup_printf (ngettext ("%u of %u question answered", "%u of %u questions answered", n_questions), n_answers, n_questions);

  rd_progress_show (self->progress, text, n_questions > 0 ? (double) n_answers / n_questions : 0);
  return G_SOURCE_CONTINUE;
}

static void
stop_progress (RdDomainPane *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  rd_progress_end (self->progress);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (RdDomainPane) self = data;
  gboolean was_completed = rd_survey_run_finish (RD_SURVEY (object), result, NULL);

  /* Another check may have begun, or the window be gone. */
  if (self->survey != RD_SURVEY (object))
    return;
  g_clear_object (&self->cancellable);
  stop_progress (self);
  rd_domain_view_end (self->view, was_completed);
  if (was_completed)
    rd_domain_record_note (self->survey, self->domain);
}

static void
run (RdDomainPane *self)
{
  gboolean was_empty = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "empty");

  g_set_object (&self->survey, self->wanted);
  g_clear_object (&self->wanted);
  self->has_consent = TRUE;
  self->cancellable = g_cancellable_new ();
  rd_last_domains_remember (self->settings, self->domain);
  rd_domain_view_begin (self->view, self->domain, self->survey);
  gtk_stack_set_visible_child_name (self->stack, "results");
  if (was_empty)
    rd_domain_view_focus_heading (self->view);
  rd_progress_begin (self->progress);
  self->progress_id = g_timeout_add (PROGRESS_INTERVAL_MS, progress_cb, self);
  rd_survey_run_async (self->survey, self->cancellable, run_cb, g_object_ref (self));
}

static void
consent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  RdDomainPane *self = RD_DOMAIN_PANE (object);
  g_autoptr (RdSurvey) survey = data;
  gboolean is_given = rd_consent_ask_finish (GTK_WIDGET (self), result);

  if (self->wanted != survey)
    return;
  if (is_given)
    {
      run (self);
      return;
    }
  g_clear_object (&self->wanted);
  self->may_greet = FALSE;
  /* What is shown is still that of the survey before, if there was one. */
  if (self->survey == NULL)
    {
      g_clear_pointer (&self->domain, g_free);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static RdDomainSubject *
new_subject (RdDomainPane *self)
{
  RdDomainSubject *subject = rd_domain_subject_new (self->domain);

  for (guint i = 0; i < self->mails->len; i++)
    rd_domain_subject_add_mail (subject, g_ptr_array_index (self->mails, i));
  for (guint i = 0; i < self->selectors->len; i++)
    rd_domain_subject_add_selector (subject, g_ptr_array_index (self->selectors, i));
  subject->may_greet = self->may_greet;
  return subject;
}

/* Sources are new each time: what they have kept in memory may be out of date,
 * and the computer may have moved to another network. */
void
_rd_domain_pane_start (RdDomainPane  *self,
                       RdEvidence    *known,
                       const RdAgain *again)
{
  g_autofree char *servers = g_settings_get_string (self->settings, "dns-servers");
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_sources_new (*servers != '\0' ? servers : NULL, &error);

  if (sources == NULL)
    {
      complain (self, error->message);
      return;
    }
  g_clear_object (&self->wanted);
  self->wanted = rd_survey_new_domain (known, sources, new_subject (self));
  rd_survey_set_deadline (self->wanted, DEADLINE_MS);
  if (again != NULL)
    rd_survey_add_proposals (self->wanted, again->findings, again->before);
  if (self->has_consent)
    run (self);
  else
    rd_consent_ask_async (GTK_WIDGET (self), self->wanted, sources, self->domain, self->may_greet ? NULL : "always-check-domains", consent_cb, g_object_ref (self->wanted));
}

/* Lets go of a run that goes on until its questions have noticed. */
void
_rd_domain_pane_abandon (RdDomainPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->survey);
  g_clear_object (&self->wanted);
  stop_progress (self);
}

/* What was learnt about one domain says nothing about the next. */
void
_rd_domain_pane_forget_subject (RdDomainPane *self)
{
  g_clear_pointer (&self->domain, g_free);
  g_ptr_array_set_size (self->mails, 0);
  g_ptr_array_set_size (self->selectors, 0);
  self->may_greet = FALSE;
  self->has_consent = FALSE;
}

static void
start_domain (RdDomainPane *self,
              const char   *domain)
{
  _rd_domain_pane_abandon (self);
  if (g_strcmp0 (self->domain, domain) != 0)
    {
      _rd_domain_pane_forget_subject (self);
      self->domain = g_strdup (domain);
    }
  _rd_domain_pane_start (self, NULL, NULL);
}

static void
check_cb (RdDomainPane *self)
{
  g_autofree char *domain = read_entry (self);

  if (domain != NULL)
    start_domain (self, domain);
}

static void
check_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  check_cb (RD_DOMAIN_PANE (widget));
}

static void
rd_domain_pane_check (RdPane     *pane,
                      const char *subject)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);

  gtk_editable_set_text (self->entry, subject);
  check_cb (self);
}

/* --- Checking again --------------------------------------------------------------------- */

static void
rd_domain_pane_check_again (RdPane *pane)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);
  g_autoptr (RdAgain) again = NULL;

  if (self->survey == NULL || self->cancellable != NULL)
    return;
  again = rd_again_new (self->survey);
  _rd_domain_pane_start (self, again->known, again);
}

static void
check_again_action_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  rd_domain_pane_check_again (RD_PANE (widget));
}

static void
retry_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  RdDomainPane *self = RD_DOMAIN_PANE (widget);
  GPtrArray    *findings = rd_domain_view_get_findings (self->view, g_variant_get_string (parameter, NULL));
  g_autoptr (RdEvidence) known = NULL;

  if (findings == NULL || self->survey == NULL || self->cancellable != NULL)
    return;
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state <= RD_FINDING_UNKNOWN)
        rd_survey_forget_finding (self->survey, finding);
    }
  known = rd_evidence_copy (rd_survey_get_evidence (self->survey));
  _rd_domain_pane_start (self, known, NULL);
}

/* --- Asking more -------------------------------------------------------------------------- */

static void
start_more (RdDomainPane *self)
{
  g_autoptr (RdEvidence) known = rd_evidence_copy (rd_survey_get_evidence (self->survey));

  _rd_domain_pane_start (self, known, NULL);
}

static void
use_selector_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  RdDomainPane *self = RD_DOMAIN_PANE (widget);

  if (self->survey == NULL || self->cancellable != NULL)
    return;
  g_ptr_array_add (self->selectors, g_variant_dup_string (parameter, NULL));
  start_more (self);
}

/* Other computers than the DNS server get to know, so this has a consent of its
 * own. */
static void
greet_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  RdDomainPane *self = RD_DOMAIN_PANE (widget);

  if (self->survey == NULL || self->cancellable != NULL)
    return;
  self->may_greet = TRUE;
  self->has_consent = FALSE;
  start_more (self);
}

/* --- The page ---------------------------------------------------------------------------------- */

static gboolean
rd_domain_pane_cancel (RdPane *pane)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);

  if (self->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
rd_domain_pane_start_over (RdPane *pane)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);

  _rd_domain_pane_abandon (self);
  _rd_domain_pane_forget_subject (self);
  rd_domain_view_clear (self->view);
  gtk_editable_set_text (self->entry, "");
  entry_changed_cb (self);
  show_last_domains (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  rd_pane_find (pane);
}

static char *
rd_domain_pane_dup_summary (RdPane *pane)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);

  return self->survey != NULL ? rd_domain_record_dup_text (self->survey, self->domain) : NULL;
}

/* Not while checking: what is still open would read as could not check. */
static gboolean
rd_domain_pane_send_report (RdPane *pane)
{
  RdDomainPane *self = RD_DOMAIN_PANE (pane);

  if (self->survey == NULL || self->cancellable != NULL)
    return FALSE;
  rd_domain_record_report (self->survey, self->domain, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  return TRUE;
}

static void
rd_domain_pane_dispose (GObject *object)
{
  RdDomainPane *self = RD_DOMAIN_PANE (object);

  if (self->settings != NULL)
    _rd_domain_pane_abandon (self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (rd_domain_pane_parent_class)->dispose (object);
}

static void
rd_domain_pane_finalize (GObject *object)
{
  RdDomainPane *self = RD_DOMAIN_PANE (object);

  g_free (self->domain);
  g_ptr_array_unref (self->mails);
  g_ptr_array_unref (self->selectors);
  G_OBJECT_CLASS (rd_domain_pane_parent_class)->finalize (object);
}

static void
rd_domain_pane_class_init (RdDomainPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdPaneClass    *pane_class = RD_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_domain_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = rd_domain_pane_finalize;

  pane_class->name = "domain";
  pane_class->title = N_ ("Domain");
  pane_class->icon_name = "rd-globe-symbolic";
  pane_class->take = _rd_domain_pane_take;
  pane_class->check = rd_domain_pane_check;
  pane_class->check_again = rd_domain_pane_check_again;
  pane_class->cancel = rd_domain_pane_cancel;
  pane_class->start_over = rd_domain_pane_start_over;
  pane_class->send_report = rd_domain_pane_send_report;
  pane_class->dup_summary = rd_domain_pane_dup_summary;

  g_type_ensure (RD_TYPE_DOMAIN_VIEW);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_PROGRESS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/domain/rd-domain-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, entry);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, error_label);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, progress);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, last_group);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, last_list);
  gtk_widget_class_bind_template_child (widget_class, RdDomainPane, view);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_activated_cb);
  gtk_widget_class_install_action (widget_class, "domain.check", NULL, check_action_cb);
  gtk_widget_class_install_action (widget_class, "domain.check-again", NULL, check_again_action_cb);
  gtk_widget_class_install_action (widget_class, "domain.retry", "s", retry_action_cb);
  gtk_widget_class_install_action (widget_class, "domain.use-selector", "s", use_selector_action_cb);
  gtk_widget_class_install_action (widget_class, "domain.greet", NULL, greet_action_cb);
}

static void
rd_domain_pane_init (RdDomainPane *self)
{
  g_auto (GStrv) own_domains = NULL;

  self->settings = g_settings_new (APP_ID);
  self->mails = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_mail_unref);
  self->selectors = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_pane_set_entry (RD_PANE (self), GTK_WIDGET (self->entry));
  own_domains = g_settings_get_strv (self->settings, "own-domains");
  if (own_domains[0] != NULL)
    gtk_editable_set_text (self->entry, own_domains[0]);
  show_last_domains (self);
}

gboolean
rd_domain_pane_is_checking (RdDomainPane *self)
{
  g_return_val_if_fail (RD_IS_DOMAIN_PANE (self), FALSE);

  return self->cancellable != NULL;
}
