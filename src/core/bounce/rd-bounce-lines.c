/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-lines.h"

#include <string.h>

/* Preparing text for the line scanner: quoting taken off, and the returned
 * message below the notice found. */

/* Quoting deeper than this is a discussion, not a forwarded notice. */
#define MAX_QUOTE_DEPTH 6

/* ">>> RCPT TO:<x>" of a transcript is not quoting. */
static gboolean
is_dialogue (const char *line,
             gsize       length)
{
  gsize p = 0;
  gsize arrows = 0;

  while (p < length && line[p] == '>')
    {
      p++;
      arrows++;
    }
  if (arrows != 3 || p >= length || line[p] != ' ')
    return FALSE;
  p++;
  return length - p >= 4 && (g_ascii_isupper (line[p]) || strchr (line, '@') != NULL);
}

static gboolean
is_quoted (const char *line,
           gsize       length)
{
  return length > 0 && line[0] == '>' && !is_dialogue (line, length);
}

static gsize
line_length (const char *line,
             const char *end)
{
  const char *newline = memchr (line, '\n', (gsize) (end - line));

  return (gsize) ((newline != NULL ? newline : end) - line);
}

/* Takes one level of "> " off all lines, if most of a run of lines has it. */
static gboolean
unquote_once (GString *text)
{
  g_autoptr (GString) plain = NULL;
  const char *end = text->str + text->len;
  guint       quoted = 0;
  guint       lines = 0;

  for (const char *line = text->str; line < end;)
    {
      gsize length = line_length (line, end);

      if (length > 0)
        lines++;
      if (is_quoted (line, length))
        quoted++;
      line += length + 1;
    }
  /* Two quoted lines among others may be a bullet list or a mailbox name. */
  if (quoted < 3 || quoted * 4 < lines)
    return FALSE;

  plain = g_string_sized_new (text->len);
  for (const char *line = text->str; line < end;)
    {
      gsize length = line_length (line, end);
      gsize skip = 0;

      if (is_quoted (line, length))
        skip = length > 1 && line[1] == ' ' ? 2 : 1;
      g_string_append_len (plain, line + skip, (gssize) (length - skip));
      g_string_append_c (plain, '\n');
      line += length + 1;
    }
  g_string_assign (text, plain->str);
  return TRUE;
}

/* Forums and trackers set off what is quoted between lines of "```". */
static void
empty_fences (GString *text)
{
  for (gsize line = 0; line < text->len;)
    {
      gsize length = strcspn (text->str + line, "\n");
      gsize blanks = strspn (text->str + line, " \t");

      if (length < blanks + 16 && strncmp (text->str + line + blanks, "```", 3) == 0 && memchr (text->str + line, ' ', length) == NULL)
        {
          g_string_erase (text, (gssize) line, (gssize) length);
          length = 0;
        }
      line += length + 1;
    }
}

/**
 * _rd_lines_clean:
 * @text: the text of a part
 *
 * Brings line ends into one form and takes off the quoting of a forwarded
 * notice.
 *
 * Returns: (transfer full): the lines, each ended by a line feed
 */
char *
_rd_lines_clean (const char *text)
{
  g_autoptr (GString) clean = g_string_sized_new (strlen (text) + 1);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\r')
        {
          if (p[1] != '\n')
            g_string_append_c (clean, '\n');
        }
      else if (p[0] == '\302' && p[1] == '\240')
        {
          g_string_append_c (clean, ' ');
          p++;
        }
      else if (p[0] == '\342' && p[1] == '\200' && (p[2] == '\213' || p[2] == '\216' || p[2] == '\217'))
        p += 2;
      else
        g_string_append_c (clean, *p);
    }
  for (guint depth = 0; depth < MAX_QUOTE_DEPTH && unquote_once (clean); depth++)
    continue;
  if (strstr (clean->str, "```") != NULL)
    empty_fences (clean);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* Most lines differ from @name in their first letter. */
static gboolean
begins_nocase (const char *line,
               gsize       length,
               const char *name)
{
  gsize size;

  if (length == 0 || g_ascii_tolower (*line) != *name)
    return FALSE;
  size = strlen (name);
  return length >= size && g_ascii_strncasecmp (line, name, size) == 0;
}

/* A header field name of a returned message at @line: strong ones are never
 * written by people, weak ones count only in company. */
static int
header_weight (const char *line,
               gsize       length)
{
  static const char *const strong[] = { "received:", "return-path:", "dkim-signature:", "message-id:", "mime-version:", "x-received:", "arc-seal:",
                                        "content-transfer-encoding:", "x-mailer:", "delivered-to:", "x-google-dkim-signature:", "authentication-results:",
                                        "received-spf:", "envelope-to:", "x-originating-ip:" };
  static const char *const weak[] = { "from:", "to:", "subject:", "date:", "cc:", "reply-to:", "content-type:", "sender:", "x-" };

  if (length == 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (strong); i++)
    {
      if (begins_nocase (line, length, strong[i]))
        return 2;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      if (begins_nocase (line, length - 1, weak[i]))
        return 1;
    }
  return 0;
}

/* Whether a header of a returned message begins at @line: at least three
 * fields, one of them surely no person's, folded lines skipped. */
static gboolean
is_header_block (const char *line,
                 const char *end)
{
  guint fields = 0;
  guint strong = 0;
  guint lines = 0;

  while (line < end && lines < 40 && fields < 8)
    {
      gsize length = line_length (line, end);
      int   weight = header_weight (line, length);

      if (length == 0)
        break;
      if (weight == 0 && (fields == 0 || !g_ascii_isspace (line[0])))
        {
          gsize colon = 0;

          while (colon < length && (g_ascii_isalnum (line[colon]) || line[colon] == '-'))
            colon++;
          if (colon == 0 || colon >= length || line[colon] != ':')
            break;
        }
      if (weight > 0)
        fields++;
      if (weight > 1)
        strong++;
      lines++;
      line += length + 1;
    }
  return (fields >= 3 && strong >= 1) || strong >= 2;
}

/* Below "Original message:" fields that people write too are enough. */
static gboolean
is_weak_header (const char *line,
                const char *end)
{
  guint fields = 0;

  for (guint lines = 0; line < end && lines < 5; lines++)
    {
      gsize length = line_length (line, end);

      fields += header_weight (line, length) > 0 ? 1 : 0;
      line += length + 1;
    }
  return fields >= 3;
}

/* What such a line says if it does not say it in a whole sentence. */
static const char *const rulers[] = { "original message", "message header", "returned message" };

/* Lines between what a mail program writes above a forwarded message and its
 * sender, a second such line included. */
#define MAX_LINES_TO_SENDER 8

/* Longest line with a sender. */
#define MAX_SENDER 300

/* Mail programs write "Original Message" above what they forward, too: then a
 * mail system stands below as its sender, and above it only what a person says. */
static gboolean
begins_forwarded (const RdPhrases *phrases,
                  const char      *text,
                  const char      *line,
                  const char      *end)
{
  const char *next = line + line_length (line, end) + 1;

  for (guint lines = 0; next < end && lines < MAX_LINES_TO_SENDER; lines++)
    {
      gsize            length = line_length (next, end);
      g_autofree char *sender = NULL;

      if (length > 5 && length <= MAX_SENDER && g_ascii_strncasecmp (next, "From:", 5) == 0)
        {
          sender = g_strndup (next, length);
          return _rd_address_is_daemon (sender) &&
                 (_rd_phrases_scan (phrases, text, (gsize) (line - text)) & (RD_MEANS_OPENING | RD_MEANS_DETAILS)) == 0;
        }
      next += length + 1;
    }
  return FALSE;
}

/* "This report relates to your message:", then its header, and only then what
 * became of it. */
static gboolean
tells_below (const RdPhrases *phrases,
             const char      *text,
             const char      *line)
{
  const RdMeaning fate = RD_MEANS_FAILED | RD_MEANS_DELAYED;

  return (_rd_phrases_scan (phrases, line, strlen (line)) & fate) != 0 &&
         (_rd_phrases_scan (phrases, text, (gsize) (line - text)) & (fate | RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_REASON)) == 0;
}

/* Longest line that announces the returned message. */
#define MAX_ANNOUNCEMENT 200

/* "--- Returned message ---" stands alone, within rulers. */
#define MAX_RULER_LINE 119

/**
 * _rd_lines_find_original:
 * @phrases: the phrases
 * @text: clean lines
 * @body: (out): offset of the returned message itself, behind the line that
 *   announces it
 *
 * Finds where a notice ends and the returned message begins: at a line that
 * says so, or at what can only be its header.
 *
 * Returns: the length of the notice
 */
gsize
_rd_lines_find_original (const RdPhrases *phrases,
                         const char      *text,
                         gsize           *body)
{
  gsize       size = strlen (text);
  const char *end = text + size;
  gboolean    has_words = FALSE;

  for (const char *line = text; line < end;)
    {
      gsize length = line_length (line, end);
      gsize at = 0;
      gsize which;

      if (has_words && (length == 0 || line[0] != ' ') && header_weight (line, length) > 0 && is_header_block (line, end))
        {
          *body = (gsize) (line - text);
          return tells_below (phrases, text, line) ? size : *body;
        }
      if (has_words && length > 10 && length <= MAX_ANNOUNCEMENT &&
          (_rd_phrases_scan (phrases, line, length) & RD_MEANS_ORIGINAL) != 0)
        {
          *body = MIN ((gsize) (line - text) + length + 1, size);
          return (gsize) (line - text);
        }
      if (has_words && length <= MAX_RULER_LINE && _rd_marks_find (rulers, G_N_ELEMENTS (rulers), line, length, &at, &which) &&
          (memmem (line, length, "---", 3) != NULL || is_weak_header (line + length + 1, end)) && header_weight (line, length) == 0 &&
          !begins_forwarded (phrases, text, line, end))
        {
          *body = MIN ((gsize) (line - text) + length + 1, size);
          return (gsize) (line - text);
        }
      if (length > 0 && !g_ascii_isspace (line[0]))
        has_words = TRUE;
      else if (length > 2)
        has_words = TRUE;
      line += length + 1;
    }
  *body = size;
  return size;
}
