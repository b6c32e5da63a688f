"""Fill-in workbooks: noting that they were issued, taking in what came back, noting what became of the files."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple
from uuid import uuid4

from tui.rules import fill_in as form
from tui.rules.changes import Change
from tui.rules.checks import Check, Evidence, Given, Ground, Refusal, Stage, Verdict
from tui.rules.validity import findings
from tui.store import ids, journal, rows
from tui.store.commands.roster import Arrival, RosterWriter
from tui.store.commands.verdicts import NOTE_LIMIT, reach, review_members, with_basis
from tui.store.images import FILL_IN, LETTER, MEMBER, Values
from tui.store.journal import EntryWriter
from tui.store.origins import Sheets
from tui.store.queries.fill_in import Contents, Issue
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched


class Cleared(Enum):
    """What became of a file that holds personal data in the clear (design: what leaves is listed until then)."""

    HANDED_OVER = "handed_over"
    DESTROYED = "destroyed"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return "已交出" if self is Cleared.HANDED_OVER else "已销毁"


class About(Enum):
    """What a statement of a workbook is about."""

    MEMBER = "member"
    EXTRA = "extra"
    REVIEW = "review"
    LETTER = "letter"


class Said(NamedTuple):
    """One thing that a workbook says: a member's field, a doubtful cell's text, a verdict or remark, a letter's field.

    ``row`` is the member's row id, or the letter's; ``what`` the column, for ``EXTRA`` the header, for remarks
    ``note``. ``seen`` is the value that the vault had when the statement was looked at ('' for none): it is taken
    only if that is still so.
    """

    about: About
    row: int
    what: str
    seen: str
    new: str


def issue_fill_ins(session: Session, made: Sequence[Contents], files: Sequence[str]) -> Change:
    """Note that these workbooks are issued, each to the file named; called when they are safe on the medium."""
    detail = {"branches": len(made), "members": sum(len(each.members) for each in made)}
    with journal.entry(session, "fill_in.issue", detail) as entry:
        for number, (each, file) in enumerate(zip(made, files, strict=True), ids.next_id(session.db, FILL_IN)):
            empty: Values = dict.fromkeys(FILL_IN.columns)
            entry.insert(
                FILL_IN,
                empty
                | {
                    "id": number,
                    "uuid": uuid4().bytes,
                    "org": each.branch_id,
                    "campaign": session.campaign,
                    "number": each.number,
                    "issued_on": each.issued_on,
                    "due_on": each.due_on,
                    "check_code": bytes.fromhex(each.check_code),
                    "members": len(each.members),
                    "file": file,
                },
            )
    return Change(entry.seq if entry.count else None, "发出填报表", len(made), noun="份", verb="已写出")


def clear_files(session: Session, fill_ins: Collection[int], cleared: Cleared) -> Change:
    """Note what became of the written files of these workbooks (row ids)."""
    with journal.entry(session, "fill_in.clear", {"cleared": cleared.value}) as entry:
        for number in fill_ins:
            before = _row(session, number)
            _change_fill_in(session, entry, before, {"cleared": cleared.value})
    return Change(entry.seq if entry.count else None, cleared.label, entry.count, noun="份", verb="已登记")


def apply_fill_in(
    session: Session,
    issued: Issue,
    file_sha256: str,
    said: Sequence[Said],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Take in what a returned workbook says, and note that it came back: one transaction, one entry, one undo.

    Verdicts are those of the self-check, given in bulk by the acting person on the basis of the workbook, which each
    note names; the signed form stands for the evidence that other bulk verdicts need. A statement whose ``seen`` no
    longer holds is left out and counted as changed since, as are those on members who are out of reach.
    """
    tell = watched(progress, cancelled)
    by_kind: dict[About, dict[int, list[Said]]] = {about: defaultdict(list) for about in About}
    for each in said:
        by_kind[each.about][each.row].append(each)
    detail = {"number": issued.number, "said": len(said)}
    with journal.entry(session, "fill_in.apply", detail) as entry:
        members, late = _apply_members(session, entry, by_kind[About.MEMBER], by_kind[About.EXTRA])
        tell(1, 3)
        reviewed, refused = _apply_reviews(session, entry, issued.number, by_kind[About.REVIEW])
        tell(2, 3)
        owners, letters_late = _apply_letters(session, entry, issued.number, by_kind[About.LETTER])
        before = _row(session, issued.id)
        fields = {
            "returned_on": session.clock().date().isoformat(),
            "file_sha256": bytes.fromhex(file_sha256),
            "applied": entry.seq,
        }
        _change_fill_in(session, entry, before, fields)
        tell(3, 3)
        touched = sorted(members | reviewed | owners)
    refused[Refusal.CHANGED_SINCE] += late + letters_late
    return Change(
        entry.seq,
        f"收回{form.BASIS.format(number=issued.number)}",
        len(touched),
        refused=tuple((refusal, count) for refusal, count in refused.items() if count),
        members=tuple(touched),
    )


def _row(session: Session, number: int) -> Values:
    return FILL_IN.row(session.db.execute_sql(f"{FILL_IN.select} WHERE id = ?", (number,)).fetchone())


def _change_fill_in(session: Session, entry: EntryWriter, before: Values, fields: Values) -> None:
    after = before | fields
    if after != before:
        entry.changed(FILL_IN, before, after)
        rows.update_rows(session.db, FILL_IN, [(before, after)])


def _apply_members(
    session: Session, entry: EntryWriter, fields: Mapping[int, Sequence[Said]], extra: Mapping[int, Sequence[Said]]
) -> tuple[set[int], int]:
    """Change the members' fields; gives who was touched, and how many had changed since."""
    arrivals: list[Arrival] = []
    late = 0
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    for member in fields.keys() | extra.keys():
        told = fields.get(member, ())
        found = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
        if found is None:
            late += 1
            continue
        stored = MEMBER.row(found)
        taken = {each.what: each.new for each in told if (stored[each.what] or "") == each.seen}
        late += len(taken) < len(told)
        kept = {each.what: each.new for each in extra.get(member, ())}
        if taken or kept:
            known = {name: value for name, value in stored.items() if isinstance(value, str)}
            codes = [code.value for code in findings(known | taken, as_of)]
            arrivals.append(Arrival(member, stored["org"], taken, kept, "", codes))
    writer = RosterWriter(session, entry, Sheets(session.db, ()), (), Ground.IN_BRANCH)
    return set(writer.change(arrivals)), late


def _apply_reviews(
    session: Session, entry: EntryWriter, number: int, told: Mapping[int, Sequence[Said]]
) -> tuple[set[int], Counter[Refusal]]:
    """Give the verdicts and write the remarks; the note names the workbook."""
    basis = form.BASIS.format(number=number)
    out_of_reach = reach(session, Stage.SELF_CHECK)

    def decide(keeper: int, _evidence: Evidence, review: Values) -> Values | Refusal | None:
        if refusal := out_of_reach(keeper):
            return refusal
        fields: Values = {}
        remark = basis
        for each in told[review["member"]]:
            if each.what == "note":
                remark = f"{basis}：{each.new}"[:NOTE_LIMIT]
            elif review[each.what] == (each.seen or Verdict.UNCHECKED.value):
                given = {f"h{each.what[1:]}": Given.IN_BULK.value, f"by{each.what[1:]}": session.actor.id}
                fields |= {each.what: each.new} | given
            else:
                return Refusal.CHANGED_SINCE
        note = {"note": with_basis(review["note"], remark)}
        return fields | note if fields or note["note"] != review["note"] else None

    touched, _, refused = review_members(
        session, entry, Stage.SELF_CHECK, list(told), decide, None, lambda _done, _total: None, apart=True
    )
    return set(touched), refused


def _apply_letters(
    session: Session, entry: EntryWriter, number: int, told: Mapping[int, Sequence[Said]]
) -> tuple[set[int], int]:
    """Note receipts; gives the letters' members, and how many letters had changed since."""
    basis = form.BASIS.format(number=number)
    owners: set[int] = set()
    late = 0
    for letter, statements in told.items():
        found = session.db.execute_sql(f"{LETTER.select} WHERE id = ?", (letter,)).fetchone()
        if found is None:
            late += 1
            continue
        before = LETTER.row(found)
        remarks = [each.new for each in statements if each.what == "note"]
        stated = [each for each in statements if each.what != "note"]
        if any((before[each.what] or "") != each.seen for each in stated):
            late += 1
            continue
        remark = f"{basis}：{remarks[0]}"[:NOTE_LIMIT] if remarks else basis
        after = before | {each.what: each.new for each in stated} | {"note": with_basis(before["note"], remark)}
        if after != before:
            entry.changed(LETTER, before, after)
            rows.update_rows(session.db, LETTER, [(before, after)])
            owners.add(before["member"])
    return owners, late


VERDICT_COLUMNS: Final = {f"c{check.number}": check for check in Check}
"""Column of a review → its check."""
