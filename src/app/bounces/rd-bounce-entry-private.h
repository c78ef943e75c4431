/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

/* One message of all that were opened, with what was found out about it.  Made
 * and filled by a worker thread, then handed to the main thread; what is found
 * out about it online is added there.
 *
 * The message itself is only kept while few are open, and so is the diagnosis:
 * of sixty thousand no more stays than a line of the list needs.  When somebody
 * wants to see one, it is read and diagnosed again. */
struct _RdBounceEntry
{
  GObject parent_instance;

  RdSource *source;
  char     *name;     /* (GRefString): file it stands in */
  guint     index;    /* number within that file */
  gint64    offset;   /* where it begins there, -1 if that is not known */
  guint     sequence; /* in the order of reading */

  RdEntryKind    kind;
  RdFindingState state;
  const RdCause *cause;     /* (nullable) */
  RdDiagnosis   *diagnosis; /* (nullable): forgotten when there are many */
  GError        *error;     /* (nullable) */
  RdMail        *mail;      /* (nullable) */
  RdMailForm     form;
  gboolean       is_from_log;

  RdBounceCheck *check; /* (nullable): made when it is first wanted, in the main thread */

  char    *title;
  gboolean has_recipient; /* @title names one */
  char    *subtitle;
  char    *search; /* case-folded text to search in */
  gint64   time;   /* seconds, 0 if not known */
};
