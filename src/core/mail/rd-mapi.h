/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-compound.h"

G_BEGIN_DECLS

/**
 * RdMapiProperty:
 *
 * Ids of the properties ([MS-OXPROPS]) a bounce is told by.
 */
typedef enum
{
  RD_MAPI_MESSAGE_CLASS = 0x001a,
  RD_MAPI_REPORT_TIME = 0x0032,
  RD_MAPI_SUBJECT = 0x0037,
  RD_MAPI_CLIENT_SUBMIT_TIME = 0x0039,
  RD_MAPI_TRANSPORT_HEADERS = 0x007d,
  RD_MAPI_SUPPLEMENTARY_INFO = 0x0c1b,
  RD_MAPI_SENDER_NAME = 0x0c1a,
  RD_MAPI_SENDER_ADDRESS = 0x0c1f,
  RD_MAPI_STATUS_CODE = 0x0c20,
  RD_MAPI_REMOTE_MTA = 0x0c21,
  RD_MAPI_DISPLAY_TO = 0x0e04,
  RD_MAPI_DELIVERY_TIME = 0x0e06,
  RD_MAPI_BODY = 0x1000,
  RD_MAPI_REPORT_TEXT = 0x1001,
  RD_MAPI_HTML = 0x1013,
  RD_MAPI_INTERNET_MESSAGE_ID = 0x1035,
  RD_MAPI_DISPLAY_NAME = 0x3001,
  RD_MAPI_ADDRESS = 0x3003,
  RD_MAPI_ATTACH_DATA = 0x3701,
  RD_MAPI_ATTACH_FILENAME = 0x3704,
  RD_MAPI_ATTACH_LONG_FILENAME = 0x3707,
  RD_MAPI_ATTACH_MIME_TAG = 0x370e,
  RD_MAPI_SMTP_ADDRESS = 0x39fe,
  RD_MAPI_INTERNET_CODEPAGE = 0x3fde,
  RD_MAPI_MESSAGE_CODEPAGE = 0x3ffd,
  RD_MAPI_SENDER_SMTP_ADDRESS = 0x5d01,
  RD_MAPI_REPORTING_MTA = 0x6820,
} RdMapiProperty;

/**
 * RdMapiKind:
 *
 * What a storage of a .msg stands for.  Decides how long the head of its list
 * of properties is ([MS-OXMSG] section 2.4.1).
 */
typedef enum
{
  RD_MAPI_MESSAGE,
  RD_MAPI_EMBEDDED_MESSAGE,
  RD_MAPI_RECIPIENT,
  RD_MAPI_ATTACHMENT,
} RdMapiKind;

/**
 * RdMapiObject:
 *
 * A message, recipient or attachment in Outlook's .msg ([MS-OXMSG]).
 */
typedef struct _RdMapiObject RdMapiObject;

RdMapiObject *rd_mapi_object_new (RdCompound *file,
                                  guint       storage,
                                  RdMapiKind  kind,
                                  const char *charset) G_GNUC_WARN_UNUSED_RESULT;
void          rd_mapi_object_free (RdMapiObject *self);
gboolean      rd_mapi_object_is_valid (const RdMapiObject *self);
const char   *rd_mapi_object_get_charset (const RdMapiObject *self);
char         *rd_mapi_object_dup_string (RdMapiObject  *self,
                                         RdMapiProperty property) G_GNUC_WARN_UNUSED_RESULT;
GBytes       *rd_mapi_object_dup_binary (RdMapiObject  *self,
                                         RdMapiProperty property) G_GNUC_WARN_UNUSED_RESULT;
gboolean      rd_mapi_object_get_integer (const RdMapiObject *self,
                                          RdMapiProperty      property,
                                          guint32            *value);
GDateTime    *rd_mapi_object_dup_time (const RdMapiObject *self,
                                       RdMapiProperty      property) G_GNUC_WARN_UNUSED_RESULT;
gboolean      rd_mapi_object_find_embedded (const RdMapiObject *self,
                                            guint              *storage);
GArray       *rd_mapi_object_list (const RdMapiObject *self,
                                   const char         *prefix) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMapiObject, rd_mapi_object_free)

G_END_DECLS
