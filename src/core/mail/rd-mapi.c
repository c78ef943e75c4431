/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mapi"

#include "config.h"

#include "rd-mapi.h"

#include "rd-charset.h"

#include <string.h>

/* Types of properties ([MS-OXCDATA] section 2.11.1). */
#define TYPE_INTEGER 0x0003
#define TYPE_OBJECT 0x000d
#define TYPE_STRING8 0x001e
#define TYPE_UNICODE 0x001f
#define TYPE_TIME 0x0040
#define TYPE_BINARY 0x0102

#define PROPERTY_SIZE 16

/* 100-nanosecond steps from 1601 to 1970, and of a second. */
#define FILETIME_EPOCH G_GUINT64_CONSTANT (116444736000000000)
#define FILETIME_SECOND 10000000

struct _RdMapiObject
{
  RdCompound *file;    /* (unowned) */
  GArray     *entries; /* (element-type guint) */
  GBytes     *fixed;   /* (nullable): the list of properties */
  gsize       head;    /* of @fixed */
  char       *charset;
};

static const struct
{
  guint32     codepage;
  const char *charset;
} codepages[] = {
  { 20127, "US-ASCII" },
  { 20866, "KOI8-R" },
  { 21866, "KOI8-U" },
  { 28591, "ISO-8859-1" },
  { 28592, "ISO-8859-2" },
  { 28595, "ISO-8859-5" },
  { 28597, "ISO-8859-7" },
  { 28599, "ISO-8859-9" },
  { 28605, "ISO-8859-15" },
  { 50220, "ISO-2022-JP" },
  { 51949, "EUC-KR" },
  { 54936, "GB18030" },
  { 65001, "UTF-8" },
};

static char *
dup_codepage_charset (guint32 codepage)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codepages); i++)
    {
      if (codepages[i].codepage == codepage)
        return g_strdup (codepages[i].charset);
    }
  return g_strdup_printf ("CP%u", codepage);
}

static gsize
get_head_size (RdMapiKind kind)
{
  switch (kind)
    {
    case RD_MAPI_MESSAGE:
      return 32;
    case RD_MAPI_EMBEDDED_MESSAGE:
      return 24;
    case RD_MAPI_RECIPIENT:
    case RD_MAPI_ATTACHMENT:
    default:
      return 8;
    }
}

static gboolean
find_entry (const RdMapiObject *self,
            const char         *name,
            guint              *entry)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint candidate = g_array_index (self->entries, guint, i);

      if (g_ascii_strcasecmp (rd_compound_get_name (self->file, candidate), name) == 0)
        {
          *entry = candidate;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
find_property (const RdMapiObject *self,
               RdMapiProperty      property,
               guint               type,
               guint              *entry)
{
  char name[sizeof "__substg1.0_00000000"];

  g_snprintf (name, sizeof name, "__substg1.0_%04X%04X", (guint) property, type);
  return find_entry (self, name, entry);
}

/* Properties of fixed size stand in one list. */
static gboolean
get_fixed (const RdMapiObject *self,
           RdMapiProperty      property,
           guint32             type,
           guint64            *value)
{
  gsize         size = 0;
  const guint8 *data = self->fixed != NULL ? g_bytes_get_data (self->fixed, &size) : NULL;
  guint32       wanted = (guint32) property << 16 | type;

  for (gsize i = self->head; i + PROPERTY_SIZE <= size; i += PROPERTY_SIZE)
    {
      guint32 tag;

      memcpy (&tag, data + i, sizeof tag);
      if (GUINT32_FROM_LE (tag) == wanted)
        {
          memcpy (value, data + i + 8, sizeof *value);
          *value = GUINT64_FROM_LE (*value);
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * rd_mapi_object_new:
 * @file: a .msg; must outlive the object
 * @storage: where the object stands in it
 * @kind: what it is
 * @charset: (nullable): that of the message around it
 *
 * Returns: (transfer full): the object
 */
RdMapiObject *
rd_mapi_object_new (RdCompound *file,
                    guint       storage,
                    RdMapiKind  kind,
                    const char *charset)
{
  RdMapiObject *self = g_new0 (RdMapiObject, 1);
  guint         entry;
  guint32       codepage;

  self->file = file;
  self->entries = rd_compound_list (file, storage);
  self->head = get_head_size (kind);
  if (find_entry (self, "__properties_version1.0", &entry))
    self->fixed = rd_compound_read (file, entry);
  if (rd_mapi_object_get_integer (self, RD_MAPI_MESSAGE_CODEPAGE, &codepage) ||
      rd_mapi_object_get_integer (self, RD_MAPI_INTERNET_CODEPAGE, &codepage))
    self->charset = dup_codepage_charset (codepage);
  else
    self->charset = g_strdup (charset != NULL ? charset : "WINDOWS-1252");
  return self;
}

/**
 * rd_mapi_object_free:
 * @self: (nullable): an object
 *
 * Frees an object.
 */
void
rd_mapi_object_free (RdMapiObject *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->entries);
  g_clear_pointer (&self->fixed, g_bytes_unref);
  g_free (self->charset);
  g_free (self);
}

/**
 * rd_mapi_object_is_valid:
 * @self: an object
 *
 * Returns: whether it has the list of properties every object has
 */
gboolean
rd_mapi_object_is_valid (const RdMapiObject *self)
{
  return self->fixed != NULL;
}

/**
 * rd_mapi_object_get_charset:
 * @self: an object
 *
 * Returns: the charset of its 8-bit strings
 */
const char *
rd_mapi_object_get_charset (const RdMapiObject *self)
{
  return self->charset;
}

/**
 * rd_mapi_object_dup_string:
 * @self: an object
 * @property: a property
 *
 * Returns: (transfer full) (nullable): its text as valid UTF-8 with LF line
 *   ends, %NULL if there is none
 */
char *
rd_mapi_object_dup_string (RdMapiObject  *self,
                           RdMapiProperty property)
{
  g_autoptr (GBytes) bytes = NULL;
  guint       entry;
  const char *data;
  gsize       size;
  const char *charset = "UTF-16LE";
  char       *text;

  if (!find_property (self, property, TYPE_UNICODE, &entry))
    {
      charset = self->charset;
      if (!find_property (self, property, TYPE_STRING8, &entry))
        return NULL;
    }
  bytes = rd_compound_read (self->file, entry);
  data = g_bytes_get_data (bytes, &size);
  text = rd_charset_to_utf8 (charset, data, size);
  text[rd_charset_unix_lines (text, strlen (text))] = '\0';
  /* Strings may carry their final NUL, which has become a blank. */
  g_strchomp (text);
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/**
 * rd_mapi_object_dup_binary:
 * @self: an object
 * @property: a property
 *
 * Returns: (transfer full) (nullable): its bytes
 */
GBytes *
rd_mapi_object_dup_binary (RdMapiObject  *self,
                           RdMapiProperty property)
{
  guint entry;

  return find_property (self, property, TYPE_BINARY, &entry) ? rd_compound_read (self->file, entry)
                                                             : NULL;
}

/**
 * rd_mapi_object_get_integer:
 * @self: an object
 * @property: a property
 * @value: (out): its value
 *
 * Returns: whether there is one
 */
gboolean
rd_mapi_object_get_integer (const RdMapiObject *self,
                            RdMapiProperty      property,
                            guint32            *value)
{
  guint64 found;

  if (!get_fixed (self, property, TYPE_INTEGER, &found))
    return FALSE;
  *value = (guint32) found;
  return TRUE;
}

/**
 * rd_mapi_object_dup_time:
 * @self: an object
 * @property: a property
 *
 * Returns: (transfer full) (nullable): its time in UTC
 */
GDateTime *
rd_mapi_object_dup_time (const RdMapiObject *self,
                         RdMapiProperty      property)
{
  guint64 found;

  if (!get_fixed (self, property, TYPE_TIME, &found) || found < FILETIME_EPOCH)
    return NULL;
  return g_date_time_new_from_unix_utc ((gint64) ((found - FILETIME_EPOCH) / FILETIME_SECOND));
}

/**
 * rd_mapi_object_find_embedded:
 * @self: an attachment
 * @storage: (out): where the message stands
 *
 * Returns: whether a message is attached as Outlook keeps it
 */
gboolean
rd_mapi_object_find_embedded (const RdMapiObject *self,
                              guint              *storage)
{
  return find_property (self, RD_MAPI_ATTACH_DATA, TYPE_OBJECT, storage) &&
         rd_compound_is_storage (self->file, *storage);
}

/**
 * rd_mapi_object_list:
 * @self: a message
 * @prefix: what the names of the storages begin with
 *
 * Returns: (transfer full) (element-type guint): its recipients or attachments
 */
GArray *
rd_mapi_object_list (const RdMapiObject *self,
                     const char         *prefix)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->entries->len; i++)
    {
      guint entry = g_array_index (self->entries, guint, i);

      if (g_ascii_strncasecmp (rd_compound_get_name (self->file, entry), prefix, strlen (prefix)) ==
              0 &&
          rd_compound_is_storage (self->file, entry))
        g_array_append_val (found, entry);
    }
  return found;
}
