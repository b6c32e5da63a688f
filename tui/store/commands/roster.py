"""Taking a roster into the register: new members, changed fields, new branches; all of it or nothing."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Ground, Stage
from tui.rules.units import UnitKind
from tui.store import ids, journal, names, rows, tree
from tui.store.commands.organizations import insert as insert_organization
from tui.store.images import FINDING, MEMBER, SUBJECT, Table, Values
from tui.store.journal import CHUNK, EntryWriter
from tui.store.queries import units
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

FIELDS: Final = tuple(name for name in MEMBER.columns if name not in ("id", "org", "uuid", "gone", "initials", "extra"))
"""The member fields that a roster may fill."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a roster on its way in.

    ``member`` is the row id of the member it was matched with (each at most once), None for a new one; ``org`` the row
    id of the organisation, or -1, -2, … for the first, second, … of the new branches. ``findings`` are codes of
    ``tui.rules.validity`` for the roster check.
    """

    member: int | None
    org: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]
    initials: str
    findings: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch that the roster names and the tree does not have yet; it is set up below this vault's unit."""

    name: str
    code: str


def merged(stored: Mapping[str, str | None], arrival: Arrival) -> dict[str, str]:
    """The fields that ``arrival`` would change: an empty cell never wipes out what is known."""
    return {name: value for name, value in arrival.fields.items() if value and stored[name] != value}


def merged_extra(known: Mapping[str, str], arrival: Arrival) -> dict[str, str]:
    """The unmapped columns (header → text) that ``arrival`` would change, by the same rule."""
    return {header: text for header, text in arrival.extra.items() if text and known.get(header) != text}


def import_roster(
    session: Session,
    arrivals: Iterable[Arrival],
    total: int,
    *,
    new_branches: Sequence[NewBranch] = (),
    ground: Ground = Ground.IN_BRANCH,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Write every arrival in one transaction; cancelling (``Failure(CANCELLED)``) leaves nothing, and so does an
    arrival for a member or an organisation that another unit keeps (NOT_KEPT_HERE).

    Members who are no subjects of the campaign in hand become so on ``ground``. Findings of the roster check are
    opened, and those that a corrected row no longer has are resolved. A member in whom nothing but that changes
    counts as changed too.
    """
    detail: dict[str, object] = {"ground": ground.value}
    touched = array("I")
    added = 0
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
        writer = RosterWriter(session, entry, branches, ground)
        source = iter(arrivals)
        done = 0
        while chunk := list(islice(source, CHUNK)):
            new = [arrival for arrival in chunk if arrival.member is None]
            touched.extend(writer.add(new))
            touched.extend(writer.change([arrival for arrival in chunk if arrival.member is not None]))
            added += len(new)
            done += len(chunk)
            tell(done, total)
        detail |= {"added": added, "changed": len(touched) - added, "branches": len(branches)}
    return Change(
        entry.seq if entry.count else None,
        "导入名册",
        len(touched),
        unchanged=done - len(touched),
        members=tuple(touched) if len(touched) <= CHUNK else (),
        verb="已导入",
    )


class RosterWriter:
    """Writes chunks of arrivals through ``executemany`` (eight times faster than row by row)."""

    def __init__(self, session: Session, entry: EntryWriter, branches: Sequence[int], ground: Ground) -> None:
        self._session = session
        self._db = session.db
        self._entry = entry
        self._branches = branches
        self._ground = ground
        kept = self._db.execute_sql("SELECT id FROM organization WHERE keeper = ?", (session.unit,))
        self._kept = {organization for (organization,) in kept}
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
                "extra": _extra(merged_extra({}, arrival)),
            }
            self._next_member += 1
            members.append(values)
        self._write(MEMBER, members)
        names.index(self._db, ((m["id"], m["name"], m["initials"]) for m in members))
        added = [values["id"] for values in members]
        self._make_subjects(added)
        self._open_findings((m, code) for m, arrival in zip(added, arrivals, strict=True) for code in arrival.findings)
        return added

    def change(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Change matched members where their rows differ; gives the ids of those in whom anything changed."""
        findings = {arrival.member: arrival.findings for arrival in arrivals if arrival.member}
        wanted = json.dumps(list(findings))
        found = self._db.execute_sql(f"{MEMBER.select} WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        stored = {row[0]: MEMBER.row(row) for row in found}
        changed: list[tuple[Values, Values]] = []
        renamed: list[Values] = []
        for arrival in arrivals:
            before = stored[arrival.member]
            self._refuse_kept_elsewhere(before["org"])
            after = before | merged(before, arrival) | {"org": self._organization(arrival)}
            known = json.loads(before["extra"] or "{}")
            if extra := merged_extra(known, arrival):
                after["extra"] = _extra(known | extra)
            if after["name"] != before["name"]:
                after["initials"] = arrival.initials
                renamed.append(after)
            if after != before:
                self._entry.changed(MEMBER, before, after)
                changed.append((before, after))
        rows.update_rows(self._db, MEMBER, changed)
        names.unindex(self._db, (m["id"] for m in renamed))
        names.index(self._db, ((m["id"], m["name"], m["initials"]) for m in renamed))
        touched = {after["id"] for _, after in changed}
        touched |= self._make_subjects(list(findings))
        touched |= self._settle_findings(findings)
        return [member for member in findings if member in touched]

    def _organization(self, arrival: Arrival) -> int:
        if arrival.org < 0:
            return self._branches[-arrival.org - 1]
        self._refuse_kept_elsewhere(arrival.org)
        return arrival.org

    def _refuse_kept_elsewhere(self, organization: int) -> None:
        if organization not in self._kept:
            keeper = units.unit(self._db, units.unit(self._db, organization).keeper)
            raise Failure(Fault.NOT_KEPT_HERE, keeper=keeper.name)

    def _make_subjects(self, members: Sequence[int]) -> set[int]:
        """Make subjects of those who are none; gives their ids."""
        campaign = self._session.campaign
        found = self._db.execute_sql(
            "SELECT member FROM subject WHERE campaign = ? AND member IN (SELECT value FROM json_each(?))",
            (campaign, json.dumps(members)),
        )
        known = {member for (member,) in found}
        ground = self._ground.value
        new: list[Values] = [{"campaign": campaign, "member": m, "ground": ground} for m in members if m not in known]
        self._write(SUBJECT, new)
        return {subject["member"] for subject in new}

    def _settle_findings(self, shown: Mapping[int, Sequence[str]]) -> set[int]:
        """Open what the rows show now (member → codes), resolve what they no longer show; gives the ids of those
        in whom that changed anything."""
        found = self._db.execute_sql(
            f"""{FINDING.select} WHERE campaign = ? AND check_no = ?
                AND member IN (SELECT value FROM json_each(?))""",
            (self._session.campaign, Check.ROSTER.number, json.dumps(list(shown))),
        )
        known = [FINDING.row(row) for row in found]
        changed: list[tuple[Values, Values]] = []
        for before in known:
            after = before | {"state": "open" if before["code"] in shown[before["member"]] else "resolved"}
            if after != before:
                self._entry.changed(FINDING, before, after)
                changed.append((before, after))
        rows.update_rows(self._db, FINDING, changed)
        seen = {(finding["member"], finding["code"]) for finding in known}
        now = ((member, code) for member, codes in shown.items() for code in codes)
        new = [finding for finding in now if finding not in seen]
        self._open_findings(new)
        return {after["member"] for _, after in changed} | {member for member, _ in new}

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
        self._write(FINDING, new)

    def _write(self, table: Table, new: Sequence[Values]) -> None:
        rows.insert_rows(self._db, table, new)
        for values in new:
            self._entry.created(table, values)


def _extra(columns: Mapping[str, str]) -> str | None:
    """The unmapped columns as JSON."""
    return json.dumps(columns, sort_keys=True, ensure_ascii=False) if columns else None
