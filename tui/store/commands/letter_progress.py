"""What becomes of letters: they arrive, their receipts come, they are sent back, they end otherwise."""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Ground, Refusal
from tui.rules.dates import earliest, is_date, latest
from tui.rules.letter_states import CLOSINGS, RETURN_REASONS, SETTLINGS
from tui.rules.letters import partial_date
from tui.store import journal
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.letter_grounds import bring_back, set_ground
from tui.store.commands.letters import number_columns
from tui.store.images import LETTER, MEMBER, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

NOTE_LIMIT = 500
EDITABLE: Final = {
    "number": ("编号", ""), "scope": ("转接类别", ""), "heading": ("抬头", ""), "to_unit": ("转入单位", ""),
    "from_unit": ("转出单位", ""), "issued": ("开具日期", "date"), "valid_days": ("有效期", "days"),
    "dues_to": ("党费交至", "date"), "arrived_on": ("到达日期", "date"), "receipt_on": ("回执日期", "date"),
    "from_address": ("通讯地址", ""), "from_phone": ("联系电话", ""), "from_fax": ("传真", ""),
    "from_postcode": ("邮编", ""), "note": ("备注", ""),
}  # fmt: skip
"""Columns that are set by hand: label, and whether they hold a date or days."""
PRINTED: Final = frozenset({"number", "heading", "to_unit", "issued", "valid_days", "dues_to"})
Decide = Callable[[Values], "Values | Refusal"]
"""A letter → the columns that change, or why it is left as it is."""
After = Callable[[EntryWriter, Sequence[Values]], None]


def record_receipts(
    session: Session,
    letters: Sequence[int],
    day: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """The receipts of these letters (row ids, each once) came on ``day``, or were sent for those who came in.

    Refused: void letters, those that have a receipt of another day, and a day before the letter was issued (V15).
    ``Failure`` VALUE_REFUSED for what is no date, CANCELLED.
    """
    checked_day(day, "回执日期")

    def decide(letter: Values) -> Values | Refusal:
        if letter["closed"] == "void" or (letter["receipt_on"] or day) != day:
            return Refusal.LETTER_DONE
        if before_issue(letter, day):
            return Refusal.BEFORE_ISSUE
        return {"receipt": "yes", "receipt_on": day}

    return change_letters(
        session, letters, "letter.receipt", "登记回执", decide, progress=progress, cancelled=cancelled
    )  # fmt: skip


def record_arrivals(session: Session, letters: Sequence[int], day: str) -> Change:
    """Their members have reported with these letters on ``day``; who came in with one belongs to the branch."""
    checked_day(day, "到达日期")

    def decide(letter: Values) -> Values | Refusal:
        if letter["closed"] == "void":
            return Refusal.LETTER_DONE
        return Refusal.BEFORE_ISSUE if before_issue(letter, day) else {"arrived_on": day}

    def after(entry: EntryWriter, changed: Sequence[Values]) -> None:
        came = [letter["member"] for letter in changed if letter["direction"] == "in"]
        set_ground(session, entry, came, Ground.IN_BRANCH)

    return change_letters(session, letters, "letter.arrival", "登记到达", decide, after)


def return_letters(session: Session, letters: Sequence[int], reason: str, day: str) -> Change:
    """These letters were sent back to be corrected on ``day``, for a ``reason`` of ``RETURN_REASONS``."""
    checked_day(day, "退回日期")
    if reason not in RETURN_REASONS:
        raise Failure(Fault.VALUE_REFUSED, field="退回原因", wanted="、".join(RETURN_REASONS.values()))

    def decide(letter: Values) -> Values | Refusal:
        if is_done(letter):
            return Refusal.LETTER_DONE
        return Refusal.BEFORE_ISSUE if before_issue(letter, day) else {"returned": reason, "returned_on": day}

    return change_letters(session, letters, "letter.return", "退回更正", decide, detail={"reason": reason})


def settle_letters(session: Session, letters: Sequence[int], how: str, day: str, note: str = "") -> Change:
    """These letters have come to an end otherwise than by a receipt: ``how`` of ``SETTLINGS``, in words ``note``.

    Where the relation came back, the member is in the branch again. NAME_MISSING where 其他 is not explained.
    """
    checked_day(day, "了结日期")
    words = clean(note).strip()[:NOTE_LIMIT] or None
    if how not in SETTLINGS:
        raise Failure(Fault.VALUE_REFUSED, field="了结方式", wanted="、".join(CLOSINGS[each] for each in SETTLINGS))
    if how == "other" and not words:
        raise Failure(Fault.NAME_MISSING, field="了结说明")

    def decide(letter: Values) -> Values | Refusal:
        return Refusal.LETTER_DONE if is_done(letter) else {"closed": how, "closed_on": day, "closed_note": words}

    def after(entry: EntryWriter, changed: Sequence[Values]) -> None:
        if how == "came_back":
            bring_back(session, entry, [letter for letter in changed if letter["direction"] == "out"])

    return change_letters(session, letters, "letter.settle", "了结介绍信", decide, after, detail={"how": how})


def edit_letter(session: Session, letter: int, field: str, value: str) -> Change:
    """Put ``value`` into one column of ``EDITABLE`` of a letter (row id); '' empties it.

    What is printed on a letter that was issued here stays as it is: such a letter is voided and another one issued.
    ``Failure(VALUE_REFUSED)`` for what the column cannot hold.
    """
    label, kind = EDITABLE[field]
    text = clean(value).strip()[:NOTE_LIMIT]
    fits = not text or (is_date(text) if kind == "date" else text.isdecimal() and int(text) > 0 if kind else True)
    if not fits:
        raise Failure(Fault.VALUE_REFUSED, field=label, wanted="日期，如2026、2026-05" if kind == "date" else "天数")

    def decide(row: Values) -> Values | Refusal:
        if row["closed"] == "void":
            return Refusal.LETTER_DONE
        if row["org"] is not None and field in PRINTED:
            return Refusal.PRINTED
        if text and field in ("arrived_on", "receipt_on") and before_issue(row, text):
            return Refusal.BEFORE_ISSUE
        after: Values = {field: int(text) if kind == "days" and text else text or None}
        if field == "receipt_on":
            after["receipt"] = "yes" if text else None
        return after | number_columns(row | after)

    return change_letters(session, [letter], "letter.edit", f"改{label}", decide, detail={"field": field})


def change_letters(
    session: Session,
    letters: Sequence[int],
    action: str,
    label: str,
    decide: Decide,
    after: After | None = None,
    *,
    detail: dict[str, object] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Change letters one by one in one entry; ``after`` is told which have changed. ``Failure(CANCELLED)``."""
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    members = array("I")
    changed = unchanged = 0
    with journal.entry(session, action, detail or {}) as entry:
        kept = kept_organizations(session)
        for start in range(0, len(letters), journal.CHUNK):
            chunk = letters[start : start + journal.CHUNK]
            stored = stored_rows(session.db, LETTER, chunk)
            owners = stored_rows(session.db, MEMBER, (row["member"] for row in stored.values()))
            changes: list[tuple[Values, Values]] = []
            for number in chunk:
                before = stored[number]
                decided = out_of_reach(owners[before["member"]], kept) or decide(before)
                if isinstance(decided, Refusal):
                    refused[decided] += 1
                elif all(before[name] == value for name, value in decided.items()):
                    unchanged += 1
                else:
                    changes.append((before, before | decided))
            save(session.db, entry, LETTER, [], changes)
            if after is not None:
                after(entry, [row for _, row in changes])
            changed += len(changes)
            members.extend(row["member"] for row, _ in changes)
            tell(min(start + journal.CHUNK, len(letters)), len(letters))
    return Change(
        entry.seq if entry.count else None,
        label,
        changed,
        unchanged,
        tuple(refused.items()),
        tuple(dict.fromkeys(members)) if changed <= journal.CHUNK else (),
        noun="封",
        verb="已登记",
    )


def is_done(letter: Values) -> bool:
    """Whether its receipt is there or it has ended otherwise."""
    return bool(letter["closed"] or letter["receipt_on"] or letter["receipt"] == "yes")


def before_issue(letter: Values, day: str) -> bool:
    """Whether that day lies before the letter was issued, whatever its partial date means."""
    issued = partial_date(letter, "issued")
    return issued is not None and latest(day) < earliest(issued)


def checked_day(day: str, field: str) -> None:
    """``Failure(VALUE_REFUSED)`` for what is no whole date."""
    if len(day) != len("2026-11-20") or not is_date(day):
        raise Failure(Fault.VALUE_REFUSED, field=field, wanted=f"日期，如{date(2026, 11, 20)}")
