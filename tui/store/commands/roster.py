"""Taking a roster into the register: new members, changed fields, new branches; all of it or nothing."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from tui.rules import check_findings
from tui.rules.changes import Change
from tui.rules.checks import Check, Ground, Stage
from tui.rules.units import UnitKind
from tui.store import ids, journal, names, tree
from tui.store.commands.importing import (
    AMONG,
    Kept,
    columns_text,
    in_chunks,
    make_subjects,
    merged_columns,
    merged_fields,
    merged_row,
    save,
    stored_rows,
)  # fmt: skip
from tui.store.commands.organizations import insert as insert_organization
from tui.store.images import FINDING, MEMBER, Values
from tui.store.journal import CHUNK, EntryWriter
from tui.store.origins import RowOrigin, SheetOrigin, Sheets, write_origins
from tui.store.queries.disposal_findings import disposal_codes, of_ledgers
from tui.store.queries.situations import as_of_date
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

FIELDS: Final = tuple(name for name in MEMBER.columns if name not in ("id", "org", "uuid", "gone", "initials", "extra"))
"""The member fields that a roster may fill."""


LISTS: Final = {
    "roster": "名册", "dues": "党费缴纳情况", "activity": "参加组织生活情况", "archive": "档案材料情况",
}  # fmt: skip
"""The lists of persons that can be imported, by what the journal calls them."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a roster on its way in.

    ``member`` is the row id of the member it was matched with (each at most once), None for a new one; ``org`` the row
    id of the organisation, or -1, -2, … for the first, second, … of the new branches. ``findings`` are codes of
    ``tui.rules.validity`` for the roster check. ``origin`` says where the row stands.
    """

    member: int | None
    org: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]
    initials: str
    findings: Sequence[str] | None
    origin: RowOrigin | None = None


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch that the roster names and the tree does not have yet; it is set up below this vault's unit."""

    name: str
    code: str


def merged(stored: Mapping[str, str | None], arrival: Arrival) -> dict[str, str]:
    """The fields that ``arrival`` would change: an empty cell never wipes out what is known."""
    return {name: str(value) for name, value in merged_fields(stored, arrival.fields).items()}


def merged_extra(known: Mapping[str, str], arrival: Arrival) -> dict[str, str]:
    """The unmapped columns (header → text) that ``arrival`` would change, by the same rule."""
    return merged_columns(known, arrival.extra)


def import_roster(
    session: Session,
    arrivals: Iterable[Arrival],
    total: int,
    *,
    kind: str = "roster",
    new_branches: Sequence[NewBranch] = (),
    ground: Ground | None = Ground.IN_BRANCH,
    sheets: Sequence[SheetOrigin] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Write every arrival in one transaction; cancelling (``Failure(CANCELLED)``) leaves nothing, and so does an
    arrival for a member or an organisation that another unit keeps (NOT_KEPT_HERE).

    Members who are no subjects of the campaign in hand become so on ``ground``, if one is given. Findings of the
    roster check are opened, and those that a corrected row no longer has are resolved. A member in whom nothing but
    that changes counts as changed too. ``kind`` says what list it was, for the journal; ``sheets`` are those that the
    arrivals' origins name.
    """
    detail: dict[str, object] = {"kind": kind, "ground": ground.value if ground else ""}
    touched = array("I")
    added = seen = 0
    tell = watched(progress, cancelled)
    with journal.entry(session, "roster.import", detail) as entry:
        branches = [
            insert_organization(
                session, entry, parent=session.unit, kind=UnitKind.BRANCH, code=branch.code, name=branch.name,
                keeper=session.unit,
            )
            for branch in new_branches
        ]  # fmt: skip
        if branches:
            tree.renumber(session.db)
        writer = RosterWriter(session, entry, Sheets(session.db, sheets), branches, ground)
        for chunk in in_chunks(arrivals, total, tell):
            new = [arrival for arrival in chunk if arrival.member is None]
            touched.extend(writer.add(new))
            touched.extend(writer.change([arrival for arrival in chunk if arrival.member is not None]))
            added += len(new)
            seen += len(chunk)
        detail |= {"added": added, "changed": len(touched) - added, "branches": len(branches)}
    return Change(
        entry.seq if entry.count else None,
        f"导入{LISTS[kind]}",
        len(touched),
        unchanged=seen - len(touched),
        members=tuple(touched) if len(touched) <= CHUNK else (),
        verb="已导入",
    )


class RosterWriter:
    """Writes chunks of arrivals through ``executemany`` (eight times faster than row by row).

    ``ground`` None makes nobody a subject.
    """

    def __init__(
        self, session: Session, entry: EntryWriter, sheets: Sheets, branches: Sequence[int], ground: Ground | None
    ) -> None:
        self._session = session
        self._db = session.db
        self._entry = entry
        self._sheets = sheets
        self._branches = branches
        self._ground = ground
        self._kept = Kept(session)
        self._next_member = ids.next_id(self._db, MEMBER)
        self._next_finding = ids.next_id(self._db, FINDING)

    def add(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Write new members with their subjects, names and findings; gives their ids."""
        members: list[Values] = []
        for arrival in arrivals:
            values: Values = dict.fromkeys(MEMBER.columns)
            values |= {name: value for name, value in arrival.fields.items() if value}
            values |= {
                "id": self._next_member,
                "org": self._organization(arrival),
                "uuid": uuid4().bytes,
                "initials": arrival.initials,
                "extra": columns_text(merged_extra({}, arrival)),
            }
            self._next_member += 1
            members.append(values)
        save(self._db, self._entry, MEMBER, members)
        names.index(self._db, ((m["id"], m["name"], m["initials"]) for m in members))
        added = [values["id"] for values in members]
        self._make_subjects(added)
        pairs = zip(added, arrivals, strict=True)
        back = disposal_codes(self._db, added)
        self._open_findings(
            (member, code)
            for member, arrival in pairs
            for code in (*(arrival.findings or ()), *sorted(back.get(member, ())))
        )
        self._write_origins(zip(added, (arrival.origin for arrival in arrivals), strict=True))
        return added

    def change(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Change matched members where their rows differ; gives the ids of those in whom anything changed."""
        matched = [arrival.member for arrival in arrivals if arrival.member]
        findings = {a.member: a.findings for a in arrivals if a.member and a.findings is not None}
        stored = stored_rows(self._db, MEMBER, matched)
        changed: list[tuple[Values, Values]] = []
        renamed: list[Values] = []
        for arrival in arrivals:
            before = stored[arrival.member or 0]
            self._kept.refuse_others(before["org"])
            after = merged_row(before, arrival.fields, arrival.extra) | {"org": self._organization(arrival)}
            if after["name"] != before["name"]:
                after["initials"] = arrival.initials
                renamed.append(after)
            if after != before:
                changed.append((before, after))
        save(self._db, self._entry, MEMBER, [], changed)
        names.unindex(self._db, (m["id"] for m in renamed))
        names.index(self._db, ((m["id"], m["name"], m["initials"]) for m in renamed))
        touched = {after["id"] for _, after in changed}
        touched |= self._make_subjects(matched)
        touched |= self._settle_findings(findings)
        self._write_origins((a.member, a.origin) for a in arrivals if a.member in touched)
        return [member for member in matched if member in touched]

    def _organization(self, arrival: Arrival) -> int:
        if arrival.org < 0:
            return self._branches[-arrival.org - 1]
        self._kept.refuse_others(arrival.org)
        return arrival.org

    def _make_subjects(self, members: Sequence[int]) -> set[int]:
        return make_subjects(self._session, self._entry, members, self._ground) if self._ground else set()

    def _write_origins(self, rows: Iterable[tuple[int | None, RowOrigin | None]]) -> None:
        placed = ((row, origin) for row, origin in rows if row is not None)
        write_origins(self._db, self._entry.seq, MEMBER, placed, self._sheets)

    def _settle_findings(self, shown: Mapping[int, Sequence[str]]) -> set[int]:
        """Open what the rows show now (member → codes), resolve what they no longer show; gives the ids of those
        in whom that changed anything."""
        found = self._db.execute_sql(
            f"""{FINDING.select} WHERE campaign = ? AND check_no = ? AND code NOT GLOB ?
                AND member {AMONG}""",
            (self._session.campaign, Check.ROSTER.number, check_findings.PATTERN, json.dumps(list(shown))),
        )
        known = [FINDING.row(row) for row in found]
        shown = self._with_ledgers(shown)
        changed: list[tuple[Values, Values]] = []
        for before in known:
            after = before | {"state": "open" if before["code"] in shown[before["member"]] else "resolved"}
            if after != before:
                changed.append((before, after))
        save(self._db, self._entry, FINDING, [], changed)
        seen = {(finding["member"], finding["code"]) for finding in known}
        now = ((member, code) for member, codes in shown.items() for code in codes)
        new = [finding for finding in now if finding not in seen]
        self._open_findings(new)
        return {after["member"] for _, after in changed} | {member for member, _ in new}

    def _with_ledgers(self, shown: Mapping[int, Sequence[str]]) -> Mapping[int, Sequence[str]]:
        """A list says nothing of situations and disposals: what the ledgers have stands beside what it shows."""
        found = of_ledgers(self._db, shown, as_of_date(self._db, self._session.campaign))
        return {
            member: [
                *(code for code in codes if code in found[member]),
                *sorted(found[member].difference(codes)),
            ]
            for member, codes in shown.items()
        }

    def _open_findings(self, findings: Iterable[tuple[int, str]]) -> None:
        """Open findings of the roster check, each a member and a code."""
        new: list[Values] = []
        for member, code in findings:
            values: Values = {
                "id": self._next_finding,
                "uuid": uuid4().bytes,
                "member": member,
                "campaign": self._session.campaign,
                "stage": Stage.SELF_CHECK.number,
                "check_no": Check.ROSTER.number,
                "code": code,
                "state": "open",
            }
            self._next_finding += 1
            new.append(values)
        save(self._db, self._entry, FINDING, new)
