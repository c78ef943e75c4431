/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-evidence-lines"

#include "config.h"

#include "rd-evidence.h"
#include "rd-json.h"
#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Evidence as lines of JSON, one answer a line: a recording, to be looked at or run
 * through the checks again.  What is written is read again as it was; and since a
 * recording may come from a stranger, it is read with care. */

G_DEFINE_QUARK (rd_evidence_error, rd_evidence_error)

/* The largest honest line is a DNS answer of 64 kB, twice over and escaped. */
#define MAX_LINE (2u * 1024 * 1024)

/* A survey of a large sender asks a few hundred questions. */
#define MAX_ANSWERS 20000

/* --- Writing ------------------------------------------------------------- */

static void
append_member (GString    *out,
               const char *key,
               const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;
  valid = rd_text_make_valid (text, -1);
  g_string_append_printf (out, ",\"%s\":", key);
  rd_json_append_string (out, valid);
}

/* What people look for: the strings of a TXT joined, of others the rdata. */
static char *
dup_readable (const RdRr *rr)
{
  gsize       length = 0;
  const char *bytes;

  if (rr->type != RD_RR_TXT)
    return g_strdup (rr->text);
  bytes = g_bytes_get_data (rr->data, &length);
  return rd_text_make_valid (bytes != NULL ? bytes : "", (gssize) length);
}

static void
append_answers (GString        *out,
                const RdAnswer *answer)
{
  const char *separator = "";

  g_string_append (out, ",\"answers\":[");
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *text = NULL;

      if (rr->type != answer->question->rr_type)
        continue;
      text = dup_readable (rr);
      g_string_append (out, separator);
      rd_json_append_string (out, text);
      separator = ",";
    }
  g_string_append_c (out, ']');
}

static void
append_records (GString        *out,
                const RdAnswer *answer)
{
  if (answer->records->len == 0)
    return;
  g_string_append (out, ",\"records\":[");
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *type = rd_rr_type_dup_name (rr->type);

      g_string_append (out, i > 0 ? ",{\"owner\":" : "{\"owner\":");
      rd_json_append_string (out, rr->owner);
      g_string_append_printf (out, ",\"type\":\"%s\",\"ttl\":%u,\"data\":", type, rr->ttl);
      rd_json_append_string (out, rr->text);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_body (GString        *out,
             const RdAnswer *answer)
{
  gsize            length = 0;
  const char      *bytes;
  g_autofree char *text = NULL;

  if (answer->body == NULL)
    return;
  bytes = g_bytes_get_data (answer->body, &length);
  if (length == 0 || (memchr (bytes, '\0', length) == NULL && g_utf8_validate (bytes, (gssize) length, NULL)))
    {
      text = g_strndup (bytes != NULL ? bytes : "", length);
      append_member (out, "body", text);
      return;
    }
  text = g_base64_encode ((const guchar *) bytes, length);
  append_member (out, "body_base64", text);
}

static void
append_time (GString        *out,
             const RdAnswer *answer)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (answer->asked_at > 0)
    {
      g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (answer->asked_at / G_USEC_PER_SEC);
      g_autoptr (GDateTime) exact = NULL;
      g_autofree char *text = NULL;

      if (second != NULL)
        exact = g_date_time_add (second, answer->asked_at % G_USEC_PER_SEC);
      if (exact != NULL)
        text = g_date_time_format_iso8601 (exact);
      append_member (out, "asked_at", text);
    }
  g_string_append_printf (out, ",\"took_ms\":%s",
                          g_ascii_formatd (number, sizeof number, "%.1f", answer->took_ms));
}

static void
append_line (GString        *out,
             const RdAnswer *answer)
{
  g_string_append_printf (out, "{\"id\":%u", answer->id);
  append_member (out, "question", answer->question->text);
  append_member (out, "state", rd_answer_state_to_string (answer->state));
  append_answers (out, answer);
  g_string_append_printf (out, ",\"ttl\":%u", answer->ttl);
  append_member (out, "server", answer->server);
  append_time (out, answer);
  append_member (out, "detail", answer->detail);
  append_member (out, "media_type", answer->media_type);
  if (answer->http_status != 0)
    g_string_append_printf (out, ",\"http_status\":%u", answer->http_status);
  if (answer->authenticated)
    g_string_append (out, ",\"authenticated\":true");
  if (answer->authoritative)
    g_string_append (out, ",\"authoritative\":true");
  append_records (out, answer);
  append_body (out, answer);
  g_string_append (out, "}\n");
}

/**
 * rd_evidence_to_lines:
 * @self: some evidence
 *
 * Records @self: one line of JSON an answer, in the form the command line has
 * for evidence, with the complete records and bodies besides.
 *
 * Returns: (transfer full): the lines, valid UTF-8
 */
char *
rd_evidence_to_lines (RdEvidence *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  for (guint id = 1; id <= rd_evidence_get_n_answers (self); id++)
    {
      const RdAnswer *answer = rd_evidence_get (self, id);

      if (answer != NULL)
        append_line (out, answer);
    }
  return g_string_free (out, FALSE);
}

/* --- Reading ------------------------------------------------------------- */

typedef struct
{
  char      *question;
  char      *state;
  char      *server;
  char      *detail;
  char      *media_type;
  char      *asked_at;
  char      *body;
  char      *body_base64;
  GPtrArray *answers; /* (element-type utf8) */
  GPtrArray *records; /* (element-type RdRr) (nullable) */
  double     ttl;
  double     took_ms;
  double     http_status;
  gboolean   authenticated;
  gboolean   authoritative;
} Line;

static void
line_clear (Line *line)
{
  g_free (line->question);
  g_free (line->state);
  g_free (line->server);
  g_free (line->detail);
  g_free (line->media_type);
  g_free (line->asked_at);
  g_free (line->body);
  g_free (line->body_base64);
  g_ptr_array_unref (line->answers);
  g_clear_pointer (&line->records, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gboolean
read_text (RdJson *json,
           char  **text)
{
  g_autofree char *value = NULL;

  if (!rd_json_read_string (json, &value))
    return FALSE;
  g_free (*text);
  *text = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
read_answer (RdJson  *json,
             gpointer answers)
{
  g_autofree char *text = NULL;

  if (!rd_json_read_string (json, &text))
    return FALSE;
  g_ptr_array_add (answers, g_steal_pointer (&text));
  return TRUE;
}

static guint32
clamp_seconds (double seconds)
{
  return seconds > 0 && seconds < (double) G_MAXUINT32 ? (guint32) seconds : 0;
}

typedef struct
{
  char  *owner;
  char  *type;
  char  *data;
  double ttl;
} Record;

static void
record_clear (Record *record)
{
  g_free (record->owner);
  g_free (record->type);
  g_free (record->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static gboolean
read_record_member (RdJson     *json,
                    const char *key,
                    gpointer    data)
{
  Record *record = data;

  if (strcmp (key, "owner") == 0)
    return read_text (json, &record->owner);
  if (strcmp (key, "type") == 0)
    return read_text (json, &record->type);
  if (strcmp (key, "data") == 0)
    return read_text (json, &record->data);
  if (strcmp (key, "ttl") == 0)
    return rd_json_read_number (json, &record->ttl);
  return rd_json_skip (json);
}

static gboolean
read_record (RdJson  *json,
             gpointer records)
{
  g_auto (Record) record = { 0 };
  guint16 type = 0;
  RdRr   *rr;

  if (!rd_json_read_object (json, read_record_member, &record) || record.owner == NULL || record.data == NULL ||
      record.type == NULL || !rd_rr_type_parse (record.type, &type))
    return FALSE;
  rr = rd_rr_new_from_text (record.owner, type, clamp_seconds (record.ttl), record.data);
  if (rr == NULL)
    return FALSE;
  g_ptr_array_add (records, rr);
  return TRUE;
}

static gboolean
read_member (RdJson     *json,
             const char *key,
             gpointer    data)
{
  Line *line = data;
  const struct
  {
    const char *key;
    char      **text;
  } texts[] = {
    { "question", &line->question },
    { "state", &line->state },
    { "server", &line->server },
    { "detail", &line->detail },
    { "media_type", &line->media_type },
    { "asked_at", &line->asked_at },
    { "body", &line->body },
    { "body_base64", &line->body_base64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (strcmp (texts[i].key, key) == 0)
        return read_text (json, texts[i].text);
    }
  if (strcmp (key, "ttl") == 0)
    return rd_json_read_number (json, &line->ttl);
  if (strcmp (key, "took_ms") == 0)
    return rd_json_read_number (json, &line->took_ms);
  if (strcmp (key, "http_status") == 0)
    return rd_json_read_number (json, &line->http_status);
  if (strcmp (key, "authenticated") == 0)
    return rd_json_read_boolean (json, &line->authenticated);
  if (strcmp (key, "authoritative") == 0)
    return rd_json_read_boolean (json, &line->authoritative);
  if (strcmp (key, "answers") == 0)
    return rd_json_read_array (json, read_answer, line->answers);
  if (strcmp (key, "records") != 0)
    return rd_json_skip (json);
  if (line->records == NULL)
    line->records = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_rr_free);
  return rd_json_read_array (json, read_record, line->records);
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : 0;
}

static gboolean
fill_records (RdAnswer *answer,
              Line     *line)
{
  if (line->records != NULL)
    {
      g_ptr_array_extend_and_steal (answer->records, g_steal_pointer (&line->records));
      return TRUE;
    }
  if (answer->question->kind == RD_QUESTION_HTTPS || answer->question->kind == RD_QUESTION_SMTP)
    return TRUE;
  /* A recording written by hand may leave the records out. */
  for (guint i = 0; i < line->answers->len; i++)
    {
      RdRr *rr = rd_rr_new_from_text (answer->question->name, answer->question->rr_type,
                                      clamp_seconds (line->ttl), g_ptr_array_index (line->answers, i));

      if (rr == NULL)
        return FALSE;
      g_ptr_array_add (answer->records, rr);
    }
  return TRUE;
}

static RdAnswer *
answer_from_line (Line *line)
{
  g_autoptr (RdQuestion) question = line->question != NULL ? rd_question_parse (line->question) : NULL;
  g_autoptr (RdAnswer) answer = NULL;
  RdAnswerState state;
  guint8       *bytes;
  gsize         length = 0;

  if (question == NULL || line->state == NULL || !rd_answer_state_from_string (line->state, &state))
    return NULL;
  answer = rd_answer_new (question, state);
  if (!fill_records (answer, line))
    return NULL;
  if (line->body != NULL)
    answer->body = g_bytes_new (line->body, strlen (line->body));
  else if (line->body_base64 != NULL)
    {
      bytes = g_base64_decode (line->body_base64, &length);
      answer->body = g_bytes_new_take (bytes, length);
    }
  answer->ttl = clamp_seconds (line->ttl);
  answer->took_ms = line->took_ms;
  answer->http_status = line->http_status > 0 && line->http_status < 1000 ? (guint) line->http_status : 0;
  answer->server = g_steal_pointer (&line->server);
  answer->detail = g_steal_pointer (&line->detail);
  answer->media_type = g_steal_pointer (&line->media_type);
  answer->asked_at = parse_time (line->asked_at);
  answer->authenticated = line->authenticated;
  answer->authoritative = line->authoritative;
  return g_steal_pointer (&answer);
}

static RdAnswer *
parse_line (const char *start,
            gsize       length)
{
  g_auto (Line) line = { .answers = g_ptr_array_new_with_free_func (g_free) };
  RdJson json = { start, start + length };

  if (length > MAX_LINE || !rd_json_read_object (&json, read_member, &line) || !rd_json_at_end (&json))
    return NULL;
  return answer_from_line (&line);
}

static gboolean
is_blank (const char *start,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (start[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_evidence_new_from_lines:
 * @lines: a recording
 * @length: its length in bytes, -1 if it ends with a NUL
 * @error: return location for a #GError of domain #RD_EVIDENCE_ERROR
 *
 * Reads a recording back.  Answers are numbered in the order of their lines;
 * members that are not known are skipped.
 *
 * Returns: (transfer full) (nullable): the evidence, %NULL if a line is not an
 *   answer
 */
RdEvidence *
rd_evidence_new_from_lines (const char *lines,
                            gssize      length,
                            GError    **error)
{
  g_autoptr (RdEvidence) self = NULL;
  const char *end;
  guint       number = 0;

  g_return_val_if_fail (lines != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = rd_evidence_new ();
  end = lines + (length < 0 ? strlen (lines) : (gsize) length);
  for (const char *start = lines; start < end;)
    {
      const char *stop = memchr (start, '\n', (gsize) (end - start));
      RdAnswer   *answer;

      if (stop == NULL)
        stop = end;
      number++;
      if (!is_blank (start, (gsize) (stop - start)))
        {
          answer = rd_evidence_get_n_answers (self) < MAX_ANSWERS
                       ? parse_line (start, (gsize) (stop - start))
                       : NULL;
          if (answer == NULL)
            {
              g_set_error (error, RD_EVIDENCE_ERROR, RD_EVIDENCE_ERROR_MALFORMED,
                           _ ("Line %u of the recording is not a recorded answer."), number);
              return NULL;
            }
          rd_evidence_put (self, answer);
        }
      start = stop < end ? stop + 1 : end;
    }
  return g_steal_pointer (&self);
}
