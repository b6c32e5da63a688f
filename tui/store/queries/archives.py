"""Members' files: the lists of the ledger, one member's whole file, and what is due."""

import json
from array import array
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.archives import Answer, Keeper, Kept, Work
from tui.rules.check_items import MATERIAL_NAMES, MATERIALS
from tui.store.cipher import CipherDatabase


class View(Enum):
    """A list of the ledger; its place is its digit."""

    ALL = "全部"
    COMPLETE = "齐全"
    MISSING = "缺材料"
    IRREGULAR = "不规范"
    UNTRUE = "不真实"
    WITHOUT = "无档案"
    INQUIRED = "商转中"
    WORK = "待办"


def _has(state: str) -> str:
    """The predicate of the partial index ``member_archive_<state>``, word for word."""
    four = "joining_form", "application", "political_review", "training_record"
    any_of = " OR ".join(f"m.{name} = '{state}'" for name in four)
    return f"m.gone IS NULL AND ({any_of} OR (m.full_application = '{state}' AND m.category IS NOT 'probationary'))"


_COMPLETE: Final = (
    "m.gone IS NULL AND m.joining_form = 'complete' AND m.application = 'complete' AND m.political_review = 'complete'"
    " AND m.training_record = 'complete' AND (m.full_application = 'complete' OR m.category = 'probationary')"
)
_IN_UNIT: Final = "organization t CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt CROSS JOIN member m"
_BY_INDEX: Final = {
    View.ALL: ("member_org", "m.id NOT IN (SELECT id FROM member WHERE gone IS NOT NULL)"),
    View.COMPLETE: ("member_archive_complete", _COMPLETE),
    View.MISSING: ("member_archive_missing", _has("missing")),
    View.IRREGULAR: ("member_archive_irregular", _has("irregular")),
    View.UNTRUE: ("member_archive_untrue", _has("untrue")),
}
_BY_LEDGER: Final = {
    View.WITHOUT: "SELECT DISTINCT member FROM archive WHERE kept_kind = 'none'",
    View.INQUIRED: "SELECT DISTINCT member FROM archive_inquiry WHERE state = 'open'",
    View.WORK: "SELECT DISTINCT member FROM archive_work WHERE state = 'open'",
}


def _from(view: View) -> str:
    if view in _BY_INDEX:
        index, where = _BY_INDEX[view]
        return f"{_IN_UNIT} INDEXED BY {index} ON m.org = o.id WHERE t.id = :top AND {where}"
    return f"""({_BY_LEDGER[view]}) w CROSS JOIN member m ON m.id = w.member AND m.gone IS NULL
        JOIN organization o ON o.id = m.org JOIN organization t ON t.id = :top AND o.lft BETWEEN t.lft AND t.rgt
        WHERE 1"""


def archive_view(db: CipherDatabase, top: int, view: View, first: int = -1) -> "array[int]":
    """The members of a list in the unit ``top`` and below it, in the order of the tree and by name; at most ``first``
    of them."""
    found = db.execute_sql(
        f"SELECT m.id FROM {_from(view)} ORDER BY o.lft, m.name, m.id LIMIT :first", {"top": top, "first": first}
    )
    return array("I", (member for (member,) in found))


def archive_counts(db: CipherDatabase, top: int) -> Mapping[View, int]:
    """How many members each list has."""
    return {view: db.execute_sql(f"SELECT count(*) FROM {_from(view)}", {"top": top}).fetchone()[0] for view in View}


class ArchiveRow(NamedTuple):
    """What a list shows of a member: his materials' states, where his file is kept, what is open about it."""

    id: int
    name: str
    category: str | None
    branch: str
    joining_form: str | None
    application: str | None
    political_review: str | None
    full_application: str | None
    training_record: str | None
    archive_at: str | None
    kept: Kept | None
    keeper: Keeper | None
    inquiries: int
    work: int

    @property
    def states(self) -> Mapping[str, str | None]:
        """The materials' states by column."""
        return {name: getattr(self, name) for name in MATERIALS}


_PLACED = "(SELECT a.{} FROM archive a WHERE a.member = m.id ORDER BY a.id DESC LIMIT 1)"
_ROW = f"""SELECT m.id, m.name, m.category, o.name, {", ".join(f"m.{name}" for name in MATERIALS)}, m.archive_at,
    {_PLACED.format("kept_kind")}, {_PLACED.format("kept_by")},
    (SELECT count(*) FROM archive_inquiry q WHERE q.member = m.id AND q.state = 'open'),
    (SELECT count(*) FROM archive_work w WHERE w.member = m.id AND w.state = 'open')
    FROM json_each(?) j CROSS JOIN member m ON m.id = j.value JOIN organization o ON o.id = m.org ORDER BY j.key"""


def archive_page(db: CipherDatabase, members: Sequence[int]) -> list[ArchiveRow]:
    """Rows for those members, in the order given."""
    found = db.execute_sql(_ROW, (json.dumps(list(members)),)).fetchall()
    return [
        ArchiveRow._make(
            (*row[:-4], Kept(row[-4]) if row[-4] else None, Keeper(row[-3]) if row[-3] else None, *row[-2:])
        )
        for row in found
    ]


class BranchArchives(NamedTuple):
    """A branch and how many of its members have something missing, irregular or untrue in their files."""

    id: int
    name: str
    missing: int
    irregular: int
    untrue: int
    without: int


def branch_archives(db: CipherDatabase, top: int) -> list[BranchArchives]:
    """The branches below ``top`` where something is wrong, in the order of the tree."""
    counts: dict[int, list[int]] = {}
    names: dict[int, tuple[int, str]] = {}
    for place, view in enumerate((View.MISSING, View.IRREGULAR, View.UNTRUE, View.WITHOUT)):
        found = db.execute_sql(f"SELECT o.id, o.lft, o.name, count(*) FROM {_from(view)} GROUP BY o.id", {"top": top})
        for org, left, name, count in found:
            counts.setdefault(org, [0] * 4)[place] = count
            names[org] = left, name
    return [BranchArchives(org, names[org][1], *counts[org]) for org in sorted(counts, key=lambda org: names[org])]


class InquiryRow(NamedTuple):
    """A letter to a former unit; ``outcome`` is None until it is answered."""

    id: int
    member: int
    to_unit: str
    number: str | None
    sent_on: str
    asked: str
    reply_by: str
    state: str
    answered_on: str | None
    outcome: Answer | None
    answer: str | None
    by: str


class WorkRow(NamedTuple):
    """Work on one material."""

    id: int
    member: int
    material: str
    kind: Work
    due_on: str | None
    state: str
    done_on: str | None
    person: str | None
    basis: str | None
    result: str | None
    found: str | None
    by: str


class Archive(NamedTuple):
    """All that is known of a member's file; ``since`` and ``note`` are those of its place."""

    row: ArchiveRow
    org: int
    since: str | None
    note: str | None
    inquiries: tuple[InquiryRow, ...]
    work: tuple[WorkRow, ...]


def archive_of(db: CipherDatabase, member: int) -> Archive | None:
    """The file of a member (row id), the newest letters and work first; None for nobody."""
    rows = archive_page(db, [member])
    if not rows:
        return None
    (org,) = db.execute_sql("SELECT org FROM member WHERE id = ?", (member,)).fetchone()
    place = db.execute_sql("SELECT since, note FROM archive WHERE member = ? ORDER BY id DESC LIMIT 1", (member,))
    since, note = place.fetchone() or (None, None)
    inquiries = db.execute_sql(
        f"""SELECT {", ".join(f"q.{name}" for name in InquiryRow._fields[:-1])}, p.name FROM archive_inquiry q
            JOIN person p ON p.id = q.by WHERE q.member = ? ORDER BY q.id DESC""",
        (member,),
    ).fetchall()
    work = db.execute_sql(
        f"""SELECT {", ".join(f"w.{name}" for name in WorkRow._fields[:-1])}, p.name FROM archive_work w
            JOIN person p ON p.id = w.by WHERE w.member = ? ORDER BY w.id DESC""",
        (member,),
    ).fetchall()
    return Archive(
        rows[0],
        org,
        since,
        note,
        tuple(InquiryRow(*row)._replace(outcome=Answer(row[9]) if row[9] else None) for row in inquiries),
        tuple(WorkRow(*row)._replace(kind=Work(row[3])) for row in work),
    )


class Due(NamedTuple):
    """Something to be done by a day (a partial date) about a member's file; ``table`` and ``row`` say what."""

    on: str
    member: int
    org: int
    name: str
    branch: str
    said: str
    person: str
    table: str
    row: int


def due(db: CipherDatabase, unit: int, as_of: str, *, most: int = 1000) -> list[Due]:
    """What is due on or before the as-of date in the unit and below it, the longest overdue first: letters to former
    units without an answer, work on materials without a result."""
    among = """JOIN member m ON m.id = d.member AND m.gone IS NULL JOIN organization o ON o.id = m.org
        JOIN organization t ON t.id = :unit AND o.lft BETWEEN t.lft AND t.rgt"""
    bound = {"unit": unit, "as_of": as_of, "most": most}
    inquiries = db.execute_sql(
        f"""SELECT d.reply_by, m.id, o.id, m.name, o.name, d.to_unit, '', 'archive_inquiry', d.id FROM archive_inquiry d
            {among} WHERE d.state = 'open' AND d.reply_by <= :as_of ORDER BY d.reply_by, d.id LIMIT :most""",
        bound,
    )
    found = [Due(*row)._replace(said=f"商转函待复：{row[5]}") for row in inquiries.fetchall()]
    work = db.execute_sql(
        f"""SELECT d.due_on, m.id, o.id, m.name, o.name, d.material, ifnull(d.person, ''), 'archive_work', d.id, d.kind
            FROM archive_work d {among}
            WHERE d.state = 'open' AND d.due_on <= :as_of ORDER BY d.due_on, d.id LIMIT :most""",
        bound,
    )
    for *row, kind in work.fetchall():
        found.append(Due(*row)._replace(said=f"{MATERIAL_NAMES[row[5]]}{Work(kind).label}"))
    return sorted(found, key=lambda each: (each.on, each.row))[:most]
