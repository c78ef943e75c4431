/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gmime/gmime.h>
#include <string.h>

#include "rd-content-field.h"

/* Plain fields are read by our own reader, all others by GMime.  Where ours ends
 * must not show: both have to say the same of every field. */

/* Values, and parameters as mail programs write them well and badly. */
static const char *const types[] = { "text/plain", "Text/HTML", "multipart/report", "text/plain ", "text /plain", "text/", "/plain", "image/svg+xml",
                                     "application/vnd.ms-outlook", "text/plain(comment)", "text/pl\xc3\xa4in", "text/plain/more", "multipart/" };
static const char *const dispositions[] = { "", "attachment", "Inline", "attachment ", "\"attachment\"", "(comment) inline", "x-odd/thing" };
static const char *const parameters[] = {
  "",
  ";",
  "; charset=utf-8",
  ";charset=\"UTF-8\"",
  "; Charset=us-ascii; charset=utf-8",
  "; charset=\"\"",
  "; charset=",
  "; charset",
  "; charset = utf-8",
  ";\tboundary=\"4F00C0DE/mail.example\"",
  "; boundary=a=b",
  "; boundary=----=_Part_1",
  "; boundary=\"a b \"",
  "; boundary=\"a\\\"b\"",
  "; boundary=\"a\tb\"",
  "; boundary=\"open",
  "; boundary=a'b%20c",
  "; name*=utf-8''sm%C3%B8rrebr%C3%B8d.txt",
  "; name*0=\"first \"; name*1=\"second\"",
  "; name=\"=?utf-8?q?sm=C3=B8r?=\"",
  "; name==?utf-8?q?sm=C3=B8r?=",
  "; name=\"a;b.txt\"",
  "; name=sm\xc3\xb8r.txt",
  "; name=two words.txt",
  "; name=(comment)a.txt",
  "; filename=\"invoice 1.pdf\"",
  "; report-type=delivery-status;",
  " ; format=flowed ; delsp=yes ",
  ", charset=utf-8",
  "; =value",
};

/* Both as one text, which an assertion prints. */
static void
compare (const char           *text,
         const RdContentField *field,
         const char           *value,
         GMimeParamList       *list)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_autoptr (GString) ours = g_string_new (text);
  g_autoptr (GString) theirs = g_string_new (text);

  g_string_append_printf (ours, " is %s", field->value);
  g_string_append_printf (theirs, " is %s", lower);
  for (guint i = 0; field->parameters != NULL && i < field->parameters->len; i++)
    {
      const RdContentParameter *parameter = &g_array_index (field->parameters, RdContentParameter, i);

      g_string_append_printf (ours, ", %s is [%s]", parameter->name, parameter->value);
    }
  for (int i = 0; i < g_mime_param_list_length (list); i++)
    {
      GMimeParam *param = g_mime_param_list_get_parameter_at (list, i);

      g_string_append_printf (theirs, ", %s is [%s]", g_mime_param_get_name (param), g_mime_param_get_value (param));
    }
  g_assert_cmpstr (ours->str, ==, theirs->str);
}

static void
compare_type (const char *text)
{
  g_auto (RdContentField) field = { 0 };
  GMimeContentType *type = g_mime_content_type_parse (NULL, text);
  g_autofree char  *name = g_mime_content_type_get_mime_type (type);

  rd_content_field_read_type (&field, text);
  compare (text, &field, name, g_mime_content_type_get_parameters (type));
  g_object_unref (type);
}

static void
compare_disposition (const char *text)
{
  g_auto (RdContentField) field = { 0 };
  GMimeContentDisposition *disposition = g_mime_content_disposition_parse (NULL, text);

  rd_content_field_read_disposition (&field, text);
  compare (text, &field, g_mime_content_disposition_get_disposition (disposition), g_mime_content_disposition_get_parameters (disposition));
  g_object_unref (disposition);
}

static void
for_all (const char *const *values,
         gsize              n_values,
         void (*check) (const char *))
{
  for (gsize i = 0; i < n_values; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (parameters); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (parameters); k++)
        {
          g_autofree char *text = g_strconcat (values[i], parameters[j], parameters[k], NULL);

          check (text);
        }
}

static void
test_types (void)
{
  for_all (types, G_N_ELEMENTS (types), compare_type);
}

static void
test_dispositions (void)
{
  for_all (dispositions, G_N_ELEMENTS (dispositions), compare_disposition);
}

static void
test_get (void)
{
  g_auto (RdContentField) field = { 0 };

  g_assert_null (rd_content_field_get (&field, "charset"));
  rd_content_field_read_type (&field, "Multipart/Report; Report-Type=delivery-status; boundary=\"a b\"");
  g_assert_cmpstr (field.value, ==, "multipart/report");
  g_assert_cmpstr (rd_content_field_get (&field, "report-type"), ==, "delivery-status");
  g_assert_cmpstr (rd_content_field_get (&field, "BOUNDARY"), ==, "a b");
  g_assert_null (rd_content_field_get (&field, "charset"));
  rd_content_field_add (&field, "charset", "utf-8");
  g_assert_cmpstr (rd_content_field_get (&field, "charset"), ==, "utf-8");
  /* The last field counts; one that cannot be read is plain text. */
  rd_content_field_read_type (&field, "text");
  g_assert_cmpstr (field.value, ==, "text/plain");
  g_assert_null (rd_content_field_get (&field, "boundary"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/content-field/types", test_types);
  g_test_add_func ("/content-field/dispositions", test_dispositions);
  g_test_add_func ("/content-field/get", test_get);
  return g_test_run ();
}
