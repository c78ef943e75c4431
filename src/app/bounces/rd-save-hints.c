/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-save-hints"

#include "config.h"

#include "rd-save-hints.h"

#include "rd-accessible.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *program;
  const char *steps;
} Hint;

static const Hint hints[] = {
  {
      N_ ("Gmail in the browser"),
          N_ ("Open the message. Click the three dots at its top right and choose “Download message”. "
          "Or choose “Show original” and then “Download Original”."),
      },
      {
          N_ ("Outlook in the browser, and the new Outlook"),
              N_ ("Open the message. Click the three dots at its top right and choose “Save as” or “Download”."),
          },
          {
              N_ ("Classic Outlook for Windows"),
                  N_ ("Drag the message from the list to the desktop: it becomes a .msg file, which can be opened here."),
              },
              {
                  N_ ("Thunderbird"),
                      N_ ("Select the message and press Ctrl+S, or choose Save As › File. You can also select several at once."),
                  },
                  {
                      N_ ("Apple Mail"),
                          N_ ("Select the message, choose File › Save As and set the format to “Raw Message Source”."),
                      },
                      {
                          N_ ("Webmail of a web host (Roundcube, cPanel)"),
                              N_ ("Open the message, click “More” and choose “Download” or “Save as .eml”. “Show source” works too: copy all of it and paste it here."),
                          },
                          {
                              N_ ("Evolution"),
                                  N_ ("Select the message and choose File › Save as mbox. Or drag it from the list onto this window."),
                              },
                              {
                                  N_ ("Geary"),
                                      N_ ("Open the menu of the message and choose “View Source”, then save it or copy all of it."),
                                  },
                                  {
                                      N_ ("iPhone and Android"),
                                          N_ ("Mail programs on phones cannot save a message completely. Copy the whole text of the notice and send it to yourself, "
          "or open the same mailbox on a computer."),
                                      },
                              };

static GtkWidget *
new_hint_row (const Hint *hint)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *inner = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (_ (hint->steps));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (hint->program));
  rd_accessible_name_expander (row);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "rd-hint");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inner), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inner), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (hint->steps), -1);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inner);
  return row;
}

/**
 * rd_save_hints_new:
 * @parent: the window that asks
 *
 * Returns: (transfer floating): a window that was not shown yet
 */
GtkWindow *
rd_save_hints_new (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Saving the Message"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 640);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("The saved message tells more than its visible text: which server refused it and which one sent it. "
                                            "Open the file here, or drop it on the window."));
  for (gsize i = 0; i < G_N_ELEMENTS (hints); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_hint_row (&hints[i]));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  rd_accessible_name_lists (window, _ ("Saving the Message"));
  return GTK_WINDOW (window);
}
