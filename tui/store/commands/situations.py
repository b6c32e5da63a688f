"""Writing the ledger of situations: entered, corrected, ended or withdrawn by a person; a member's findings follow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import Answers, invalid
from tui.rules.checks import Refusal
from tui.rules.dates import earliest, is_date
from tui.rules.situation_items import ENDED, ends_before_it_begins, items, with_end
from tui.rules.situation_signs import Sign
from tui.rules.situations import Situation, SituationKind, excludes
from tui.store import ids, journal
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.roster_findings import settle_situations
from tui.store.images import MEMBER, SITUATION, SITUATION_DEFINITION, Values
from tui.store.journal import EntryWriter
from tui.store.queries.situation_signs import signs_of
from tui.store.queries.situations import COLUMNS, numbered, read
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

WORDS_LIMIT: Final = 200
_NOUN: Final = "条"


def record_situation(
    session: Session, member: int, kind: SituationKind, answers: Answers, basis: str | None = None
) -> Change:
    """Enter a situation of a member (row id); ``answers`` by the keys of ``situation_items.items``, ``basis`` what in
    the vault spoke for it.

    Refused: what stands in the ledger at the same time and excludes it; members whom another unit keeps or who have
    left the roster. ``Failure(CHECK_ANSWER)`` for what is no answer.
    """
    answers = _checked(session, kind, answers)
    with journal.entry(session, "situation.record", {"kind": kind.value}) as entry:
        writer = _Writer(session, entry)
        refusal = writer.add(member, Situation(kind, **answers), basis)
        writer.finish()
    return _change(session, entry, f"登记{kind.label}", [member], int(refusal is None), 0, Counter(_one(refusal)))


def amend_situation(session: Session, number: int, answers: Answers) -> Change:
    """Put ``answers`` in the place of what a row (id) says; its kind stays. The day of its end can be corrected
    where it has one. Refused as in ``record_situation``, and rows that were withdrawn."""
    with journal.entry(session, "situation.amend") as entry:
        writer = _Writer(session, entry)
        before = writer.row(number)
        kind = SituationKind(before["kind"])
        told = _checked(session, kind, answers, ended=before["until"] is not None)
        after = before | dict.fromkeys(_asked(kind, ended=before["until"] is not None)) | told
        changed = before != after
        refusal = writer.change(before, after) if changed else None
        writer.finish()
    done = int(changed and refusal is None)
    return _change(
        session, entry, f"修改{kind.label}登记", [before["member"]], done, int(not changed), Counter(_one(refusal))
    )


def end_situations(session: Session, numbers: Sequence[int], until: str, why: str = "") -> Change:
    """Enter the day on which these situations (row ids) ended, and why. Refused: those that have ended or were
    withdrawn, and those that would end before they began. ``Failure(CHECK_ANSWER)`` for a day that is none yet."""
    _check_day(session, ENDED, until)
    return _close(session, "situation.end", "了结情形", numbers, {"until": until, "ended_why": _words(why)})


def end_beside(session: Session, entry: EntryWriter, numbers: Sequence[int], until: str, why: str) -> None:
    """Inside the entry of another act: these situations (row ids) ended on that day by what the act states. Those that
    ended or were withdrawn meanwhile, and those that would end before they began, stay as they are."""
    writer = _Writer(session, entry)
    for before in stored_rows(session.db, SITUATION, numbers).values():
        if before["until"] is None:
            writer.change(before, before | {"until": until, "ended_why": _words(why)})
    writer.finish()


def withdraw_situations(session: Session, numbers: Sequence[int], why: str) -> Change:
    """Take back situations (row ids) that were entered by mistake; they stay to be read, with the reason.

    ``Failure(CHECK_ANSWER)`` without a reason.
    """
    reason = _words(why)
    if reason is None:
        raise Failure(Fault.CHECK_ANSWER, item="撤回原因", answer="")
    today = session.clock().date().isoformat()
    return _close(session, "situation.withdraw", "撤回情形", numbers, {"withdrawn": reason, "withdrawn_on": today})


def take_over_signs(
    session: Session,
    chosen: Sequence[tuple[int, SituationKind]],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Enter what the vault's signs say of these members (row id, kind).

    For several at once only what the roster itself states; everything else is refused, to be looked at one by one.
    ``Failure(CANCELLED)`` leaves nothing.
    """
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched: dict[int, None] = {}
    done = 0
    with journal.entry(session, "situation.adopt", {"bulk": len(chosen) > 1}) as entry:
        writer = _Writer(session, entry)
        for start in range(0, len(chosen), journal.CHUNK):
            chunk = chosen[start : start + journal.CHUNK]
            known = signs_of(session.db, session.campaign, list(dict.fromkeys(member for member, _ in chunk)))
            writer.prepare([member for member, _ in chunk])
            for member, kind in chunk:
                sign = _sign(known, member, kind)
                if sign is None or (len(chosen) > 1 and not sign.stated):
                    refused[Refusal.NOT_SUGGESTED] += 1
                elif refusal := writer.add(member, _sound(sign.situation), sign.basis):
                    refused[refusal] += 1
                else:
                    touched[member] = None
                    done += 1
            writer.finish()
            tell(min(start + journal.CHUNK, len(chosen)), len(chosen))
    return _change(session, entry, "采纳情形建议", list(touched), done, 0, refused)


def define_situation(session: Session, kind: SituationKind, text: str, source: str) -> Change:
    """Put the superior's wording in the place of ours for a kind that the documents leave undefined.

    ``Failure(CHECK_ANSWER)`` for a kind that the documents define, and without text or source.
    """
    told, said = clean(text).strip(), clean(source).strip()
    for item, answer, missing in (("定义", kind.title, not kind.ours), ("定义", "", not told), ("出处", "", not said)):
        if missing:
            raise Failure(Fault.CHECK_ANSWER, item=item, answer=answer)
    with journal.entry(session, "situation.define", {"kind": kind.value}) as entry:
        found = session.db.execute_sql(
            f"{SITUATION_DEFINITION.select} WHERE org = ? AND kind = ? ORDER BY at DESC, id DESC LIMIT 1",
            (session.unit, kind.value),
        ).fetchone()
        before = SITUATION_DEFINITION.row(found) if found else None
        changed = before is None or (before["text"], before["source"]) != (told, said)
        if changed:
            values = {"text": told, "source": said} | _signed(session)
            if before is None:
                key = {"id": ids.next_id(session.db, SITUATION_DEFINITION), "uuid": uuid4().bytes}
                new = key | {"org": session.unit, "kind": kind.value} | values
                save(session.db, entry, SITUATION_DEFINITION, [new])
            else:
                save(session.db, entry, SITUATION_DEFINITION, [], [(before, before | values)])
    return _change(session, entry, f"改“{kind.label}”的定义", [], int(changed), int(not changed), Counter(), noun="项")


class _Writer:
    """Writes rows of the ledger inside an entry; ``finish`` brings the findings of their members up to date."""

    def __init__(self, session: Session, entry: EntryWriter) -> None:
        self._session = session
        self._db = session.db
        self._entry = entry
        self._kept = kept_organizations(session)
        self._members: dict[int, Values] = {}
        self._known: dict[int, list[tuple[int, Situation]]] = {}
        self._next = ids.next_id(self._db, SITUATION)
        self._new: list[Values] = []
        self._changed: list[tuple[Values, Values]] = []

    def row(self, number: int) -> Values:
        """A row as it is; KeyError when there is none."""
        return stored_rows(self._db, SITUATION, [number])[number]

    def prepare(self, members: Sequence[int]) -> None:
        """Read these members and their situations in one go."""
        wanted = [member for member in dict.fromkeys(members) if member not in self._members]
        self._members |= stored_rows(self._db, MEMBER, wanted)
        self._known |= numbered(self._db, wanted)

    def add(self, member: int, situation: Situation, basis: str | None) -> Refusal | None:
        """A new row, or why not."""
        self.prepare([member])
        if refusal := self._refusal(member, situation, None):
            return refusal
        values: Values = dict.fromkeys(SITUATION.columns)
        values |= {name: getattr(situation, name) for name in COLUMNS}
        values |= {"id": self._next, "uuid": uuid4().bytes, "member": member, "basis": basis}
        values |= {"kind": situation.kind.value} | _signed(self._session)
        self._known.setdefault(member, []).append((self._next, situation))
        self._next += 1
        self._new.append(values)
        return None

    def change(self, before: Values, after: Values) -> Refusal | None:
        """A row as it shall be, or why not."""
        member = before["member"]
        self.prepare([member])
        if before["withdrawn"] is not None:
            return Refusal.SETTLED
        if refusal := self._refusal(member, read([after[name] for name in COLUMNS]), before["id"]):
            return refusal
        self._changed.append((before, after | _signed(self._session)))
        return None

    def _refusal(self, member: int, situation: Situation, own: int | None) -> Refusal | None:
        if refusal := out_of_reach(self._members.get(member), self._kept):
            return refusal
        if ends_before_it_begins(situation.since, situation.until):
            return Refusal.ENDS_EARLY
        for number, other in self._known.get(member, ()):
            if number != own and excludes(situation, other):
                return Refusal.RECORDED if other.kind is situation.kind else Refusal.LOST_OR_FLOATING
        return None

    def finish(self) -> None:
        """Write what has been collected."""
        save(self._db, self._entry, SITUATION, self._new, self._changed)
        touched = {values["member"] for values in (*self._new, *(after for _, after in self._changed))}
        self._new, self._changed = [], []
        settle_situations(self._session, self._entry, sorted(touched))


def _close(session: Session, action: str, said: str, numbers: Sequence[int], fields: Values) -> Change:
    refused: Counter[Refusal] = Counter()
    touched: dict[int, None] = {}
    with journal.entry(session, action) as entry:
        writer = _Writer(session, entry)
        for start in range(0, len(numbers), journal.CHUNK):
            stored = stored_rows(session.db, SITUATION, numbers[start : start + journal.CHUNK])
            writer.prepare([row["member"] for row in stored.values()])
            for before in stored.values():
                over = "until" in fields and before["until"] is not None
                if refusal := Refusal.SETTLED if over else writer.change(before, before | fields):
                    refused[refusal] += 1
                else:
                    touched[before["member"]] = None
            writer.finish()
    return _change(session, entry, said, list(touched), len(numbers) - refused.total(), 0, refused)


def _checked(session: Session, kind: SituationKind, answers: Answers, *, ended: bool = False) -> dict[str, str]:
    """The answers as they are stored. ``Failure(CHECK_ANSWER)``."""
    told = {key: said for key, answer in answers.items() if (said := clean(answer).strip())}
    asked = with_end(items(kind)) if ended else items(kind)
    for item, answer in invalid(asked, told):
        raise Failure(Fault.CHECK_ANSWER, item=item, answer=answer)
    for each in asked:
        if each.key in ("since", "until") and each.key in told:
            _check_day(session, each.label, told[each.key])
    return told


def _check_day(session: Session, item: str, day: str) -> None:
    if not is_date(day) or earliest(day) > session.clock().date():
        raise Failure(Fault.CHECK_ANSWER, item=item, answer=day)


def _asked(kind: SituationKind, *, ended: bool) -> list[str]:
    return [item.key for item in (with_end(items(kind)) if ended else items(kind))]


def _words(text: str) -> str | None:
    return clean(text).strip()[:WORDS_LIMIT] or None


def _sign(known: Mapping[int, tuple[str, str, tuple[Sign, ...]]], member: int, kind: SituationKind) -> Sign | None:
    signs = known[member][2] if member in known else ()
    return next((sign for sign in signs if sign.situation.kind is kind), None)


def _sound(situation: Situation) -> Situation:
    """A sign's situation without what is no answer: lists write anything."""
    asked = {item.key: item for item in items(situation.kind)}
    told = {key: getattr(situation, key) for key in asked if getattr(situation, key)}
    sound = {key: value for key, value in told.items() if asked[key].accepts(value)}
    return Situation(situation.kind, **sound)


def _signed(session: Session) -> Values:
    return {"by": session.actor.id, "at": int(session.clock().timestamp())}


def _one(refusal: Refusal | None) -> dict[Refusal, int]:
    return {refusal: 1} if refusal else {}


def _change(
    session: Session,
    entry: EntryWriter,
    said: str,
    members: Sequence[int],
    changed: int,
    unchanged: int,
    refused: Counter[Refusal],
    *,
    noun: str = _NOUN,
) -> Change:
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}{said}",
        changed,
        unchanged,
        tuple(refused.items()),
        tuple(members) if len(members) <= journal.CHUNK else (),
        noun=noun,
        verb="已办理",
    )
