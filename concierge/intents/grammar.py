"""A small notation for the ways of saying a thing, and the machine that recognises them.

    thanks = thank you [so much] | thanks [a (lot | bunch)]
    polite = <thanks> | please

Words stand for themselves, `|` separates alternatives, `[...]` may be missing, `(...)` groups,
`+` and `*` after a group repeat it, `,` allows a pause, `<name>` is another rule of the same
language, `_` is any one word. A rule ends where the next `name =` begins; a line that
begins with `#` is a comment.
Rules cannot refer to themselves.

The machine is a finite automaton over words. Its states are worked out when they are first
needed and kept, so a reading costs one look-up per word, and there is no text on which it is slow.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from threading import Lock

ANY = "_"
UNKNOWN = "<unknown>"  # a word in no vocabulary
ECHO = "<echo>"  # words that the quote's own text holds
NUMBER = "<number>"  # the number of a live quote
NAME = "<name>"  # a first name
BUILT_IN = frozenset({UNKNOWN, ECHO, NUMBER, NAME})

_RULE = re.compile(r"^(\w+)\s*=", re.MULTILINE)
_PIECE = re.compile(r"<\w+>|[()\[\]|*+]|[^\s()\[\]|*+<>]+")


class GrammarError(ValueError):
    """A rule that cannot be read; says which."""


def rules_of(source: str) -> dict[str, list[str]]:
    """The pieces of each rule, by its name."""
    source = re.sub(r"(?m)^#.*$", "", source)
    found: dict[str, list[str]] = {}
    heads = list(_RULE.finditer(source))
    if heads and source[: heads[0].start()].strip():
        raise GrammarError(f"text before the first rule: {source[: heads[0].start()].strip()!r}")
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = source[head.end() : following.start() if following else len(source)]
        name = head.group(1)
        if name in found:
            raise GrammarError(f"rule {name!r} is written twice")
        found[name] = _PIECE.findall(body)
    return found


class Network:
    """Nodes joined by words, while the machine is being put together.

    In columns: start, word and end of each edge, and of each way that costs no word. A set and a
    dictionary a node took six times the memory, which a process never gave back.
    """

    def __init__(
        self,
        words_of: Callable[[str], list[str]],
        patterns: dict[tuple[int, str], Network] | None = None,
    ) -> None:
        self.words_of = words_of
        self._patterns = {} if patterns is None else patterns
        self.nodes = 0
        self.edges: tuple[array[int], list[str], array[int]] = (array("i"), [], array("i"))
        self.free: tuple[array[int], array[int]] = (array("i"), array("i"))
        self.vocabulary: set[str] = set()

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def join(self, start: int, end: int) -> None:
        for column, value in zip(self.free, (start, end), strict=True):
            column.append(value)

    def word(self, start: int, word: str, end: int) -> None:
        starts, words, ends = self.edges
        starts.append(start)
        words.append(word)
        ends.append(end)
        if word != ANY:
            self.vocabulary.add(word)

    def rule(self, rules: Mapping[str, list[str]], name: str, start: int, end: int) -> None:
        """Lay the rule `name` between two nodes."""
        self.lay(rules, (name,), start, end)

    def lay(
        self, rules: Mapping[str, list[str]], path: tuple[str, ...], start: int, end: int
    ) -> None:
        """Lay the last rule of `path`. Each is read once, and copied wherever it is used."""
        key = (id(rules), path[-1])
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = Network(self.words_of, self._patterns)
            pattern.node(), pattern.node()
            _Layer(pattern, rules, path).lay(rules[path[-1]], 0, 1)
            self._patterns[key] = pattern
        # Its first two nodes are the two that it is laid between, its others are new.
        place = [start, end, *range(self.nodes, self.nodes + pattern.nodes - 2)]
        self.nodes += pattern.nodes - 2
        starts, words, ends = pattern.edges
        self.edges[0].extend([place[node] for node in starts])
        self.edges[1].extend(words)
        self.edges[2].extend([place[node] for node in ends])
        for column, nodes in zip(self.free, pattern.free, strict=True):
            column.extend([place[node] for node in nodes])
        self.vocabulary |= pattern.vocabulary


class Finished:
    """A network that nothing is added to any more: by node, where each word leads.

    The edges of all nodes in one row, a node's beside each other and by their words' numbers: a
    dictionary a node took ten times the memory.
    """

    def __init__(self, network: Network) -> None:
        starts, words, ends = network.edges
        self._words = sorted(set(words))
        self._numbers = {word: number for number, word in enumerate(self._words)}
        numbers = [self._numbers[word] for word in words]
        many = len(self._words)
        keys = [start * many + number for start, number in zip(starts, numbers, strict=True)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._word = array("i", [numbers[edge] for edge in order])
        self._end = array("i", [ends[edge] for edge in order])
        self._first = _firsts(starts, network.nodes)
        joins, targets = network.free
        order = sorted(range(len(joins)), key=joins.__getitem__)
        self._free = array("i", [targets[edge] for edge in order])
        self._first_free = _firsts(joins, network.nodes)

    def after(self, node: int, word: str) -> Iterable[int]:
        """Where a word leads from a node."""
        number = self._numbers.get(word)
        if number is None:
            return ()
        first, last = self._first[node], self._first[node + 1]
        at = bisect_left(self._word, number, first, last)
        return self._end[at : bisect_right(self._word, number, at, last)]

    def edges(self, node: int) -> Iterable[tuple[str, int]]:
        """Each word that leads on from a node, and where."""
        for at in range(self._first[node], self._first[node + 1]):
            yield self._words[self._word[at]], self._end[at]

    def has_edges(self, node: int) -> bool:
        """Whether any word leads on."""
        return self._first[node] != self._first[node + 1]

    def free(self, node: int) -> Iterable[int]:
        """Where it leads without a word."""
        return self._free[self._first_free[node] : self._first_free[node + 1]]


def _firsts(starts: Iterable[int], nodes: int) -> array[int]:
    """Where the edges of each node begin in their row, and at last its length."""
    counted = array("i", bytes(4 * (nodes + 1)))
    for start in starts:
        counted[start + 1] += 1
    return array("i", accumulate(counted))


class _Layer:
    """Reads one rule's pieces, laying them into the network as it goes."""

    def __init__(
        self, network: Network, rules: Mapping[str, list[str]], path: tuple[str, ...]
    ) -> None:
        self.network, self.rules, self.path = network, rules, path
        self.pieces: list[str] = []
        self.at = 0

    def lay(self, pieces: list[str], start: int, end: int) -> None:
        self.pieces, self.at = pieces, 0
        self._choice(start, end)
        if self.at != len(self.pieces):
            raise GrammarError(f"rule {self.path[-1]!r}: unexpected {self.pieces[self.at]!r}")

    def _peek(self) -> str:
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def _choice(self, start: int, end: int) -> None:
        self._sequence(start, end)
        while self._peek() == "|":
            self.at += 1
            self._sequence(start, end)

    def _sequence(self, start: int, end: int) -> None:
        if self._peek() in ("", "|", ")", "]"):
            raise GrammarError(f"rule {self.path[-1]!r}: an empty alternative")
        here = start
        while True:
            repeated, last = self._look_ahead()
            # A repetition has two nodes to itself, so that it leads back to its own start and
            # not to that of the alternatives beside it.
            begin = self.network.node() if repeated else here
            target = self.network.node() if repeated or not last else end
            if repeated:
                self.network.join(here, begin)
            self._item(begin, target)
            if repeated:
                self.network.join(target, begin)
                if self._peek() == "*":
                    self.network.join(begin, target)
                self.at += 1
            here = target
            if self._peek() in ("", "|", ")", "]"):
                if here != end:
                    self.network.join(here, end)
                return

    def _look_ahead(self) -> tuple[bool, bool]:
        """Whether the item at hand is repeated, and whether its sequence ends with it."""
        at, depth = self.at, 0
        while at < len(self.pieces):
            piece = self.pieces[at]
            depth += piece in ("(", "[")
            depth -= piece in (")", "]")
            at += 1
            if depth == 0:
                break
        repeated = at < len(self.pieces) and self.pieces[at] in ("*", "+")
        at += repeated
        return repeated, at >= len(self.pieces) or self.pieces[at] in ("|", ")", "]")

    def _item(self, start: int, end: int) -> None:
        piece = self._peek()
        self.at += 1
        if piece in ("(", "["):
            self._choice(start, end)
            if self._peek() != (")" if piece == "(" else "]"):
                raise GrammarError(f"rule {self.path[-1]!r}: {piece!r} is not closed")
            self.at += 1
            if piece == "[":
                self.network.join(start, end)
        elif piece in (")", "]", "*", "+"):
            raise GrammarError(f"rule {self.path[-1]!r}: unexpected {piece!r}")
        elif piece in BUILT_IN or piece == ANY:
            self.network.word(start, piece, end)
        elif piece == ",":
            self.network.word(start, ",", end)
            self.network.join(start, end)
        elif piece.startswith("<"):
            name = piece[1:-1]
            if name not in self.rules:
                raise GrammarError(f"rule {self.path[-1]!r}: there is no rule {name!r}")
            if name in self.path:
                raise GrammarError(f"rule {name!r} refers to itself")
            self.network.lay(self.rules, (*self.path, name), start, end)
        else:
            self._literal(piece, start, end)

    def _literal(self, piece: str, start: int, end: int) -> None:
        words = self.network.words_of(piece)
        if not words:
            raise GrammarError(f"rule {self.path[-1]!r}: nothing can be read in {piece!r}")
        here = start
        for word in words[:-1]:
            following = self.network.node()
            self.network.word(here, word, following)
            here = following
        self.network.word(here, words[-1], end)


DEAD = 0


class States:
    """The states worked out so far: `step(state, word)` is the next one, 0 when there is none.

    A state is a set of nodes. From a hub thousands of words lead on, so a hub stands for all that
    lies behind it, which is looked up in one table instead of being spread out in every state.
    """

    def __init__(
        self,
        network: Finished,
        start: int,
        marks: Mapping[int, str],
        hubs: Iterable[int],
        search: bool,
    ) -> None:
        self._network = network
        self._marks = marks
        self._hubs = frozenset((*hubs, start))
        self._tables: dict[int, dict[str, set[int]]] = {}
        self._search = frozenset({start}) if search else frozenset()
        self._sets: list[frozenset[int]] = []
        self._known: dict[frozenset[int], int] = {}
        self._lock = Lock()
        self.moves: list[dict[str, int]] = []
        self.marks: list[frozenset[str]] = []
        self._state(frozenset())
        self.start = self._state(frozenset({start}))

    def __len__(self) -> int:
        return len(self._sets)

    def step(self, state: int, word: str) -> int:
        following = self.moves[state].get(word)
        if following is None:
            with self._lock:
                following = self._work_out(state, word)
            self.moves[state][word] = following
        return following

    def _work_out(self, state: int, word: str) -> int:
        reached: set[int] = set(self._search)
        # A sign of ours (an echo, a number) is not a word, and a pause is no word either.
        any_word = word != "," and (word == UNKNOWN or word not in BUILT_IN)
        words = (word, ANY) if any_word else (word,)
        for node in self._sets[state]:
            if node in self._hubs:
                table = self._table(node)
                for each in words:
                    reached.update(table.get(each, ()))
            else:
                for each in words:
                    reached.update(self._network.after(node, each))
        return self._state(self._closure(reached))

    def _table(self, hub: int) -> dict[str, set[int]]:
        """All the words that lead on from a hub and everything that joins it."""
        table = self._tables.get(hub)
        if table is None:
            table = {}
            seen, todo = {hub}, [hub]
            while todo:
                node = todo.pop()
                for word, end in self._network.edges(node):
                    table.setdefault(word, set()).add(end)
                for target in self._network.free(node):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
            self._tables[hub] = table
        return table

    def _closure(self, nodes: Iterable[int]) -> frozenset[int]:
        seen = set(nodes)
        todo = list(seen)
        while todo:
            node = todo.pop()
            if node not in self._hubs:
                for target in self._network.free(node):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
        leads_on = self._network.has_edges
        return frozenset(
            node for node in seen if leads_on(node) or node in self._marks or node in self._hubs
        )

    def _state(self, nodes: frozenset[int]) -> int:
        state = self._known.get(nodes)
        if state is None:
            state = len(self._sets)
            self._sets.append(nodes)
            self.moves.append({})
            self.marks.append(frozenset(self._marks[node] for node in nodes if node in self._marks))
            self._known[nodes] = state
        return state


class Machine:
    """Hands out the states, and starts afresh when odd texts have made too many of them."""

    LIMIT = 20_000

    def __init__(
        self,
        network: Network,
        start: int,
        marks: Mapping[int, str],
        hubs: Iterable[int] = (),
        search: bool = False,
    ) -> None:
        self._parts = (Finished(network), start, marks, tuple(hubs), search)
        self._states = States(*self._parts)

    def states(self) -> States:
        if len(self._states) > self.LIMIT:
            self._states = States(*self._parts)
        return self._states
