/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A record to publish, as text for people. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-record.h"

#include "rd-cli-text.h"
#include "rd-repair-text.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Columns of the labels in front of parts of a record. */
#define LABEL_COLUMNS 8

/* Never wrapped: what is copied from here must be the value, blank for blank. */
static void
print_value (guint       indent,
             const char *label,
             const char *value)
{
  g_autofree char *visible = rd_text_dup_visible (value);

  g_print ("%*s%s\n%*s%s\n", (int) indent, "", label, (int) indent, "", visible);
}

/**
 * rd_cli_print_record:
 * @indent: blanks in front of every line
 * @record: a record to publish
 *
 * Prints @record as forms of DNS panels ask for it.
 */
void
rd_cli_print_record (guint           indent,
                     const RdRecord *record)
{
  g_autofree char *instruction = rd_repair_dup_instruction (record);
  g_autofree char *pieces = NULL;

  rd_cli_print (RD_STYLE_BOLD, indent, instruction);
  rd_cli_print_item (indent, _ ("Type"), LABEL_COLUMNS, record->type);
  rd_cli_print_item (indent, _ ("Name"), LABEL_COLUMNS, record->name);
  print_value (indent, _ ("Value"), record->value);
  if (strcmp (record->type, "TXT") == 0 && strlen (record->value) > RD_REPAIR_STRING_BYTES)
    {
      pieces = rd_repair_dup_form (record->value, RD_TXT_PIECES);
      print_value (indent, _ ("The same in pieces, if the DNS panel wants them"), pieces);
    }
  if (record->changes != NULL)
    rd_cli_print (RD_STYLE_DIM, indent, record->changes);
  if (record->proven)
    rd_cli_print (RD_STYLE_SUCCESS, indent, _ ("Tried out: with this record in place the check passes."));
}
