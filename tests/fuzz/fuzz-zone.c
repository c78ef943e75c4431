/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz-zone.h"

struct _FuzzZone
{
  GPtrArray *lines; /* (element-type GBytes) */
};

FuzzZone *
fuzz_zone_new (const guint8 *data,
               gsize         size)
{
  FuzzZone *self = g_new0 (FuzzZone, 1);
  gsize     start = 0;

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; i <= size; i++)
    {
      if (i < size && data[i] != '\n')
        continue;
      g_ptr_array_add (self->lines, g_bytes_new (data + start, i - start));
      start = i + 1;
    }
  return self;
}

void
fuzz_zone_free (FuzzZone *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/* The strings of a TXT record on the wire (RFC 1035 section 3.3.14). */
static RdRr *
make_txt (const char *owner,
          GBytes     *line)
{
  g_autoptr (GByteArray) rdata = g_byte_array_new ();
  gsize         length;
  const guint8 *bytes = g_bytes_get_data (line, &length);
  gsize         done = 0;

  do
    {
      guint8 piece = (guint8) MIN (length - done, 255);

      g_byte_array_append (rdata, &piece, 1);
      if (piece > 0)
        g_byte_array_append (rdata, bytes + done, piece);
      done += piece;
    }
  while (done < length && rdata->len < 60000);
  return rd_rr_new_from_rdata (owner, RD_RR_TXT, 300, rdata->data, rdata->len);
}

/* TXT takes any bytes; the other types take what can be read as theirs. */
static RdRr *
make_record (const RdQuestion *question,
             GBytes           *line)
{
  gsize            length;
  const char      *bytes = g_bytes_get_data (line, &length);
  g_autofree char *text = NULL;

  if (question->rr_type == RD_RR_TXT)
    return make_txt (question->name, line);
  text = g_strndup (bytes != NULL ? bytes : "", length);
  return rd_rr_new_from_text (question->name, question->rr_type, 300, text);
}

static RdAnswer *
make_dns_answer (FuzzZone   *self,
                 RdQuestion *question)
{
  guint     hash = g_str_hash (question->text);
  RdAnswer *answer = rd_answer_new (question, RD_ANSWER_FOUND);

  for (guint i = 0; i < self->lines->len && answer->records->len <= hash % 3; i++)
    {
      GBytes *line = g_ptr_array_index (self->lines, (hash + i) % self->lines->len);
      RdRr   *rr = make_record (question, line);

      if (rr != NULL)
        g_ptr_array_add (answer->records, rr);
    }
  if (answer->records->len == 0)
    answer->state = (RdAnswerState) (RD_ANSWER_NO_DATA + hash % (RD_ANSWER_MALFORMED - RD_ANSWER_NO_DATA + 1));
  return answer;
}

void
fuzz_zone_answer (FuzzZone   *self,
                  RdEvidence *evidence)
{
  g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

  for (guint i = 0; i < open->len; i++)
    {
      RdQuestion *question = g_ptr_array_index (open, i);
      RdAnswer   *answer;

      if (question->kind == RD_QUESTION_DNS || question->kind == RD_QUESTION_DNSBL)
        answer = make_dns_answer (self, question);
      else
        {
          GBytes *line = g_ptr_array_index (self->lines, g_str_hash (question->text) % self->lines->len);

          answer = rd_answer_new (question, RD_ANSWER_FOUND);
          answer->http_status = 200;
          answer->body = g_bytes_ref (line);
        }
      rd_evidence_put (evidence, answer);
    }
}
