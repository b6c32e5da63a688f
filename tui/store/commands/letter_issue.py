"""Issuing letters: numbered by unit and year without gaps or doubles, re-issued with reason, voided with reason.

A number is taken in an entry of its own, which nobody undoes: where the letter is undone the number stays taken and is
listed as spoiled, and a redo finds it still its own.
"""

from dataclasses import asdict, dataclass
from typing import Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Ground, Refusal
from tui.rules.letter_numbers import written
from tui.rules.letter_reissue import Cause, may_not_reissue
from tui.rules.letters import LONGEST_DAYS, RECEIPTS_SINCE
from tui.rules.units import UnitKind
from tui.store import ids, journal
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.letter_grounds import bring_back, sent_by, set_ground
from tui.store.commands.letter_progress import NOTE_LIMIT, checked_day, is_done
from tui.store.commands.letters import number_columns
from tui.store.images import LETTER, LETTER_NUMBER, LETTER_REISSUE, MEMBER, Values
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.queries.letter_numbers import next_serial, numbers_taken
from tui.store.queries.letter_pages import last_outcome
from tui.store.queries.letters import OPEN, is_open
from tui.store.session import Session
from tui.text import clean

_LABEL: Final = "开具介绍信"


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says beside its number and its member; empty texts are what it leaves open.

    ``issued`` is a whole date, ``valid_days`` the 有效期; ``dues_to`` a partial date; ``from_…`` the committee that the
    receipt is sent to.
    """

    heading: str
    to_unit: str
    issued: str
    valid_days: int
    scope: str = ""
    dues_to: str = ""
    from_unit: str = ""
    from_address: str = ""
    from_phone: str = ""
    from_fax: str = ""
    from_postcode: str = ""
    note: str = ""

    def columns(self) -> Values:
        """As columns of the letter, cleaned; empty ones are None."""
        said = {name: clean(value).strip() if isinstance(value, str) else value for name, value in asdict(self).items()}
        return {name: value or None for name, value in said.items()}


def issue_letter(
    session: Session, member: int, text: LetterText, *, issuer: int | None = None, first: int | None = None
) -> Change:
    """Issue a letter for a member (row id) by this unit, or by the ``issuer`` (row id) that it keeps.

    He is a subject as 转出后未收到回执 from now on. ``first`` begins a year's numbering elsewhere than at 1. Refused:
    who is not kept here, and whose letter is still out; a unit that issues none. ``Failure`` NAME_MISSING,
    VALUE_REFUSED (no whole date; 有效期 over ninety days, V14).
    """
    org = issuer or session.unit
    checked(text)
    person = stored_rows(session.db, MEMBER, [member]).get(member)
    if refusal := _may_issue(session, org) or out_of_reach(person, kept_organizations(session)):
        return _refused(refusal)
    if person is None or _has_open_letter(session, member):
        return _refused(Refusal.LETTER_OUT_ALREADY)
    number = take_number(session, org, int(text.issued[:4]), first)
    with journal.entry(session, "letter.issue", {"year": number[0], "serial": number[1]}) as entry:
        _write(session, entry, person, text, org, number)
    return _done(entry, f"{person['name']} {_LABEL}第{written(*number)}号", member)


def reissue_letter(
    session: Session, letter: int, cause: Cause, text: LetterText, *, issuer: int | None = None
) -> Change:
    """Issue another letter in place of an expired or returned one (row id); judged on the day of the new one.

    What kept the relation from arriving and whose responsibility it was is kept with both. Refused as
    ``may_not_reissue`` tells. ``Failure`` as :func:`issue_letter`, NAME_MISSING without a cause.
    """
    org = issuer or session.unit
    checked(text)
    if not (words := clean(cause.words).strip()[:NOTE_LIMIT]):
        raise Failure(Fault.NAME_MISSING, field="原因")
    old = stored_rows(session.db, LETTER, [letter])[letter]
    person = stored_rows(session.db, MEMBER, [old["member"]])[old["member"]]
    landed = last_outcome(session.db, letter) == "landed"
    refusal = _may_issue(session, org) or out_of_reach(person, kept_organizations(session))
    if refusal := refusal or may_not_reissue(old, cause, text.issued, landed=landed):
        return _refused(refusal, "补开介绍信")
    number = take_number(session, org, int(text.issued[:4]))
    with journal.entry(session, "letter.reissue", {"responsibility": cause.responsibility.value}) as entry:
        new = _write(session, entry, person, text, org, number)
        closed = old | {"closed": "reissued", "closed_on": text.issued}
        save(session.db, entry, LETTER, [], [(old, closed)])
        entry.insert(
            LETTER_REISSUE,
            {
                "id": ids.next_id(session.db, LETTER_REISSUE), "uuid": uuid4().bytes, "member": person["id"],
                "letter": letter, "replacement": new["id"], "on_day": text.issued, "cause": words,
                "responsibility": cause.responsibility.value, "justified": _yes(cause.justified),
                "graduate": _yes(cause.graduate), **_signed(session),
            },
        )  # fmt: skip
    return _done(entry, f"{person['name']} 补开介绍信第{written(*number)}号", person["id"])


def void_letter(session: Session, letter: int, reason: str, day: str) -> Change:
    """Declare a letter void, with its reason; its number is never used again.

    Who was in the branch when it was issued is in it again; a letter that it had replaced is open again. Refused for
    one that has its receipt or has ended. ``Failure`` NAME_MISSING, VALUE_REFUSED.
    """
    checked_day(day, "作废日期")
    if not (words := clean(reason).strip()[:NOTE_LIMIT]):
        raise Failure(Fault.NAME_MISSING, field="作废原因")
    before = stored_rows(session.db, LETTER, [letter])[letter]
    person = stored_rows(session.db, MEMBER, [before["member"]])[before["member"]]
    refusal = out_of_reach(person, kept_organizations(session))
    if refusal := refusal or (Refusal.LETTER_DONE if is_done(before) else None):
        return _refused(refusal, "介绍信作废")
    with journal.entry(session, "letter.void") as entry:
        after = before | {"closed": "void", "closed_on": day, "closed_note": words}
        changes = [(before, after), *_reopened(session, letter)]
        save(session.db, entry, LETTER, [], changes)
        if len(changes) == 1 and sent_by(session.db, before):
            bring_back(session, entry, [after])
    return Change(
        entry.seq,
        f"{person['name']} 介绍信{before['number'] or ''}",
        1,
        members=(person["id"],),
        noun="封",
        verb="已作废",
    )


def spoil_number(
    session: Session, year: int, reason: str, *, issuer: int | None = None, serial: int | None = None
) -> Change:
    """Declare a number void that no letter bears, with its reason: the next one (a spoiled form), or ``serial``."""
    org = issuer or session.unit
    if not (words := clean(reason).strip()[:NOTE_LIMIT]):
        raise Failure(Fault.NAME_MISSING, field="作废原因")
    if refusal := _may_issue(session, org):
        return _refused(refusal, "号码作废")
    if serial is None:
        serial = take_number(session, org, year)[1]
    known = {row["serial"]: row for row in numbers_taken(session.db, org, year)}
    if serial not in known:
        raise Failure(Fault.VALUE_REFUSED, field="号码", wanted="本单位当年已用的号码")
    before = known[serial]
    with journal.entry(session, "letter.spoil", {"year": year, "serial": serial}) as entry:
        if before["void"] != words:
            after = before | {"void": words} | _signed(session)
            save(session.db, entry, LETTER_NUMBER, [], [(before, after)])
    return Change(
        entry.seq if entry.count else None, f"号码{written(year, serial)}", entry.count, noun="个", verb="已作废"
    )


def take_number(session: Session, org: int, year: int, first: int | None = None) -> tuple[int, int]:
    """Take the unit's next number of that year, in an entry of its own; gives (year, serial)."""
    with journal.entry(session, "letter.number", detail := {"year": year}) as entry:
        serial = next_serial(session.db, org, year)
        if first and not numbers_taken(session.db, org, year):
            serial = first
        detail["serial"] = serial
        entry.insert(
            LETTER_NUMBER,
            {
                "id": ids.next_id(session.db, LETTER_NUMBER), "uuid": uuid4().bytes, "org": org, "year": year,
                "serial": serial, "void": None, **_signed(session),
            },
        )  # fmt: skip
    return year, serial


def register_letter(session: Session, member: int, direction: str, fields: Values) -> Change:
    """Enter a letter that bears another's number: one into this unit, or an older one out of it.

    ``fields`` are columns of ``tui.store.commands.letters.FIELDS``. Who came in with it belongs to the branch; who is
    sent off with it and waits for a receipt, and is no subject yet, becomes one.
    """
    person = stored_rows(session.db, MEMBER, [member]).get(member)
    if refusal := out_of_reach(person, kept_organizations(session)):
        return _refused(refusal, "登记介绍信")
    letter: Values = dict.fromkeys(LETTER.columns) | {name: value or None for name, value in fields.items()}
    letter |= {"id": ids.next_id(session.db, LETTER), "uuid": uuid4().bytes, "member": member, "direction": direction}
    letter |= number_columns(letter)
    with journal.entry(session, "letter.register", {"direction": direction}) as entry:
        entry.insert(LETTER, letter)
        if direction == "in":
            set_ground(session, entry, [member], Ground.IN_BRANCH)
        elif is_open(letter):
            set_ground(session, entry, [member], Ground.OUT_WITHOUT_RECEIPT)
    return _done(entry, f"{person['name'] if person else ''} 登记介绍信", member)


def issues_letters(kind: UnitKind) -> bool:
    """Whether units of this kind issue letters: from the 基层党委 up, and those that answer to it directly."""
    return kind is not UnitKind.BRANCH


def checked(text: LetterText) -> None:
    """``Failure`` NAME_MISSING for what every letter says, VALUE_REFUSED for a date or a term that none may have."""
    checked_day(text.issued, "开具日期")
    for field, value in (("抬头", text.heading), ("转入单位", text.to_unit)):
        if not clean(value).strip():
            raise Failure(Fault.NAME_MISSING, field=field)
    if text.issued < RECEIPTS_SINCE.isoformat():
        raise Failure(Fault.VALUE_REFUSED, field="开具日期", wanted="2007年以后的日期")
    if not 0 < text.valid_days <= LONGEST_DAYS:
        raise Failure(Fault.VALUE_REFUSED, field="有效期", wanted=f"1至{LONGEST_DAYS}天")


def _write(
    session: Session, entry: EntryWriter, person: Values, text: LetterText, org: int, number: tuple[int, int]
) -> Values:
    """The new letter; its member is out without receipt from now on."""
    letter: Values = dict.fromkeys(LETTER.columns) | text.columns()
    letter |= {
        "id": ids.next_id(session.db, LETTER), "uuid": uuid4().bytes, "member": person["id"], "direction": "out",
        "number": written(*number), "org": org, "year": number[0], "serial": number[1], "kind": person["category"],
    }  # fmt: skip
    entry.insert(LETTER, letter)
    set_ground(session, entry, [person["id"]], Ground.OUT_WITHOUT_RECEIPT)
    return letter


def _reopened(session: Session, letter: int) -> list[tuple[Values, Values]]:
    """The letter that this one had replaced, open again."""
    found = session.db.execute_sql("SELECT letter FROM letter_reissue WHERE replacement = ?", (letter,)).fetchall()
    replaced = stored_rows(session.db, LETTER, [number for (number,) in found]).values()
    return [
        (row, row | {"closed": None, "closed_on": None, "closed_note": None})
        for row in replaced
        if row["closed"] == "reissued"
    ]


def _may_issue(session: Session, org: int) -> Refusal | None:
    if org not in kept_organizations(session):
        return Refusal.KEPT_BELOW
    return None if issues_letters(units.kind_of(session.db, org)) else Refusal.NOT_AN_ISSUER


def _has_open_letter(session: Session, member: int) -> bool:
    found = session.db.execute_sql(
        f"SELECT EXISTS (SELECT 1 FROM letter l WHERE l.member = ? AND {OPEN.format('l')})", (member,)
    )
    return bool(found.fetchone()[0])


def _signed(session: Session) -> Values:
    return {"by": session.actor.id, "at": int(session.clock().timestamp())}


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def _refused(refusal: Refusal, label: str = _LABEL) -> Change:
    return Change(None, label, 0, refused=((refusal, 1),), noun="封")


def _done(entry: EntryWriter, label: str, member: int) -> Change:
    return Change(entry.seq if entry.count else None, label, 1, members=(member,), noun="封", verb="已登记")
