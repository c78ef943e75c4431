/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-kind"

#include "config.h"

#include "rd-mail-kind.h"

#include "rd-charset.h"
#include "rd-header-block.h"
#include "rd-html-text.h"
#include "rd-mail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One control character in so many makes bytes no text; old mail has a few. */
#define CONTROL_RATIO 20

typedef struct
{
  const char *bytes;
  gsize       length;
  gsize       offset;
  RdMailKind  kind;
} Magic;

#define MAGIC(bytes, offset, kind)        \
  {                                       \
    bytes, sizeof bytes - 1, offset, kind \
  }

static const Magic magics[] = {
  MAGIC ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, RD_MAIL_KIND_OLE),
  MAGIC ("PK\003\004", 0, RD_MAIL_KIND_ZIP),
  MAGIC ("PK\005\006", 0, RD_MAIL_KIND_ZIP),
  MAGIC ("\x1f\x8b\x08", 0, RD_MAIL_KIND_GZIP),
  MAGIC ("\x78\x9f\x3e\x22", 0, RD_MAIL_KIND_TNEF),
  MAGIC ("!BDN", 0, RD_MAIL_KIND_MAILBOX),
  MAGIC ("\xcf\xad\x12\xfe", 0, RD_MAIL_KIND_MAILBOX),
  MAGIC ("SQLite format 3", 0, RD_MAIL_KIND_MAILBOX),
  MAGIC ("\x89PNG\r\n\x1a\n", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("\xff\xd8\xff", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("GIF87a", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("GIF89a", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("II*\0", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("MM\0*", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("WEBP", 8, RD_MAIL_KIND_PICTURE),
  MAGIC ("ftyphei", 4, RD_MAIL_KIND_PICTURE),
  MAGIC ("ftypmif1", 4, RD_MAIL_KIND_PICTURE),
  MAGIC ("ftypavif", 4, RD_MAIL_KIND_PICTURE),
  MAGIC ("\0\0\1\0", 0, RD_MAIL_KIND_PICTURE),
  MAGIC ("%PDF-", 0, RD_MAIL_KIND_PDF),
  MAGIC ("{\\rtf", 0, RD_MAIL_KIND_OFFICE),
  MAGIC ("Rar!\x1a\x07", 0, RD_MAIL_KIND_ARCHIVE),
  MAGIC ("7z\xbc\xaf\x27\x1c", 0, RD_MAIL_KIND_ARCHIVE),
  MAGIC ("BZh", 0, RD_MAIL_KIND_ARCHIVE),
  MAGIC ("\3757zXZ\0", 0, RD_MAIL_KIND_ARCHIVE),
  MAGIC ("\x28\xb5\x2f\xfd", 0, RD_MAIL_KIND_ARCHIVE),
  MAGIC ("ustar", 257, RD_MAIL_KIND_TAR),
  MAGIC ("ftyp", 4, RD_MAIL_KIND_MEDIA),
  MAGIC ("ID3", 0, RD_MAIL_KIND_MEDIA),
  MAGIC ("OggS", 0, RD_MAIL_KIND_MEDIA),
  MAGIC ("RIFF", 0, RD_MAIL_KIND_MEDIA),
  MAGIC ("\x1a\x45\xdf\xa3", 0, RD_MAIL_KIND_MEDIA),
  MAGIC ("\177ELF", 0, RD_MAIL_KIND_PROGRAM),
};

/* Office documents since 2003 are zip archives; the name of the first entry,
 * which stands at offset 30, tells. */
static gboolean
is_office_zip (const char *data,
               gsize       length)
{
  static const char *const names[] = {
    "[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "mimetype", "customXml/"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize n = strlen (names[i]);

      if (length >= 30 + n && memcmp (data + 30, names[i], n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Those of text do not count: escape and form feed are those of ISO-2022 charsets
 * and of printed pages. */
static gboolean
is_control (guchar c)
{
  return ((c < 0x20) & !((c >= '\b') & (c <= '\r') & (c != '\v')) & (c != 0x1a) & (c != 0x1b)) | (c == 0x7f);
}

/* Bytes counted at a time: a fixed number, without a branch for each, becomes a
 * few instructions. */
#define BLOCK 16

static guint8
count_block (const char *data)
{
  guint8 n = 0;

  for (guint i = 0; i < BLOCK; i++)
    n += (guint8) is_control ((guchar) data[i]);
  return n;
}

static gboolean
has_text_bytes (const char *data,
                gsize       length)
{
  gsize controls = 0;
  gsize i = 0;

  for (; i + BLOCK <= length; i += BLOCK)
    controls += count_block (data + i);
  for (; i < length; i++)
    controls += is_control ((guchar) data[i]) ? 1 : 0;
  return controls * CONTROL_RATIO <= length;
}

static gboolean
is_blank (const char *data,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (data[i]) && data[i] != '\0')
        return FALSE;
    }
  return TRUE;
}

/* A message with a spoilt body is a message all the same. */
static gboolean
begins_message (const char *data,
                gsize       length)
{
  gsize name = rd_header_field_name_length (data, length);

  return name > 0 && rd_header_is_known (data, name);
}

/**
 * rd_mail_kind_of:
 * @data: the first bytes of something; up to RD_MAIL_KIND_SAMPLE are looked at
 * @length: their number
 *
 * Finds out what kind of thing bytes are.
 *
 * Returns: the kind
 */
RdMailKind
rd_mail_kind_of (const char *data,
                 gsize       length)
{
  gboolean big_endian;

  g_return_val_if_fail (data != NULL || length == 0, RD_MAIL_KIND_EMPTY);

  length = MIN (length, RD_MAIL_KIND_SAMPLE);
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (length < magic->offset + magic->length ||
          memcmp (data + magic->offset, magic->bytes, magic->length) != 0)
        continue;
      if (magic->kind == RD_MAIL_KIND_ZIP && is_office_zip (data, length))
        return RD_MAIL_KIND_OFFICE;
      /* Magics of plain letters may begin a text. */
      if ((magic->kind == RD_MAIL_KIND_MEDIA || magic->kind == RD_MAIL_KIND_ARCHIVE) &&
          has_text_bytes (data, length))
        break;
      return magic->kind;
    }
  if (length < RD_MAIL_KIND_SAMPLE && is_blank (data, length))
    return RD_MAIL_KIND_EMPTY;
  if (rd_charset_is_utf16 (data, length, &big_endian))
    return RD_MAIL_KIND_TEXT;
  if (!has_text_bytes (data, length) && !begins_message (data, length))
    return length > 2 && memcmp (data, "MZ", 2) == 0 ? RD_MAIL_KIND_PROGRAM : RD_MAIL_KIND_BINARY;
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return rd_html_is_html (data + 3, length - 3) ? RD_MAIL_KIND_HTML : RD_MAIL_KIND_TEXT;
  return rd_html_is_html (data, length) ? RD_MAIL_KIND_HTML : RD_MAIL_KIND_TEXT;
}

/**
 * rd_mail_kind_is_text:
 * @kind: a kind
 *
 * Tells whether rd_mail_new_from_bytes() can read something of this kind.
 *
 * Returns: whether it can
 */
gboolean
rd_mail_kind_is_text (RdMailKind kind)
{
  return kind == RD_MAIL_KIND_TEXT || kind == RD_MAIL_KIND_HTML;
}

static const char *
get_advice (RdMailKind kind)
{
  switch (kind)
    {
    case RD_MAIL_KIND_EMPTY:
      return _ ("There is nothing in it.");
    case RD_MAIL_KIND_TNEF:
      return _ ("This is a winmail.dat, a wrapping only Outlook can open; ask the sender to forward the bounce message as an attachment, or to copy its text into the mail.");
    case RD_MAIL_KIND_MAILBOX:
      return _ ("This is the mailbox of a mail program in its own format; open it in that program, save the bounce message from there, and use the saved file.");
    case RD_MAIL_KIND_PICTURE:
      return _ ("This is a picture, and the words in a picture cannot be read; save the bounce message itself from your mail program, or copy its text and paste it.");
    case RD_MAIL_KIND_PDF:
      return _ ("This is a PDF document, not a message; save the bounce message itself from your mail program, or copy the text out of the document and paste it.");
    case RD_MAIL_KIND_OFFICE:
    case RD_MAIL_KIND_OLE:
      return _ ("This is an office document, not a message; copy the text of the bounce message out of it and paste it.");
    case RD_MAIL_KIND_ZIP:
    case RD_MAIL_KIND_GZIP:
    case RD_MAIL_KIND_TAR:
    case RD_MAIL_KIND_ARCHIVE:
      return _ ("This is an archive of a kind that cannot be opened here; unpack it and use the messages in it.");
    case RD_MAIL_KIND_MEDIA:
      return _ ("This is a sound or a video, not a message; save the bounce message itself from your mail program, or copy its text and paste it.");
    case RD_MAIL_KIND_PROGRAM:
      return _ ("This is a program, not a message; do not run it if it came by mail, and save the bounce message itself from your mail program.");
    case RD_MAIL_KIND_TEXT:
    case RD_MAIL_KIND_HTML:
    case RD_MAIL_KIND_BINARY:
    default:
      return _ ("This is no text and no message; save the bounce message itself from your mail program, or copy its text and paste it.");
    }
}

/**
 * rd_mail_kind_error:
 * @kind: a kind that holds no message
 *
 * Says in one sentence why something cannot be read and what to do instead.
 *
 * Returns: (transfer full): the error
 */
GError *
rd_mail_kind_error (RdMailKind kind)
{
  return g_error_new_literal (
      RD_MAIL_ERROR, kind == RD_MAIL_KIND_EMPTY ? RD_MAIL_ERROR_EMPTY : RD_MAIL_ERROR_NOT_TEXT,
      get_advice (kind));
}
