/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a fetch ended, in the words of an answer.  Checks tell people whose turn it is
 * by these: a certificate of another name is for who runs the server, a connection
 * that was cut says nothing about the document. */

#define G_LOG_DOMAIN "rd-fetcher"

#include "config.h"

#include "rd-fetcher-private.h"

#include <string.h>

/* RFC 6838 section 4.2: 127 characters on each side of the slash. */
#define MAX_MEDIA_TYPE 255

/* RFC 6585 section 4; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char          *detail;
  } errors[] = {
    /* In the order of what to fix first. */
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "tls-bad-identity" },
    { G_TLS_CERTIFICATE_EXPIRED, "tls-expired" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "tls-not-yet-valid" },
    { G_TLS_CERTIFICATE_REVOKED, "tls-revoked" },
    { G_TLS_CERTIFICATE_INSECURE, "tls-insecure" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "tls-unknown-ca" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      if (flags & errors[i].flag)
        return errors[i].detail;
    }
  return "tls-certificate";
}

/**
 * _rd_fetch_judge_error:
 * @fetch: a fetch that failed
 * @answer: (inout): the answer
 * @error: what libsoup says
 *
 * Says in @answer why there is nothing.
 */
void
_rd_fetch_judge_error (RdFetch      *fetch,
                       RdAnswer     *answer,
                       const GError *error)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (fetch->message);
  const char          *detail = NULL;

  answer->state = RD_ANSWER_SERVER_FAILURE;
  if (fetch->stop.expired)
    {
      answer->state = RD_ANSWER_TIMEOUT;
      detail = "deadline";
    }
  else if (fetch->is_too_large)
    {
      answer->state = RD_ANSWER_MALFORMED;
      detail = "too-large";
    }
  else if (rd_peer_address_get_problem (fetch->peer, &answer->state, &detail))
    {
      /* It has said what there is to say. */
    }
  else if (flags != 0)
    detail = describe_certificate (flags);
  else if (fetch->has_begun)
    {
      answer->state = RD_ANSWER_MALFORMED;
      detail = "cut-off";
    }
  else if (error->domain == G_TLS_ERROR)
    detail = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE) ? "tls-unavailable" : "tls-handshake";
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    detail = "connection-refused";
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    {
      answer->state = RD_ANSWER_TIMEOUT;
      detail = "unreachable";
    }
  else
    {
      answer->state = RD_ANSWER_MALFORMED;
      detail = "protocol";
    }
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    answer->state = RD_ANSWER_NOT_ASKED;
  answer->detail = g_strdup (detail);
}

static void
judge_status (RdAnswer *answer)
{
  switch (answer->http_status)
    {
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      answer->state = RD_ANSWER_NO_DATA;
      break;
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
    case STATUS_TOO_MANY_REQUESTS:
      answer->state = RD_ANSWER_REFUSED;
      break;
    default:
      answer->state = answer->http_status < 500 ? RD_ANSWER_FOUND : RD_ANSWER_SERVER_FAILURE;
      break;
    }
}

/* A server may send what it likes; of a media type (RFC 9110 section 8.3.1) only
 * what can be one is kept. */
static char *
dup_media_type (SoupMessage *message)
{
  const char      *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  g_autofree char *small = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  if (small == NULL || strlen (small) > MAX_MEDIA_TYPE || !g_str_is_ascii (small))
    return NULL;
  return g_steal_pointer (&small);
}

/**
 * _rd_fetch_judge_response:
 * @fetch: a fetch whose body is there
 * @answer: (inout): the answer
 *
 * Says in @answer what was found.
 */
void
_rd_fetch_judge_response (RdFetch *fetch, RdAnswer *answer)
{
  answer->http_status = soup_message_get_status (fetch->message);
  answer->media_type = dup_media_type (fetch->message);
  judge_status (answer);
}
