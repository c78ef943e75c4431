#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search of the desktop, asked over a bus of its own that starts the provider.

usage: test-search-provider.py PROVIDER SERVICE-FILE INI-FILE
"""

import configparser
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib

PROVIDER, SERVICE, INI = map(pathlib.Path, sys.argv[1:4])
APPLICATION = 'io.github.redeliver.Redeliver'
INTERFACE = 'org.gnome.Shell.SearchProvider2'
PATIENCE_MS = 60000


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A bus that knows the service file as installed, but with this provider."""
        cls.home = tempfile.TemporaryDirectory()
        settings = pathlib.Path(cls.home.name, 'glib-2.0', 'settings')
        settings.mkdir(parents=True)
        (settings / 'keyfile').write_text("[io/github/redeliver/Redeliver]\nown-domains=['flowershop.example']\n", encoding='utf-8')
        os.environ.update(XDG_CONFIG_HOME=cls.home.name, GSETTINGS_BACKEND='keyfile', LC_ALL='C.UTF-8')
        services = pathlib.Path(cls.home.name, 'services')
        services.mkdir()
        lines = SERVICE.read_text(encoding='utf-8').splitlines()
        lines = ['Exec=%s' % PROVIDER if line.startswith('Exec=') else line for line in lines]
        (services / SERVICE.name).write_text('\n'.join(lines) + '\n', encoding='utf-8')
        cls.dbus = Gio.TestDBus.new(Gio.TestDBusFlags.NONE)
        cls.dbus.add_service_dir(str(services))
        cls.dbus.up()
        cls.bus = Gio.DBusConnection.new_for_address_sync(
            cls.dbus.get_bus_address(),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        cls.ini = configparser.ConfigParser()
        cls.ini.optionxform = str
        cls.ini.read(INI)
        cls.entry = cls.ini['Shell Search Provider']

    @classmethod
    def tearDownClass(cls):
        cls.bus.close_sync(None)
        cls.dbus.stop()
        cls.home.cleanup()

    def call(self, method, arguments):
        answer = self.bus.call_sync(self.entry['BusName'], self.entry['ObjectPath'], INTERFACE, method, arguments, None,
                                    Gio.DBusCallFlags.NONE, PATIENCE_MS, None)
        return answer.unpack()

    def search(self, *terms):
        return self.call('GetInitialResultSet', GLib.Variant('(as)', (terms,)))[0]

    def metas(self, *ids):
        return self.call('GetResultMetas', GLib.Variant('(as)', (ids,)))[0]

    def test_files_agree(self):
        self.assertEqual(self.entry['DesktopId'], APPLICATION + '.desktop')
        self.assertEqual(self.entry['Version'], '2')
        self.assertIn('Name=' + self.entry['BusName'] + '\n', SERVICE.read_text(encoding='utf-8'))

    def test_code(self):
        results = self.search('550', '5.7.26')
        self.assertEqual(results[0], 'code/5.7.26')
        self.assertLessEqual(len(results), 5)

    def test_words(self):
        self.assertEqual(self.search('mailbox', 'full')[0], 'cause/mailbox-full')
        self.assertEqual(self.search('S3150')[0], 'rule/microsoft-776')
        self.assertEqual(self.search('greylisting')[0], 'cause/greylisted')

    def test_own_domain(self):
        self.assertEqual(self.search('flowers')[0], 'domain/flowershop.example')
        self.assertNotIn('domain/flowershop.example', self.search('shop'))

    def test_keeps_quiet(self):
        """What is meant for other programs is left to them."""
        for terms in ((), ('',), ('5',), ('55',), ('mail',), ('server',), ('message',), ('firefox',), ('holiday', 'pictures'),
                      ('\ufffd',), ('a' * 100000,)):
            self.assertEqual(self.search(*terms), [], terms)

    def test_subsearch(self):
        before = self.search('mailbox')
        answer = self.call('GetSubsearchResultSet', GLib.Variant('(asas)', (before, ('mailbox', 'full'))))
        self.assertEqual(answer[0][0], 'cause/mailbox-full')

    def test_metas(self):
        code, cause, domain = self.metas('code/5.1.1', 'cause/mailbox-full', 'domain/flowershop.example')
        self.assertEqual(code['name'], '5.1.1')
        self.assertIn('before the @', code['description'])
        self.assertEqual(cause['name'], 'Their mailbox is full')
        self.assertEqual(domain['name'], 'flowershop.example')
        for meta in (code, cause, domain):
            self.assertIn('icon', meta)
        self.assertEqual(self.metas('no-such-thing'), [])

    def activated(self, method, arguments):
        """What the window is asked to do."""
        loop = GLib.MainLoop()
        asked = []

        def called(_bus, _sender, _path, _interface, name, parameters, invocation):
            asked.append((name, *parameters.unpack()[:2]))
            invocation.return_value(None)
            loop.quit()

        node = Gio.DBusNodeInfo.new_for_xml(
            "<node><interface name='org.freedesktop.Application'><method name='ActivateAction'>"
            "<arg type='s' direction='in'/><arg type='av' direction='in'/><arg type='a{sv}' direction='in'/>"
            "</method></interface></node>")
        registration = self.bus.register_object('/io/github/redeliver/Redeliver', node.interfaces[0], called, None, None)
        owner = Gio.bus_own_name_on_connection(self.bus, APPLICATION, Gio.BusNameOwnerFlags.NONE, None, None)
        self.bus.call(self.entry['BusName'], self.entry['ObjectPath'], INTERFACE, method, arguments, None,
                      Gio.DBusCallFlags.NONE, PATIENCE_MS, None, None)
        GLib.timeout_add(PATIENCE_MS, loop.quit)
        loop.run()
        Gio.bus_unown_name(owner)
        self.bus.unregister_object(registration)
        return asked

    def test_activate(self):
        self.assertEqual(self.activated('ActivateResult', GLib.Variant('(sasu)', ('code/5.1.1', ('5.1.1',), 1))),
                         [('ActivateAction', 'explain', ['code/5.1.1'])])
        self.assertEqual(self.activated('ActivateResult', GLib.Variant('(sasu)', ('domain/flowershop.example', (), 1))),
                         [('ActivateAction', 'check', ['flowershop.example'])])
        self.assertEqual(self.activated('LaunchSearch', GLib.Variant('(asu)', (('mailbox', 'full'), 1))),
                         [('ActivateAction', 'explain', ['mailbox full'])])

    def test_links_no_toolkit(self):
        linked = subprocess.run(['ldd', PROVIDER], capture_output=True, text=True, check=True).stdout
        for library in ('libgtk', 'libadwaita', 'libsoup', 'libcares'):
            self.assertNotIn(library, linked)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
