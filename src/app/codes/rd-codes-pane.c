/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-codes-pane"

#include "config.h"

#include "rd-codes-pane.h"

#include "rd-lookup.h"
#include "rd-pill.h"
#include "rd-source.h"
#include "rd-topic-item.h"
#include "rd-topic-row.h"
#include "rd-topic-view.h"

#include <glib/gi18n.h>
#include <string.h>

/* More hits than that are not looked through but narrowed down. */
#define MAX_HITS 60

/* What is longer is a message and not the answer of a server. */
#define MAX_PASTED_BYTES 1500
#define MAX_PASTED_LINES 8

/* How far one can go back. */
#define MAX_TRAIL 50

struct _RdCodesPane
{
  RdPane parent_instance;

  GSettings          *settings;
  RdLookup           *lookup;
  GListStore         *store; /* (element-type RdTopicItem) */
  GtkSingleSelection *selection;
  char               *query;        /* what was searched for last */
  GArray             *trail;        /* (element-type RdTopic): what was shown before */
  gboolean            came_by_link; /* the list was never seen: there is no way back to it */
  gboolean            is_filling;

  AdwLeaflet  *leaflet;
  GtkWidget   *sidebar;
  GtkEditable *search_entry;
  GtkLabel    *summary_label;
  GtkStack    *list_stack;
  GtkListView *list_view;
  GtkStack    *detail;
  RdTopicView *view; /* (unowned) (nullable): made when first shown */
};

G_DEFINE_FINAL_TYPE (RdCodesPane, rd_codes_pane, RD_TYPE_PANE)

static void
update_back (RdCodesPane *self)
{
  gboolean covers_list = rd_pane_shows_only_detail (RD_PANE (self));

  rd_pane_set_can_go_back (RD_PANE (self), self->trail->len > 0 || (covers_list && !self->came_by_link));
}

/* In a narrow window a selected line would look chosen while the list is shown,
 * and choosing it again would change nothing. */
static void
rd_codes_pane_turned (RdPane *pane)
{
  RdCodesPane *self = RD_CODES_PANE (pane);

  if (rd_pane_shows_only_list (pane))
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  update_back (self);
}

static void
show_topic (RdCodesPane   *self,
            const RdTopic *topic)
{
  RdHosting hosting = (RdHosting) g_settings_get_enum (self->settings, "hosting");

  rd_topic_view_set_topic (self->view, topic, hosting);
  gtk_stack_set_visible_child (self->detail, GTK_WIDGET (self->view));
}

static void
turn_to_detail (RdCodesPane *self)
{
  rd_pane_turn_to_detail (RD_PANE (self));
  rd_topic_view_focus_heading (self->view);
}

static void
open_topic_cb (RdCodesPane   *self,
               const RdTopic *topic)
{
  const RdTopic *shown = rd_topic_view_get_topic (self->view);
  RdTopic        next = *topic;

  if (self->trail->len == MAX_TRAIL)
    g_array_remove_index (self->trail, 0);
  g_array_append_val (self->trail, *shown);
  show_topic (self, &next);
  turn_to_detail (self);
  update_back (self);
}

/* Made when there is something to show: the page waits for it. */
static void
ensure_view (RdCodesPane *self)
{
  if (self->view != NULL)
    return;
  self->view = g_object_new (RD_TYPE_TOPIC_VIEW, NULL);
  g_signal_connect_object (self->view, "open-topic", G_CALLBACK (open_topic_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->detail, GTK_WIDGET (self->view));
}

static void
selected_cb (RdCodesPane *self)
{
  RdTopicItem   *item = gtk_single_selection_get_selected_item (self->selection);
  const RdTopic *topic = item != NULL ? rd_topic_item_get_topic (item) : NULL;

  if (topic == NULL)
    return;
  ensure_view (self);
  g_array_set_size (self->trail, 0);
  show_topic (self, topic);
  if (rd_pane_is_narrow (RD_PANE (self)) && !self->is_filling)
    turn_to_detail (self);
  update_back (self);
}

/* --- The list --------------------------------------------------------------------- */

static void
take_items (RdCodesPane *self,
            GPtrArray   *items)
{
  self->is_filling = TRUE;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  self->is_filling = FALSE;
}

/* With nothing asked: all reasons, by family. */
static void
show_all (RdCodesPane *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const RdCause *last = NULL;

  for (guint i = 0; i < rd_cause_get_n (); i++)
    {
      const RdCause *cause = rd_cause_nth (i);
      RdTopic        topic;

      if (last == NULL || last->family != cause->family)
        g_ptr_array_add (items, rd_topic_item_new_heading (rd_family_get_label (cause->family)));
      rd_topic_init_cause (&topic, cause);
      g_ptr_array_add (items, rd_topic_item_new (&topic));
      last = cause;
    }
  take_items (self, items);
  gtk_label_set_text (self->summary_label, _ ("All reasons why mail comes back"));
  gtk_stack_set_visible_child_name (self->list_stack, "list");
}

static void
summarise (RdCodesPane  *self,
           const GArray *hits)
{
  g_autofree char *text = NULL;

  if (hits->len == 0)
    gtk_label_set_text (self->summary_label, _ ("Nothing found"));
  else if (g_array_index (hits, RdHit, 0).score < RD_LOOKUP_GOOD)
    gtk_label_set_text (self->summary_label, _ ("Nothing fits exactly. Perhaps it is one of these:"));
  else if (hits->len == MAX_HITS)
    gtk_label_set_text (self->summary_label, _ ("The best matches. More words narrow them down."));
  else
    {
      text = g_strdup_printf (ngettext ("%u match", "%u matches", hits->len), hits->len);
      gtk_label_set_text (self->summary_label, text);
    }
}

static void
show_hits (RdCodesPane *self,
           const char  *query)
{
  g_autoptr (GArray) hits = rd_lookup_search (self->lookup, query, MAX_HITS);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (items, rd_topic_item_new (&g_array_index (hits, RdHit, i).topic));
  take_items (self, items);
  summarise (self, hits);
  gtk_stack_set_visible_child_name (self->list_stack, hits->len > 0 ? "list" : "nothing");
}

static void
show_welcome (RdCodesPane *self)
{
  g_array_set_size (self->trail, 0);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_stack_set_visible_child_name (self->detail, "welcome");
  update_back (self);
}

/* Beside the list the best match is shown at once. */
static void
search_changed_cb (RdCodesPane *self)
{
  g_autofree char *query = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  /* The entry also reports that it was filled with nothing. */
  if (g_strcmp0 (query, self->query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  self->came_by_link = FALSE;
  if (*query == '\0')
    show_all (self);
  else
    show_hits (self, query);
  if (rd_pane_is_narrow (RD_PANE (self)))
    {
      update_back (self);
      return;
    }
  if (*query != '\0' && g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0)
    {
      self->is_filling = TRUE;
      gtk_single_selection_set_selected (self->selection, 0);
      self->is_filling = FALSE;
    }
  else
    show_welcome (self);
}

static void
search_activated_cb (RdCodesPane *self)
{
  RdTopicItem *first = g_list_model_get_item (G_LIST_MODEL (self->store), 0);
  g_autoptr (RdTopicItem) owned = first;

  if (first == NULL || rd_topic_item_get_topic (first) == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, 0);
  turn_to_detail (self);
}

static void
stop_search_cb (RdCodesPane *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static void
search_for (RdCodesPane *self,
            const char  *text)
{
  gtk_editable_set_text (self->search_entry, text);
  search_changed_cb (self);
  gtk_editable_set_position (self->search_entry, -1);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  RdCodesPane *self = RD_CODES_PANE (widget);

  search_for (self, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
row_setup_cb (RdCodesPane *self,
              GtkListItem *item)
{
  gtk_list_item_set_child (item, rd_topic_row_new ());
}

/* Lines of a list have no accessible name of their own in GTK 4.8; their
 * parent, which is what can be focused, gets one here. */
static void
row_bind_cb (RdCodesPane *self,
             GtkListItem *item)
{
  RdTopicItem     *object = gtk_list_item_get_item (item);
  GtkWidget       *row = gtk_list_item_get_child (item);
  GtkWidget       *line = gtk_widget_get_parent (row);
  const RdTopic   *topic = rd_topic_item_get_topic (object);
  g_autofree char *name = NULL;

  rd_topic_row_bind (RD_TOPIC_ROW (row), object);
  gtk_list_item_set_selectable (item, topic != NULL);
  gtk_list_item_set_activatable (item, topic != NULL);
  if (topic != NULL)
    {
      g_autofree char *subtitle = rd_topic_item_dup_subtitle (object);

      name = g_strdup_printf ("%s, %s", rd_topic_get_title (topic), subtitle);
    }
  else
    name = g_strdup (rd_topic_item_get_heading (object));
  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
setup_list (RdCodesPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->store = g_list_store_new (RD_TYPE_TOPIC_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

/* --- What the window asks for ------------------------------------------------------ */

static gboolean
rd_codes_pane_take (RdPane    *pane,
                    GPtrArray *sources)
{
  RdCodesPane    *self = RD_CODES_PANE (pane);
  const RdSource *source = g_ptr_array_index (sources, 0);
  guint           n_lines = 1;

  if (sources->len != 1 || source->text == NULL || strlen (source->text) > MAX_PASTED_BYTES)
    return FALSE;
  for (const char *p = source->text; *p != '\0'; p++)
    n_lines += *p == '\n';
  if (n_lines > MAX_PASTED_LINES)
    return FALSE;
  search_for (self, source->text);
  return TRUE;
}

/* @subject is the id of a topic, or what one would type. */
static void
rd_codes_pane_check (RdPane     *pane,
                     const char *subject)
{
  RdCodesPane *self = RD_CODES_PANE (pane);
  RdTopic      topic;

  if (!rd_topic_init_from_id (&topic, subject))
    {
      search_for (self, subject);
      search_activated_cb (self);
      return;
    }
  show_welcome (self);
  ensure_view (self);
  show_topic (self, &topic);
  self->came_by_link = TRUE;
  turn_to_detail (self);
  update_back (self);
}

static void
rd_codes_pane_go_back (RdPane *pane)
{
  RdCodesPane *self = RD_CODES_PANE (pane);

  if (self->trail->len > 0)
    {
      RdTopic topic = g_array_index (self->trail, RdTopic, self->trail->len - 1);

      g_array_set_size (self->trail, self->trail->len - 1);
      show_topic (self, &topic);
      rd_topic_view_focus_heading (self->view);
    }
  else
    rd_pane_find (pane);
  update_back (self);
}

static void
rd_codes_pane_start_over (RdPane *pane)
{
  RdCodesPane *self = RD_CODES_PANE (pane);

  search_for (self, "");
  show_welcome (self);
  rd_pane_find (pane);
}

static char *
rd_codes_pane_dup_summary (RdPane *pane)
{
  RdCodesPane *self = RD_CODES_PANE (pane);

  return self->view != NULL && gtk_stack_get_visible_child (self->detail) == GTK_WIDGET (self->view)
             ? rd_topic_view_dup_text (self->view)
             : NULL;
}

static void
rd_codes_pane_dispose (GObject *object)
{
  RdCodesPane *self = RD_CODES_PANE (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->lookup, rd_lookup_free);
  g_clear_object (&self->store);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->trail, g_array_unref);
  g_clear_pointer (&self->query, g_free);
  G_OBJECT_CLASS (rd_codes_pane_parent_class)->dispose (object);
}

static void
rd_codes_pane_class_init (RdCodesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdPaneClass    *pane_class = RD_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_codes_pane_dispose;

  pane_class->name = "codes";
  pane_class->title = N_ ("Codes");
  pane_class->icon_name = "rd-codes-symbolic";
  pane_class->take = rd_codes_pane_take;
  pane_class->check = rd_codes_pane_check;
  pane_class->go_back = rd_codes_pane_go_back;
  pane_class->turned = rd_codes_pane_turned;
  pane_class->start_over = rd_codes_pane_start_over;
  pane_class->dup_summary = rd_codes_pane_dup_summary;

  g_type_ensure (RD_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/codes/rd-codes-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, list_view);
  gtk_widget_class_bind_template_child (widget_class, RdCodesPane, detail);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_action (widget_class, "codes.search", "s", search_action_cb);
}

static void
rd_codes_pane_init (RdCodesPane *self)
{
  self->settings = g_settings_new (APP_ID);
  self->lookup = rd_lookup_new ();
  self->query = g_strdup ("");
  self->trail = g_array_new (FALSE, FALSE, sizeof (RdTopic));
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_pane_set_leaflet (RD_PANE (self), self->leaflet, self->sidebar, GTK_WIDGET (self->detail));
  rd_pane_set_entry (RD_PANE (self), GTK_WIDGET (self->search_entry));
  setup_list (self);
  show_all (self);
}
