/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-compound"

#include "config.h"

#include "rd-compound.h"

#include <string.h>

/* [MS-CFB], read only.  libgsf reads the same, but takes a damaged file for a
 * fault of the program: it prints warnings, follows the directory by recursion
 * and takes a block of any size onto the stack.  Bounces come from strangers, so
 * everything here is an offset that is checked, and all work is bounded by the
 * size of the file. */

#define HEADER_SIZE 512
#define DIRECTORY_ENTRY_SIZE 128
#define HEADER_DIFAT_ENTRIES 109
#define MINI_SECTOR_SHIFT 6
#define MINI_STREAM_CUTOFF 4096

/* Special sector and directory numbers begin here. */
#define MAX_REGULAR 0xfffffff9u

/* All streams read together, in multiples of the file: one part may be asked
 * for twice, but a thousand entries that share their sectors are an attack. */
#define MAX_READ_FACTOR 4

/* Directory entries of one file; a message with a thousand recipients has some
 * thirty thousand. */
#define MAX_ENTRIES 100000

typedef struct
{
  char   *name;
  guint8  type;
  guint32 left;
  guint32 right;
  guint32 child;
  guint32 start;
  guint64 size;
} Entry;

/* Types of entries; storages have 1. */
#define ENTRY_STREAM 2
#define ENTRY_ROOT 5

struct _RdCompound
{
  GBytes       *bytes;
  const guint8 *data;
  gsize         size;
  guint         shift;    /* of a sector's size */
  GArray       *fat;      /* (element-type guint32): next sector of each */
  GArray       *mini_fat; /* (element-type guint32) */
  GByteArray   *mini_stream;
  GArray       *entries; /* (element-type Entry) */
  guint64       budget;  /* bytes that may still be read */
};

static guint32
read_u16 (const guint8 *p)
{
  return (guint32) p[0] | (guint32) p[1] << 8;
}

static guint32
read_u32 (const guint8 *p)
{
  return read_u16 (p) | read_u16 (p + 2) << 16;
}

/* The bytes of a sector that are in the file; the last one may be cut. */
static const guint8 *
get_sector (const RdCompound *self,
            guint32           sector,
            gsize            *length)
{
  guint64 offset = ((guint64) sector + 1) << self->shift;

  if (sector > MAX_REGULAR || offset >= self->size)
    return NULL;
  *length = MIN ((gsize) 1 << self->shift, self->size - (gsize) offset);
  return self->data + offset;
}

static void
append_words (GArray       *words,
              const guint8 *data,
              gsize         length)
{
  for (gsize i = 0; i + 4 <= length; i += 4)
    {
      guint32 word = read_u32 (data + i);

      g_array_append_val (words, word);
    }
}

/* The allocation table: its sectors are listed in the header and, in large
 * files, in a chain of sectors more. */
static void
read_fat (RdCompound *self)
{
  gsize   n_sectors = self->size >> self->shift;
  gsize   per_sector = ((gsize) 1 << self->shift) / 4;
  gsize   left = MIN ((gsize) read_u32 (self->data + 0x2c), n_sectors);
  guint32 difat = read_u32 (self->data + 0x44);
  gsize   length;

  for (gsize i = 0; i < HEADER_DIFAT_ENTRIES && left > 0; i++, left--)
    {
      const guint8 *sector = get_sector (self, read_u32 (self->data + 0x4c + 4 * i), &length);

      if (sector != NULL)
        append_words (self->fat, sector, length);
    }
  for (gsize steps = 0; left > 0 && steps < n_sectors; steps++)
    {
      const guint8 *list = get_sector (self, difat, &length);

      if (list == NULL || length < per_sector * 4)
        return;
      for (gsize i = 0; i + 1 < per_sector && left > 0; i++, left--)
        {
          gsize         n;
          const guint8 *sector = get_sector (self, read_u32 (list + 4 * i), &n);

          if (sector != NULL)
            append_words (self->fat, sector, n);
        }
      difat = read_u32 (list + 4 * (per_sector - 1));
    }
}

/* Reads a chain of sectors up to @size bytes, or to where it breaks. */
static GByteArray *
read_chain (RdCompound *self,
            guint32     sector,
            guint64     size)
{
  GByteArray *out = g_byte_array_new ();
  guint64     left = MIN (size, MIN (self->size, self->budget));

  while (left > 0 && sector < self->fat->len)
    {
      gsize         length = 0;
      const guint8 *data = get_sector (self, sector, &length);

      if (data == NULL)
        break;
      length = (gsize) MIN (left, length);
      g_byte_array_append (out, data, (guint) length);
      left -= length;
      self->budget -= length;
      sector = g_array_index (self->fat, guint32, sector);
    }
  return out;
}

/* Small streams stand in 64-byte pieces of one stream of the root. */
static GByteArray *
read_mini_chain (RdCompound *self,
                 guint32     piece,
                 guint64     size)
{
  GByteArray *out = g_byte_array_new ();
  guint64     left = MIN (size, MINI_STREAM_CUTOFF);

  while (left > 0 && piece < self->mini_fat->len &&
         (guint64) piece << MINI_SECTOR_SHIFT < self->mini_stream->len)
    {
      gsize offset = (gsize) piece << MINI_SECTOR_SHIFT;
      gsize length = MIN (self->mini_stream->len - offset, (gsize) 1 << MINI_SECTOR_SHIFT);

      length = (gsize) MIN (left, length);
      g_byte_array_append (out, self->mini_stream->data + offset, (guint) length);
      left -= length;
      piece = g_array_index (self->mini_fat, guint32, piece);
    }
  return out;
}

static char *
read_name (const guint8 *entry)
{
  gunichar2 name[32];
  gsize     length = MIN (read_u16 (entry + 64), 64) / 2;
  char     *utf8;

  for (gsize i = 0; i < length; i++)
    name[i] = (gunichar2) read_u16 (entry + 2 * i);
  utf8 = g_utf16_to_utf8 (name, (glong) length, NULL, NULL, NULL);
  return utf8 != NULL ? utf8 : g_strdup ("");
}

static void
read_directory (RdCompound *self)
{
  g_autoptr (GByteArray) directory = read_chain (self, read_u32 (self->data + 0x30),
                                                 (guint64) MAX_ENTRIES * DIRECTORY_ENTRY_SIZE);

  for (gsize i = 0; i + DIRECTORY_ENTRY_SIZE <= directory->len; i += DIRECTORY_ENTRY_SIZE)
    {
      const guint8 *data = directory->data + i;
      Entry         entry = {
                .name = read_name (data),
                .type = data[66],
                .left = read_u32 (data + 68),
                .right = read_u32 (data + 72),
                .child = read_u32 (data + 76),
                .start = read_u32 (data + 116),
                .size = read_u32 (data + 120),
      };

      g_array_append_val (self->entries, entry);
    }
}

static const Entry *
get_entry (const RdCompound *self,
           guint             entry)
{
  return entry < self->entries->len ? &g_array_index (self->entries, Entry, entry) : NULL;
}

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->name);
}

/**
 * rd_compound_new:
 * @bytes: a file
 *
 * Opens a compound file.  One that is cut off is read as far as it goes.
 *
 * Returns: (transfer full) (nullable): the file, %NULL if it is none
 */
RdCompound *
rd_compound_new (GBytes *bytes)
{
  g_autoptr (RdCompound) self = NULL;
  g_autoptr (GByteArray) mini_fat = NULL;
  const Entry *root;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (RdCompound, 1);
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  self->budget = (guint64) self->size * MAX_READ_FACTOR;
  self->fat = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->mini_fat = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  if (self->size < HEADER_SIZE || memcmp (self->data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) != 0)
    return NULL;
  self->shift = read_u16 (self->data + 0x1e);
  if (self->shift != 9 && self->shift != 12)
    return NULL;
  read_fat (self);
  read_directory (self);
  root = get_entry (self, RD_COMPOUND_ROOT);
  if (root == NULL || root->type != ENTRY_ROOT)
    return NULL;
  mini_fat = read_chain (self, read_u32 (self->data + 0x3c),
                         (guint64) read_u32 (self->data + 0x40) << self->shift);
  append_words (self->mini_fat, mini_fat->data, mini_fat->len);
  self->mini_stream = read_chain (self, root->start, root->size);
  return g_steal_pointer (&self);
}

/**
 * rd_compound_free:
 * @self: (nullable): a compound file
 *
 * Closes a compound file.
 */
void
rd_compound_free (RdCompound *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->mini_stream, g_byte_array_unref);
  g_array_unref (self->entries);
  g_array_unref (self->mini_fat);
  g_array_unref (self->fat);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * rd_compound_list:
 * @self: a compound file
 * @storage: an entry
 *
 * Lists what stands in a storage, in the order of the names.
 *
 * Returns: (transfer full) (element-type guint): the entries
 */
GArray *
rd_compound_list (const RdCompound *self,
                  guint             storage)
{
  GArray      *found = g_array_new (FALSE, FALSE, sizeof (guint));
  const Entry *entries = (const Entry *) (gpointer) self->entries->data;
  guint        n = self->entries->len;
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *seen = g_new0 (guint8, n);
  guint32            at = storage < n ? entries[storage].child : n;

  /* The siblings are a binary tree; a damaged one may loop. */
  for (;;)
    {
      if (at < n && seen[at] == 0)
        {
          seen[at] = 1;
          g_array_append_val (stack, at);
          at = entries[at].left;
          continue;
        }
      if (stack->len == 0)
        break;
      at = g_array_index (stack, guint32, stack->len - 1);
      g_array_set_size (stack, stack->len - 1);
      g_array_append_val (found, at);
      at = entries[at].right;
    }
  return found;
}

/**
 * rd_compound_get_name:
 * @self: a compound file
 * @entry: an entry
 *
 * Returns: (nullable): its name
 */
const char *
rd_compound_get_name (const RdCompound *self,
                      guint             entry)
{
  const Entry *found;

  g_return_val_if_fail (self != NULL, NULL);

  found = get_entry (self, entry);
  return found != NULL ? found->name : NULL;
}

/**
 * rd_compound_is_storage:
 * @self: a compound file
 * @entry: an entry
 *
 * Returns: whether other entries stand in it
 */
gboolean
rd_compound_is_storage (const RdCompound *self,
                        guint             entry)
{
  const Entry *found;

  g_return_val_if_fail (self != NULL, FALSE);

  found = get_entry (self, entry);
  return found != NULL && found->type != ENTRY_STREAM;
}

/**
 * rd_compound_read:
 * @self: a compound file
 * @entry: an entry
 *
 * Reads a stream, or as much of it as there is.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
rd_compound_read (RdCompound *self,
                  guint       entry)
{
  const Entry *found;
  GByteArray  *content;

  g_return_val_if_fail (self != NULL, NULL);

  found = get_entry (self, entry);
  if (found == NULL || found->type != ENTRY_STREAM)
    return g_bytes_new_static ("", 0);
  content = found->size < MINI_STREAM_CUTOFF ? read_mini_chain (self, found->start, found->size)
                                             : read_chain (self, found->start, found->size);
  return g_byte_array_free_to_bytes (content);
}
