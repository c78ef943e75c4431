/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-build.h"
#include "rd-report-sheet.h"

G_BEGIN_DECLS

/* What the report will look like, and the ways to get it to somebody.  Every
 * change makes a new one; until it is there the old one can be seen, but not
 * sent: it may tell what was just to be hidden. */
struct _RdReportSheet
{
  AdwWindow parent_instance;

  GPtrArray            *one;    /* (element-type RdBounceEntry): the one that is shown */
  GPtrArray            *all;    /* (element-type RdBounceEntry) */
  GBytes               *source; /* (nullable): of the one */
  RdReportSurvey       *survey; /* (nullable): instead of bounces */
  RdLog                *log;    /* (nullable): instead of both */
  gboolean              is_open;
  RdBuiltReport        *built; /* (nullable) */
  GCancellable         *loading;
  GCancellable         *building; /* (nullable): set while one is made */
  char                **attached; /* (nullable): files of the last mail */
  GtkFileChooserNative *chooser;  /* (nullable) */

  GtkSpinner  *spinner;
  AdwComboRow *reader_row;
  AdwComboRow *extent_row;
  AdwComboRow *language_row;
  GtkSwitch   *recipients_switch;
  GtkSwitch   *subject_switch;
  GtkSwitch   *source_switch;
  GtkWidget   *source_row;
  GtkWidget   *hide_group;
  GtkLabel    *pages_label;
  GtkBox      *pages_box;
};

/* What the files of the sheet do for each other. */
GPtrArray *_rd_report_sheet_get_entries (RdReportSheet *self);
char      *_rd_report_sheet_dup_about (RdReportSheet *self);
void       _rd_report_sheet_show_error (RdReportSheet *self, const char *heading, const GError *error);
void       _rd_report_sheet_install_delivery (GtkWidgetClass *widget_class);

G_END_DECLS
