/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * RdSlice:
 *
 * A piece of a text that is read: not terminated, not owned, any bytes.  A
 * slice whose @data is %NULL is unknown, which is not the same as empty.
 */
typedef struct
{
  const char *data;
  gsize       length;
} RdSlice;

#define RD_SLICE_LITERAL(text) ((RdSlice){ "" text, sizeof (text) - 1 })

static inline RdSlice
rd_slice_range (const char *start,
                const char *end)
{
  return (RdSlice){ start, (gsize) (end - start) };
}

static inline const char *
rd_slice_end (RdSlice self)
{
  return self.data + self.length;
}

/* Everything from @offset on; empty at most. */
static inline RdSlice
rd_slice_skip (RdSlice self,
               gsize   offset)
{
  gsize step = MIN (offset, self.length);

  return (RdSlice){ self.data + step, self.length - step };
}

/* The bytes between two pieces of the same line. */
static inline RdSlice
rd_slice_until (RdSlice     self,
                const char *end)
{
  return rd_slice_range (self.data, end);
}

static inline gboolean
rd_slice_starts (RdSlice self,
                 RdSlice prefix)
{
  return self.length >= prefix.length && memcmp (self.data, prefix.data, prefix.length) == 0;
}

static inline gboolean
rd_slice_ends (RdSlice self,
               RdSlice suffix)
{
  return self.length >= suffix.length &&
         memcmp (rd_slice_end (self) - suffix.length, suffix.data, suffix.length) == 0;
}

static inline gboolean
rd_slice_equal (RdSlice a,
                RdSlice b)
{
  return a.length == b.length && (a.length == 0 || memcmp (a.data, b.data, a.length) == 0);
}

/* Cuts @prefix off the front of @self if it stands there. */
static inline gboolean
rd_slice_take (RdSlice *self,
               RdSlice  prefix)
{
  if (!rd_slice_starts (*self, prefix))
    return FALSE;
  *self = rd_slice_skip (*self, prefix.length);
  return TRUE;
}

static inline const char *
rd_slice_find (RdSlice self,
               RdSlice needle)
{
  if (self.length < needle.length)
    return NULL;
  return memmem (self.data, self.length, needle.data, needle.length);
}

static inline const char *
rd_slice_find_char (RdSlice self,
                    char    c)
{
  return self.length > 0 ? memchr (self.data, c, self.length) : NULL;
}

static inline const char *
rd_slice_find_last_char (RdSlice self,
                         char    c)
{
  return self.length > 0 ? memrchr (self.data, c, self.length) : NULL;
}

static inline RdSlice
rd_slice_trim (RdSlice self)
{
  while (self.length > 0 && g_ascii_isspace (self.data[0]))
    self = rd_slice_skip (self, 1);
  while (self.length > 0 && g_ascii_isspace (self.data[self.length - 1]))
    self.length--;
  return self;
}

/* Takes what stands before the next @separator off the front of @self, and the
 * separator with it; all of @self if there is none. */
static inline RdSlice
rd_slice_take_until (RdSlice *self,
                     char     separator)
{
  const char *end = rd_slice_find_char (*self, separator);
  RdSlice     head;

  if (end == NULL)
    {
      head = *self;
      *self = rd_slice_skip (*self, self->length);
      return head;
    }
  head = rd_slice_until (*self, end);
  *self = rd_slice_skip (*self, head.length + 1);
  return head;
}

/* "<x>" becomes "x"; anything else stays as it is. */
static inline RdSlice
rd_slice_strip_angles (RdSlice self)
{
  if (self.length >= 2 && self.data[0] == '<' && self.data[self.length - 1] == '>')
    return (RdSlice){ self.data + 1, self.length - 2 };
  return self;
}

/* The number that @self begins with, 0 if it begins with none. */
static inline guint64
rd_slice_read_number (RdSlice self)
{
  guint64 number = 0;

  /* One digit more could overflow. */
  for (gsize i = 0; i < self.length && i < 18 && g_ascii_isdigit (self.data[i]); i++)
    number = number * 10 + (guint64) (self.data[i] - '0');
  return number;
}

/* The line of @self that @inside points into, with its line feed if it has one. */
static inline RdSlice
rd_slice_line_around (RdSlice     self,
                      const char *inside)
{
  const char *before = rd_slice_find_last_char (rd_slice_until (self, inside), '\n');
  const char *end = rd_slice_find_char (rd_slice_range (inside, rd_slice_end (self)), '\n');

  return rd_slice_range (before != NULL ? before + 1 : self.data, end != NULL ? end + 1 : rd_slice_end (self));
}

G_END_DECLS
