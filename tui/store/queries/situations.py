"""Reading the ledger of situations: of members, as lists by kind on an as-of date, and what rules make of them."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, Final, NamedTuple

from tui.rules.situation_items import ends_before_it_begins
from tui.rules.situations import (
    ABROAD,
    FLOATING,
    PolicyText,
    Situation,
    SituationKind,
    Span,
    found_in,
    kept_months,
)  # fmt: skip
from tui.store.cipher import CipherDatabase
from tui.store.queries.filter_words import word_ids

COLUMNS: Final = tuple(each.name for each in fields(Situation))
"""The columns of the table that a ``Situation`` has."""
HOLDS: Final = """{0}.withdrawn IS NULL AND ({0}.since IS NULL OR {0}.since <= :as_of)
    AND ({0}.until IS NULL OR {0}.until > :as_of)"""
"""SQL, with the alias to be filled in: the situation holds on :as_of (``Situation.holds``)."""
BELOW: Final = """CROSS JOIN member m ON m.id = s.member AND m.gone IS NULL
    CROSS JOIN organization o ON o.id = m.org
    AND o.lft BETWEEN (SELECT lft FROM organization WHERE id = {0}) AND (SELECT rgt FROM organization WHERE id = {0})"""
"""SQL, with the place of the unit's id to be filled in: the member and organisation of a row of the ledger, of the unit
and below it. Situations are few beside members, so they are walked first."""
_READ: Final = ", ".join(f"s.{name}" for name in COLUMNS)


class StoredSituation(NamedTuple):
    """One row of the ledger: ``basis`` what suggested it, ``ended_why`` why it ended; ``at`` seconds since 1970."""

    id: int
    member: int
    situation: Situation
    basis: str | None
    ended_why: str | None
    withdrawn_on: str | None
    by: str
    at: int


def as_of_date(db: CipherDatabase, campaign: int) -> str:
    """The day for which the campaign judges."""
    return str(db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()[0])


def situations_of(db: CipherDatabase, members: Iterable[int]) -> Mapping[int, list[StoredSituation]]:
    """What the ledger has of those members, by member, oldest first; members without anything are not in it."""
    found: dict[int, list[StoredSituation]] = defaultdict(list)
    rows = db.execute_sql(
        f"""SELECT s.id, s.member, s.basis, s.ended_why, s.withdrawn_on, p.name, s.at, {_READ}
            FROM json_each(?) j CROSS JOIN situation s ON s.member = j.value JOIN person p ON p.id = s.by
            ORDER BY s.member, s.since, s.id""",
        (json.dumps(sorted(set(members))),),
    )
    for number, member, basis, ended_why, withdrawn_on, by, at, *values in rows:
        row = StoredSituation(number, member, read(values), basis, ended_why, withdrawn_on, by, at)
        found[member].append(row)
    return dict(found)


def recorded(db: CipherDatabase, members: Sequence[int]) -> dict[int, tuple[Situation, ...]]:
    """The situations of those members alone, also ended and withdrawn ones, by member."""
    return {member: tuple(each for _, each in rows) for member, rows in numbered(db, members).items()}


def numbered(db: CipherDatabase, members: Sequence[int]) -> dict[int, list[tuple[int, Situation]]]:
    """The same, each with its row id."""
    found: dict[int, list[tuple[int, Situation]]] = defaultdict(list)
    for member, number, *values in db.execute_sql(
        f"""SELECT s.member, s.id, {_READ} FROM json_each(?) j CROSS JOIN situation s ON s.member = j.value
            ORDER BY s.member, s.since, s.id""",
        (json.dumps(list(members)),),
    ):
        found[member].append((number, read(values)))
    return dict(found)


def lost_since(db: CipherDatabase, member: int, on: str) -> dict[int, str | None]:
    """The rows by which a member counts as lost and that can end ``on`` that day, each with the day it began."""
    return {
        number: situation.since
        for number, situation in numbered(db, [member]).get(member, ())
        if situation.kind is SituationKind.LOST
        and situation.until is None
        and situation.withdrawn is None
        and not ends_before_it_begins(situation.since, on)
    }


def read(values: Sequence[Any]) -> Situation:
    """A situation from its columns in the order of ``COLUMNS``."""
    known = dict(zip(COLUMNS, values, strict=True))
    return Situation(**{**known, "kind": SituationKind(known["kind"])})


def kept_spans(db: CipherDatabase, members: Sequence[int]) -> dict[int, list[Span]]:
    """The months for which the members' relations were formally kept, as ``contact.months_out`` takes them."""
    found = {member: kept_months(situations) for member, situations in recorded(db, members).items()}
    return {member: spans for member, spans in found.items() if spans}


def ledger_codes(db: CipherDatabase, members: Sequence[int], as_of: str) -> dict[int, set[str]]:
    """The codes of the findings that the members' situations make (V11, V18, V19), by member."""
    known = recorded(db, members)
    sent: dict[int, list[str]] = defaultdict(list)
    for member, issued in db.execute_sql(
        """SELECT l.member, l.issued FROM json_each(?) j CROSS JOIN letter l ON l.member = j.value
           WHERE l.direction = 'out' AND l.issued <> ''""",
        (json.dumps(list(known)),),
    ):
        sent[member].append(issued)
    permits = db.execute_sql(
        """SELECT p.member FROM json_each(?) j CROSS JOIN permit p ON p.member = j.value
           WHERE p.issued_on <= ? AND (p.returned_on IS NULL OR p.returned_on > ?)""",
        (json.dumps(list(known)), as_of, as_of),
    )
    permitted = {member for (member,) in permits}
    found = {
        member: found_in(situations, as_of, sent[member], permitted=member in permitted)
        for member, situations in known.items()
    }
    return {member: {code.value for code in codes} for member, codes in found.items() if codes}


class LedgerView(Enum):
    """A list of the ledger; the digits choose one in this order. Who is 隐身 stands with who is 空挂."""

    ALL = "all"
    FLOATING = "floating"
    UNATTACHED = "unattached"
    POCKET = "pocket"
    LOST = "lost"
    ABROAD = "abroad"
    KEPT = "kept"
    ENDED = "ended"


_KINDS: Final[Mapping[LedgerView, frozenset[SituationKind]]] = {
    LedgerView.FLOATING: FLOATING,
    LedgerView.UNATTACHED: frozenset({SituationKind.UNATTACHED, SituationKind.HIDDEN}),
    LedgerView.POCKET: frozenset({SituationKind.POCKET}),
    LedgerView.LOST: frozenset({SituationKind.LOST}),
    LedgerView.ABROAD: ABROAD,
    LedgerView.KEPT: frozenset({SituationKind.GRADUATE_KEPT}),
}


def ledger(db: CipherDatabase, top: int, as_of: str, view: LedgerView, text: str = "") -> "array[int]":
    """The rows (ids) of a list in the unit ``top`` and below it that ``text`` finds (name, pinyin, number, branch), by
    branch and name.

    All but the last list have what holds on the as-of date; the last what has ended or was withdrawn by then.
    """
    kinds = sorted(kind.value for kind in _KINDS.get(view, SituationKind))
    found = word_ids(text) if text else None
    holds = HOLDS.format("s").replace(":as_of", "?2")
    wanted = holds if view is not LedgerView.ENDED else f"NOT ({holds}) AND (s.since IS NULL OR s.since <= ?2)"
    rows = db.execute_sql(
        f"""SELECT s.id FROM situation s {BELOW.format("?1")}
            WHERE s.kind IN (SELECT value FROM json_each(?3)) AND {wanted}
            {f"AND s.member IN ({found.sql})" if found else ""}
            ORDER BY o.lft, m.name, m.id, s.since, s.id""",
        (top, as_of, json.dumps(kinds), *(found.parameters if found else ())),
    )
    return array("I", (number for (number,) in rows))


def view_counts(db: CipherDatabase, top: int, as_of: str) -> dict[LedgerView, int]:
    """How many rows each list has."""
    counted = db.execute_sql(
        f"""SELECT s.kind, {HOLDS.format("s")}, count(*) FROM situation s {BELOW.format(":top")}
            WHERE s.since IS NULL OR s.since <= :as_of GROUP BY 1, 2""",
        {"top": top, "as_of": as_of},
    ).fetchall()
    found = dict.fromkeys(LedgerView, 0)
    for kind, holds, count in counted:
        if not holds:
            found[LedgerView.ENDED] += count
            continue
        found[LedgerView.ALL] += count
        for view, kinds in _KINDS.items():
            found[view] += count if SituationKind(kind) in kinds else 0
    return found


class LedgerRow(NamedTuple):
    """What the list shows of one row."""

    id: int
    member: int
    name: str
    idno: str | None
    branch: str
    situation: Situation


def ledger_page(db: CipherDatabase, numbers: Sequence[int]) -> list[LedgerRow]:
    """The rows of these ids, in the order given."""
    rows = db.execute_sql(
        f"""SELECT s.id, m.id, m.name, m.idno, o.name, {_READ}
            FROM json_each(?) j CROSS JOIN situation s ON s.id = j.value
            JOIN member m ON m.id = s.member JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(numbers)),),
    )
    return [
        LedgerRow(number, member, name, idno, branch, read(values))
        for number, member, name, idno, branch, *values in rows
    ]


def definitions(db: CipherDatabase, unit: int) -> dict[SituationKind, tuple[PolicyText, ...]]:
    """What each kind means by the documents; the unit's own wording, where it has stored one, in place of ours."""
    stored = db.execute_sql(
        "SELECT kind, text, source FROM situation_definition WHERE org = ? ORDER BY at, id", (unit,)
    )
    own = {kind: PolicyText(text, source) for kind, text, source in stored}
    return {kind: (own[kind.value], *kind.texts[1:]) if kind.value in own else kind.texts for kind in SituationKind}
