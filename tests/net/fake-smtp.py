#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server that greets as it is told to, on loopback.

Prints its port when it is ready and ends when its standard input does.
"""

import argparse
import asyncio
import os
import ssl
import subprocess
import sys
import tempfile

GREETINGS = {
    "plain": b"220 mx.test ESMTP ready\r\n",
    "long": b"220-mx.test ESMTP\r\n220-No advertising here\r\n220 ready\r\n",
    "refusing": b"554 mx.test you are listed\r\n",
    "not-smtp": b"SSH-2.0-OpenSSH_9.2\r\n",
    "bare-lf": b"220 mx.test\n",
    "endless-line": b"220 " + b"x" * 100000,
    "endless-reply": b"220-still here\r\n" * 1000,
    "escape": b"220 mx.test \x1b[2J\0\xff\r\n",
    "silent": b"",
    "closed": None,
    "tls": b"220 mx.test ESMTP ready\r\n",
    "tls-broken": b"220 mx.test ESMTP ready\r\n",
}
EXTENSIONS = (b"250-mx.test\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250-starttls\r\n250 HELP\r\n")


def make_context():
    """A certificate of its own making, as many mail servers have."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = os.path.join(folder, "key"), os.path.join(folder, "certificate")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-subj", "/CN=mx.test", "-keyout", key, "-out", certificate],
                       check=True, stderr=subprocess.DEVNULL)
        context.load_cert_chain(certificate, key)
    return context


async def secure(behaviour, reader, writer, context):
    writer.write(b"220 go ahead\r\n")
    await writer.drain()
    if behaviour == "tls-broken":
        writer.write(b"not TLS at all\r\n" * 100)
        await writer.drain()
        return
    await writer.start_tls(context)
    await reader.read()


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("greeting", choices=sorted(GREETINGS))
    options = parser.parse_args()

    context = make_context() if options.greeting == "tls" else None

    async def connection(reader, writer):
        greeting = GREETINGS[options.greeting]
        try:
            if greeting is not None:
                # Byte by byte in two parts: replies come in pieces.
                writer.write(greeting[:7])
                await writer.drain()
                await asyncio.sleep(0.01)
                writer.write(greeting[7:])
                while line := await reader.readline():
                    if line.startswith(b"STARTTLS") and options.greeting.startswith("tls"):
                        await secure(options.greeting, reader, writer, context)
                        break
                    writer.write(EXTENSIONS if line.startswith(b"EHLO [127.0.0.1]") else b"221 bye\r\n")
                    if line.startswith(b"QUIT"):
                        break
        except (ConnectionError, ValueError):
            pass
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
