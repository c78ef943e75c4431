# SPDX-License-Identifier: GPL-3.0-or-later
"""The sending side of one drag and drop, by the XDND protocol.

A real drop from another process, with whatever types are wanted, without a
toolkit and without moving the pointer.
"""

import os
import time

from Xlib import X, Xatom, display
from Xlib.protocol import event

PATIENCE = 60 * int(os.environ.get('REDELIVER_PATIENCE', '1'))


class Drag:
    """Offers data ({type: bytes}) to a point of a window."""

    def __init__(self, window_id, offers):
        self.display = display.Display()
        self.root = self.display.screen().root
        self.target = self.display.create_resource_object('window', window_id)
        self.offers = {self.atom(name): data for name, data in offers.items()}
        self.source = self.root.create_window(-10, -10, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)
        self.source.change_property(self.atom('XdndTypeList'), Xatom.ATOM, 32, list(self.offers))
        self.source.set_selection_owner(self.atom('XdndSelection'), X.CurrentTime)

    def atom(self, name):
        return self.display.intern_atom(name)

    def _send(self, kind, data):
        message = event.ClientMessage(window=self.target, client_type=self.atom(kind), data=(32, data))
        self.target.send_event(message, event_mask=0)
        self.display.flush()

    def _serve(self, request):
        wanted = request.property or request.target
        if request.target == self.atom('TARGETS'):
            request.requestor.change_property(wanted, Xatom.ATOM, 32, [self.atom('TARGETS')] + list(self.offers))
        elif request.target in self.offers:
            request.requestor.change_property(wanted, request.target, 8, self.offers[request.target])
        else:
            wanted = X.NONE
        request.requestor.send_event(event.SelectionNotify(
            time=request.time, requestor=request.requestor, selection=request.selection,
            target=request.target, property=wanted))
        self.display.flush()

    def _wait_for(self, kind, seconds):
        """Serves the data until the target has sent a message of this kind."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self.display.pending_events():
                received = self.display.next_event()
                if received.type == X.SelectionRequest:
                    self._serve(received)
                elif received.type == X.ClientMessage and received.client_type == self.atom(kind):
                    return list(received.data[1])
            time.sleep(0.005)
        return None

    def hover(self, x, y, seconds=PATIENCE):
        """Enters the window; answers whether it would take a drop, as soon as it would or after so long."""
        types = (list(self.offers) + [0, 0, 0])[:3]
        self._send('XdndEnter', [self.source.id, (5 << 24) | (1 if len(self.offers) > 3 else 0)] + types)
        origin = self.target.translate_coords(self.root, 0, 0)
        position = ((x - origin.x) << 16) | (y - origin.y)
        end = time.monotonic() + seconds
        status = None
        # The first answers may come before the window has decided.
        while time.monotonic() < end:
            self._send('XdndPosition', [self.source.id, 0, position, X.CurrentTime, self.atom('XdndActionCopy')])
            status = self._wait_for('XdndStatus', PATIENCE)
            if status is None or status[1] & 1:
                break
            time.sleep(0.05)
        return bool(status and status[1] & 1)

    def drop(self):
        """Lets go; answers whether the window has taken the data."""
        self._send('XdndDrop', [self.source.id, 0, X.CurrentTime, 0, 0])
        finished = self._wait_for('XdndFinished', PATIENCE)
        return bool(finished and finished[1] & 1)

    def leave(self):
        self._send('XdndLeave', [self.source.id, 0, 0, 0, 0])
