/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklists-pane.h"
#include "rd-listing-changes.h"
#include "rd-listing-choices.h"
#include "rd-listing-groups.h"
#include "rd-listing-offers.h"
#include "rd-listing-verdict.h"
#include "rd-pace.h"
#include "rd-survey-blocklists.h"

G_BEGIN_DECLS

/* Whether an address or a domain stands on the lists of senders that are refused. */
struct _RdBlocklistsPane
{
  RdPane parent_instance;

  GSettings    *settings;
  RdBlocklists *lists;

  RdSurvey         *survey;       /* (nullable): of what is shown */
  char             *subject;      /* (nullable): of what is shown */
  RdBlocklistsFlags flags;        /* how what is shown was asked */
  GPtrArray        *named;        /* (element-type RdNamedList) (nullable): what bounces say */
  GCancellable     *cancellable;  /* (nullable): set while @survey runs */
  RdSurvey         *next_survey;  /* (nullable): set while consent is asked for */
  RdSources        *next_sources; /* (nullable): as above */
  char             *next_subject; /* (nullable): as above */
  RdBlocklistsFlags next_flags;   /* as above */
  guint             update_id;
  RdPace           *rest;   /* what comes below the answers */
  guint             n_rest; /* of that, what is there */

  GtkEditable       *entry;
  GtkLabel          *error_label;
  GtkStack          *stack;
  GtkScrolledWindow *scrolled;
  RdListingVerdict  *verdict;
  RdListingOffers   *offers;
  RdListingOffers   *candidates;
  RdListingChanges  *changes;
  RdListingGroups   *groups;
  RdListingChoices  *choices;
  GtkWidget         *private_note;
};

/* What the files of the pane do for each other. */
GPtrArray *_rd_blocklists_pane_dup_listings (RdBlocklistsPane *self);
void       _rd_blocklists_pane_forget_run (RdBlocklistsPane *self);
void       _rd_blocklists_pane_start_run (RdBlocklistsPane *self);
gboolean   _rd_blocklists_pane_show_rest (gpointer data);

G_END_DECLS
