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
from tui.store.commands.verdicts import Cancelled, Progress
from tui.store.images import FINDING, MEMBER, SUBJECT, Values
from tui.store.journal import CHUNK, EntryWriter
from tui.store.session import Session

FIELDS: Final = tuple(name for name in MEMBER.columns if name not in ("id", "org", "uuid", "gone", "initials", "extra"))
"""The member fields that a roster may fill."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a roster on its way in.

    ``member`` is the row id of the member it was matched with, None for a new one; ``org`` the row id of the
    organisation, or -1, -2, … for the first, second, … of the new branches. ``findings`` are codes of
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
    """Write every arrival in one transaction; cancelling (``Failure(CANCELLED)``) leaves nothing.

    New members become subjects of the campaign in hand on ``ground``. Findings of the roster check are opened,
    and those that a corrected row no longer has are resolved.
    """
    detail: dict[str, object] = {"ground": ground.value}
    touched = array("I")
    added = 0
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
        writer = _RosterWriter(session, entry, branches, ground)
        source = iter(arrivals)
        done = 0
        while chunk := list(islice(source, CHUNK)):
            if cancelled and cancelled():
                raise Failure(Fault.CANCELLED)
            new = [arrival for arrival in chunk if arrival.member is None]
            touched.extend(writer.add(new))
            touched.extend(writer.change([arrival for arrival in chunk if arrival.member is not None]))
            added += len(new)
            done += len(chunk)
            if progress:
                progress(done, total)
        detail |= {"added": added, "changed": len(touched) - added, "branches": len(branches)}
    return Change(
        entry.seq if entry.count else None,
        "导入名册",
        len(touched),
        unchanged=done - len(touched),
        members=tuple(touched) if len(touched) <= CHUNK else (),
    )


class _RosterWriter:
    """Writes chunks of arrivals through ``executemany`` (eight times faster than row by row)."""

    def __init__(self, session: Session, entry: EntryWriter, branches: Sequence[int], ground: Ground) -> None:
        self._session = session
        self._entry = entry
        self._branches = branches
        self._ground = ground
        self._next_member = ids.next_id(session.db, MEMBER)
        self._next_finding = ids.next_id(session.db, FINDING)

    def add(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Write new members with their subjects, names and findings; gives their ids."""
        members: list[Values] = []
        for arrival in arrivals:
            values: Values = dict.fromkeys(MEMBER.columns)
            values |= arrival.fields
            values |= {
                "id": self._next_member,
                "org": self._organization(arrival),
                "uuid": uuid4().bytes,
                "initials": arrival.initials,
                "extra": _extra(arrival.extra),
            }
            self._next_member += 1
            members.append(values)
            self._entry.created(MEMBER, values)
        rows.insert_rows(self._session.db, MEMBER, members)
        names.index(self._session.db, ((m["id"], m["name"], m["initials"]) for m in members))
        self._make_subjects([m["id"] for m in members])
        for values, arrival in zip(members, arrivals, strict=True):
            self._open_findings(values["id"], arrival.findings)
        return [m["id"] for m in members]

    def change(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Change matched members where their rows differ; gives the ids of those that changed."""
        wanted = json.dumps([arrival.member for arrival in arrivals])
        found = self._session.db.execute_sql(f"{MEMBER.select} WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        stored = {row[0]: MEMBER.row(row) for row in found}
        changed: list[tuple[Values, Values]] = []
        for arrival in arrivals:
            before = stored[arrival.member]
            after = before | merged(before, arrival) | {"org": self._organization(arrival)}
            if arrival.extra:
                after["extra"] = _extra(json.loads(before["extra"] or "{}") | dict(arrival.extra))
            if after["name"] != before["name"]:
                after["initials"] = arrival.initials
                names.unindex(self._session.db, [after["id"]])
                names.index(self._session.db, [(after["id"], after["name"], after["initials"])])
            self._settle_findings(after["id"], arrival.findings)
            self._make_subjects([after["id"]])
            if after != before:
                self._entry.changed(MEMBER, before, after)
                changed.append((before, after))
        rows.update_rows(self._session.db, MEMBER, changed)
        return [after["id"] for _, after in changed]

    def _organization(self, arrival: Arrival) -> int:
        return arrival.org if arrival.org > 0 else self._branches[-arrival.org - 1]

    def _make_subjects(self, members: Sequence[int]) -> None:
        campaign = self._session.campaign
        found = self._session.db.execute_sql(
            "SELECT member FROM subject WHERE campaign = ? AND member IN (SELECT value FROM json_each(?))",
            (campaign, json.dumps(members)),
        )
        known = {member for (member,) in found}
        new: list[Values] = [
            {"campaign": campaign, "member": member, "ground": self._ground.value}
            for member in members
            if member not in known
        ]
        for values in new:
            self._entry.created(SUBJECT, values)
        rows.insert_rows(self._session.db, SUBJECT, new)

    def _settle_findings(self, member: int, codes: Sequence[str]) -> None:
        """Open what the row shows now, resolve what it no longer shows."""
        found = self._session.db.execute_sql(
            f"{FINDING.select} WHERE member = ? AND campaign = ? AND check_no = ?",
            (member, self._session.campaign, Check.ROSTER.number),
        )
        known = [FINDING.row(row) for row in found]
        for before in known:
            after = before | {"state": "open" if before["code"] in codes else "resolved"}
            if after != before:
                self._session.db.execute_sql("UPDATE finding SET state = ? WHERE id = ?", (after["state"], after["id"]))
                self._entry.changed(FINDING, before, after)
        seen = {finding["code"] for finding in known}
        self._open_findings(member, [code for code in codes if code not in seen])

    def _open_findings(self, member: int, codes: Sequence[str]) -> None:
        for code in codes:
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
            self._entry.insert(FINDING, values)


def _extra(extra: Mapping[str, str]) -> str | None:
    return json.dumps(dict(extra), sort_keys=True, ensure_ascii=False) if extra else None
