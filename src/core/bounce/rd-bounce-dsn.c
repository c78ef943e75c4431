/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-bounce-field.h"
#include "rd-limits.h"
#include "rd-text.h"

/* Delivery reports (RFC 3464, RFC 6533), read as they are written, not as they
 * should be: Exim puts Action before Final-Recipient, nullmailer does not
 * indent the lines of a reply, others leave out the empty line between two
 * recipients or put one into the middle.  So fields, not empty lines, decide
 * where a recipient begins. */

static void
recipient_free (gpointer data)
{
  RdDsnRecipient *self = data;

  g_free (self->final);
  g_free (self->original);
  g_free (self->status_text);
  g_free (self->diagnostic);
  g_free (self->diagnostic_type);
  g_free (self->remote_mta);
  g_free (self->last_attempt);
  g_free (self->will_retry_until);
  g_free (self);
}

/**
 * _rd_dsn_new:
 *
 * Returns: (transfer full): an empty report
 */
RdDsn *
_rd_dsn_new (void)
{
  RdDsn *self = g_new0 (RdDsn, 1);

  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  self->queue_ids = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * _rd_dsn_free:
 * @self: (transfer full) (nullable): a report
 *
 * Frees @self.
 */
void
_rd_dsn_free (RdDsn *self)
{
  if (self == NULL)
    return;
  g_free (self->reporting_mta);
  g_free (self->arrival_date);
  g_free (self->sender);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->queue_ids);
  g_free (self);
}

/* Splits "type; value" (RFC 3464 section 2.1.2). */
static char *
dup_typed (const char *value,
           char      **type)
{
  const char      *semicolon = strchr (value, ';');
  g_autofree char *name = NULL;

  if (type != NULL)
    *type = NULL;
  if (semicolon == NULL || semicolon - value > 24)
    return g_strstrip (g_strdup (value));
  name = g_strstrip (g_strndup (value, (gsize) (semicolon - value)));
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != ' ')
        return g_strstrip (g_strdup (value));
    }
  if (type != NULL)
    *type = g_ascii_strdown (name, -1);
  return g_strstrip (g_strdup (semicolon + 1));
}

static char *
dup_recipient (const char *value)
{
  g_autofree char *type = NULL;
  g_autofree char *text = dup_typed (value, &type);
  g_autofree char *clean = NULL;

  if (type != NULL && g_str_has_prefix (type, "x400"))
    return NULL;
  clean = _rd_address_dup_clean (text, -1);
  if (type != NULL && g_str_has_prefix (type, "utf-8") && strchr (text, '{') != NULL)
    {
      g_autofree char *decoded = _rd_address_decode (text);

      g_free (clean);
      clean = _rd_address_dup_clean (decoded, -1);
    }
  return *clean != '\0' ? _rd_address_decode (clean) : NULL;
}

static RdAction
action_of (const char *value)
{
  static const struct
  {
    const char *word;
    RdAction    action;
  } actions[] = {
    { "fail", RD_ACTION_FAILED },
    { "error", RD_ACTION_FAILED },
    { "undeliverable", RD_ACTION_FAILED },
    { "expired", RD_ACTION_FAILED },
    { "delayed", RD_ACTION_DELAYED },
    { "deferred", RD_ACTION_DELAYED },
    { "delivered", RD_ACTION_DELIVERED },
    { "deliverable", RD_ACTION_DELIVERED },
    { "relayed", RD_ACTION_RELAYED },
    { "expanded", RD_ACTION_EXPANDED },
  };

  while (g_ascii_isspace (*value))
    value++;
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_ascii_strncasecmp (value, actions[i].word, strlen (actions[i].word)) == 0)
        return actions[i].action;
    }
  return RD_ACTION_UNKNOWN;
}

/* "5.1.1", "5.1.1 (bad destination)", "#5.1.1", and NTMail's "553 text". */
static void
read_status (RdDsnRecipient *recipient,
             const char     *value)
{
  while (g_ascii_isspace (*value) || *value == '#')
    value++;
  if (!_rd_status_parse (value, recipient->status))
    _rd_status_find (value, strlen (value), '\0', recipient->status);
  g_free (recipient->status_text);
  recipient->status_text = g_strstrip (g_strdup (value));
}

/* The name in "dns; mx.example.com" and in "dns;mx.example.com (192.0.2.1)". */
static char *
dup_mta (const char *value)
{
  g_autofree char *text = dup_typed (value, NULL);

  g_strdelimit (text, "<>", ' ');
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* "dns;mail.example.com (tcp-daemon)": a remark of Sun's and Oracle's servers. */
static char *
dup_reporting (const char *value)
{
  char *name = dup_mta (value);

  if (name != NULL)
    name[strcspn (name, " \t")] = '\0';
  return name;
}

/* Whether @field begins the next recipient, given what is known of the present
 * one. */
static gboolean
begins_recipient (const RdDsnRecipient *present,
                  RdField               field,
                  gboolean              after_blank)
{
  gboolean is_told = present->action != RD_ACTION_UNKNOWN || present->status[0] != '\0';

  if (field == RD_FIELD_FINAL)
    return present->final != NULL;
  if (field == RD_FIELD_ORIGINAL)
    return present->original != NULL || (present->final != NULL && is_told && after_blank);
  if (field == RD_FIELD_ACTION)
    return present->action != RD_ACTION_UNKNOWN;
  if (field == RD_FIELD_STATUS)
    return present->status[0] != '\0' && present->final != NULL && after_blank;
  if (field == RD_FIELD_DIAGNOSTIC)
    return present->diagnostic != NULL && present->final != NULL && after_blank && is_told;
  return FALSE;
}

static void
set_once (char **target,
          char  *value)
{
  if (*target == NULL)
    *target = value;
  else
    g_free (value);
}

static void
read_recipient_field (RdDsnRecipient *recipient,
                      RdField         field,
                      const char     *value)
{
  switch (field)
    {
    case RD_FIELD_FINAL:
      set_once (&recipient->final, dup_recipient (value));
      break;
    case RD_FIELD_ACTUAL:
      if (recipient->final == NULL || strchr (recipient->final, '@') == NULL)
        {
          g_free (recipient->final);
          recipient->final = dup_recipient (value);
        }
      break;
    case RD_FIELD_ORIGINAL:
      set_once (&recipient->original, dup_recipient (value));
      break;
    case RD_FIELD_ACTION:
      recipient->action = action_of (value);
      break;
    case RD_FIELD_STATUS:
      read_status (recipient, value);
      break;
    case RD_FIELD_SUPPLEMENT:
      g_clear_pointer (&recipient->diagnostic, g_free);
      recipient->diagnostic = g_strstrip (g_strdup (value));
      break;
    case RD_FIELD_DIAGNOSTIC:
      if (recipient->diagnostic == NULL)
        {
          g_free (recipient->diagnostic_type);
          recipient->diagnostic = dup_typed (value, &recipient->diagnostic_type);
          /* Sendmail writes "SMTP;" where no server said anything. */
          if (*recipient->diagnostic == '\0')
            g_clear_pointer (&recipient->diagnostic, g_free);
        }
      break;
    case RD_FIELD_REMOTE_MTA:
      set_once (&recipient->remote_mta, dup_mta (value));
      break;
    case RD_FIELD_LAST_ATTEMPT:
      set_once (&recipient->last_attempt, _rd_date_dup_rfc3339 (value));
      break;
    case RD_FIELD_WILL_RETRY:
      set_once (&recipient->will_retry_until, _rd_date_dup_rfc3339 (value));
      break;
    case RD_FIELD_NONE:
    case RD_FIELD_OTHER:
    case RD_FIELD_REPORTING_MTA:
    case RD_FIELD_ARRIVAL_DATE:
    case RD_FIELD_QUEUE_ID:
    case RD_FIELD_SENDER:
    default:
      break;
    }
}

static void
read_field (RdDsn           *self,
            RdDsnRecipient **present,
            RdField          field,
            const char      *value,
            gboolean         after_blank)
{
  if (field == RD_FIELD_REPORTING_MTA)
    {
      set_once (&self->reporting_mta, dup_reporting (value));
      return;
    }
  if (field == RD_FIELD_ARRIVAL_DATE)
    {
      set_once (&self->arrival_date, _rd_date_dup_rfc3339 (value));
      return;
    }
  if (field == RD_FIELD_QUEUE_ID)
    {
      g_ptr_array_add (self->queue_ids, g_strstrip (g_strdup (value)));
      return;
    }
  if (field == RD_FIELD_SENDER)
    {
      set_once (&self->sender, dup_recipient (value));
      return;
    }
  if (field == RD_FIELD_NONE || field == RD_FIELD_OTHER || self->recipients->len > RD_LIMIT_RECIPIENTS)
    return;
  if (field == RD_FIELD_DIAGNOSTIC && rd_text_find_nocase (value, "boxbe") != NULL)
    self->is_challenge = TRUE;
  if (*present == NULL || begins_recipient (*present, field, after_blank))
    {
      *present = g_new0 (RdDsnRecipient, 1);
      g_ptr_array_add (self->recipients, *present);
    }
  read_recipient_field (*present, field, value);
}

/* A group with neither an address nor anything about one is no recipient. */
static void
drop_empty (RdDsn *self)
{
  for (guint i = self->recipients->len; i > 0; i--)
    {
      RdDsnRecipient *recipient = g_ptr_array_index (self->recipients, i - 1);

      if (recipient->final == NULL && recipient->original == NULL && recipient->action == RD_ACTION_UNKNOWN)
        g_ptr_array_remove_index (self->recipients, i - 1);
    }
}

/**
 * _rd_dsn_read:
 * @self: a report, to which what is found is added
 * @text: the fields
 * @length: their length
 *
 * Reads the fields of a delivery report.
 */
void
_rd_dsn_read (RdDsn      *self,
              const char *text,
              gsize       length)
{
  g_autoptr (GString) value = g_string_new (NULL);
  RdDsnRecipient *present = NULL;
  const char     *end = text + length;
  RdField         pending = RD_FIELD_NONE;
  gboolean        after_blank = TRUE;
  gboolean        pending_after_blank = TRUE;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      gsize       size = (gsize) ((newline != NULL ? newline : end) - line);
      gsize       shown = size;
      const char *content = line;
      RdField     field;

      while (shown > 0 && g_ascii_isspace (line[shown - 1]))
        shown--;
      field = _rd_field_of (line, shown, &content);
      if (shown == 0)
        {
          read_field (self, &present, pending, value->str, pending_after_blank);
          pending = RD_FIELD_NONE;
          after_blank = TRUE;
        }
      else if (field != RD_FIELD_NONE)
        {
          read_field (self, &present, pending, value->str, pending_after_blank);
          g_string_truncate (value, 0);
          g_string_append_len (value, content, (gssize) (line + shown - content));
          pending = field;
          pending_after_blank = after_blank;
          after_blank = FALSE;
        }
      else if (pending != RD_FIELD_NONE && value->len < RD_LIMIT_DIAGNOSTIC_BYTES)
        {
          g_string_append_c (value, '\n');
          g_string_append_len (value, line, (gssize) shown);
        }
      line += size + 1;
    }
  read_field (self, &present, pending, value->str, pending_after_blank);
  drop_empty (self);
}
