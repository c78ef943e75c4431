/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-wire"

#include "config.h"

#include "rd-dns-wire.h"

#include "rd-dns-name.h"
#include "rd-dns-reader.h"
#include "rd-text.h"

#include <string.h>

/* Questions to DNS servers, and what their answers come to: which records belong to
 * the question, whether "no" is one, for how long it holds, who failed and why. */

#define HEADER_SIZE 12
#define PLAIN_UDP_SIZE 512
#define CLASS_IN 1

/* Bits of the second 16-bit word (RFC 1035 section 4.1.1, RFC 2535 section 6.1). */
#define FLAG_RESPONSE 0x8000u
#define OPCODE 0x7800u /* 0 for a query and what answers it */
#define FLAG_AUTHORITATIVE 0x0400u
#define FLAG_TRUNCATED 0x0200u
#define FLAG_RECURSION 0x0100u
#define FLAG_RECURSION_AVAILABLE 0x0080u
#define FLAG_AUTHENTICATED 0x0020u
#define FLAG_CHECKING_DISABLED 0x0010u

/* Resolvers give up after 8 to 16 aliases in a row. */
#define MAX_ALIASES 16

/* Extended DNS errors (RFC 8914). */
#define OPTION_EXTENDED_ERROR 15
#define MAX_EXTENDED_TEXT 200

static void
put16 (GByteArray *message,
       guint       number)
{
  const guint8 bytes[] = { (guint8) (number >> 8), (guint8) number };

  g_byte_array_append (message, bytes, sizeof bytes);
}

/**
 * rd_dns_build_query:
 * @question: what to ask
 * @id: number of the query; must not be guessable
 * @flags: how to ask
 *
 * Builds a query message.
 *
 * Returns: (transfer full) (nullable): the message, %NULL if DNS cannot carry
 *   the name
 */
GBytes *
rd_dns_build_query (const RdQuestion *question,
                    guint16           id,
                    RdDnsQueryFlags   flags)
{
  g_autoptr (GByteArray) message = g_byte_array_sized_new (HEADER_SIZE + RD_DNS_NAME_MAX_WIRE + 15);
  gboolean edns = (flags & RD_DNS_QUERY_EDNS) != 0;
  guint    bits = 0;

  if (flags & RD_DNS_QUERY_RECURSION)
    bits |= FLAG_RECURSION;
  if (flags & RD_DNS_QUERY_CHECKING_DISABLED)
    bits |= FLAG_CHECKING_DISABLED;
  if (edns)
    bits |= FLAG_AUTHENTICATED;
  put16 (message, id);
  put16 (message, bits);
  put16 (message, 1);
  put16 (message, 0);
  put16 (message, 0);
  put16 (message, edns ? 1 : 0);
  if (!rd_dns_name_append_wire (message, question->name))
    return NULL;
  put16 (message, question->rr_type);
  put16 (message, CLASS_IN);
  if (edns)
    {
      const guint8 root = 0;

      g_byte_array_append (message, &root, 1);
      put16 (message, RD_DNS_TYPE_OPT);
      put16 (message, RD_DNS_EDNS_SIZE);
      put16 (message, 0);
      put16 (message, 0);
      put16 (message, 0);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&message));
}

typedef struct
{
  GPtrArray *found; /* (element-type RdRr): answer section as it came */
  gboolean   has_soa;
  gboolean   has_referral;
  gboolean   has_edns;
  guint32    negative_ttl;
  guint      extended_rcode;
  char      *extended_error; /* (nullable) */
} Sections;

static void
sections_clear (Sections *sections)
{
  g_ptr_array_unref (sections->found);
  g_free (sections->extended_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sections, sections_clear)

static gboolean
read_answers (RdDnsReader *reader,
              guint        count,
              Sections    *sections)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *owner = NULL;
      RdDnsEntry       entry = { 0 };
      RdRr            *rr;

      if (!rd_dns_reader_read_entry (reader, &owner, &entry))
        return FALSE;
      if (entry.class != CLASS_IN)
        continue;
      rr = rd_dns_reader_make_record (reader, owner, &entry);
      if (rr == NULL)
        return FALSE;
      g_ptr_array_add (sections->found, rr);
    }
  return TRUE;
}

/* How long "no" holds is the lesser of the SOA's TTL and its last field
 * (RFC 2308 section 5). */
static gboolean
read_authority (RdDnsReader *reader,
                guint        count,
                Sections    *sections)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *owner = NULL;
      RdDnsEntry       entry = { 0 };
      RdDnsReader      minimum;
      guint32          seconds = 0;

      if (!rd_dns_reader_read_entry (reader, &owner, &entry))
        return FALSE;
      if (entry.class != CLASS_IN)
        continue;
      if (entry.type == RD_RR_NS)
        sections->has_referral = TRUE;
      if (entry.type != RD_RR_SOA || entry.length < 22)
        continue;
      minimum = (RdDnsReader){ reader->bytes, reader->length, entry.rdata + entry.length - 4 };
      rd_dns_reader_read32 (&minimum, &seconds);
      sections->has_soa = TRUE;
      sections->negative_ttl = MIN (entry.ttl, seconds);
    }
  return TRUE;
}

static void
read_options (const RdDnsReader *message,
              const RdDnsEntry  *entry,
              Sections          *sections)
{
  RdDnsReader reader = { message->bytes, entry->rdata + entry->length, entry->rdata };
  guint16     code = 0;
  guint16     length = 0;
  guint16     info = 0;

  while (rd_dns_reader_read16 (&reader, &code) && rd_dns_reader_read16 (&reader, &length) &&
         length <= reader.length - reader.position)
    {
      gsize next = reader.position + length;

      if (code == OPTION_EXTENDED_ERROR && length >= 2 && sections->extended_error == NULL &&
          rd_dns_reader_read16 (&reader, &info))
        {
          g_autofree char *text = rd_text_make_valid ((const char *) reader.bytes + reader.position,
                                                      MIN (length - 2, MAX_EXTENDED_TEXT));
          g_autofree char *visible = rd_text_dup_visible (text);

          sections->extended_error = g_strdup_printf ("extended error %u%s%s", (guint) info,
                                                      visible[0] != '\0' ? ": " : "", visible);
        }
      reader.position = next;
    }
}

static gboolean
read_additional (RdDnsReader *reader,
                 guint        count,
                 Sections    *sections)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *owner = NULL;
      RdDnsEntry       entry = { 0 };

      if (!rd_dns_reader_read_entry (reader, &owner, &entry))
        return FALSE;
      if (entry.type != RD_DNS_TYPE_OPT)
        continue;
      /* The upper bits of the response code sit where others have their TTL. */
      sections->has_edns = TRUE;
      sections->extended_rcode = entry.ttl >> 24;
      read_options (reader, &entry, sections);
    }
  return TRUE;
}

static RdRr *
steal_alias (GPtrArray  *found,
             const char *owner)
{
  for (guint i = 0; i < found->len; i++)
    {
      RdRr *rr = g_ptr_array_index (found, i);

      if (rr != NULL && rr->type == RD_RR_CNAME && strcmp (rr->owner, owner) == 0)
        return g_steal_pointer (&found->pdata[i]);
    }
  return NULL;
}

/* Moves those records to the answer that belong to it: the aliases that lead
 * from the name that was asked for, and what is at their end; %NULL is left in
 * their place.  Anything else in
 * the section was not asked for and is not believed. */
static const char *
follow_aliases (RdAnswer   *answer,
                const char *name,
                GPtrArray  *found)
{
  guint aliases = 0;

  while (answer->question->rr_type != RD_RR_CNAME)
    {
      RdRr *alias = steal_alias (found, name);

      if (alias == NULL)
        break;
      g_ptr_array_add (answer->records, alias);
      name = alias->target;
      for (guint i = 0; i < answer->records->len; i++)
        {
          const RdRr *earlier = g_ptr_array_index (answer->records, i);

          if (strcmp (earlier->owner, name) == 0 || aliases >= MAX_ALIASES)
            return NULL;
        }
      aliases++;
    }
  for (guint i = 0; i < found->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (found, i);

      if (rr != NULL && rr->type == answer->question->rr_type && strcmp (rr->owner, name) == 0)
        g_ptr_array_add (answer->records, g_steal_pointer (&found->pdata[i]));
    }
  return name;
}

static guint32
lowest_ttl (const GPtrArray *records)
{
  guint32 ttl = G_MAXUINT32;

  for (guint i = 0; i < records->len; i++)
    ttl = MIN (ttl, ((const RdRr *) g_ptr_array_index (records, i))->ttl);
  return records->len > 0 ? ttl : 0;
}

static void
judge_data (RdAnswer       *answer,
            const char     *name,
            const Sections *sections,
            guint           bits,
            RdDnsHeader    *header)
{
  gboolean in_charge = (bits & (FLAG_AUTHORITATIVE | FLAG_RECURSION_AVAILABLE)) != 0;

  if (name == NULL)
    {
      answer->state = RD_ANSWER_MALFORMED;
      answer->detail = g_strdup ("aliases lead nowhere");
    }
  else if (rd_answer_count (answer, answer->question->rr_type) > 0)
    {
      answer->state = RD_ANSWER_FOUND;
      answer->ttl = lowest_ttl (answer->records);
    }
  else if (sections->has_referral && !sections->has_soa && !in_charge)
    {
      answer->state = RD_ANSWER_SERVER_FAILURE;
      answer->detail = g_strdup ("referral to other servers");
    }
  else
    {
      answer->state = RD_ANSWER_NO_DATA;
      answer->ttl = sections->negative_ttl;
      header->dangling = answer->records->len > 0 && !sections->has_soa;
    }
}

static void
judge_failure (RdAnswer       *answer,
               const Sections *sections,
               guint           rcode)
{
  static const char *const words[] = { "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED" };
  g_autofree char         *word = rcode < G_N_ELEMENTS (words) ? g_strdup (words[rcode])
                                                               : g_strdup_printf ("RCODE%u", rcode);

  answer->state = rcode == RD_DNS_RCODE_REFUSED ? RD_ANSWER_REFUSED : RD_ANSWER_SERVER_FAILURE;
  if (sections->extended_error != NULL)
    answer->detail = g_strdup_printf ("%s, %s", word, sections->extended_error);
  else
    answer->detail = g_steal_pointer (&word);
}

static gboolean
read_question (RdDnsReader      *reader,
               const RdQuestion *question,
               char            **name)
{
  guint16 type = 0;
  guint16 class = 0;

  *name = rd_dns_reader_read_name (reader);
  if (*name == NULL || !rd_dns_reader_read16 (reader, &type) || !rd_dns_reader_read16 (reader, &class) ||
      type != question->rr_type || class != CLASS_IN)
    return FALSE;
  return strcmp (*name, strcmp (question->name, ".") == 0 ? "" : question->name) == 0;
}

static gboolean
read_message (RdAnswer    *answer,
              RdDnsReader *reader,
              RdDnsHeader *header)
{
  g_auto (Sections) sections = { .found = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_rr_free) };
  g_autofree char *name = NULL;
  const char      *end;
  guint16          bits = 0;
  guint16          counts[4] = { 0 };

  if (!rd_dns_reader_read16 (reader, &header->id) || !rd_dns_reader_read16 (reader, &bits))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (!rd_dns_reader_read16 (reader, &counts[i]))
        return FALSE;
    }
  header->rcode = bits & 0xf;
  header->truncated = (bits & FLAG_TRUNCATED) != 0;
  if ((bits & (FLAG_RESPONSE | OPCODE)) != FLAG_RESPONSE)
    return FALSE;
  /* Servers that cannot read a query may send its header back alone. */
  if (counts[0] == 0 && header->rcode != RD_DNS_RCODE_NOERROR && header->rcode != RD_DNS_RCODE_NXDOMAIN)
    {
      judge_failure (answer, &sections, header->rcode);
      return TRUE;
    }
  if (counts[0] != 1 || !read_question (reader, answer->question, &name))
    return FALSE;
  if (header->truncated)
    return FALSE;
  if (!read_answers (reader, counts[1], &sections) || !read_authority (reader, counts[2], &sections) ||
      !read_additional (reader, counts[3], &sections))
    return FALSE;

  header->edns = sections.has_edns;
  header->rcode |= sections.extended_rcode << 4;
  answer->authoritative = (bits & FLAG_AUTHORITATIVE) != 0;
  answer->authenticated = (bits & FLAG_AUTHENTICATED) != 0;
  end = follow_aliases (answer, name, sections.found);
  if (header->rcode == RD_DNS_RCODE_NOERROR)
    judge_data (answer, end, &sections, bits, header);
  else if (header->rcode == RD_DNS_RCODE_NXDOMAIN)
    {
      answer->state = RD_ANSWER_NO_SUCH_NAME;
      answer->ttl = sections.negative_ttl;
    }
  else
    judge_failure (answer, &sections, header->rcode);
  return TRUE;
}

/**
 * rd_dns_parse_answer:
 * @question: (transfer none): what was asked
 * @message: a message that claims to answer it
 * @length: its length in bytes
 * @header: (out): what the message says about itself
 *
 * Reads an answer off the wire.  What cannot be read, is truncated or answers
 * something else is %RD_ANSWER_MALFORMED.
 *
 * Returns: (transfer full): the answer, without server and time
 */
RdAnswer *
rd_dns_parse_answer (RdQuestion   *question,
                     const guint8 *message,
                     gsize         length,
                     RdDnsHeader  *header)
{
  g_autoptr (RdAnswer) answer = NULL;
  RdDnsReader reader = { message, length, 0 };

  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (header != NULL, NULL);

  memset (header, 0, sizeof *header);
  answer = rd_answer_new (question, RD_ANSWER_MALFORMED);
  if (!read_message (answer, &reader, header))
    {
      /* c-ares may have cut an answer to a query that it thinks has no EDNS. */
      if (length == PLAIN_UDP_SIZE)
        header->truncated = TRUE;
      answer->state = RD_ANSWER_MALFORMED;
      answer->detail = g_strdup (header->truncated ? "truncated message" : "unreadable message");
    }
  return g_steal_pointer (&answer);
}
