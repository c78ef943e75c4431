/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The limits that keep hostile input cheap, in one place.  Each is far above
 * what honest mail needs and far below what hurts. */

#pragma once

/* One message: the largest providers refuse at 150 MB.  Beyond this only the
 * head of the message is read, which is where a bounce says everything. */
#define RD_LIMIT_MESSAGE_BYTES (32u * 1024 * 1024)

/* Header block of one entity; Exim and Sendmail stop at 1 MB and 32 kB. */
#define RD_LIMIT_HEADER_BYTES (1024u * 1024)

/* Entities in one message; the busiest real bounce seen has about a dozen. */
#define RD_LIMIT_PARTS 1000

/* Nesting of multiparts and messages in messages. */
#define RD_LIMIT_DEPTH 32

/* Decoded text of one part that is looked at. */
#define RD_LIMIT_PART_TEXT_BYTES (2u * 1024 * 1024)

/* Recipients reported for one message. */
#define RD_LIMIT_RECIPIENTS 5000

/* A server's reply kept for one recipient. */
#define RD_LIMIT_DIAGNOSTIC_BYTES (256u * 1024)
