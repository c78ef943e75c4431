/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-topic-item"

#include "config.h"

#include "rd-topic-item.h"

#include <glib/gi18n.h>

/* A line of the list: a topic, or a heading above some. */
struct _RdTopicItem
{
  GObject parent_instance;

  RdTopic     topic;
  const char *heading; /* (nullable): static */
};

G_DEFINE_FINAL_TYPE (RdTopicItem, rd_topic_item, G_TYPE_OBJECT)

static void
rd_topic_item_class_init (RdTopicItemClass *klass)
{
}

static void
rd_topic_item_init (RdTopicItem *self)
{
}

RdTopicItem *
rd_topic_item_new (const RdTopic *topic)
{
  RdTopicItem *self = g_object_new (RD_TYPE_TOPIC_ITEM, NULL);

  self->topic = *topic;
  return self;
}

/**
 * rd_topic_item_new_heading:
 * @heading: a static string
 *
 * Returns: (transfer full): a heading
 */
RdTopicItem *
rd_topic_item_new_heading (const char *heading)
{
  RdTopicItem *self = g_object_new (RD_TYPE_TOPIC_ITEM, NULL);

  self->heading = heading;
  return self;
}

/**
 * rd_topic_item_get_topic:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): its topic, %NULL for a heading
 */
const RdTopic *
rd_topic_item_get_topic (RdTopicItem *self)
{
  g_return_val_if_fail (RD_IS_TOPIC_ITEM (self), NULL);

  return self->heading == NULL ? &self->topic : NULL;
}

const char *
rd_topic_item_get_heading (RdTopicItem *self)
{
  g_return_val_if_fail (RD_IS_TOPIC_ITEM (self), NULL);

  return self->heading;
}

/* What it means, and whose words it is. */
char *
rd_topic_item_dup_subtitle (RdTopicItem *self)
{
  const char *speaker;

  g_return_val_if_fail (RD_IS_TOPIC_ITEM (self), NULL);
  g_return_val_if_fail (self->heading == NULL, NULL);

  speaker = rd_topic_get_speaker (&self->topic);
  if (speaker == NULL)
    return g_strdup (rd_topic_get_meaning (&self->topic));
  /* Translators: a mail service or program, and what its words mean */
  return g_strdup_printf (_ ("%1$s: %2$s"), speaker, rd_topic_get_meaning (&self->topic));
}
