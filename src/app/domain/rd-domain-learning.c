/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-learning"

#include "config.h"

#include "rd-domain-pane-private.h"

#include "rd-sent-mail.h"
#include "rd-text.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

/* What a mail that was sent tells about its domain. */

/* The mail shows which server and which keys are used, so there is more to ask,
 * which needs a consent of its own. */
static void
learn (RdDomainPane *self,
       GPtrArray    *mails)
{
  g_autofree char *domain = rd_sent_mail_dup_domain (g_ptr_array_index (mails, 0));
  g_autofree char *text = NULL;

  if (domain == NULL)
    {
      rd_toast_say (GTK_WIDGET (self), _ ("It does not say who sent it"));
      return;
    }
  if (self->domain != NULL && !rd_domain_is_within (domain, self->domain))
    {
      text = g_strdup_printf (_ ("It was sent from %s, which is checked now"), domain);
      rd_toast_say (GTK_WIDGET (self), text);
    }
  _rd_domain_pane_abandon (self);
  if (self->domain == NULL || !rd_domain_is_within (domain, self->domain))
    {
      _rd_domain_pane_forget_subject (self);
      self->domain = g_strdup (domain);
    }
  gtk_editable_set_text (self->entry, self->domain);
  for (guint i = 0; i < mails->len; i++)
    g_ptr_array_add (self->mails, rd_mail_ref (g_ptr_array_index (mails, i)));
  self->has_consent = FALSE;
  _rd_domain_pane_start (self, NULL, NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdDomainPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) mails = rd_sent_mail_read_finish (result, &error);

  if (self->settings == NULL)
    return;
  if (mails != NULL)
    learn (self, mails);
  else
    rd_toast_say (GTK_WIDGET (self), error->message);
}

/* Only what is handed over while this page is visible is meant for it. */
gboolean
_rd_domain_pane_take (RdPane    *pane,
                      GPtrArray *sources)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (pane)))
    return FALSE;
  rd_sent_mail_read_async (sources, NULL, read_cb, g_object_ref (pane));
  return TRUE;
}
