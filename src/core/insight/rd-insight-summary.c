/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there was, in numbers, and what was left out. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <glib/gi18n-lib.h>

/**
 * rd_insight_dup_headline:
 * @self: an insight
 *
 * “37 bounces, 4 causes”.
 *
 * Returns: (transfer full): one line, translated
 */
char *
rd_insight_dup_headline (const RdInsight *self)
{
  g_autofree char *messages = NULL;
  g_autofree char *causes = NULL;
  guint            n_causes;

  g_return_val_if_fail (self != NULL, NULL);

  n_causes = self->bucket_order->len;
  messages = g_strdup_printf (ngettext ("%u bounce", "%u bounces", self->n_messages), self->n_messages);
  causes = g_strdup_printf (ngettext ("%u cause", "%u causes", n_causes), n_causes);
  /* Translators: “37 bounces, 4 causes” */
  return g_strdup_printf (_ ("%s, %s"), messages, causes);
}

static const RdInsightBucket *
find_largest (const RdInsight *self)
{
  const RdInsightBucket *largest = NULL;

  for (guint i = 0; i < self->bucket_order->len; i++)
    {
      const RdInsightBucket *bucket = g_ptr_array_index (self->bucket_order, i);

      if (largest == NULL || bucket->n_messages > largest->n_messages)
        largest = bucket;
    }
  return largest;
}

static const char *
get_partial_sentence (void)
{
  return _ ("Reading was stopped. What was read up to there is shown.");
}

static char *
dup_largest (const RdInsight *self)
{
  const RdInsightBucket *largest = find_largest (self);
  const char            *title;

  if (largest == NULL || largest->cause == NULL)
    return NULL;
  title = rd_cause_get_title (largest->cause);
  if (self->bucket_order->len == 1)
    /* Translators: %s is a cause such as “Their mailbox is full” */
    return g_strdup_printf (_ ("All of them have the same cause: %s."), title);
  /* Translators: two numbers of bounces, and a cause such as “Their mailbox is full” */
  return g_strdup_printf (ngettext ("The most frequent cause, with %u of %u: %s.", "The most frequent cause, with %u of %u: %s.", largest->n_messages),
                          largest->n_messages, self->n_messages, title);
}

/**
 * rd_insight_dup_sentence:
 * @self: an insight
 *
 * The cause that most of the bounces share, after a word on what was not read.
 *
 * Returns: (transfer full) (nullable): the sentence, translated; %NULL if there
 *   is no bounce
 */
char *
rd_insight_dup_sentence (const RdInsight *self)
{
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  sentence = dup_largest (self);
  if (!self->is_partial)
    return g_steal_pointer (&sentence);
  return g_strjoin ("\n", get_partial_sentence (), sentence, NULL);
}

/* Takes @sentence. */
static void
add_sentence (GStrvBuilder *builder,
              guint         n,
              char         *sentence)
{
  if (n > 0)
    g_strv_builder_add (builder, sentence);
  g_free (sentence);
}

/**
 * rd_insight_dup_skipped:
 * @self: an insight
 *
 * What does not appear among the bounces, and why: a sentence for each reason.
 *
 * Returns: (transfer full): the sentences, translated; empty if nothing was left out
 */
char **
rd_insight_dup_skipped (const RdInsight *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const guint *n;
  guint        unopened;

  g_return_val_if_fail (self != NULL, g_strv_builder_end (builder));

  n = self->n_unreadable;
  unopened = n[RD_MAIL_ERROR_UNREADABLE] + self->n_unopened;
  add_sentence (builder, self->n_duplicates,
                g_strdup_printf (ngettext ("%u notice was there twice and is counted once.",
                                           "%u notices were there more than once and are counted once.", self->n_duplicates),
                                 self->n_duplicates));
  add_sentence (builder, self->n_other,
                g_strdup_printf (ngettext ("%u message is about something else, not about mail that failed.",
                                           "%u messages are about something else, not about mail that failed.", self->n_other),
                                 self->n_other));
  add_sentence (builder, n[RD_MAIL_ERROR_EMPTY],
                g_strdup_printf (ngettext ("%u file holds no message.", "%u files hold no message.", n[RD_MAIL_ERROR_EMPTY]),
                                 n[RD_MAIL_ERROR_EMPTY]));
  add_sentence (builder, n[RD_MAIL_ERROR_NOT_TEXT],
                g_strdup_printf (ngettext ("%u file is a picture, a document or something else that is no message.",
                                           "%u files are pictures, documents or something else that is no message.", n[RD_MAIL_ERROR_NOT_TEXT]),
                                 n[RD_MAIL_ERROR_NOT_TEXT]));
  add_sentence (builder, n[RD_MAIL_ERROR_TOO_BIG],
                g_strdup_printf (ngettext ("%u file is too large to be read.", "%u files are too large to be read.", n[RD_MAIL_ERROR_TOO_BIG]),
                                 n[RD_MAIL_ERROR_TOO_BIG]));
  add_sentence (builder, n[RD_MAIL_ERROR_BROKEN],
                g_strdup_printf (ngettext ("%u file is damaged or incomplete.", "%u files are damaged or incomplete.", n[RD_MAIL_ERROR_BROKEN]),
                                 n[RD_MAIL_ERROR_BROKEN]));
  add_sentence (builder, unopened,
                g_strdup_printf (ngettext ("%u file could not be opened.", "%u files could not be opened.", unopened), unopened));
  return g_strv_builder_end (builder);
}

static void
append_finding (GString         *text,
                const RdFinding *finding)
{
  g_autofree char *owner = NULL;

  /* Translators: “Who must act: Your web or mail host” */
  owner = g_strdup_printf (_ ("Who must act: %s"), rd_owner_get_label (finding->owner));
  g_string_append_printf (text, "\n%s\n", finding->title);
  if (finding->explanation != NULL)
    g_string_append_printf (text, "%s\n", finding->explanation);
  g_string_append_printf (text, "%s\n%s\n", owner, finding->fix);
}

/**
 * rd_insight_dup_text:
 * @self: an insight
 *
 * All of it in a few lines, to copy.
 *
 * Returns: (transfer full): the text, translated
 */
char *
rd_insight_dup_text (const RdInsight *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (self);
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (self);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (self);
  g_autofree char *headline = rd_insight_dup_headline (self);

  g_string_append_printf (text, "%s\n", headline);
  if (self->is_partial)
    g_string_append_printf (text, "%s\n", get_partial_sentence ());
  for (guint i = 0; i < findings->len; i++)
    append_finding (text, g_ptr_array_index (findings, i));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < groups->len; i++)
    {
      const RdInsightGroup *group = g_ptr_array_index (groups, i);

      g_string_append_printf (text, "%u × %s\n", group->n_messages, rd_insight_group_get_title (group));
    }
  for (gsize i = 0; skipped[i] != NULL; i++)
    g_string_append_printf (text, "%s%s\n", i == 0 ? "\n" : "", skipped[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
