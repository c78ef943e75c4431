/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-original.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-org-domain.h"
#include "rd-text.h"

/* From which address a message was sent: blocklists and sending permissions are
 * about that one and no other.  No field says it for sure, so the best witness is
 * asked first: the server that refused, then the path the message took, then that
 * of the notice.  A wrong address accuses a server that has done nothing; where the
 * witnesses do not suffice, there is none. */

/* Refusals that are asked; of a message to thousands all others say the same. */
#define MAX_WITNESSES 16

/* How far before an address the words stand that are about it. */
#define MAX_BEFORE_BYTES 40

/* Words before an IP address in a refusal that say it is the client's. */
static gboolean
names_client (const char *text,
              gsize       at)
{
  static const char *words[] = { "ip", "from", "client", "host", "address", "server", "sending", "sender", "connecting", "source", "mail from", "ip=", "relay=" };
  gsize              from = at > MAX_BEFORE_BYTES ? at - MAX_BEFORE_BYTES : 0;
  g_autofree char   *before = g_strndup (text + from, at - from);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (rd_text_find_nocase (before, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The next public IP address in @text from @p on. */
static gboolean
next_ip (const char *text,
         gsize       length,
         gsize      *p,
         gsize      *start,
         RdIp       *ip)
{
  while (*p < length)
    {
      gsize size = 0;

      if ((*p > 0 && (g_ascii_isalnum (text[*p - 1]) || strchr (".-:", text[*p - 1]) != NULL) && text[*p - 1] != ':') ||
          !g_ascii_isxdigit (text[*p]))
        {
          (*p)++;
          continue;
        }
      while (*p + size < length && size < RD_IP_TEXT_SIZE && (g_ascii_isxdigit (text[*p + size]) || strchr (".:", text[*p + size]) != NULL))
        size++;
      *start = *p;
      *p += size;
      while (size > 0 && strchr (".:", text[*start + size - 1]) != NULL)
        size--;
      if (size >= 6 && (*start + size >= length || !g_ascii_isalnum (text[*start + size])) &&
          rd_ip_parse_len (text + *start, size, ip) && rd_ip_is_public (ip))
        return TRUE;
    }
  return FALSE;
}

/* "mx.shop.example[203.0.113.9]": the address of a server on the other side. */
static gboolean
is_of_receiver (const RdFailure *failure,
                const char      *text,
                gsize            at)
{
  g_autofree char *host = NULL;
  g_autofree char *domain = failure->recipient != NULL ? rd_address_dup_domain (failure->recipient) : NULL;
  gsize            end = at;
  gsize            start;

  while (end > 0 && strchr (" [(", text[end - 1]) != NULL)
    end--;
  for (start = end; start > 0 && (g_ascii_isalnum (text[start - 1]) || strchr (".-", text[start - 1]) != NULL);)
    start--;
  if (start == end || memchr (text + start, '.', end - start) == NULL)
    return FALSE;
  host = g_strndup (text + start, end - start);
  return (failure->remote_host != NULL && g_ascii_strcasecmp (host, failure->remote_host) == 0) ||
         (domain != NULL && rd_domain_is_within (host, domain));
}

/* "host store.shop.example[203.0.113.9] said:": a server that was asked behind the
 * one that refused. */
static gboolean
is_of_speaker (const char *text,
               gsize       length,
               gsize       behind)
{
  static const char *const verbs[] = { "said", "replied", "responded", "does not like", "did not like", "refused to talk" };

  while (behind < length && (g_ascii_isdigit (text[behind]) || strchr ("]) :", text[behind]) != NULL))
    behind++;
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      gsize size = strlen (verbs[i]);

      if (length - behind >= size && g_ascii_strncasecmp (text + behind, verbs[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "policy (3.2.1.1)", "version 8.1.2.5": four numbers that are no address. */
static gboolean
is_number_of (const char *text,
              gsize       at)
{
  static const char *const words[] = { "policy", "policies", "version", "rule", "release", "build", "filter", "engine", "code", "section" };

  while (at > 0 && strchr (" ([#:", text[at - 1]) != NULL)
    at--;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize size = strlen (words[i]);

      if (at >= size && g_ascii_strncasecmp (text + at - size, words[i], size) == 0 && (at == size || !g_ascii_isalpha (text[at - size - 1])))
        return TRUE;
    }
  return FALSE;
}

/* The address the refusing server says it saw.  Never its own. */
static char *
dup_quoted_ip (const RdFailure *failure)
{
  g_autofree char *fallback = NULL;
  const char      *text = failure->diagnostic;
  gsize            length = text != NULL ? MIN (strlen (text), RD_LIMIT_PROSE_BYTES) : 0;
  gsize            p = 0;
  gsize            start;
  RdIp             ip;

  if (failure->reply_code == NULL)
    return NULL;
  while (next_ip (text, length, &p, &start, &ip))
    {
      g_autofree char *found = rd_ip_to_string (&ip);

      if (g_strcmp0 (found, failure->remote_ip) == 0 || is_of_receiver (failure, text, start) || is_of_speaker (text, length, p) || is_number_of (text, start))
        continue;
      if (names_client (text, start) || (start > 0 && strchr ("[(", text[start - 1]) != NULL))
        return g_steal_pointer (&found);
      if (fallback == NULL)
        fallback = g_steal_pointer (&found);
    }
  return g_steal_pointer (&fallback);
}

/* One hop of a Received field. */
typedef struct
{
  char    *from; /* name the client gave, or its reverse name */
  char    *ptr;  /* its reverse name, where both are given */
  char    *helo;
  char    *by;
  RdIp     ip;
  gboolean is_submission; /* from a mail program, a script, within the machine */
} Hop;

static void
hop_clear (Hop *self)
{
  g_free (self->from);
  g_free (self->ptr);
  g_free (self->helo);
  g_free (self->by);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hop, hop_clear)

static char *
dup_host_after (const char *text,
                const char *word)
{
  const char *found = rd_text_find_nocase (text, word);
  gsize       size = 0;

  if (found == NULL)
    return NULL;
  found += strlen (word);
  while (*found == ' ' || *found == '[')
    found++;
  while (g_ascii_isalnum (found[size]) || (found[size] != '\0' && strchr (".-_", found[size]) != NULL))
    size++;
  return size > 0 ? g_ascii_strdown (found, (gssize) size) : NULL;
}

/* "from helo (ptr [ip]) by": not what else stands in such brackets. */
static char *
dup_reverse_name (const char *received,
                  gsize       length)
{
  const char      *bracket = memchr (received, '(', length);
  g_autofree char *name = bracket != NULL ? dup_host_after (bracket, "(") : NULL;
  const char      *dot;

  if (name != NULL && g_str_has_suffix (name, "."))
    name[strlen (name) - 1] = '\0';
  dot = name != NULL ? strrchr (name, '.') : NULL;
  return dot != NULL && g_ascii_isalpha (dot[1]) ? g_steal_pointer (&name) : NULL;
}

/* RFC 5321 section 4.4; "with" of RFC 3848: the A of ESMTPSA is submission. */
static void
read_hop (const char *received,
          Hop        *hop)
{
  static const char *own[] = { "with esmtpsa", "with esmtpa", "with asmtp", "with local", "with http", "with lmtp", "authenticated", "uid ", "with esmtpsmtpa" };
  const char        *by = rd_text_find_nocase (received, " by ");
  gsize              length = by != NULL ? (gsize) (by - received) : strlen (received);
  gsize              p = 0;
  gsize              start;

  memset (hop, 0, sizeof *hop);
  if (g_ascii_strncasecmp (received, "from ", 5) != 0)
    {
      hop->is_submission = TRUE;
      return;
    }
  hop->from = dup_host_after (received, "from ");
  hop->ptr = dup_reverse_name (received, length);
  hop->by = by != NULL ? dup_host_after (by, " by ") : NULL;
  hop->helo = dup_host_after (received, "helo=");
  if (hop->helo == NULL)
    hop->helo = dup_host_after (received, "(HELO ");
  if (hop->helo == NULL)
    hop->helo = dup_host_after (received, "(EHLO ");
  if (hop->helo == NULL && hop->from != NULL)
    hop->helo = g_strdup (hop->from);
  if (!next_ip (received, length, &p, &start, &hop->ip))
    hop->ip.family = RD_IP_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    hop->is_submission |= rd_text_find_nocase (received, own[i]) != NULL;
}

static void
set_ip (RdOriginal *self,
        const Hop  *hop,
        const char *source)
{
  self->sending_ip = rd_ip_to_string (&hop->ip);
  self->sending_ip_source = g_strdup (source);
  self->helo = g_strdup (hop->helo);
}

/* The domain of the recipient, if the sender has another one. */
static char *
dup_receiving_domain (const RdBounce *bounce)
{
  const RdFailure *failure = bounce->failures->len > 0 ? g_ptr_array_index (bounce->failures, 0) : NULL;
  const char      *sender = bounce->original.from != NULL ? bounce->original.from : bounce->original.return_path;
  g_autofree char *theirs = failure != NULL && failure->recipient != NULL ? rd_address_dup_domain (failure->recipient) : NULL;
  g_autofree char *ours = sender != NULL ? rd_address_dup_domain (sender) : NULL;

  return theirs != NULL && ours != NULL && !rd_domain_is_within (ours, theirs) && !rd_domain_is_within (theirs, ours)
             ? g_steal_pointer (&theirs)
             : NULL;
}

static gboolean
is_within (const char *host,
           const char *domain)
{
  return host != NULL && domain != NULL && rd_domain_is_within (host, domain);
}

/* The domain of whoever runs this host. */
static char *
dup_owner (const char *host)
{
  g_autofree char *name = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  const char      *dot = name != NULL ? strrchr (name, '.') : NULL;

  return dot != NULL && g_ascii_isalpha (dot[1]) ? rd_org_domain_dup (name) : NULL;
}

static gboolean
is_run_by (const char *host,
           const char *owner)
{
  g_autofree char *other = dup_owner (host);

  return other != NULL && g_strcmp0 (other, owner) == 0;
}

/* The domain of the operator within whose servers a hop remains, e.g. a mail
 * service or a university; @above is that of the hop above, one of whose servers took this hop,
 * by whatever name.  A host that talks to itself is no such hop, nor is one of the
 * sender's own. */
static char *
dup_inner_owner (const RdBounce *bounce,
                 const Hop      *hop,
                 const char     *above)
{
  const char      *sender = bounce->original.from != NULL ? bounce->original.from : bounce->original.return_path;
  const char      *from = hop->ptr != NULL ? hop->ptr : hop->from;
  g_autofree char *owner = dup_owner (from);
  g_autofree char *ours = sender != NULL ? rd_address_dup_domain (sender) : NULL;

  if (owner == NULL || is_run_by (ours, owner) || g_strcmp0 (from, hop->by) == 0)
    return NULL;
  return is_run_by (hop->by, owner) || g_strcmp0 (above, owner) == 0 ? g_steal_pointer (&owner) : NULL;
}

/* Whether a server refused that is not of the operator: it saw an address of the
 * operator's, not the one from which the operator took the message. */
static gboolean
is_refused_beyond (const RdBounce *bounce,
                   const char     *owner)
{
  for (guint i = 0; i < bounce->failures->len && i < MAX_WITNESSES; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      if ((failure->remote_host != NULL || failure->remote_ip != NULL) && !is_run_by (failure->remote_host, owner))
        return TRUE;
    }
  return FALSE;
}

/* The topmost hop by which the message left the sender's side: the reporting
 * server took it from there.  If that server was refused by another one, it is
 * the sender's own, and its address stands in no field of the original; unless
 * both are the recipient's, whose gateway passes mail on to a server behind it. */
static gboolean
find_in_received (RdBounce *bounce,
                  gboolean  was_refused)
{
  RdOriginal      *self = &bounce->original;
  g_autofree char *theirs = dup_receiving_domain (bounce);
  g_autofree char *within = NULL;

  for (guint i = 0; i < self->received->len; i++)
    {
      g_auto (Hop) hop = { 0 };
      g_autofree char *inner = NULL;

      read_hop (g_ptr_array_index (self->received, i), &hop);
      if (is_within (hop.from, theirs) && is_within (hop.by, theirs))
        continue;
      if (hop.is_submission)
        return FALSE;
      inner = dup_inner_owner (bounce, &hop, within);
      if (inner != NULL)
        {
          g_free (within);
          within = g_steal_pointer (&inner);
          continue;
        }
      if (hop.ip.family == RD_IP_NONE)
        continue;
      if (was_refused && bounce->reporting_mta != NULL && hop.by != NULL &&
          g_ascii_strcasecmp (hop.by, bounce->reporting_mta) == 0 && !is_within (hop.by, theirs))
        return FALSE;
      if (within != NULL && !is_within (hop.by, theirs) && is_refused_beyond (bounce, within))
        return FALSE;
      set_ip (self, &hop, "received");
      return TRUE;
    }
  return FALSE;
}

/* The notice itself came from the reporting server: its address is in the
 * notice's own Received fields. */
static void
find_in_notice (RdBounce *bounce,
                RdMail   *notice)
{
  const char *field;

  for (guint i = 0; i < RD_LIMIT_RECEIVED_FIELDS && (field = rd_mail_get_header_nth (notice, "Received", i)) != NULL; i++)
    {
      g_auto (Hop) hop = { 0 };

      read_hop (field, &hop);
      if (hop.ip.family != RD_IP_NONE && !hop.is_submission && hop.from != NULL &&
          g_ascii_strcasecmp (hop.from, bounce->reporting_mta) == 0)
        {
          set_ip (&bounce->original, &hop, "notice");
          return;
        }
    }
}

/* The name by which the server with this address introduced itself to another
 * one. */
static void
find_helo (RdOriginal *self)
{
  for (guint i = 0; i < self->received->len && self->helo == NULL; i++)
    {
      g_auto (Hop) hop = { 0 };
      g_autofree char *ip = NULL;

      read_hop (g_ptr_array_index (self->received, i), &hop);
      if (hop.is_submission || hop.ip.family == RD_IP_NONE)
        continue;
      ip = rd_ip_to_string (&hop.ip);
      if (strcmp (ip, self->sending_ip) == 0)
        self->helo = g_strdup (hop.helo);
    }
}

/* The time of a Received field stands behind its last semicolon (RFC 5321
 * section 4.4). */
static char *
dup_received_time (const GPtrArray *received,
                   guint            index)
{
  const char *time = strrchr (g_ptr_array_index (received, index), ';');

  return time != NULL ? _rd_date_dup_rfc3339 (time + 1) : NULL;
}

/**
 * _rd_original_find_ip:
 * @bounce: a bounce with its failures and its original
 * @notice: the message it was read from
 *
 * Finds the address from which the message was sent, best source first: what
 * the refusing server says, the Received fields of the original, those of the
 * notice.  And when servers took it.
 */
void
_rd_original_find_ip (RdBounce *bounce,
                      RdMail   *notice)
{
  RdOriginal *self = &bounce->original;
  gboolean    was_refused = FALSE;

  for (guint i = 0; i < bounce->failures->len && self->sending_ip == NULL && i < MAX_WITNESSES; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      was_refused |= failure->remote_host != NULL || failure->remote_ip != NULL;
      self->sending_ip = dup_quoted_ip (failure);
      if (self->sending_ip != NULL)
        self->sending_ip_source = g_strdup ("diagnostic");
    }
  if (self->sending_ip == NULL && !find_in_received (bounce, was_refused) && was_refused && bounce->reporting_mta != NULL)
    find_in_notice (bounce, notice);
  if (self->received != NULL && self->received->len > 0)
    {
      if (self->sending_ip != NULL)
        find_helo (self);
      self->first_received = dup_received_time (self->received, self->received->len - 1);
      self->last_received = dup_received_time (self->received, 0);
    }
}
