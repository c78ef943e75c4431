/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-source-view"

#include "config.h"

#include "rd-source-view.h"

#include "rd-copy-button.h"
#include "rd-task.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Text put into the view in one turn of the main loop; about a millisecond. */
#define CHUNK_BYTES (32u * 1024)

/* A text view keeps several times the size of its text.  What comes after is
 * attachments; copying gives it all. */
#define MAX_SHOWN_BYTES (4u * 1024 * 1024)

/* The view lays out a line at a time, and one of a megabyte would stop the
 * window: longer ones are broken for showing. */
#define MAX_LINE_BYTES 2000u

/* The complete source of a message, got and put into the view when the fold it
 * stands in is opened. */
struct _RdSourceView
{
  AdwPreferencesRow parent_instance;

  RdBounceEntry *entry;
  GCancellable  *cancellable;
  char          *shown; /* (nullable): what the view will hold */
  gsize          shown_length;
  gsize          position; /* in @shown */
  guint          chunk_id;
  GBytes        *bytes; /* (nullable) */

  GtkTextView *text_view;
  GtkLabel    *note_label;
  GtkWidget   *copy_button;
};

G_DEFINE_FINAL_TYPE (RdSourceView, rd_source_view, ADW_TYPE_PREFERENCES_ROW)

static void
say (RdSourceView *self,
     const char   *text)
{
  gtk_label_set_text (self->note_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), text != NULL && *text != '\0');
}

static gboolean
add_chunk_cb (gpointer data)
{
  RdSourceView  *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter    end;
  gsize          length = MIN (CHUNK_BYTES, self->shown_length - self->position);
  const char    *start = self->shown + self->position;

  /* A chunk ends between two characters. */
  while (self->position + length < self->shown_length && (start[length] & 0xc0) == 0x80)
    length++;
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, start, (int) length);
  self->position += length;
  if (self->position < self->shown_length)
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->shown, g_free);
  self->chunk_id = 0;
  return G_SOURCE_REMOVE;
}

/* Carriage returns before line feeds are how mail is stored, not content. */
static char *
dup_shown (const char *source)
{
  g_autofree char *visible = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) unix_text = g_string_sized_new (strlen (source));
  gsize column = 0;

  for (const char *p = source; *p != '\0'; p++)
    {
      if (*p != '\r')
        g_string_append_c (unix_text, *p);
      else if (p[1] != '\n')
        g_string_append_c (unix_text, '\n');
    }
  visible = rd_text_dup_visible (unix_text->str);
  for (const char *p = visible; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize size = (gsize) (g_utf8_next_char (p) - p);

      column = *p == '\n' ? 0 : column + size;
      if (column > MAX_LINE_BYTES)
        {
          g_string_append_c (lines, '\n');
          column = size;
        }
      g_string_append_len (lines, p, (gssize) size);
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* The part that is shown, not cut within a character. */
static gsize
get_head_size (const char *data,
               gsize       size)
{
  gsize head = MIN (size, MAX_SHOWN_BYTES);

  if (head == size)
    return size;
  for (guint i = 0; i < 3 && (data[head] & 0xc0) == 0x80; i++)
    head--;
  return head;
}

static void
prepare_thread (GTask        *task,
                gpointer      object,
                gpointer      data,
                GCancellable *cancellable)
{
  gsize            size;
  const char      *source = g_bytes_get_data (data, &size);
  g_autofree char *valid = NULL;

  if (source == NULL)
    valid = g_strdup ("");
  else
    valid = rd_text_make_valid (source, (gssize) get_head_size (source, size));
  g_task_return_pointer (task, dup_shown (valid), g_free);
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  RdSourceView    *self = RD_SOURCE_VIEW (object);
  g_autofree char *shown = g_task_propagate_pointer (G_TASK (result), NULL);
  gsize            size;

  if (shown == NULL)
    return;
  size = g_bytes_get_size (self->bytes);
  if (size > MAX_SHOWN_BYTES)
    {
      g_autofree char *rest = g_format_size (size - MAX_SHOWN_BYTES);
      g_autofree char *text = g_strdup_printf (_ ("Another %s follow, too much to show. Copying gives all of it."), rest);

      say (self, text);
    }
  else
    say (self, NULL);
  gtk_widget_set_sensitive (self->copy_button, TRUE);
  self->shown_length = strlen (shown);
  self->shown = g_steal_pointer (&shown);
  self->position = 0;
  self->chunk_id = g_idle_add (add_chunk_cb, self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (RdSourceView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_bounce_entry_load_finish (RD_BOUNCE_ENTRY (object), result, &error);
  g_autoptr (GTask) task = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (mail == NULL)
    {
      say (self, error->message);
      return;
    }
  self->bytes = g_bytes_ref (rd_mail_get_source (mail));
  task = g_task_new (self, self->cancellable, prepared_cb, NULL);
  g_task_set_task_data (task, g_bytes_ref (self->bytes), (GDestroyNotify) g_bytes_unref);
  rd_task_run_in_thread (task, prepare_thread);
}

static void
copy_clicked_cb (RdSourceView *self)
{
  gsize            size;
  const char      *data;
  g_autofree char *text = NULL;

  if (self->bytes == NULL)
    return;
  data = g_bytes_get_data (self->bytes, &size);
  text = rd_text_make_valid (data != NULL ? data : "", (gssize) size);
  rd_copy_text (GTK_WIDGET (self), text);
}

static void
rd_source_view_dispose (GObject *object)
{
  RdSourceView *self = RD_SOURCE_VIEW (object);

  g_clear_handle_id (&self->chunk_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (rd_source_view_parent_class)->dispose (object);
}

static void
rd_source_view_finalize (GObject *object)
{
  RdSourceView *self = RD_SOURCE_VIEW (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (rd_source_view_parent_class)->finalize (object);
}

static void
rd_source_view_class_init (RdSourceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_source_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = rd_source_view_finalize;
}

/* A text view that cannot be edited still swallows the key for pasting, which
 * in this window opens another message. */
static void
pass_paste_on (GtkWidget *text_view)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v"),
                                                          gtk_named_action_new ("win.paste")));
  gtk_widget_add_controller (text_view, keys);
}

static GtkWidget *
new_text_view (RdSourceView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  self->text_view = GTK_TEXT_VIEW (view);
  gtk_text_view_set_editable (self->text_view, FALSE);
  gtk_text_view_set_monospace (self->text_view, TRUE);
  gtk_text_view_set_wrap_mode (self->text_view, GTK_WRAP_NONE);
  gtk_text_view_set_accepts_tab (self->text_view, FALSE);
  gtk_widget_set_direction (view, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (view, "rd-source");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Source of the message"), -1);
  pass_paste_on (view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 200);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 480);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  return scrolled;
}

static void
rd_source_view_init (RdSourceView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *copy_label = gtk_label_new (_ ("Copy Everything"));

  self->cancellable = g_cancellable_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (bar, "rd-fact");

  self->note_label = GTK_LABEL (gtk_label_new (_ ("Reading…")));
  gtk_label_set_wrap (self->note_label, TRUE);
  gtk_label_set_xalign (self->note_label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->note_label));

  gtk_label_set_wrap (GTK_LABEL (copy_label), TRUE);
  gtk_label_set_justify (GTK_LABEL (copy_label), GTK_JUSTIFY_CENTER);
  self->copy_button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->copy_button), copy_label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, copy_label, NULL, -1);
  gtk_widget_set_halign (self->copy_button, GTK_ALIGN_END);
  gtk_widget_set_hexpand (self->copy_button, TRUE);
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  g_signal_connect_swapped (self->copy_button, "clicked", G_CALLBACK (copy_clicked_cb), self);
  gtk_box_append (GTK_BOX (bar), self->copy_button);

  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), new_text_view (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * rd_source_view_new:
 * @entry: whose message to show
 *
 * Returns: (transfer floating): a row that gets the message by itself
 */
GtkWidget *
rd_source_view_new (RdBounceEntry *entry)
{
  RdSourceView *self = g_object_new (RD_TYPE_SOURCE_VIEW, NULL);

  self->entry = g_object_ref (entry);
  rd_bounce_entry_load_async (entry, self->cancellable, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
