/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"
#include "rd-finding.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_HISTORY_ERROR (rd_history_error_quark ())
GQuark rd_history_error_quark (void);

/**
 * RdHistoryError:
 * @RD_HISTORY_ERROR_OPEN: the file cannot be opened or made
 * @RD_HISTORY_ERROR_NEWER: it was written by a newer version
 * @RD_HISTORY_ERROR_WRITE: it cannot be written: full disk, read-only folder
 * @RD_HISTORY_ERROR_READ: it cannot be read
 *
 * Messages are whole sentences for people.
 */
typedef enum
{
  RD_HISTORY_ERROR_OPEN,
  RD_HISTORY_ERROR_NEWER,
  RD_HISTORY_ERROR_WRITE,
  RD_HISTORY_ERROR_READ,
} RdHistoryError;

/**
 * RdHistoryKind:
 *
 * What an entry is about.
 */
typedef enum
{
  RD_HISTORY_DIAGNOSIS,
  RD_HISTORY_DOMAIN,
  RD_HISTORY_BLOCKLISTS,
} RdHistoryKind;

const char *rd_history_kind_to_string (RdHistoryKind kind);

/**
 * RdHistoryEntry:
 *
 * One thing that was looked at.
 */
typedef struct
{
  gint64         id;
  gint64         time; /* seconds since the epoch */
  RdHistoryKind  kind;
  RdFindingState state;
  char          *subject; /* recipient, domain or address */
  char          *title;
  char          *cause; /* (nullable): of a diagnosis */
  char          *file;  /* (nullable): where the bounce was */
  char          *key;   /* (nullable): an entry with the same key is replaced */
} RdHistoryEntry;

RdHistoryEntry *rd_history_entry_new (RdHistoryKind  kind,
                                      const char    *subject,
                                      RdFindingState state,
                                      const char    *title,
                                      gint64         time) G_GNUC_WARN_UNUSED_RESULT;
RdHistoryEntry *rd_history_entry_new_for_diagnosis (const RdDiagnosis *diagnosis,
                                                    const char        *file,
                                                    gint64             time) G_GNUC_WARN_UNUSED_RESULT;
void            rd_history_entry_free (RdHistoryEntry *self);

/**
 * RdHistoryChange:
 *
 * One finding that is not as it was when it was last known.
 */
typedef struct
{
  char          *finding; /* id */
  char          *subject;
  gboolean       was_known; /* FALSE: it is new */
  gboolean       is_gone;   /* TRUE: it is not found any more */
  RdFindingState before;
  RdFindingState after;
  char          *title; /* what is found now, or was found before if gone */
  gint64         since; /* when it was as @before last, 0 if it is new */
} RdHistoryChange;

void rd_history_change_free (RdHistoryChange *self);

/**
 * RdHistoryState:
 *
 * How one finding stood at one time.
 */
typedef struct
{
  char          *finding; /* id */
  char          *title;
  gint64         time;
  RdFindingState state;
} RdHistoryState;

void rd_history_state_free (RdHistoryState *self);

/**
 * RdHistory:
 *
 * What was found before, in one SQLite file of the user.  Every write is one
 * transaction, so that a crash at any moment loses at most the entry in hand.
 * May be used from any thread.
 */
typedef struct _RdHistory RdHistory;

RdHistory *rd_history_open (const char *path,
                            char      **set_aside,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void       rd_history_close (RdHistory *self);
char      *rd_history_dup_default_path (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean   rd_history_add (RdHistory            *self,
                           const RdHistoryEntry *entry,
                           GPtrArray            *findings,
                           GError              **error);
GPtrArray *rd_history_list (RdHistory *self,
                            gint64     since,
                            guint      limit,
                            GError   **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_history_find_changes (RdHistory    *self,
                                    RdHistoryKind kind,
                                    const char   *subject,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_history_find_states (RdHistory    *self,
                                   RdHistoryKind kind,
                                   const char   *subject,
                                   guint         limit,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   rd_history_clear (RdHistory *self,
                             GError   **error);
gboolean   rd_history_forget (RdHistory *self,
                              gint64     before,
                              GError   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHistory, rd_history_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHistoryEntry, rd_history_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHistoryState, rd_history_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHistoryChange, rd_history_change_free)

G_END_DECLS
