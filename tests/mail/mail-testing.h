/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail.h"

/* The corpus shared by all checkouts, or NULL with the test marked as skipped. */
char *mail_testing_dup_data_path (const char *name);

/* Fails the test unless both messages say the same in every field and part,
 * down to the messages in them. */
void mail_testing_assert_equal (const RdMail *a,
                                const RdMail *b);

/* Copies text with every LF replaced. */
GBytes *mail_testing_new_with_ends (const char *text,
                                    gsize       length,
                                    const char *ending);

/* Asks for everything a message has. */
void mail_testing_read_all (const RdMail *mail);

/* One line that names the parts: "multipart/report(text/plain,message/rfc822)". */
char *mail_testing_dup_outline (const RdMail *mail);

/* Reads a message that can be read. */
RdMail *mail_testing_read_text (const char *text);

/* A test for each of @rows, which have a name each. */
#define MAIL_TEST_ADD_ROWS(rows, folder, func)                                     \
  G_STMT_START                                                                     \
  {                                                                                \
    for (gsize row_ = 0; row_ < G_N_ELEMENTS (rows); row_++)                       \
      {                                                                            \
        g_autofree char *path_ = g_strconcat (folder, "/", rows[row_].name, NULL); \
                                                                                   \
        g_test_add_data_func (path_, &rows[row_], func);                           \
      }                                                                            \
  }                                                                                \
  G_STMT_END
