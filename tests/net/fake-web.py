#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server with TLS and every fault a policy host can have, on loopback.

Makes a certificate authority of its own in the folder it is given (ca.pem) and
a certificate as --certificate says.  What it does is chosen by the path.  Prints
its port when it is ready and ends when its standard input does.
"""

import argparse
import asyncio
import gzip
import os
import socket
import ssl
import subprocess
import sys

# Bytes that unfold to a hundred times as many.
PACKED = gzip.compress(b"x" * (4 << 20))
POLICY = b"version: STSv1\r\nmode: enforce\r\nmx: *.example.com\r\nmax_age: 604800\r\n"

# A policy in two chunks, whole and cut off wherever a connection can end.
CHUNK_1 = b"%x\r\n%s\r\n" % (30, POLICY[:30])
CHUNK_2 = b"%x\r\n%s\r\n" % (len(POLICY) - 30, POLICY[30:])
CHUNKED = {
    "/chunked": CHUNK_1 + CHUNK_2 + b"0\r\n\r\n",
    "/chunked-trailer": CHUNK_1 + CHUNK_2 + b"0\r\nX-Checksum: 1\r\n\r\n",
    "/cut-before-chunks": b"",
    "/cut-in-chunk": CHUNK_1[:-7],
    "/cut-after-bytes": CHUNK_1[:-2],
    "/cut-between-chunks": CHUNK_1,
    "/cut-in-size": CHUNK_1 + b"2",
    "/cut-before-last": CHUNK_1 + CHUNK_2,
    "/cut-after-last": CHUNK_1 + CHUNK_2 + b"0\r\n",
    "/giant-chunk": b"ffffffffffffffff\r\n" + b"x" * 100,
}


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_certificates(folder, kind):
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "30", "-subj", "/CN=Test CA")
    openssl(folder, "req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server")
    name = "other.test" if kind == "wrong-name" else "mta-sts.test"
    with open(os.path.join(folder, "server.ext"), "w") as file:
        file.write("subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n" % name)
    if kind == "unknown":
        openssl(folder, "x509", "-req", "-in", "server.csr", "-signkey", "server.key", "-days", "30",
                "-extfile", "server.ext", "-out", "server.pem")
        return
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "-1" if kind == "expired" else "30",
            "-extfile", "server.ext", "-out", "server.pem")


def head(status, size=None, extra="", media_type="text/plain; charset=utf-8"):
    length = "" if size is None else "Content-Length: %d\r\n" % size
    kind = "" if media_type is None else "Content-Type: %s\r\n" % media_type
    return ("HTTP/1.1 %s\r\n%s%s%sConnection: close\r\n\r\n" % (status, kind, length, extra)).encode()


async def trickle(writer, piece, seconds):
    try:
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(seconds)
    except ConnectionError:
        pass


seen = {}


async def respond(path, writer, request):
    seen[path] = seen.get(path, 0) + 1
    if path == "/policy":
        writer.write(head("200 OK", len(POLICY)) + POLICY)
    elif path == "/request":
        writer.write(head("200 OK", len(request)) + request)
    elif path == "/page":
        writer.write(head("200 OK", len(POLICY), media_type="Text/HTML; charset=utf-8") + POLICY)
    elif path == "/no-type":
        writer.write(head("200 OK", len(POLICY), media_type=None) + POLICY)
    elif path == "/long-type":
        writer.write(head("200 OK", len(POLICY), media_type="text/" + "x" * 300) + POLICY)
    elif path == "/empty":
        writer.write(head("200 OK", 0))
    elif path == "/redirect":
        writer.write(head("302 Found", 0, "Location: /policy\r\n"))
    elif path.startswith("/redirect-"):
        status, location = path[len("/redirect-"):].split("=", 1)
        writer.write(head(status + " Redirect", 0, "Location: %s\r\nRefresh: 0; url=%s\r\n" % (location, location)))
    elif path.startswith("/seen="):
        count = b"%d" % seen.get(path[len("/seen="):], 0)
        writer.write(head("200 OK", len(count)) + count)
    elif path.startswith("/bytes-"):
        size = int(path[len("/bytes-"):].removesuffix(".svg"))
        writer.write(head("200 OK", size) + b"x" * size)
    elif path == "/unsized":
        writer.write(head("200 OK") + b"x" * 65537)
    elif path == "/chunks":
        writer.write(head("200 OK", extra="Transfer-Encoding: chunked\r\n") + (b"400\r\n" + b"x" * 1024 + b"\r\n") * 65 + b"0\r\n\r\n")
    elif path in CHUNKED:
        writer.write(head("200 OK", extra="Transfer-Encoding: chunked\r\n") + CHUNKED[path])
    elif path.startswith("/keep"):
        # Says nothing of closing the connection, and closes it nevertheless.
        writer.write(head("200 OK", extra="Transfer-Encoding: chunked\r\n").replace(b"Connection: close\r\n", b"")
                     + CHUNKED[path.removeprefix("/keep")])
    elif path == "/cut-length":
        writer.write(head("200 OK", len(POLICY)) + POLICY[:-10])
    elif path == "/until-closed":
        writer.write(head("200 OK") + POLICY)
    elif path == "/cut-until-closed":
        writer.write(head("200 OK") + POLICY[:-10])
        await writer.drain()
        # Without the goodbye of TLS.
        writer.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    elif path == "/packed":
        writer.write(head("200 OK", len(PACKED), "Content-Encoding: gzip\r\n") + PACKED)
    elif path == "/large":
        writer.write(head("200 OK", 2 << 20) + b"x" * (2 << 20))
    elif path == "/endless":
        writer.write(head("200 OK"))
        await trickle(writer, b"x" * 8192, 0)
    elif path == "/logo.svg":
        writer.write(head("200 OK", 100000) + b"<" * 100000)
    elif path == "/slow":
        writer.write(head("200 OK", 1000))
        await trickle(writer, b"x", 0.1)
    elif path == "/never":
        await asyncio.sleep(60)
    elif path == "/headers":
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await trickle(writer, b"X-Padding: " + b"y" * 1000 + b"\r\n", 0.05)
    elif path == "/garbage":
        writer.write(b"\0\1\2\3 nothing of HTTP\r\n\r\n")
    elif path == "/closed":
        pass
    else:
        writer.write(head(path[1:] + " Status", 0))


async def connection(reader, writer):
    try:
        if writer.get_extra_info("ssl_object") is None:
            # A server of plain HTTP says so when it reads TLS.
            await reader.read(1)
            writer.write(head("400 Bad Request", 0))
            await writer.drain()
        request = await reader.readuntil(b"\r\n\r\n")
        await respond(request.split(b" ")[1].decode(), writer, request)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificate", default="good", choices=["good", "wrong-name", "expired", "unknown", "none"])
    parser.add_argument("folder", help="where certificates are put")
    options = parser.parse_args()
    context = None
    if options.certificate != "none":
        make_certificates(options.folder, options.certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(options.folder, "server.pem"),
                                os.path.join(options.folder, "server.key"))
    # A client that refuses the certificate is what is being tested.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    server = await asyncio.start_server(connection, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
