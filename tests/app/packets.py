# SPDX-License-Identifier: GPL-3.0-or-later
"""Sees every packet of a network namespace, and answers its DNS questions with “no such name”."""

import socket
import struct
import threading
import time

ETH_P_ALL = 3
QUIET = 1.0


def read_name(message, offset):
    labels = []
    while message[offset] != 0:
        labels.append(message[offset + 1:offset + 1 + message[offset]].decode('ascii', 'replace'))
        offset += message[offset] + 1
    return '.'.join(labels).lower(), offset + 1


def question_of(message):
    name, offset = read_name(message, 12)
    return name, struct.unpack_from('!H', message, offset)[0]


class Capture(threading.Thread):
    """Collects what is sent on any interface, each packet once."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.packets = []
        self.start()

    def run(self):
        while True:
            packet, address = self.socket.recvfrom(65535)
            # Loopback shows each packet twice: going out and coming in.
            if address[2] == socket.PACKET_OUTGOING:
                self.packets.append(packet)

    def settle(self):
        """Waits until nothing was sent for a while; returns all packets."""
        seen = -1
        while seen != len(self.packets):
            seen = len(self.packets)
            time.sleep(QUIET)
        return list(self.packets)


class Packet:
    """What the test needs to know of one."""

    def __init__(self, data):
        self.data = data
        self.is_udp = self.is_tcp = False
        self.to_port = self.from_port = 0
        self.payload = b''
        version = data[0] >> 4
        if version == 4:
            protocol, start = data[9], (data[0] & 15) * 4
            self.to = socket.inet_ntop(socket.AF_INET, data[16:20])
        elif version == 6:
            protocol, start = data[6], 40
            self.to = socket.inet_ntop(socket.AF_INET6, data[24:40])
        else:
            self.to = '?'
            return
        if protocol in (6, 17):
            self.is_udp = protocol == 17
            self.is_tcp = protocol == 6
            self.from_port, self.to_port = struct.unpack_from('!HH', data, start)
            self.payload = data[start + 8:] if self.is_udp else data[start + (data[start + 12] >> 4) * 4:]

    def __str__(self):
        kind = 'UDP' if self.is_udp else 'TCP' if self.is_tcp else 'packet'
        return '%s to %s port %d: %r' % (kind, self.to, self.to_port, self.payload[:80])


class EmptyDns(threading.Thread):
    """A DNS server that knows the addresses and records it is given, and nothing else."""

    def __init__(self, zone):
        super().__init__(daemon=True)
        self.zone = zone
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 53))
        self.start()

    def run(self):
        while True:
            message, client = self.socket.recvfrom(4096)
            name, rr_type = question_of(message)
            end = read_name(message, 12)[1] + 4
            records = self.zone.get((name, rr_type), [])
            known = any(key[0] == name or key[0].endswith('.' + name) for key in self.zone)
            head = message[:2] + struct.pack('!HHHHH', 0x8180 | (0 if known else 3), 1, len(records), 0, 0)
            body = message[12:end]
            for record in records:
                body += b'\xc0\x0c' + struct.pack('!HHIH', rr_type, 1, 300, len(record)) + record
            self.socket.sendto(head + body, client)


def encode_name(name):
    return b''.join(bytes([len(label)]) + label.encode() for label in name.split('.')) + b'\0'
