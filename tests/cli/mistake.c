/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into the program, makes it do what it should not: once it begins to read
 * mail, a function of GLib is called with nothing. */

#include <dlfcn.h>
#include <gio/gio.h>

void g_mime_init (void);

void
g_mime_init (void)
{
  void (*init) (void) = (void (*) (void)) dlsym (RTLD_NEXT, "g_mime_init");

  g_object_ref (NULL);
  init ();
}
