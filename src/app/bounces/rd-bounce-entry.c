/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-entry"

#include "config.h"

#include "rd-bounce-entry-private.h"

#include "rd-outside.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (RdBounceEntry, rd_bounce_entry, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gint64
parse_time (const char *text)
{
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return 0;
  time = g_date_time_new_from_iso8601 (text, NULL);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static char *
dup_recipients_title (const RdBounce *bounce)
{
  const RdFailure *first;
  const char      *address;

  if (bounce->failures->len == 0)
    return NULL;
  first = g_ptr_array_index (bounce->failures, 0);
  address = first->original_recipient != NULL ? first->original_recipient : first->recipient;
  if (address == NULL)
    return NULL;
  if (bounce->failures->len == 1)
    return rd_outside_dup_line (address);
  else
    {
      guint            others = bounce->failures->len - 1;
      g_autofree char *shown = rd_outside_dup_line (address);

      /* Translators: an address and how many more there are */
      return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", others), shown, others);
    }
}

static void
describe_bounce (RdBounceEntry  *self,
                 const RdBounce *bounce)
{
  const char *subject = bounce->original.subject != NULL ? bounce->original.subject : bounce->subject;

  self->kind = bounce->kind == RD_BOUNCE_NONE ? RD_ENTRY_OTHER : RD_ENTRY_VERDICT;
  self->state = self->kind == RD_ENTRY_VERDICT ? self->diagnosis->state : RD_FINDING_INFO;
  self->cause = rd_insight_find_cause (self->diagnosis);
  self->title = dup_recipients_title (bounce);
  self->has_recipient = self->title != NULL;
  if (subject != NULL && *subject != '\0')
    self->subtitle = rd_outside_dup_line (subject);
  self->time = parse_time (bounce->date != NULL ? bounce->date : bounce->arrival_date);
}

/* Below a name that says nothing of the mail. */
static char *
dup_reason (RdBounceEntry *self)
{
  return rd_outside_dup_line (self->diagnosis != NULL ? self->diagnosis->title : self->error->message);
}

/* What could not be read says nothing about any mail: it is “unknown”. */
static void
describe (RdBounceEntry *self)
{
  g_autofree char *shown_name = rd_outside_dup_line (self->name);
  g_autofree char *plain = NULL;

  self->kind = RD_ENTRY_UNREADABLE;
  self->state = RD_FINDING_UNKNOWN;
  if (self->diagnosis != NULL)
    describe_bounce (self, self->diagnosis->bounce);
  if (self->title == NULL && self->subtitle != NULL)
    self->title = g_steal_pointer (&self->subtitle);
  if (self->subtitle == NULL)
    self->subtitle = self->title != NULL ? g_strdup (shown_name) : dup_reason (self);
  if (self->title == NULL)
    self->title = g_strdup (shown_name);

  plain = g_strjoin ("\n", self->title, self->subtitle, shown_name, rd_bounce_entry_get_group_title (self), NULL);
  self->search = g_utf8_casefold (plain, -1);
}

static void
rd_bounce_entry_finalize (GObject *object)
{
  RdBounceEntry *self = RD_BOUNCE_ENTRY (object);

  g_clear_object (&self->check);
  g_clear_pointer (&self->diagnosis, rd_diagnosis_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->mail, rd_mail_unref);
  g_clear_pointer (&self->source, rd_source_unref);
  g_clear_pointer (&self->name, g_ref_string_release);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->search);
  G_OBJECT_CLASS (rd_bounce_entry_parent_class)->finalize (object);
}

static void
rd_bounce_entry_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RdBounceEntry *self = RD_BOUNCE_ENTRY (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rd_bounce_entry_class_init (RdBounceEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rd_bounce_entry_finalize;
  object_class->get_property = rd_bounce_entry_get_property;
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, G_MAXUINT, RD_FINDING_UNKNOWN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_bounce_entry_init (RdBounceEntry *self)
{
}

/**
 * rd_bounce_entry_new:
 * @source: what it was read from
 * @name: file it stands in, as the user knows it
 * @index: number within that file, from 0
 * @offset: where it begins there, -1 if that is not known
 * @sequence: place in the order of reading
 *
 * Makes an entry; its maker gives it either a diagnosis or an error.
 *
 * Returns: (transfer full): the entry
 */
RdBounceEntry *
rd_bounce_entry_new (RdSource   *source,
                     const char *name,
                     guint       index,
                     gint64      offset,
                     guint       sequence)
{
  RdBounceEntry *self = g_object_new (RD_TYPE_BOUNCE_ENTRY, NULL);

  self->source = rd_source_ref (source);
  self->name = g_ref_string_new_intern (name);
  self->index = index;
  self->offset = offset;
  self->sequence = sequence;
  return self;
}

/**
 * rd_bounce_entry_take_diagnosis:
 * @self: a new entry
 * @diagnosis: (transfer full): what was found out
 * @mail: (transfer full): the message
 * @keep_mail: whether there is room to keep the message
 *
 * Completes an entry that could be read.
 */
void
rd_bounce_entry_take_diagnosis (RdBounceEntry *self,
                                RdDiagnosis   *diagnosis,
                                RdMail        *mail,
                                gboolean       keep_mail)
{
  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));
  g_return_if_fail (self->diagnosis == NULL && self->error == NULL);

  self->form = rd_mail_get_form (mail);
  self->diagnosis = diagnosis;
  if (keep_mail)
    self->mail = mail;
  else
    {
      g_clear_pointer (&diagnosis->bounce->original.mail, rd_mail_unref);
      rd_mail_unref (mail);
    }
  describe (self);
}

/**
 * rd_bounce_entry_take_log:
 * @self: a new entry, whose source is lines of a log
 * @diagnosis: (transfer full): what was found out
 *
 * Completes an entry that no message is behind.
 */
void
rd_bounce_entry_take_log (RdBounceEntry *self,
                          RdDiagnosis   *diagnosis)
{
  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));
  g_return_if_fail (self->diagnosis == NULL && self->error == NULL);

  self->is_from_log = TRUE;
  self->diagnosis = diagnosis;
  describe (self);
}

/**
 * rd_bounce_entry_take_error:
 * @self: a new entry
 * @error: (transfer full): why it could not be read
 *
 * Completes an entry that could not be read.
 */
void
rd_bounce_entry_take_error (RdBounceEntry *self,
                            GError        *error)
{
  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));
  g_return_if_fail (self->diagnosis == NULL && self->error == NULL);

  self->error = error;
  describe (self);
}

/**
 * rd_bounce_entry_forget_diagnosis:
 * @self: an entry with a diagnosis
 *
 * Keeps no more than what the list shows; see rd_bounce_entry_recall_async().
 */
void
rd_bounce_entry_forget_diagnosis (RdBounceEntry *self)
{
  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));

  g_clear_pointer (&self->diagnosis, rd_diagnosis_free);
  g_clear_pointer (&self->mail, rd_mail_unref);
}

RdEntryKind
rd_bounce_entry_get_kind (RdBounceEntry *self)
{
  return self->kind;
}

/* (nullable): unreadable, or forgotten. */
const RdDiagnosis *
rd_bounce_entry_get_diagnosis (RdBounceEntry *self)
{
  return self->diagnosis;
}

/* What was fixed since is no longer broken, in the list neither. */
static void
check_changed_cb (RdBounceEntry *self)
{
  g_autoptr (RdOutcome) outcome = NULL;

  if (rd_bounce_check_is_running (self->check))
    return;
  outcome = rd_bounce_check_dup_outcome (self->check);
  if (outcome == NULL || outcome->state == self->state)
    return;
  self->state = outcome->state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * rd_bounce_entry_get_check:
 * @self: an entry
 *
 * The look from outside whether what the bounce says is still so.
 *
 * Returns: (transfer none) (nullable): the check, %NULL if nothing can be asked
 */
RdBounceCheck *
rd_bounce_entry_get_check (RdBounceEntry *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_ENTRY (self), NULL);

  if (self->diagnosis == NULL || self->diagnosis->main == NULL)
    return NULL;
  if (self->check == NULL)
    {
      self->check = rd_bounce_check_new (G_OBJECT (self), self->diagnosis);
      g_signal_connect_object (self->check, "changed", G_CALLBACK (check_changed_cb), self, G_CONNECT_SWAPPED);
    }
  return rd_bounce_check_get_side (self->check) != RD_BOUNCE_SIDE_NONE ? self->check : NULL;
}

const GError *
rd_bounce_entry_get_error (RdBounceEntry *self)
{
  return self->error;
}

const char *
rd_bounce_entry_get_name (RdBounceEntry *self)
{
  return self->name;
}

guint
rd_bounce_entry_get_sequence (RdBounceEntry *self)
{
  return self->sequence;
}

gint64
rd_bounce_entry_get_time (RdBounceEntry *self)
{
  return self->time;
}

RdFindingState
rd_bounce_entry_get_state (RdBounceEntry *self)
{
  return self->state;
}

RdMailForm
rd_bounce_entry_get_form (RdBounceEntry *self)
{
  return self->form;
}

/* Its message is lines of a server's log. */
gboolean
rd_bounce_entry_is_from_log (RdBounceEntry *self)
{
  return self->is_from_log;
}

/* Entries with the same id stand under one heading. */
const char *
rd_bounce_entry_get_group_id (RdBounceEntry *self)
{
  switch (self->kind)
    {
    case RD_ENTRY_VERDICT:
      return self->cause != NULL ? self->cause->id : "not-recognised";
    case RD_ENTRY_OTHER:
      return "not-a-bounce";
    case RD_ENTRY_UNREADABLE:
    default:
      return "unreadable";
    }
}

const char *
rd_bounce_entry_get_group_title (RdBounceEntry *self)
{
  switch (self->kind)
    {
    case RD_ENTRY_VERDICT:
      return self->cause != NULL ? rd_cause_get_title (self->cause) : _ ("The reason is not known");
    case RD_ENTRY_OTHER:
      return _ ("Not about failed mail");
    case RD_ENTRY_UNREADABLE:
    default:
      return _ ("Could not be read");
    }
}

/**
 * rd_bounce_entry_has_recipient:
 * @self: an entry
 *
 * Returns: whether the title names whom the mail was for
 */
gboolean
rd_bounce_entry_has_recipient (RdBounceEntry *self)
{
  return self->has_recipient;
}

/* Safe to show: invisible characters are out, line breaks too. */
const char *
rd_bounce_entry_get_title (RdBounceEntry *self)
{
  return self->title;
}

const char *
rd_bounce_entry_get_subtitle (RdBounceEntry *self)
{
  return self->subtitle;
}

/**
 * rd_bounce_entry_matches:
 * @self: an entry
 * @folded: what to look for, through g_utf8_casefold()
 *
 * Returns: whether one of the shown texts contains @folded
 */
gboolean
rd_bounce_entry_matches (RdBounceEntry *self,
                         const char    *folded)
{
  return strstr (self->search, folded) != NULL;
}
