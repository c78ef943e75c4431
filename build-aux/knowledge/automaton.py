# SPDX-License-Identifier: GPL-3.0-or-later
"""A sparse Aho-Corasick automaton whose states are numbered breadth first.

Breadth first makes the children of a state neighbours, sorted by their byte,
so that a state needs no list of edges: only where its children begin.
"""
import bisect
import collections


class Automaton:
    def __init__(self, pieces):
        """Builds the automaton of some distinct byte strings."""
        trie = [{}]
        ends = {}
        for index, piece in enumerate(pieces):
            node = 0
            for byte in piece:
                if byte not in trie[node]:
                    trie[node][byte] = len(trie)
                    trie.append({})
                node = trie[node][byte]
            ends[node] = index
        self.labels = [0]
        self.first_child = []
        self.pieces = [None]
        order = collections.deque([0])
        while order:
            node = order.popleft()
            self.first_child.append(len(self.labels))
            for byte in sorted(trie[node]):
                child = trie[node][byte]
                self.labels.append(byte)
                self.pieces.append(ends.get(child))
                order.append(child)
        self.first_child.append(len(self.labels))
        self._link()

    def __len__(self):
        return len(self.labels)

    def child(self, state, byte):
        low, high = self.first_child[state], self.first_child[state + 1]
        at = bisect.bisect_left(self.labels, byte, low, high)
        return at if at < high and self.labels[at] == byte else None

    def _link(self):
        """Failure links, and the next state behind them that ends a piece."""
        self.fail = [0] * len(self)
        self.output = [0] * len(self)
        for state in range(len(self)):
            for child in range(self.first_child[state], self.first_child[state + 1]):
                if state == 0:
                    continue
                back = self.fail[state]
                while back != 0 and self.child(back, self.labels[child]) is None:
                    back = self.fail[back]
                target = self.child(back, self.labels[child]) or 0
                self.fail[child] = target
                self.output[child] = target if self.pieces[target] is not None else self.output[target]
