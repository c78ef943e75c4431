/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

/* What notices say, in the languages mail systems write.  Folded as
 * fold_text() does it: lower case, single blanks, ASCII quotes.  A phrase has
 * to be impossible in ordinary mail, or be used only where something else
 * already speaks for a notice. */
typedef struct
{
  const char *text;
  gsize       length;
  RdMeaning   meaning;
  const char *dialect; /* (nullable): only for openings */
} RdPhrase;

#define PHRASE(text, meaning, dialect)            \
  {                                               \
    text, sizeof text - 1, (RdMeaning) (meaning), \
        dialect                                   \
  }

static const RdPhrase phrases[] = {
#include "rd-bounce-phrases.inc"
};

#define N_BUCKETS 4096u

/* Most texts searched are single lines, which need no allocation. */
#define SMALL_TEXT 500

struct _RdPhrases
{
  /* First phrase of a bucket and the next one in the same bucket, plus one;
   * zero ends the chain. */
  guint16 first[N_BUCKETS];
  guint16 next[G_N_ELEMENTS (phrases)];

  /* The first four bytes of each phrase as one number. */
  guint32 heads[G_N_ELEMENTS (phrases)];

  /* ASCII in lower case; blanks are ' ', and 0 is not ASCII. */
  char folds[256];
};

static guint32
head_of (const char *text)
{
  guint32 head;

  memcpy (&head, text, sizeof head);
  return head;
}

/* The top bits of a product depend on all four bytes. */
static guint
bucket_of (guint32 head)
{
  return (guint32) (head * 2654435761u) >> 20;
}

G_STATIC_ASSERT (N_BUCKETS == 1u << (32 - 20));

static RdPhrases *
rd_phrases_new (void)
{
  RdPhrases *self = g_new0 (RdPhrases, 1);

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      guint bucket;

      g_assert (phrases[i].length >= sizeof (guint32));
      self->heads[i] = head_of (phrases[i].text);
      bucket = bucket_of (self->heads[i]);
      self->next[i] = self->first[bucket];
      self->first[bucket] = (guint16) (i + 1);
    }
  for (guint c = 0; c < 0x80; c++)
    self->folds[c] = c == '\0' || g_ascii_isspace ((char) c) ? ' ' : g_ascii_tolower ((char) c);
  return self;
}

/**
 * _rd_phrases_get:
 *
 * The phrases, prepared for searching all of them in one pass.  That is done
 * once: it costs as much as reading a small notice.
 *
 * Returns: (transfer none): the index
 */
const RdPhrases *
_rd_phrases_get (void)
{
  static RdPhrases *prepared = NULL;

  if (g_once_init_enter (&prepared))
    g_once_init_leave (&prepared, rd_phrases_new ());
  return prepared;
}

/* Lower case of the two-byte letters that occur in the phrases: Latin-1 and
 * Cyrillic.  Returns how many bytes of @p were taken. */
static gsize
fold_two_bytes (const guchar *p,
                char         *out)
{
  out[0] = (char) p[0];
  out[1] = (char) p[1];
  if (p[0] == 0xc3 && p[1] >= 0x80 && p[1] <= 0x9e)
    out[1] = (char) (p[1] + 0x20);
  else if (p[0] == 0xd0 && p[1] >= 0x90 && p[1] <= 0x9f)
    out[1] = (char) (p[1] + 0x20);
  else if (p[0] == 0xd0 && p[1] >= 0xa0 && p[1] <= 0xaf)
    {
      out[0] = (char) 0xd1;
      out[1] = (char) (p[1] - 0x20);
    }
  return 2;
}

/* Text as the phrases are written. */
typedef struct
{
  char    *text; /* has room for as many bytes as go in, and four more */
  gsize    size;
  gboolean after_blank;
} Folded;

/* Adds @text.  Four zeros stand behind all, so that head_of() may look ahead. */
static void
fold_text (const RdPhrases *self,
           const char      *text,
           gsize            length,
           Folded          *folded)
{
  char    *out = folded->text;
  gsize    size = folded->size;
  gboolean blank = folded->after_blank;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];
      char   fold = self->folds[c];

      if (fold == ' ')
        {
          if (!blank)
            out[size++] = ' ';
          blank = TRUE;
          continue;
        }
      blank = FALSE;
      if (fold != '\0')
        out[size++] = fold;
      else if (c == 0xe2 && i + 2 < length && (guchar) text[i + 1] == 0x80 && ((guchar) text[i + 2] == 0x99 || (guchar) text[i + 2] == 0x98))
        {
          out[size++] = '\'';
          i += 2;
        }
      else if (c == 0xc2 && i + 1 < length && (guchar) text[i + 1] == 0xa0)
        {
          out[size++] = ' ';
          blank = TRUE;
          i++;
        }
      else if ((c == 0xc3 || c == 0xd0) && i + 1 < length)
        {
          fold_two_bytes ((const guchar *) text + i, out + size);
          size += 2;
          i++;
        }
      else
        out[size++] = (char) c;
    }
  memset (out + size, 0, 4);
  folded->size = size;
  folded->after_blank = blank;
}

/**
 * _rd_phrases_scan:
 * @self: the index
 * @text: UTF-8
 * @length: its length
 *
 * Reads which of the phrases stand in @text.
 *
 * Returns: all that they mean
 */
RdMeaning
_rd_phrases_scan (const RdPhrases *self,
                  const char      *text,
                  gsize            length)
{
  RdMeaning   first_meanings;
  const char *dialect = NULL;

  return _rd_phrases_scan_notice (self, text, length, 0, &first_meanings, &dialect);
}

/**
 * _rd_phrases_scan_notice:
 * @self: the index
 * @text: UTF-8
 * @length: its length
 * @n_first: length of its first lines
 * @first_meanings: (out): what the phrases within those mean
 * @dialect: (inout): which mail system the first opening belongs to, left alone
 *   if there is none or one is known
 *
 * Reads which of the phrases stand in @text.
 *
 * Returns: all that they mean
 */
RdMeaning
_rd_phrases_scan_notice (const RdPhrases *self,
                         const char      *text,
                         gsize            length,
                         gsize            n_first,
                         RdMeaning       *first_meanings,
                         const char     **dialect)
{
  char             small[SMALL_TEXT + 5];
  g_autofree char *large = length > SMALL_TEXT ? g_malloc (length + 5) : NULL;
  Folded           folded = { large != NULL ? large : small, 0, TRUE };
  const char      *words = folded.text;
  gsize            first_size;
  gboolean         in_word = FALSE;
  guint            meanings = 0;
  guint            first = 0;

  fold_text (self, text, n_first, &folded);
  first_size = folded.size;
  fold_text (self, text + n_first, length - n_first, &folded);
  for (gsize i = 0; i < folded.size; i++)
    {
      gboolean is_word = g_ascii_isalnum (words[i]);
      guint32  head;

      /* Phrases begin where a word does. */
      if (in_word && is_word)
        continue;
      in_word = is_word;
      head = head_of (words + i);
      for (guint k = self->first[bucket_of (head)]; k != 0; k = self->next[k - 1])
        {
          const RdPhrase *phrase = &phrases[k - 1];
          gsize           wanted = phrase->length;

          if (self->heads[k - 1] != head || wanted > folded.size - i || memcmp (words + i, phrase->text, wanted) != 0)
            continue;
          meanings |= phrase->meaning;
          if (i + wanted <= first_size)
            first |= phrase->meaning;
          if (phrase->dialect != NULL && *dialect == NULL)
            *dialect = phrase->dialect;
        }
    }
  *first_meanings = (RdMeaning) first;
  return (RdMeaning) meanings;
}
