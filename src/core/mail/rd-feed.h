/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-reader.h"

G_BEGIN_DECLS

typedef struct _RdFeed RdFeed;

/**
 * RdFeed:
 * @next: the next message, or in @child what is to be read before going on;
 *   %NULL without a child at the end
 * @get_done: (nullable): the share that is read, from 0 to 1
 * @get_step: (nullable): the share the present child stands for
 * @seek: (nullable): goes to where an item said it begins
 * @free: frees the feed
 * @chosen_name: (nullable): its name, if somebody waits for a word about it
 * @has_items: whether there was one
 *
 * One layer of what is read: a folder, an archive, an mbox, a single message.
 * A reader keeps a stack of them.
 */
struct _RdFeed
{
  RdMailItem *(*next) (RdFeed       *self,
                       RdFeed      **child,
                       GCancellable *cancellable);
  double (*get_done) (RdFeed *self);
  double (*get_step) (RdFeed *self);
  gboolean (*seek) (RdFeed *self,
                    gint64  offset,
                    guint   index);
  void (*free) (RdFeed *self);
  char    *chosen_name;
  gboolean has_items;
};

/**
 * RdFeedOrigin:
 *
 * Where a feed stands.  A file somebody chose is read, or an error says why
 * not; of files that only lie in a chosen folder or archive, those that are no
 * messages are passed over, unless their names say they are.
 */
typedef struct
{
  const char *name;      /* as the user knows it; valid UTF-8 */
  guint64     size;      /* bytes, 0 if not known */
  guint       depth;     /* containers around it */
  gboolean    is_chosen; /* by the user or by its name, not merely found in a container */
  RdFeed     *archive;   /* (nullable): the archive it lies in, which lives longer */
} RdFeedOrigin;

RdFeed *rd_feed_open (GInputStream       *stream,
                      const RdFeedOrigin *origin,
                      GCancellable       *cancellable,
                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
RdFeed *rd_feed_open_path (const char         *path,
                           const RdFeedOrigin *origin,
                           GCancellable       *cancellable,
                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
RdFeed *rd_feed_new_folder (const char         *path,
                            const RdFeedOrigin *origin,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;
RdFeed *rd_feed_new_mbox (GInputStream       *stream,
                          const RdFeedOrigin *origin) G_GNUC_WARN_UNUSED_RESULT;
RdFeed *rd_feed_new_archive (GInputStream       *stream,
                             const RdFeedOrigin *origin) G_GNUC_WARN_UNUSED_RESULT;
void    rd_feed_free (RdFeed *self);

RdMailItem *rd_mail_item_new (const char *name,
                              guint       index,
                              RdMail     *mail) G_GNUC_WARN_UNUSED_RESULT;
RdMailItem *rd_mail_item_new_error (const char *name,
                                    guint       index,
                                    GError     *error) G_GNUC_WARN_UNUSED_RESULT;
GError     *rd_feed_error (const GError *cause) G_GNUC_WARN_UNUSED_RESULT;
gboolean    rd_feed_is_named_message (const char *name);

/* Folders in archives in folders: nobody nests deeper, only attackers do. */
#define RD_FEED_MAX_DEPTH 16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdFeed, rd_feed_free)

G_END_DECLS
