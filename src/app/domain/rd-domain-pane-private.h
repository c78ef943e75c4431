/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-domain-pane.h"
#include "rd-domain-view.h"
#include "rd-progress.h"
#include "rd-proposals.h"
#include "rd-survey.h"

G_BEGIN_DECLS

/* Whether a domain is set up as it should be: what others ask, one question a row,
 * and what to do about it. */
struct _RdDomainPane
{
  RdPane parent_instance;

  GSettings    *settings;
  char         *domain;      /* (nullable): what is shown */
  GPtrArray    *mails;       /* (element-type RdMail): mails of that domain */
  GPtrArray    *selectors;   /* (element-type utf8): names of keys the user gave */
  gboolean      may_greet;   /* the user wishes that the mail servers are greeted */
  RdSurvey     *survey;      /* (nullable): of what is shown, running or not */
  RdSurvey     *wanted;      /* (nullable): waits for consent */
  GCancellable *cancellable; /* (nullable): set while checking */
  guint         progress_id;
  gboolean      has_consent; /* for what is shown */

  GtkEditable  *entry;
  GtkLabel     *error_label;
  RdProgress   *progress;
  GtkStack     *stack;
  GtkWidget    *last_group;
  GtkListBox   *last_list;
  RdDomainView *view;
};

/* What the files of the pane do for each other. */
void     _rd_domain_pane_abandon (RdDomainPane *self);
void     _rd_domain_pane_forget_subject (RdDomainPane *self);
void     _rd_domain_pane_start (RdDomainPane *self, RdEvidence *known, const RdAgain *again);
gboolean _rd_domain_pane_take (RdPane *pane, GPtrArray *sources);

G_END_DECLS
