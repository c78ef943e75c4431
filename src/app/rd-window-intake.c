/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-window-intake"

#include "config.h"

#include "rd-window-private.h"

#include "rd-source.h"
#include "rd-text.h"

#include <glib/gi18n.h>

/* What people drop and paste, and what mail programs offer for it.
 *
 * A drag out of a file manager offers text/uri-list.  Mail programs offer the
 * message itself (message/rfc822), a list with the address of a temporary copy,
 * text/x-moz-url, or an address only they can open (mailbox:, imap:).  The
 * message itself is taken first, because it needs nothing else; then files;
 * then text. */

static const char *message_types[] = { "message/rfc822" };
static const char *link_types[] = { "text/x-moz-url" };
static const char *text_types[] = { "text/plain;charset=utf-8", "UTF8_STRING", "text/plain", "TEXT", "STRING" };

/* One drop or paste on its way in. */
typedef struct
{
  RdWindow *window;
  GdkDrop  *drop;      /* (nullable): %NULL for a paste */
  char     *mime_type; /* of the stream that is read */
} Intake;

static void
intake_free (Intake *self)
{
  g_clear_object (&self->window);
  g_clear_object (&self->drop);
  g_free (self->mime_type);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Intake, intake_free)

static Intake *
intake_new (RdWindow *window,
            GdkDrop  *drop)
{
  Intake *self = g_new0 (Intake, 1);

  self->window = g_object_ref (window);
  self->drop = drop != NULL ? g_object_ref (drop) : NULL;
  return self;
}

static void
finish (Intake     *self,
        GPtrArray  *sources,
        const char *complaint)
{
  gboolean is_good = sources != NULL && sources->len > 0;

  if (self->drop != NULL)
    gdk_drop_finish (self->drop, is_good ? GDK_ACTION_COPY : 0);
  if (is_good)
    rd_window_take (self->window, sources);
  else
    rd_window_say (self->window, complaint);
}

static GPtrArray *
sources_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
}

static const char *
get_link_complaint (void)
{
  return _ ("That program gave only a link. Save the message as a file and drop the file here.");
}

/* Some programs offer a list of files as plain text. */
static gboolean
add_listed_files (GPtrArray  *sources,
                  const char *text)
{
  g_auto (GStrv) uris = NULL;

  if (!g_str_has_prefix (text, "file://"))
    return FALSE;
  uris = g_uri_list_extract_uris (text);
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

      rd_source_add_file (sources, file);
    }
  return TRUE;
}

static void
take_text (Intake     *self,
           const char *text)
{
  g_autoptr (GPtrArray) sources = sources_new ();
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if (stripped == NULL || *stripped == '\0')
    {
      finish (self, NULL, self->drop != NULL ? _ ("There was nothing in it") : _ ("There is no message on the clipboard"));
      return;
    }
  if (!add_listed_files (sources, stripped))
    g_ptr_array_add (sources, rd_source_new_for_text (text, self->drop != NULL ? _ ("Dropped text") : _ ("Pasted text")));
  finish (self, sources, get_link_complaint ());
}

/* text/x-moz-url: an address and a title on two lines, in UTF-16. */
static void
take_moz_url (Intake *self,
              GBytes *bytes)
{
  g_autoptr (GPtrArray) sources = sources_new ();
  g_autofree char *text = NULL;
  gsize            size;
  const char      *data = g_bytes_get_data (bytes, &size);

  text = g_convert (data != NULL ? data : "", (gssize) size, "UTF-8", "UTF-16LE", NULL, NULL, NULL);
  if (text != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", 2);

      if (lines[0] != NULL && g_uri_peek_scheme (lines[0]) != NULL)
        {
          g_autoptr (GFile) file = g_file_new_for_uri (g_strstrip (lines[0]));

          rd_source_add_file (sources, file);
        }
    }
  finish (self, sources, get_link_complaint ());
}

static void
take_bytes (Intake *self,
            GBytes *bytes)
{
  if (g_strcmp0 (self->mime_type, "text/x-moz-url") == 0)
    take_moz_url (self, bytes);
  else if (g_strcmp0 (self->mime_type, "message/rfc822") == 0)
    {
      g_autoptr (GPtrArray) sources = sources_new ();

      if (g_bytes_get_size (bytes) > 0)
        g_ptr_array_add (sources, rd_source_new_for_bytes (bytes, _ ("Dropped message")));
      finish (self, sources, _ ("There was nothing in it"));
    }
  else
    {
      gsize            size;
      const char      *data = g_bytes_get_data (bytes, &size);
      g_autofree char *text = rd_text_make_valid (data != NULL ? data : "", (gssize) size);

      take_text (self, text);
    }
}

static void
spliced_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Intake) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, &error) < 0)
    {
      finish (self, NULL, _ ("The other program did not hand the message over"));
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (object));
  take_bytes (self, bytes);
}

static void
read_stream (Intake       *self,
             GInputStream *stream)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, spliced_cb, self);
}

static void
drop_stream_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Intake) self = data;
  g_autoptr (GError) error = NULL;
  const char *mime_type = NULL;
  g_autoptr (GInputStream) stream = gdk_drop_read_finish (GDK_DROP (object), result, &mime_type, &error);

  if (stream == NULL)
    {
      finish (self, NULL, _ ("The other program did not hand the message over"));
      return;
    }
  self->mime_type = g_strdup (mime_type);
  read_stream (g_steal_pointer (&self), stream);
}

static void
clipboard_stream_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (Intake) self = data;
  g_autoptr (GError) error = NULL;
  const char *mime_type = NULL;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, &mime_type, &error);

  if (stream == NULL)
    {
      finish (self, NULL, _ ("There is no message on the clipboard"));
      return;
    }
  self->mime_type = g_strdup (mime_type);
  read_stream (g_steal_pointer (&self), stream);
}

static void
take_file_list (Intake       *self,
                const GValue *value)
{
  g_autoptr (GPtrArray) sources = sources_new ();

  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    rd_source_add_file (sources, item->data);
  finish (self, sources, get_link_complaint ());
}

static void
drop_value_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Intake) self = data;
  const GValue *value = gdk_drop_read_value_finish (GDK_DROP (object), result, NULL);

  if (value != NULL)
    take_file_list (self, value);
  else
    finish (self, NULL, _ ("The other program did not hand the message over"));
}

static void
clipboard_value_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (Intake) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);

  if (value != NULL)
    take_file_list (self, value);
  else
    finish (self, NULL, _ ("There is no message on the clipboard"));
}

static void
append_types (GPtrArray         *chosen,
              GdkContentFormats *offered,
              const char       **types,
              gsize              n_types)
{
  for (gsize i = 0; i < n_types; i++)
    {
      if (gdk_content_formats_contain_mime_type (offered, types[i]))
        g_ptr_array_add (chosen, (gpointer) types[i]);
    }
}

static gboolean
offers_files (GdkContentFormats *offered)
{
  return gdk_content_formats_contain_gtype (offered, GDK_TYPE_FILE_LIST) ||
         gdk_content_formats_contain_mime_type (offered, "text/uri-list");
}

/* The types to read as a stream, best first, ended by %NULL. */
static GPtrArray *
choose_stream_types (GdkContentFormats *offered,
                     gboolean           with_files)
{
  GPtrArray *chosen = g_ptr_array_new ();

  append_types (chosen, offered, message_types, G_N_ELEMENTS (message_types));
  if (chosen->len == 0 && !with_files)
    {
      append_types (chosen, offered, link_types, G_N_ELEMENTS (link_types));
      append_types (chosen, offered, text_types, G_N_ELEMENTS (text_types));
    }
  g_ptr_array_add (chosen, NULL);
  return chosen;
}

static gboolean
drop_cb (RdWindow *window,
         GdkDrop  *drop)
{
  GdkContentFormats *offered = gdk_drop_get_formats (drop);
  g_autoptr (GPtrArray) types = choose_stream_types (offered, offers_files (offered));

  _rd_window_show_drop_target (window, FALSE);
  if (types->len > 1)
    gdk_drop_read_async (drop, (const char **) types->pdata, G_PRIORITY_DEFAULT, NULL, drop_stream_cb, intake_new (window, drop));
  else if (offers_files (offered))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, drop_value_cb, intake_new (window, drop));
  else
    return FALSE;
  return TRUE;
}

static GdkDragAction
drag_enter_cb (RdWindow *window,
               GdkDrop  *drop)
{
  _rd_window_show_drop_target (window, TRUE);
  return GDK_ACTION_COPY;
}

static void
drag_leave_cb (RdWindow *window)
{
  _rd_window_show_drop_target (window, FALSE);
}

static GdkContentFormats *
dup_accepted_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_mime_type (builder, "text/uri-list");
  for (gsize i = 0; i < G_N_ELEMENTS (message_types); i++)
    gdk_content_formats_builder_add_mime_type (builder, message_types[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (link_types); i++)
    gdk_content_formats_builder_add_mime_type (builder, link_types[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (text_types); i++)
    gdk_content_formats_builder_add_mime_type (builder, text_types[i]);
  return gdk_content_formats_builder_free_to_formats (builder);
}

void
_rd_window_setup_drop (RdWindow *self)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (dup_accepted_formats (), GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drag-enter", G_CALLBACK (drag_enter_cb), self);
  g_signal_connect_swapped (target, "drag-leave", G_CALLBACK (drag_leave_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * rd_window_paste:
 * @self: the window
 *
 * Takes what is on the clipboard: files, a message, or text.
 */
void
rd_window_paste (RdWindow *self)
{
  GdkClipboard      *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *offered = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GPtrArray) types = choose_stream_types (offered, offers_files (offered));
  Intake *intake = intake_new (self, NULL);

  if (types->len > 1)
    gdk_clipboard_read_async (clipboard, (const char **) types->pdata, G_PRIORITY_DEFAULT, NULL, clipboard_stream_cb, intake);
  else if (offers_files (offered))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, clipboard_value_cb, intake);
  else
    {
      g_autoptr (Intake) nothing = intake;

      finish (nothing, NULL, _ ("There is no message on the clipboard"));
    }
}
