/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for libFuzzer where there is no clang: runs one target over its
 * seeds and over inputs made from them by flipping, cutting, doubling and
 * joining bytes.  It does not steer by coverage, but it runs everywhere and the
 * same way each time. */

#include "config.h"

#include "fuzz.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* As much as libFuzzer is told to make. */
#define MAX_INPUT_BYTES (64u * 1024)

/* One input that needs longer is not slow but stuck; sanitizers are ten times
 * slower than plain code. */
#define MAX_INPUT_SECONDS 10.0

/* What one target may hold, sanitizers included, before it is stopped. */
#define MAX_RESIDENT_KB (1536L * 1024)

/* What may stay allocated between two moments far apart: tables that are made
 * once, names that are interned.  A leak of a byte an input would show. */
#define MAX_GROWTH_BYTES (256u * 1024)

/* Inputs after which everything that is made once was made. */
#define N_WARM_UP 200

/* The seeds that are read of each folder: enough for every kind of file. */
#define MAX_SEED_BYTES (256u * 1024)

/* What libFuzzer learns from comparisons, this driver is told. */
static const char *const words[] = {
  "\n\n",
  "\r\n",
  "\n ",
  "=",
  ";",
  "%{",
  "}",
  "<",
  ">",
  "@",
  ":",
  "\"",
  "\\",
  "(",
  ")",
  "-",
  "\0",
  "\xff\xfe",
  "\xef\xbb\xbf",
  "From ",
  "Content-Type: message/rfc822\n\n",
  "multipart/report; boundary=",
  "\n--",
  "--\n",
  "=?utf-8?B?",
  "?=",
  "&#x",
  "</",
  "include:",
  "redirect=",
  "exp=",
  "ip6:",
  "v=spf1 ",
  "v=DMARC1;",
  "v=DKIM1;",
  "p=",
  "b=",
  "bh=",
  "99999999999999999999",
  "-1",
  "550 5.1.1 ",
  "550-",
  "Diagnostic-Code: smtp; ",
  "Final-Recipient: rfc822;",
  "{\"",
  "[[[[",
  "\u202e",
  "\xc3",
  "status=bounced (",
};

/* The input being run, for the handler of a crash, and what they cost. */
static struct
{
  const guint8 *data;
  gsize         size;
  char         *path;
  double        slowest; /* processor seconds of the slowest one so far */
} current;

static void
keep_input (int signal_number)
{
  int file = open (current.path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (file >= 0)
    {
      if (write (file, current.data, current.size) == (gssize) current.size)
        {
          (void) !write (STDERR_FILENO, "The input is kept in ", 21);
          (void) !write (STDERR_FILENO, current.path, strlen (current.path));
          (void) !write (STDERR_FILENO, "\n", 1);
        }
      close (file);
    }
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static double
get_cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
run_one (const guint8 *data,
         gsize         size)
{
  double started = get_cpu_seconds ();
  double taken;

  current.data = data;
  current.size = size;
  LLVMFuzzerTestOneInput (data, size);
  taken = get_cpu_seconds () - started;
  current.slowest = MAX (current.slowest, taken);
  if (taken > MAX_INPUT_SECONDS)
    g_error ("one input took %.1f s", taken);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load_seeds (const char *path,
            GPtrArray  *seeds)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *contents = NULL;
  const char      *name;
  gsize            length;

  if (folder == NULL)
    {
      if (g_file_get_contents (path, &contents, &length, NULL) && length <= MAX_SEED_BYTES)
        g_ptr_array_add (seeds, g_bytes_new (contents, length));
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  /* Folders have no order of their own, and runs must be alike. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load_seeds (g_ptr_array_index (names, i), seeds);
}

static GBytes *
pick_seed (GRand     *rand,
           GPtrArray *seeds)
{
  return g_ptr_array_index (seeds, (guint) g_rand_int_range (rand, 0, (gint32) seeds->len));
}

/* A place in @input, its end included. */
static guint
pick_place (GRand            *rand,
            const GByteArray *input)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) input->len + 1);
}

static void
insert (GByteArray   *input,
        guint         at,
        const guint8 *data,
        guint         length)
{
  guint old_length = input->len;

  length = MIN (length, MAX_INPUT_BYTES - MIN (old_length, MAX_INPUT_BYTES));
  g_byte_array_set_size (input, old_length + length);
  memmove (input->data + at + length, input->data + at, old_length - at);
  memcpy (input->data + at, data, length);
}

static void
mutate (GRand      *rand,
        GPtrArray  *seeds,
        GByteArray *input)
{
  guint place = pick_place (rand, input);
  guint span = (guint) g_rand_int_range (rand, 1, 200);

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      if (place < input->len)
        input->data[place] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      if (place < input->len)
        input->data[place] = (guint8) g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      g_byte_array_remove_range (input, place, MIN (span, input->len - place));
      break;
    case 3:
      {
        const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

        insert (input, place, (const guint8 *) word, MAX (1, (guint) strlen (word)));
        break;
      }
    case 4:
      {
        /* A piece of the input once more: nothing breaks readers like a second end. */
        guint            from = pick_place (rand, input);
        g_autofree void *copy = g_memdup2 (input->data + from, MIN (span, input->len - from));

        if (copy != NULL)
          insert (input, place, copy, MIN (span, input->len - from));
        break;
      }
    default:
      {
        gsize         length;
        const guint8 *other = g_bytes_get_data (pick_seed (rand, seeds), &length);

        if (length > 0)
          {
            gsize from = (gsize) g_rand_int_range (rand, 0, (gint32) length);

            insert (input, place, other + from, (guint) MIN (length - from, 4096));
          }
        break;
      }
    }
}

/* Bytes allocated and not freed. */
static gsize
get_live_bytes (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
run_changed (GRand      *rand,
             GPtrArray  *seeds,
             GByteArray *input)
{
  g_autofree guint8 *exact = NULL;
  gsize              length;
  const guint8      *data = g_bytes_get_data (pick_seed (rand, seeds), &length);
  int                n_changes = g_rand_int_range (rand, 1, 9);

  g_byte_array_set_size (input, 0);
  g_byte_array_append (input, data, (guint) MIN (length, MAX_INPUT_BYTES));
  while (n_changes-- > 0)
    mutate (rand, seeds, input);
  /* A copy of its very size, so that sanitizers see one byte too far. */
  exact = g_memdup2 (input->data, input->len);
  run_one (exact, input->len);
}

/* For @seconds, or @n_wanted inputs if that is not 0. */
static guint64
run_mutated (GRand     *rand,
             GPtrArray *seeds,
             double     seconds,
             guint64    n_wanted)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  double  started = get_cpu_seconds ();
  gsize   live_before = 0;
  guint64 n_runs = 0;

  /* It grows to its full size once, not while memory is watched. */
  g_byte_array_set_size (input, 2 * MAX_INPUT_BYTES);
  while (n_wanted > 0 ? n_runs < n_wanted : get_cpu_seconds () - started < seconds)
    {
      run_changed (rand, seeds, input);
      if (++n_runs == N_WARM_UP)
        live_before = get_live_bytes ();
    }
  if (n_runs > N_WARM_UP && get_live_bytes () > live_before + MAX_GROWTH_BYTES)
    g_error ("%" G_GSIZE_FORMAT " kB more are in use than after the first inputs", (get_live_bytes () - live_before) / 1024);
  return n_runs;
}

int
main (int   argc,
      char *argv[])
{
  double             seconds = 1.0;
  gint64             n_wanted = 0;
  int                number = 20260101;
  g_autofree char   *kept = NULL;
  const GOptionEntry entries[] = {
    { "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &seconds, "Processor seconds to spend on changed inputs", "S" },
    { "runs", 'n', 0, G_OPTION_ARG_INT64, &n_wanted, "How many changed inputs to run, instead of a time", "N" },
    { "random", 'r', 0, G_OPTION_ARG_INT, &number, "Where the random numbers start", "N" },
    { "keep", 'k', 0, G_OPTION_ARG_FILENAME, &kept, "Where an input that crashes is kept", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("SEEDS…");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GRand) rand = NULL;
  struct rusage usage;
  guint64       n_runs;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  for (int i = 1; i < argc; i++)
    load_seeds (argv[i], seeds);
  if (seeds->len == 0)
    g_error ("there are no seeds in the folders named");
  current.path = kept != NULL ? kept : (char *) "crash-input";
  signal (SIGABRT, keep_input);
  signal (SIGSEGV, keep_input);
  signal (SIGTRAP, keep_input);
  signal (SIGBUS, keep_input);
  signal (SIGFPE, keep_input);

  rand = g_rand_new_with_seed ((guint32) number);
  run_one ((const guint8 *) "", 0);
  for (guint i = 0; i < seeds->len; i++)
    {
      gsize         size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (seeds, i), &size);

      run_one (data, size);
    }
  n_runs = run_mutated (rand, seeds, seconds, (guint64) MAX (n_wanted, 0));
  getrusage (RUSAGE_SELF, &usage);
  if (usage.ru_maxrss > MAX_RESIDENT_KB)
    g_error ("%ld MB of memory were needed", usage.ru_maxrss / 1024);
  g_print ("%u seeds, %" G_GUINT64_FORMAT " changed inputs, slowest %.3f s, %ld MB\n",
           seeds->len, n_runs, current.slowest, usage.ru_maxrss / 1024);
  return 0;
}
