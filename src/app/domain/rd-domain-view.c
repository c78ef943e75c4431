/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-view"

#include "config.h"

#include "rd-domain-view.h"

#include "rd-accessible.h"
#include "rd-appearance.h"
#include "rd-check-row.h"
#include "rd-domain-checks.h"
#include "rd-domain-offers.h"
#include "rd-heading.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-spinner.h"
#include "rd-survey-domain.h"
#include "rd-wrap-layout.h"

#include <glib/gi18n.h>

/* The rows, in the order they are shown; the group of each is that of its
 * findings.  What a check reports beside its own area stands in its row. */
static const struct
{
  const char  *id;
  const char  *title;
  const char  *areas[3];
  RdCheckGroup group;
  gboolean     is_late; /* needs a mail: not shown before it has found something */
} row_kinds[] = {
  { "domain", N_ ("Domain and its DNS servers"), { "domain", "ns" }, RD_CHECK_GROUP_RECEIVE, FALSE },
  { "mx", N_ ("Mail servers (MX)"), { "mx" }, RD_CHECK_GROUP_RECEIVE, FALSE },
  { "resolver", N_ ("The DNS server that is asked"), { "resolver" }, RD_CHECK_GROUP_RECEIVE, FALSE },
  { "spf", N_ ("Who may send (SPF)"), { "spf" }, RD_CHECK_GROUP_TRUST, FALSE },
  { "dkim", N_ ("Signature (DKIM)"), { "dkim" }, RD_CHECK_GROUP_TRUST, FALSE },
  { "dmarc", N_ ("What others do with forged mail (DMARC)"), { "dmarc" }, RD_CHECK_GROUP_TRUST, FALSE },
  { "alignment", N_ ("Same name everywhere (alignment)"), { "alignment" }, RD_CHECK_GROUP_TRUST, TRUE },
  { "requirements", N_ ("Rules of the large providers"), { "requirements" }, RD_CHECK_GROUP_TRUST, FALSE },
  { "ptr", N_ ("Name of the sending server"), { "ptr" }, RD_CHECK_GROUP_SERVER, FALSE },
  { "mta-sts", N_ ("Encryption policy (MTA-STS)"), { "mta-sts" }, RD_CHECK_GROUP_OPTIONAL, FALSE },
  { "tls-rpt", N_ ("Reports about encryption (TLS-RPT)"), { "tls-rpt" }, RD_CHECK_GROUP_OPTIONAL, FALSE },
  { "dane", N_ ("Pinned certificates (DANE)"), { "dane" }, RD_CHECK_GROUP_OPTIONAL, FALSE },
  { "dnssec", N_ ("Signed DNS (DNSSEC)"), { "dnssec" }, RD_CHECK_GROUP_OPTIONAL, FALSE },
  { "bimi", N_ ("Logo beside your mail (BIMI)"), { "bimi" }, RD_CHECK_GROUP_OPTIONAL, FALSE },
};

#define N_ROWS G_N_ELEMENTS (row_kinds)

struct _RdDomainView
{
  AdwBin parent_instance;

  char     *domain; /* (nullable) */
  RdSurvey *survey; /* (nullable): the last one that was begun */
  guint     refresh_id;

  RdCheckRow *rows[N_ROWS];
  GtkWidget  *sections[N_RD_CHECK_GROUPS]; /* heading and rows of a group */
  GtkWidget  *groups[N_RD_CHECK_GROUPS];
  GtkWidget  *group_labels[N_RD_CHECK_GROUPS];

  GtkScrolledWindow *scrolled;
  GtkBox            *content;
  GtkStack          *state_stack;
  GtkImage          *state_image;
  GtkLabel          *state_label;
  RdHeading         *heading;
  GtkLabel          *summary_label;
  GtkLabel          *services_label;
  GtkLabel          *time_label;
  GtkWidget         *buttons;
};

G_DEFINE_FINAL_TYPE (RdDomainView, rd_domain_view, ADW_TYPE_BIN)

/* --- Where findings go -------------------------------------------------------- */

static guint
find_row (const RdFinding *finding)
{
  g_autofree char *area = rd_check_dup_area (finding);

  for (guint i = 0; i < N_ROWS; i++)
    {
      if (g_strv_contains (row_kinds[i].areas, area))
        return i;
    }
  /* An area without a row of its own is about the domain as such. */
  return 0;
}

static GPtrArray *
select_for_row (GPtrArray *findings,
                guint      row)
{
  GPtrArray *selected = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (find_row (finding) == row)
        g_ptr_array_add (selected, finding);
    }
  return selected;
}

static void
show_groups (RdDomainView *self,
             GPtrArray    *findings)
{
  gboolean is_busy[N_RD_CHECK_GROUPS] = { FALSE };
  gboolean is_shown[N_RD_CHECK_GROUPS] = { FALSE };

  for (guint i = 0; i < N_ROWS; i++)
    {
      is_busy[row_kinds[i].group] |= rd_check_row_get_busy (self->rows[i]) && gtk_widget_get_visible (GTK_WIDGET (self->rows[i]));
      is_shown[row_kinds[i].group] |= gtk_widget_get_visible (GTK_WIDGET (self->rows[i]));
    }
  for (guint group = 0; group < N_RD_CHECK_GROUPS; group++)
    {
      RdFindingState state = rd_check_group_get_state (findings, group);
      gboolean       has_word = !is_busy[group] && group != RD_CHECK_GROUP_OPTIONAL;

      gtk_widget_set_visible (self->sections[group], is_shown[group]);
      gtk_widget_set_opacity (self->group_labels[group], has_word ? 1 : 0);
      rd_state_label_set (GTK_LABEL (self->group_labels[group]), state, has_word ? rd_finding_state_get_label (state) : "");
    }
}

static char *
dup_services (RdDomainView *self)
{
  RdEvidence *evidence = rd_survey_get_evidence (self->survey);
  const char *mail = rd_survey_find_mail_service (evidence, self->domain);
  const char *dns = rd_survey_find_dns_service (evidence, self->domain);

  if (mail != NULL && dns != NULL)
    /* Translators: two companies: “Mail at Microsoft 365, DNS at Cloudflare” */
    return g_strdup_printf (_ ("Mail at %s, DNS at %s"), mail, dns);
  if (mail != NULL)
    return g_strdup_printf (_ ("Mail at %s"), mail);
  return dns != NULL ? g_strdup_printf (_ ("DNS at %s"), dns) : NULL;
}

static void
refresh (RdDomainView *self)
{
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (self->survey);
  g_autofree char *services = dup_services (self);

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (GPtrArray) selected = select_for_row (findings, i);

      if (selected->len == 0)
        continue;
      rd_check_row_set_findings (self->rows[i], selected, rd_survey_get_evidence (self->survey));
      rd_check_row_set_busy (self->rows[i], FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), TRUE);
    }
  show_groups (self, findings);
  rd_outside_set_label (self->services_label, services);
  gtk_widget_set_visible (GTK_WIDGET (self->services_label), services != NULL);
}

static gboolean
refresh_cb (gpointer data)
{
  RdDomainView *self = data;

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* Answers that arrive together are shown together. */
static void
findings_changed_cb (RdDomainView *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
let_go_of_survey (RdDomainView *self)
{
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->survey != NULL)
    g_signal_handlers_disconnect_by_data (rd_survey_get_findings (self->survey), self);
  g_clear_object (&self->survey);
}

/* --- The widget ----------------------------------------------------------------- */

/* The title of a preferences group does not wrap when there is a word beside it,
 * so the heading is made here. */
static void
add_group (RdDomainView *self,
           RdCheckGroup  group)
{
  const char *title = rd_check_group_get_title (group);
  GtkWidget  *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget  *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget  *title_label = gtk_label_new (title);
  GtkWidget  *word_label = gtk_label_new ("");
  GtkWidget  *rows = adw_preferences_group_new ();

  gtk_widget_add_css_class (title_label, "heading");
  gtk_widget_set_hexpand (title_label, TRUE);
  gtk_label_set_wrap (GTK_LABEL (title_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (title_label), 0);
  gtk_widget_add_css_class (word_label, "heading");
  gtk_widget_set_valign (word_label, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (heading), title_label);
  gtk_box_append (GTK_BOX (heading), word_label);
  gtk_box_append (GTK_BOX (section), heading);
  gtk_box_append (GTK_BOX (section), rows);
  gtk_box_append (self->content, section);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title_label, NULL, -1);
  rd_accessible_name_lists (rows, title);
  self->sections[group] = section;
  self->groups[group] = rows;
  self->group_labels[group] = word_label;
}

static void
add_groups (RdDomainView *self)
{
  for (guint group = 0; group < N_RD_CHECK_GROUPS; group++)
    add_group (self, group);
  for (guint i = 0; i < N_ROWS; i++)
    {
      self->rows[i] = RD_CHECK_ROW (rd_check_row_new (row_kinds[i].id, _ (row_kinds[i].title), "domain.retry"));
      rd_domain_offers_add (self->rows[i], row_kinds[i].id);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->groups[row_kinds[i].group]), GTK_WIDGET (self->rows[i]));
    }
}

static void
rd_domain_view_dispose (GObject *object)
{
  RdDomainView *self = RD_DOMAIN_VIEW (object);

  let_go_of_survey (self);
  g_clear_pointer (&self->domain, g_free);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_DOMAIN_VIEW);
  G_OBJECT_CLASS (rd_domain_view_parent_class)->dispose (object);
}

static void
rd_domain_view_class_init (RdDomainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_domain_view_dispose;

  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_SPINNER);
  g_type_ensure (RD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/domain/rd-domain-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, content);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, state_stack);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, state_label);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, heading);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, services_label);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, time_label);
  gtk_widget_class_bind_template_child (widget_class, RdDomainView, buttons);
}

static void
rd_domain_view_init (RdDomainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_groups (self);
}

static void
forget_rows (RdDomainView *self)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();

  for (guint i = 0; i < N_ROWS; i++)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->rows[i]), FALSE);
      rd_check_row_set_findings (self->rows[i], nothing, evidence);
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), !row_kinds[i].is_late);
    }
}

/**
 * rd_domain_view_begin:
 * @self: a view
 * @domain: what is looked at
 * @survey: the survey, about to run
 *
 * Shows what @survey finds, as it finds it.  What was found about the same
 * domain before stays until it is known anew.
 */
void
rd_domain_view_begin (RdDomainView *self,
                      const char   *domain,
                      RdSurvey     *survey)
{
  gboolean is_new;
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();

  g_return_if_fail (RD_IS_DOMAIN_VIEW (self));
  g_return_if_fail (domain != NULL && RD_IS_SURVEY (survey));

  is_new = g_strcmp0 (self->domain, domain) != 0;
  let_go_of_survey (self);
  self->survey = g_object_ref (survey);
  g_signal_connect_swapped (rd_survey_get_findings (survey), "items-changed", G_CALLBACK (findings_changed_cb), self);
  if (is_new)
    {
      g_free (self->domain);
      self->domain = g_strdup (domain);
      forget_rows (self);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
      gtk_widget_set_visible (GTK_WIDGET (self->services_label), FALSE);
    }
  for (guint i = 0; i < N_ROWS; i++)
    rd_check_row_set_busy (self->rows[i], TRUE);
  show_groups (self, nothing);
  rd_heading_set_text (self->heading, domain);
  gtk_stack_set_visible_child_name (self->state_stack, "busy");
  rd_state_label_set (self->state_label, RD_FINDING_UNKNOWN, _ ("Checking…"));
  gtk_label_set_text (self->summary_label, _ ("The servers are being asked. What they say is shown as it comes."));
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), FALSE);
  gtk_widget_set_visible (self->buttons, FALSE);
}

static void
show_time (RdDomainView *self,
           gboolean      was_completed)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (now, "%X");
  /* Translators: a time of day */
  g_autofree char *text = g_strdup_printf (was_completed ? _ ("Checked at %s") : _ ("Stopped at %s; what was not asked could not be checked"), clock);

  gtk_label_set_text (self->time_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), TRUE);
}

/**
 * rd_domain_view_end:
 * @self: a view
 * @was_completed: whether the survey was not stopped
 *
 * Shows the result as a whole.
 */
void
rd_domain_view_end (RdDomainView *self,
                    gboolean      was_completed)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *summary = NULL;
  RdFindingState   state;

  g_return_if_fail (RD_IS_DOMAIN_VIEW (self));
  g_return_if_fail (self->survey != NULL);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  findings = rd_survey_dup_findings (self->survey);
  summary = rd_check_dup_summary (findings);
  state = rd_check_get_overall_state (findings);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (GPtrArray) selected = select_for_row (findings, i);

      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), selected->len > 0);
      rd_check_row_set_busy (self->rows[i], FALSE);
    }
  refresh (self);
  gtk_stack_set_visible_child_name (self->state_stack, "state");
  rd_state_image_set (self->state_image, state);
  rd_state_label_set (self->state_label, state, rd_finding_state_get_label (state));
  gtk_label_set_text (self->summary_label, summary);
  show_time (self, was_completed);
  gtk_widget_set_visible (self->buttons, TRUE);
}

void
rd_domain_view_clear (RdDomainView *self)
{
  g_return_if_fail (RD_IS_DOMAIN_VIEW (self));

  let_go_of_survey (self);
  g_clear_pointer (&self->domain, g_free);
}

/**
 * rd_domain_view_get_findings:
 * @self: a view
 * @check_id: id of a check, as “domain.retry” names it
 *
 * Returns: (transfer none) (nullable) (element-type RdFinding): what its row
 *   shows
 */
GPtrArray *
rd_domain_view_get_findings (RdDomainView *self,
                             const char   *check_id)
{
  g_return_val_if_fail (RD_IS_DOMAIN_VIEW (self), NULL);

  for (guint i = 0; i < N_ROWS; i++)
    {
      if (g_strcmp0 (row_kinds[i].id, check_id) == 0)
        return rd_check_row_get_findings (self->rows[i]);
    }
  return NULL;
}

/* Screen readers then read the result: GTK 4.8 has no way to announce it. */
void
rd_domain_view_focus_heading (RdDomainView *self)
{
  g_return_if_fail (RD_IS_DOMAIN_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
