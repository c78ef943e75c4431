/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-event.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-text.h"

/* "Delivery Event Details" of cPanel's Track Delivery, copied out of a browser:
 * one field a line, its name with or without a colon, its value behind it or on
 * the next line. */

typedef enum
{
  FIELD_EVENT,
  FIELD_SENDER,
  FIELD_RECIPIENT,
  FIELD_DELIVERED_TO,
  FIELD_ID,
  FIELD_HOST,
  FIELD_IP,
  FIELD_RESULT,
  FIELD_OTHER,
  N_FIELDS,
} Field;

static const struct
{
  const char *name;
  Field       field;
} names[] = {
  { "event", FIELD_EVENT },
  { "sender", FIELD_SENDER },
  { "recipient", FIELD_RECIPIENT },
  { "delivered to", FIELD_DELIVERED_TO },
  { "id", FIELD_ID },
  { "delivery host", FIELD_HOST },
  { "delivery host ip", FIELD_IP },
  { "result", FIELD_RESULT },
  { "user", FIELD_OTHER },
  { "domain", FIELD_OTHER },
  { "sent time", FIELD_OTHER },
  { "sender host", FIELD_OTHER },
  { "sender ip", FIELD_OTHER },
  { "authentication", FIELD_OTHER },
  { "spam score", FIELD_OTHER },
  { "delivery user", FIELD_OTHER },
  { "delivery domain", FIELD_OTHER },
  { "router", FIELD_OTHER },
  { "transport", FIELD_OTHER },
  { "out time", FIELD_OTHER },
  { "size", FIELD_OTHER },
};

/* Fields without which a list of names and values is something else. */
#define MIN_FIELDS 5

static Field
find_field (const char *name,
            gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strlen (names[i].name) == length && g_ascii_strncasecmp (names[i].name, name, length) == 0)
        return names[i].field;
    }
  return N_FIELDS;
}

/* "Event:", "Event<tab>failure", "Event: failure"; N_FIELDS if @line begins
 * with no field. */
static Field
read_name (const char *line,
           gsize       length,
           gsize      *value)
{
  gsize name = 0;
  Field field;

  while (name < length && line[name] != ':' && line[name] != '\t')
    name++;
  *value = MIN (name + 1, length);
  while (name > 0 && line[name - 1] == ' ')
    name--;
  field = find_field (line, name);
  while (*value < length && strchr (": \t", line[*value]) != NULL)
    (*value)++;
  return field;
}

/* Reads the first event; a list of them repeats the fields. */
static guint
read_fields (const char *text,
             char       *values[N_FIELDS])
{
  Field open = N_FIELDS;
  guint n = 0;

  while (*text != '\0')
    {
      gsize size = strcspn (text, "\n");
      gsize blanks = strspn (text, " \t*|");
      gsize length = blanks < size ? size - blanks : 0;
      gsize value = 0;
      Field field = length > 0 ? read_name (text + blanks, length, &value) : N_FIELDS;

      if (field == FIELD_EVENT && values[FIELD_EVENT] != NULL)
        return n;
      if (field != N_FIELDS)
        {
          n++;
          open = field;
        }
      if (length > value && open < FIELD_OTHER)
        {
          g_autofree char *more = g_strstrip (g_strndup (text + blanks + value, length - value));
          char            *whole = g_strjoin (values[open] != NULL ? " " : "", values[open] != NULL ? values[open] : "", more, NULL);

          g_free (values[open]);
          values[open] = whole;
        }
      /* Only the result goes on over several lines. */
      if (length > value && open != FIELD_RESULT)
        open = N_FIELDS;
      text += size;
      if (*text == '\n')
        text++;
    }
  return n;
}

static gboolean
is_event (const char *event,
          const char *word)
{
  return event != NULL && rd_text_find_nocase (event, word) != NULL;
}

static RdBounceKind
kind_of_event (const char *event)
{
  if (is_event (event, "success"))
    return RD_BOUNCE_DELIVERED;
  if (is_event (event, "defer") || is_event (event, "progress"))
    return RD_BOUNCE_DELAYED;
  return RD_BOUNCE_FAILED;
}

static void
read_failure (char     *values[N_FIELDS],
              RdBounce *bounce)
{
  const char *address = values[FIELD_RECIPIENT];
  const char *result = values[FIELD_RESULT];
  RdFailure  *failure = rd_failure_new (NULL);
  RdReplyHit  hit;
  RdIp        ip;

  failure->recipient = _rd_address_dup_first (address);
  if (values[FIELD_DELIVERED_TO] != NULL && !_rd_address_equal (values[FIELD_DELIVERED_TO], failure->recipient))
    failure->forwarded_to = _rd_address_dup_first (values[FIELD_DELIVERED_TO]);
  failure->action = bounce->kind == RD_BOUNCE_DELAYED ? RD_ACTION_DELAYED : RD_ACTION_FAILED;
  if (values[FIELD_HOST] != NULL && strchr (values[FIELD_HOST], '.') != NULL)
    failure->remote_host = rd_domain_normalize (values[FIELD_HOST]);
  if (values[FIELD_IP] != NULL && rd_ip_parse (values[FIELD_IP], &ip))
    failure->remote_ip = rd_ip_to_string (&ip);
  failure->phase = _rd_phase_find (result, strlen (result));
  if (_rd_reply_find (result, strlen (result), &hit))
    {
      failure->reply_code = g_strdup (hit.code);
      failure->status = hit.status[0] != '\0' ? g_strdup (hit.status) : NULL;
      failure->diagnostic = _rd_reply_dup_joined (result + hit.start, hit.end - hit.start, hit.code, hit.status);
    }
  else
    failure->diagnostic = _rd_reply_dup_joined (result, MIN (strlen (result), RD_LIMIT_PROSE_BYTES), "", "");
  failure->is_local = failure->reply_code == NULL;
  g_ptr_array_add (bounce->failures, failure);
}

/**
 * _rd_event_read:
 * @text: pasted text
 * @bounce: where to put what it says
 *
 * Reads the details of one delivery as cPanel shows them.
 *
 * Returns: whether @text is that
 */
gboolean
_rd_event_read (const char *text,
                RdBounce   *bounce)
{
  char    *values[N_FIELDS] = { NULL };
  guint    n = strlen (text) <= RD_LIMIT_EVENT_BYTES ? read_fields (text, values) : 0;
  gboolean is_read = n >= MIN_FIELDS && values[FIELD_RECIPIENT] != NULL && values[FIELD_RESULT] != NULL &&
                     (values[FIELD_EVENT] != NULL || values[FIELD_ID] != NULL);

  if (is_read)
    {
      g_free (bounce->dialect);
      bounce->dialect = g_strdup ("exim");
      bounce->kind = kind_of_event (values[FIELD_EVENT]);
      if (bounce->original.from == NULL)
        bounce->original.from = _rd_address_dup_first (values[FIELD_SENDER]);
      if (values[FIELD_ID] != NULL)
        g_ptr_array_add (bounce->queue_ids, g_strdup (values[FIELD_ID]));
      if (bounce->kind != RD_BOUNCE_DELIVERED)
        read_failure (values, bounce);
    }
  for (gsize i = 0; i < N_FIELDS; i++)
    g_free (values[i]);
  return is_read;
}
