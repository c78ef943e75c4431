/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_PANE (rd_pane_get_type ())
G_DECLARE_DERIVABLE_TYPE (RdPane, rd_pane, RD, PANE, AdwBin)

/**
 * RdPaneClass:
 * @name: stable name of the page
 * @title: its title, a msgid
 * @icon_name: its symbolic icon
 * @take: (nullable): looks at what was opened, dropped or pasted; answers
 *   whether the pane takes it
 * @check: (nullable): looks at a domain or an address, as if it had been typed
 * @check_again: (nullable): asks once more what was asked for what is shown
 * @cancel: (nullable): stops what is running; answers whether anything was
 * @go_back: (nullable): leaves the detail for the list in a narrow window
 * @find: puts the cursor where one types; see rd_pane_set_entry()
 * @turned: (nullable): list and detail stand side by side now, or take turns, or
 *   the other one is shown; see rd_pane_set_leaflet()
 * @start_over: (nullable): forgets everything shown
 * @send_report: (nullable): opens the sheet with a report; answers whether there
 *   is anything to report
 * @dup_summary: (nullable): what is shown, as text to copy
 *
 * A page of the window.  The window knows panes only through this class; to
 * add one, write a subclass and name its type in the window's table.
 */
struct _RdPaneClass
{
  AdwBinClass parent_class;

  const char *name;
  const char *title;
  const char *icon_name;

  gboolean (*take) (RdPane    *self,
                    GPtrArray *sources);
  void (*check) (RdPane     *self,
                 const char *subject);
  void (*check_again) (RdPane *self);
  gboolean (*cancel) (RdPane *self);
  void (*go_back) (RdPane *self);
  void (*find) (RdPane *self);
  void (*turned) (RdPane *self);
  void (*start_over) (RdPane *self);
  gboolean (*send_report) (RdPane *self);
  char *(*dup_summary) (RdPane *self);
};

gboolean rd_pane_take (RdPane    *self,
                       GPtrArray *sources);
void     rd_pane_check (RdPane     *self,
                        const char *subject);
void     rd_pane_check_again (RdPane *self);
gboolean rd_pane_cancel (RdPane *self);
void     rd_pane_go_back (RdPane *self);
void     rd_pane_find (RdPane *self);
void     rd_pane_start_over (RdPane *self);
gboolean rd_pane_send_report (RdPane *self);
char    *rd_pane_dup_summary (RdPane *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean rd_pane_get_can_go_back (RdPane *self);
void     rd_pane_set_can_go_back (RdPane  *self,
                                  gboolean can_go_back);

void     rd_pane_set_entry (RdPane    *self,
                            GtkWidget *entry);
void     rd_pane_set_leaflet (RdPane     *self,
                              AdwLeaflet *leaflet,
                              GtkWidget  *list,
                              GtkWidget  *detail);
gboolean rd_pane_is_narrow (RdPane *self);
gboolean rd_pane_shows_only_list (RdPane *self);
gboolean rd_pane_shows_only_detail (RdPane *self);
void     rd_pane_turn_to_list (RdPane *self);
void     rd_pane_turn_to_detail (RdPane *self);

G_END_DECLS
