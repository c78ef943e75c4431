#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed: every file the desktop, the shells and man look for, each in its place,
none that is no one's, and icons, settings and MIME types that their own tools accept."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, PREFIX, APP_ID = sys.argv[1:]

WANTED = {
    "bin/redeliver", "bin/redeliver-cli", "libexec/redeliver-search-provider",
    f"share/applications/{APP_ID}.desktop", f"share/metainfo/{APP_ID}.metainfo.xml",
    f"share/dbus-1/services/{APP_ID}.service", f"share/dbus-1/services/{APP_ID}.SearchProvider.service",
    f"share/gnome-shell/search-providers/{APP_ID}.search-provider.ini",
    f"share/glib-2.0/schemas/{APP_ID}.gschema.xml", f"share/mime/packages/{APP_ID}.xml",
    f"share/icons/hicolor/scalable/apps/{APP_ID}.svg", f"share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg",
    f"share/icons/hicolor/128x128/apps/{APP_ID}.png", f"share/icons/hicolor/256x256/apps/{APP_ID}.png",
    "share/man/man1/redeliver.1", "share/man/man1/redeliver-cli.1",
    "share/bash-completion/completions/redeliver-cli", "share/zsh/site-functions/_redeliver-cli",
    "share/fish/vendor_completions.d/redeliver-cli.fish",
}


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", cls.folder.name],
                       check=True, capture_output=True, timeout=120)
        cls.root = pathlib.Path(cls.folder.name + PREFIX)

    def test_files(self):
        found = {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()}
        found = {path for path in found if not path.startswith("share/locale/")}
        self.assertEqual(found, WANTED)

    def test_catalogues(self):
        folder = self.root / "share" / "locale"
        with open(os.path.join(os.path.dirname(__file__), "..", "..", "po", "LINGUAS"), encoding="utf-8") as file:
            languages = [word for line in file if not line.startswith("#") for word in line.split()]
        for language in languages:
            self.assertTrue((folder / language / "LC_MESSAGES" / "redeliver.mo").is_file(), language)

    def test_programs_start_where_they_are(self):
        told = subprocess.run([self.root / "bin" / "redeliver-cli", "--version"], capture_output=True, timeout=60, check=True)
        self.assertIn(b"0.", told.stdout)

    def test_services_name_programs(self):
        for service in (self.root / "share" / "dbus-1" / "services").iterdir():
            program = next(line for line in service.read_text().split("\n") if line.startswith("Exec=")).split("=")[1].split()[0]
            self.assertTrue(os.access(self.folder.name + program, os.X_OK), program)

    def test_mime_types(self):
        program = shutil.which("update-mime-database")
        if program is None:
            self.skipTest("shared-mime-info is not installed")
        told = subprocess.run([program, self.root / "share" / "mime"], capture_output=True, timeout=120, check=False,
                              env={**os.environ, "XDG_DATA_DIRS": str(self.root / "share")})
        self.assertEqual((told.returncode, told.stderr), (0, b""))
        globs = (self.root / "share" / "mime" / "globs2").read_text()
        self.assertIn("application/vnd.ms-outlook:*.msg", globs)

    def test_settings(self):
        program = shutil.which("glib-compile-schemas")
        if program is None:
            self.skipTest("glib-compile-schemas is not installed")
        told = subprocess.run([program, "--strict", "--dry-run", self.root / "share" / "glib-2.0" / "schemas"],
                              capture_output=True, timeout=60, check=False)
        self.assertEqual((told.returncode, told.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
