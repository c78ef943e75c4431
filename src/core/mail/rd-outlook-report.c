/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delivery report in a message that Outlook saved.  Exchange keeps of it what it
 * said about each recipient, in properties of that recipient; here it is written down
 * again as RFC 3464 has it, after the rules by which it was taken apart
 * ([MS-OXCMAIL] section 2.2.3.7). */

#define G_LOG_DOMAIN "rd-outlook"

#include "config.h"

#include "rd-outlook-private.h"

#include "rd-limits.h"

#include <string.h>

/* PidTagNonDeliveryReportStatusCode holds 5.1.1 as 511, 5.1.10 as 5110. */
static char *
dup_status (RdMapiObject *recipient,
            const char   *supplementary)
{
  guint32          code;
  const char      *hash = supplementary != NULL ? strchr (supplementary, '#') : NULL;
  g_autofree char *text = NULL;

  for (; hash != NULL; hash = strchr (hash + 1, '#'))
    {
      gsize n = strspn (hash + 1, "0123456789.");

      if (n >= 5 && n <= 9 && strchr ("245", hash[1]) != NULL && hash[2] == '.')
        return g_strndup (hash + 1, n);
    }
  if (!rd_mapi_object_get_integer (recipient, RD_MAPI_STATUS_CODE, &code) || code < 200 ||
      code > 59999)
    return NULL;
  text = g_strdup_printf ("%u", code);
  return g_strdup_printf ("%c.%c.%s", text[0], text[1], text + 2);
}

/* PidTagSupplementaryInfo is "<remote-mta #5.1.1 smtp;550 5.1.1 unknown>". */
static void
append_supplementary (GString    *out,
                      const char *info)
{
  g_autofree char *text = g_strdelimit (g_strdup (info), "\n\t", ' ');
  g_autofree char *mta = NULL;
  char            *rest = text;
  char            *hash;
  gsize            length;

  if (*rest == '<')
    rest++;
  length = strlen (rest);
  if (rest > text && length > 0 && rest[length - 1] == '>')
    rest[length - 1] = '\0';
  hash = strchr (rest, '#');
  if (hash != NULL && hash - rest < 256)
    {
      mta = g_strstrip (g_strndup (rest, (gsize) (hash - rest)));
      rest = hash + 1 + strspn (hash + 1, "0123456789.");
    }
  g_strstrip (rest);
  if (mta != NULL && *mta != '\0' && strchr (mta, ' ') == NULL)
    g_string_append_printf (out, "Remote-MTA: dns; %s\n", mta);
  if (*rest == '\0')
    return;
  if (g_ascii_strncasecmp (rest, "smtp;", 5) == 0)
    _rd_outlook_append_field (out, "Diagnostic-Code", rest);
  else
    g_string_append_printf (out, "Diagnostic-Code: smtp; %s\n", rest);
}

static void
append_recipient (GString      *out,
                  RdMapiObject *recipient,
                  const char   *action)
{
  g_autofree char *address = rd_mapi_object_dup_string (recipient, RD_MAPI_SMTP_ADDRESS);
  g_autofree char *name = rd_mapi_object_dup_string (recipient, RD_MAPI_DISPLAY_NAME);
  g_autofree char *info = rd_mapi_object_dup_string (recipient, RD_MAPI_SUPPLEMENTARY_INFO);
  g_autofree char *mta = rd_mapi_object_dup_string (recipient, RD_MAPI_REMOTE_MTA);
  g_autofree char *status = dup_status (recipient, info);

  if (address == NULL)
    address = rd_mapi_object_dup_string (recipient, RD_MAPI_ADDRESS);
  /* An address inside Exchange is a path, "/o=…/cn=joe"; the name may do. */
  if ((address == NULL || strchr (address, '@') == NULL) && name != NULL &&
      (address == NULL || strchr (name, '@') != NULL))
    {
      g_free (address);
      address = g_steal_pointer (&name);
      g_strdelimit (address, "'\"", ' ');
      g_strstrip (address);
    }
  if (address == NULL)
    return;
  g_string_append_c (out, '\n');
  g_string_append (out, "Final-Recipient: rfc822; ");
  for (const char *p = address; *p != '\0'; p++)
    g_string_append_c (out, (guchar) *p < ' ' ? ' ' : *p);
  g_string_append_c (out, '\n');
  _rd_outlook_append_field (out, "Action", action);
  _rd_outlook_append_field (out, "Status", status);
  if (info != NULL)
    append_supplementary (out, info);
  if (mta != NULL && (info == NULL || strstr (info, mta) == NULL))
    _rd_outlook_append_field (out, "X-Remote-MTA", mta);
}

/**
 * _rd_outlook_get_action:
 * @message_class: the class of a message
 *
 * What a report says is done, by its class ([MS-OXOMSG] section 2.2.2.1).
 *
 * Returns: (transfer none) (nullable): the action of RFC 3464, %NULL if it is no report
 */
const char *
_rd_outlook_get_action (const char *message_class)
{
  static const struct
  {
    const char *suffix;
    const char *action;
  } actions[] = {
    { ".NDR", "failed" },
    { ".DR", "delivered" },
    { ".Delayed", "delayed" },
    { ".Relayed", "relayed" },
    { ".Expanded.DR", "expanded" },
  };
  gsize length = strlen (message_class);

  if (g_ascii_strncasecmp (message_class, "REPORT.", 7) != 0)
    return NULL;
  for (gsize i = G_N_ELEMENTS (actions); i > 0; i--)
    {
      gsize n = strlen (actions[i - 1].suffix);

      if (length > n && g_ascii_strcasecmp (message_class + length - n, actions[i - 1].suffix) == 0)
        return actions[i - 1].action;
    }
  return NULL;
}

/**
 * _rd_outlook_append_report:
 * @parts: (element-type GString): the parts of the message
 * @file: the file
 * @message: the message in it
 * @action: what the report says is done
 *
 * Appends the report, if it tells of anybody.
 */
void
_rd_outlook_append_report (GPtrArray    *parts,
                           RdCompound   *file,
                           RdMapiObject *message,
                           const char   *action)
{
  g_autoptr (GArray) recipients = rd_mapi_object_list (message, "__recip_version1.0_");
  g_autoptr (GString) status = g_string_new (NULL);
  g_autofree char *mta = rd_mapi_object_dup_string (message, RD_MAPI_REPORTING_MTA);
  gsize            head;

  if (mta != NULL)
    g_string_append_printf (status, "Reporting-MTA: dns; %s\n", g_strdelimit (mta, "\n", ' '));
  else
    g_string_append (status, "X-Reporting-Program: Microsoft Outlook\n");
  head = status->len;
  for (guint i = 0; i < recipients->len && i < RD_LIMIT_RECIPIENTS; i++)
    {
      g_autoptr (RdMapiObject) recipient =
                     rd_mapi_object_new (file, g_array_index (recipients, guint, i),
                                         RD_MAPI_RECIPIENT, rd_mapi_object_get_charset (message));

      append_recipient (status, recipient, action);
    }
  if (status->len > head)
    _rd_outlook_append_part (parts, "Content-Type: message/delivery-status\n", status->str, status->len);
}
