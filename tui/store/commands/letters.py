"""Taking a ledger of introduction letters into the register; all of it or nothing."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import uuid4

from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.rules.letter_numbers import of_letter
from tui.store import ids, journal
from tui.store.commands.importing import Kept, in_chunks, make_subjects, merged_row, save, stored_rows
from tui.store.commands.roster import Arrival, RosterWriter
from tui.store.images import LETTER, Values
from tui.store.journal import CHUNK, EntryWriter
from tui.store.origins import RowOrigin, SheetOrigin, Sheets, write_origins
from tui.store.queries.letters import is_open
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

Direction = Literal["out", "in"]

_OURS: Final = frozenset({
    "id", "uuid", "member", "direction", "extra", "org", "year", "serial", "kind", "returned", "returned_on", "closed",
    "closed_on", "closed_note",
})  # fmt: skip
FIELDS: Final = tuple(name for name in LETTER.columns if name not in _OURS)
"""The letter's columns that a ledger may fill; ``valid_days`` is a whole number, the others are texts."""

_LABELS: Final = {"out": "导入转出介绍信", "in": "导入转入介绍信"}


@dataclass(frozen=True, slots=True)
class LetterArrival:
    """One row of a ledger of letters on its way in.

    ``letter`` is the row id of the letter it was matched with (each at most once), None for a new one. ``member`` is
    whose letter it is: a row id; None for a person who is not in the register, who comes as ``newcomer`` (without a
    row id of his own); or -1, -2, … for the first, second, … newcomer of this import, of whom this is another
    letter. A matched letter stays with its member. ``fields`` are texts by letter column, ``valid_days`` a number.
    """

    letter: int | None
    member: int | None
    fields: Mapping[str, str | int]
    extra: Mapping[str, str]
    newcomer: Arrival | None = None
    origin: RowOrigin | None = None


def import_letters(
    session: Session,
    arrivals: Iterable[LetterArrival],
    total: int,
    *,
    direction: Direction,
    sheets: Sequence[SheetOrigin] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Write every letter in one transaction; cancelling (``Failure(CANCELLED)``) leaves nothing, and so does a letter
    of a member whom another unit keeps (NOT_KEPT_HERE).

    New letters are those of ``direction``; in matched ones an empty cell wipes nothing out. Whoever has a letter out
    without a receipt and is no subject of the campaign in hand becomes one on ``Ground.OUT_WITHOUT_RECEIPT``; who is
    one already keeps his ground. A newcomer all of whose letters have their receipts is a member and no subject.
    """
    detail: dict[str, object] = {"direction": direction}
    letters, members = array("I"), dict[int, None]()
    seen = 0
    tell = watched(progress, cancelled)
    with journal.entry(session, "letters.import", detail) as entry:
        writer = _LetterWriter(session, entry, direction, Sheets(session.db, sheets))
        for chunk in in_chunks(arrivals, total, tell):
            for letter in writer.write(chunk):
                letters.append(letter["id"])
                members[letter["member"]] = None
            seen += len(chunk)
        detail |= {
            "added": writer.added,
            "changed": len(letters) - writer.added,
            "newcomers": len(writer.newcomers),
        }
    return Change(
        entry.seq if entry.count else None,
        _LABELS[direction],
        len(letters),
        unchanged=seen - len(letters),
        members=tuple(members) if len(members) <= CHUNK else (),
        noun="封",
        verb="已导入",
    )


def number_columns(letter: Values) -> Values:
    """What the number of a letter that was not numbered here means, as columns."""
    if letter["org"] is not None:
        return {}
    number = of_letter(letter["number"], letter["issued"])
    return {"year": number.year if number else None, "serial": number.serial if number else None}


class _LetterWriter:
    """Writes chunks of arrivals; ``newcomers`` are the row ids of those who came with them."""

    def __init__(self, session: Session, entry: EntryWriter, direction: Direction, sheets: Sheets) -> None:
        self.added = 0
        self.newcomers: list[int] = []
        self._session = session
        self._db = session.db
        self._entry = entry
        self._direction = direction
        self._sheets = sheets
        self._kept = Kept(session)
        self._roster = RosterWriter(session, entry, sheets, (), None)
        self._next_letter = ids.next_id(self._db, LETTER)

    def write(self, arrivals: Sequence[LetterArrival]) -> list[Values]:
        """Write a chunk; gives the letters that are new or changed."""
        owners = self._owners(arrivals)
        stored = stored_rows(self._db, LETTER, (a.letter for a in arrivals if a.letter is not None))
        self._kept.refuse_others_members({owner for owner in owners if owner is not None})
        self._kept.refuse_others_members(letter["member"] for letter in stored.values())
        new: list[Values] = []
        changed: list[tuple[Values, Values]] = []
        origins: list[tuple[int, RowOrigin | None]] = []
        for arrival, owner in zip(arrivals, owners, strict=True):
            before = self._blank(owner) if arrival.letter is None else stored[arrival.letter]
            after = merged_row(before, arrival.fields, arrival.extra)
            after |= number_columns(after)
            if arrival.letter is None:
                new.append(after)
            elif after != before:
                changed.append((before, after))
            else:
                continue
            origins.append((after["id"], arrival.origin))
        save(self._db, self._entry, LETTER, new, changed)
        write_origins(self._db, self._entry.seq, LETTER, origins, self._sheets)
        self.added += len(new)
        written = [*new, *(after for _, after in changed)]
        waiting = list(dict.fromkeys(letter["member"] for letter in written if is_open(letter)))
        make_subjects(self._session, self._entry, waiting, Ground.OUT_WITHOUT_RECEIPT)
        return written

    def _owners(self, arrivals: Sequence[LetterArrival]) -> list[int | None]:
        """Whose letter each is, once the newcomers among them are members; None for a matched one."""
        coming = [replace(a.newcomer, origin=a.newcomer.origin or a.origin) for a in arrivals if a.newcomer]
        added = self._roster.add(coming)
        self.newcomers += added
        following = iter(added)
        return [next(following) if arrival.newcomer else self._owner(arrival.member) for arrival in arrivals]

    def _owner(self, member: int | None) -> int | None:
        return self.newcomers[-member - 1] if member is not None and member < 0 else member

    def _blank(self, owner: int | None) -> Values:
        values: Values = dict.fromkeys(LETTER.columns)
        values |= {"id": self._next_letter, "uuid": uuid4().bytes, "member": owner, "direction": self._direction}
        self._next_letter += 1
        return values
