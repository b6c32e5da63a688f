"""What the auditor reads: entries and acts together, newest first, by person, time and action."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, Final

from tui.store.audit.streams import Stream, parse
from tui.store.cipher import CipherDatabase

MALFORMED: Final = "malformed"
"""Stands for the action of a record that is none; what is wrong with it, verification says."""

_END: Final = 2**63 - 1
_NEWEST_FIRST = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Line:
    """One record. ``at`` is Unix seconds, ``person`` a uuid (hex). The ``detail`` of an entry also says how many rows
    it touched (``rows``) and which entry it takes back (``undoes``), if it does."""

    at: int
    stream: Stream
    seq: int
    person: str
    action: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: records of this person, from ``since`` on and before ``until`` (Unix seconds), of these
    actions; everything that is None or empty wants all."""

    person: str | None = None
    since: int | None = None
    until: int | None = None
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Below:
    """Where a page begins: below these numbers of either stream."""

    entry: int = _END
    act: int = _END


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins; None after the last line."""

    lines: tuple[Line, ...]
    following: Below | None


def page(audit_db: CipherDatabase, wanted: Wanted, size: int, below: Below | None = None) -> Page:
    """At most ``size`` lines from ``below`` on (the newest by default)."""
    below = below or Below()
    shown = tuple(islice(lines(audit_db, wanted, below), size + 1))
    if len(shown) <= size:
        return Page(shown, None)
    for line in shown[:size]:
        below = replace(below, entry=line.seq) if line.stream is Stream.ENTRIES else replace(below, act=line.seq)
    return Page(shown[:size], below)


def lines(audit_db: CipherDatabase, wanted: Wanted, below: Below | None = None) -> Iterator[Line]:
    """Every line that is wanted, newest first. Each stream keeps its own order, which is signed; only how the two lie
    between one another follows the times, which a wrong clock may have put there."""
    below = below or Below()
    streams = (
        _stream(audit_db, Stream.ENTRIES, wanted, below.entry),
        _stream(audit_db, Stream.ACTS, wanted, below.act),
    )
    return merge(*streams, key=_NEWEST_FIRST, reverse=True)


def _stream(audit_db: CipherDatabase, stream: Stream, wanted: Wanted, below: int) -> Iterator[Line]:
    """SQLite leaves out what cannot be wanted: a body is canonical, so person and action have one spelling in it."""
    persons = [f'"person":{json.dumps(wanted.person)}'] if wanted.person is not None else []
    actions = [f'"action":{json.dumps(action)}' for action in sorted(wanted.actions)]
    sought = "".join(
        f" AND ({' OR '.join(['instr(body, ?) > 0'] * len(spellings))})"
        for spellings in (persons, actions)
        if spellings
    )
    rows = audit_db.execute_sql(
        f"SELECT seq, CAST(body AS BLOB) FROM {stream.value} WHERE seq < ?{sought} ORDER BY seq DESC",
        (below, *persons, *actions),
    )
    for seq, body in rows:
        line = _line(stream, seq, body)
        if _is_wanted(line, wanted):
            yield line


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    return (
        (wanted.person is None or line.person == wanted.person)
        and (wanted.since is None or line.at >= wanted.since)
        and (wanted.until is None or line.at < wanted.until)
        and (not wanted.actions or line.action in wanted.actions)
    )


def _line(stream: Stream, seq: int, body: bytes) -> Line:
    try:
        header = parse(stream, body)
    except ValueError:
        return Line(0, stream, seq, "", MALFORMED, {})
    detail = header["detail"]
    if stream is Stream.ENTRIES:
        undone = {} if header["undoes"] is None else {"undoes": header["undoes"]}
        detail = {**detail, "rows": header["count"], **undone}
    return Line(header["at"], stream, seq, header["person"], header["action"], detail)
