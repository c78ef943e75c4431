/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One pass over a reply: which phrases, patterns and signatures occur in it. */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-scan.h"

#include <string.h>

#include "rd-knowledge-tables.h"
#include "rd-text.h"

/* Bytes bridged by a "*" in a phrase: an address, a host name, a short clause. */
#define MAX_GAP 120

/* Bytes bridged between two steps of a pattern, however few words they are:
 * some languages put no blanks between words. */
#define MAX_PATTERN_GAP 90

/* Patterns beginning further on are not looked at: a server says why it refuses
 * first; what follows in a long text are explanations and advice. */
#define MAX_PATTERN_OFFSET 800

static void
phrase_occurs (RdScan *self,
               guint   index,
               guint32 start,
               guint32 end)
{
  const RdPhraseRow *phrase = &rd_table_phrases[index];
  RdRuleHit         *hit = &self->hits[phrase->rule];

  if (phrase->is_veto)
    {
      hit->is_vetoed = TRUE;
      return;
    }
  if (hit->phrase == 0)
    g_array_append_val (self->hit_rules, phrase->rule);
  hit->seen |= 1u << (phrase->number % 32);
  if (hit->phrase != 0 && rd_table_phrases[hit->phrase - 1].length >= phrase->length)
    return;
  hit->phrase = (guint16) (index + 1);
  hit->start = start;
  hit->end = end;
}

static void
step_occurs (RdScan *self,
             guint   index,
             guint   step,
             guint32 start,
             guint32 end)
{
  const RdPhraseRow *phrase = &rd_table_phrases[index];
  guint              slot = phrase->slot + step;

  self->starts[slot] = step > 0 ? self->starts[slot - 1] : start;
  self->ends[slot] = end;
  if (step + 1u == phrase->n_pieces)
    phrase_occurs (self, index, self->starts[slot], end);
}

/* A phrase with gaps is followed piece by piece.  Only the latest end of each
 * piece is kept: it bridges every gap that an earlier one does. */
static void
piece_occurs (RdScan *self,
              guint   index,
              guint   step,
              guint32 start,
              guint32 end)
{
  if (step > 0)
    {
      guint32 before = self->ends[rd_table_phrases[index].slot + step - 1];

      if (before == 0 || start < before || start - before > MAX_GAP)
        return;
    }
  step_occurs (self, index, step, start, end);
}

/* Whether a letter or digit of the normal text, whose other scripts are all
 * bytes above ASCII. */
static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* Where a sentence ends: "." and its like before a blank, or the East Asian
 * full stop. */
static gboolean
ends_sentence (const char *p)
{
  return (strchr (".!?", *p) != NULL && p[1] == ' ') || strncmp (p, "\xe3\x80\x82", 3) == 0;
}

/* Whether at most @max_words lie between two places of one sentence. */
static gboolean
is_near (const RdScan *self,
         guint32       from,
         guint32       to,
         guint         max_words)
{
  const char *text = self->text.text;
  guint       blanks = 0;

  if (to < from || to - from > MAX_PATTERN_GAP)
    return FALSE;
  for (guint32 i = from; i < to; i++)
    {
      if (text[i] == ' ')
        blanks++;
      else if (ends_sentence (text + i))
        return FALSE;
    }
  return blanks <= max_words + 1;
}

/* Bytes behind a place that may belong to the same name: RFC 5321 section 4.5.3.1
 * allows 64 and 255. */
#define MAX_NAME 320

/* Whether a place lies within an address, a host name or a web address, whose
 * parts mean nothing: "full.moon@spam.example". */
static gboolean
is_in_name (const char *text,
            guint32     start,
            guint32     end)
{
  guint32 first = start;
  guint32 last = end;

  if ((start > 1 && text[start - 1] == '.' && g_ascii_isalnum (text[start - 2])) ||
      (text[end] == '.' && g_ascii_isalnum (text[end + 1])) || (start > 0 && strchr ("?&", text[start - 1]) != NULL))
    return TRUE;
  while (first > 0 && text[first - 1] != ' ')
    first--;
  while (text[last] != ' ' && text[last] != '\0' && last - end < MAX_NAME)
    last++;
  for (guint32 i = first; i < last; i++)
    {
      if (text[i] == '@' || (text[i] == ':' && text[i + 1] == '/' && text[i + 2] == '/'))
        return TRUE;
    }
  return FALSE;
}

/* A word stands alone where its list says so: "full", but not "fully". */
static gboolean
has_edges (const RdScan *self,
           guint         edges,
           guint32       start,
           guint32       end)
{
  const char *text = self->text.text;

  if ((edges & RD_WORD_LEFT_EDGE) != 0 && start > 0 && is_word_byte (text[start - 1]))
    return FALSE;
  if ((edges & RD_WORD_RIGHT_EDGE) != 0 && is_word_byte (text[end]))
    return FALSE;
  return edges == 0 || !is_in_name (text, start, end);
}

static void
word_occurs (RdScan *self,
             guint   list,
             guint32 start,
             guint32 end)
{
  for (guint i = rd_table_first_word_use[list]; i < rd_table_first_word_use[list + 1]; i++)
    {
      const RdWordUse *use = &rd_table_word_uses[i];

      if (use->step > 0)
        {
          guint32 before = self->ends[rd_table_phrases[use->phrase].slot + use->step - 1];

          if (before == 0 || !is_near (self, before, start, use->gap))
            continue;
        }
      step_occurs (self, use->phrase, use->step, start, end);
    }
}

/* Longest text of an IPv4 address, and of one with the length of its network. */
#define MAX_IPV4 15
#define MAX_IPV4_NETWORK 18

/* Length of an IPv4 address at @p that stands alone: no version number, and no
 * part of a host name or a web address. */
static gsize
ip_length (const char *p)
{
  char       *end = (char *) p;
  const char *next = p;

  for (guint part = 0; part < 4; part++)
    {
      if (!g_ascii_isdigit (*next) || g_ascii_strtoull (next, &end, 10) > 255)
        return 0;
      if (part < 3 && *end != '.')
        return 0;
      next = end + 1;
    }
  if (end - p > MAX_IPV4)
    return 0;
  if (*end == '/' && g_ascii_isdigit (end[1]))
    end += g_ascii_isdigit (end[2]) ? 3 : 2;
  if (end - p > MAX_IPV4_NETWORK || is_word_byte (*end) || (*end != '\0' && strchr ("-_/@", *end) != NULL) ||
      ((*end == '.' || *end == ':') && is_word_byte (end[1])))
    return 0;
  return (gsize) (end - p);
}

/* Addresses take part in patterns like words do, so they have to be told of in
 * the order of the text, up to @end. */
static void
read_ip_addresses (RdScan *self,
                   gsize   end)
{
  const char *text = self->text.text;

  while (self->read < end && self->read <= MAX_PATTERN_OFFSET)
    {
      gsize at = self->read;
      gsize length = 0;

      if (g_ascii_isdigit (text[at]) && (at == 0 || !(is_word_byte (text[at - 1]) || strchr (".-_/=@:", text[at - 1]) != NULL)))
        length = ip_length (text + at);
      if (at + length > end)
        return;
      self->read += MAX (length, 1);
      if (length > 0 && rd_table_ip_words[0] != RD_TABLE_NONE)
        word_occurs (self, rd_table_ip_words[0], (guint32) at, (guint32) (at + length));
    }
}

static void
piece_cb (guint    piece,
          gsize    end,
          gpointer user_data)
{
  RdScan *self = user_data;
  guint32 start = (guint32) (end - rd_table_piece_length[piece]);

  read_ip_addresses (self, end);
  for (guint i = rd_table_first_use[piece]; i < rd_table_first_use[piece + 1]; i++)
    {
      const RdPieceUse *use = &rd_table_uses[i];

      if (use->kind == RD_USE_SIGNATURE)
        self->signatures[use->target] |= _rd_signature_stands (self->text.text, start, end);
      else if (use->kind == RD_USE_WORD)
        {
          if (start <= MAX_PATTERN_OFFSET && has_edges (self, use->step, start, (guint32) end))
            word_occurs (self, use->target, start, (guint32) end);
        }
      else if (rd_table_phrases[use->target].slot == RD_TABLE_NONE)
        phrase_occurs (self, use->target, start, (guint32) end);
      else
        piece_occurs (self, use->target, use->step, start, (guint32) end);
    }
}

/* Whether @ip stands in the text as a word of its own. */
static gboolean
quotes_ip (const char *text,
           const char *ip)
{
  gsize length = strlen (ip);

  for (const char *p = rd_text_find_nocase (text, ip); p != NULL && length > 0;
       p = rd_text_find_nocase (p + 1, ip))
    {
      if ((p == text || !(g_ascii_isxdigit (p[-1]) || strchr (".:", p[-1]) != NULL)) &&
          !g_ascii_isdigit (p[length]) && !(p[length] == '.' && g_ascii_isdigit (p[length + 1])))
        return TRUE;
    }
  return FALSE;
}

/* Looks for everything in the @length bytes of @text, a part of @reply. */
void
_rd_scan_init (RdScan        *self,
               const RdReply *reply,
               const char    *text,
               gsize          length)
{
  self->reply = reply;
  _rd_normal_text_init (&self->text, text, length);
  self->hits = g_new0 (RdRuleHit, rd_table_rules_n);
  self->hit_rules = g_array_sized_new (FALSE, FALSE, sizeof (guint16), 32);
  self->ends = g_new0 (guint32, rd_table_slots_n + 1);
  /* Read only where there is an end. */
  self->starts = g_new (guint32, rd_table_slots_n + 1);
  self->signatures = g_new0 (gboolean, rd_table_providers_n);
  self->read = 0;
  _rd_automaton_scan (self->text.text, self->text.length, piece_cb, self);
  read_ip_addresses (self, self->text.length);
  _rd_refusal_codes_init (&self->codes, self->text.text, reply);
  self->ip_quoted = reply->sending_ip != NULL && quotes_ip (self->text.text, reply->sending_ip);
}

void
_rd_scan_clear (RdScan *self)
{
  _rd_normal_text_clear (&self->text);
  g_free (self->hits);
  g_clear_pointer (&self->hit_rules, g_array_unref);
  g_free (self->ends);
  g_free (self->starts);
  g_free (self->signatures);
}
