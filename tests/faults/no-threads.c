/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before a program: a system that allows it no more threads. */

#include <errno.h>
#include <pthread.h>

__attribute__ ((visibility ("default"))) int
pthread_create (pthread_t            *thread,
                const pthread_attr_t *attributes,
                void *(*start) (void *),
                void *data)
{
  return EAGAIN;
}
