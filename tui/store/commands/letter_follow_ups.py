"""Asking after letters: what the receiving unit or the member himself said, kept with each letter."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.letter_states import ASKED, CHANNELS, FOLLOWED
from tui.store import ids, journal
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.letter_progress import NOTE_LIMIT, before_issue, checked_day
from tui.store.images import LETTER, LETTER_FOLLOW_UP, MEMBER, Values
from tui.store.session import Session
from tui.text import clean

WHO_LIMIT: Final = 40


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One asking: its day, who of ours asked, whom (``ASKED``), how (``CHANNELS``), what came of it (``FOLLOWED``)."""

    on_day: str
    who: str
    asked: str
    channel: str
    outcome: str
    note: str = ""


def follow_up(session: Session, letters: Sequence[int], told: FollowUp) -> Change:
    """Note that it was asked after each of these letters (row ids, each once).

    Whoever has not landed (“口袋”党员) is listed by name from this. Refused: letters of people who are not kept here,
    void ones, and a day before the letter was issued. ``Failure`` NAME_MISSING, VALUE_REFUSED.
    """
    checked_day(told.on_day, "跟踪日期")
    who = clean(told.who).strip()[:WHO_LIMIT]
    if not who:
        raise Failure(Fault.NAME_MISSING, field="跟踪人")
    for value, choices, field in (
        (told.asked, ASKED, "询问对象"),
        (told.channel, CHANNELS, "联系方式"),
        (told.outcome, FOLLOWED, "跟踪结果"),
    ):
        if value not in choices:
            raise Failure(Fault.VALUE_REFUSED, field=field, wanted="、".join(choices.values()))
    refused: Counter[Refusal] = Counter()
    new: list[Values] = []
    with journal.entry(session, "letter.follow_up", {"outcome": told.outcome}) as entry:
        kept = kept_organizations(session)
        stored = stored_rows(session.db, LETTER, letters)
        owners = stored_rows(session.db, MEMBER, (row["member"] for row in stored.values()))
        number = ids.next_id(session.db, LETTER_FOLLOW_UP)
        for letter in letters:
            row = stored[letter]
            if refusal := out_of_reach(owners[row["member"]], kept):
                refused[refusal] += 1
            elif row["closed"] == "void":
                refused[Refusal.LETTER_DONE] += 1
            elif before_issue(row, told.on_day):
                refused[Refusal.BEFORE_ISSUE] += 1
            else:
                new.append({
                    "id": number + len(new), "uuid": uuid4().bytes, "member": row["member"], "letter": letter,
                    "on_day": told.on_day, "who": who, "asked": told.asked, "channel": told.channel,
                    "outcome": told.outcome, "note": clean(told.note).strip()[:NOTE_LIMIT] or None,
                    "by": session.actor.id, "at": int(session.clock().timestamp()),
                })  # fmt: skip
        save(session.db, entry, LETTER_FOLLOW_UP, new)
    return Change(
        entry.seq if entry.count else None,
        f"记为{FOLLOWED[told.outcome]}",
        len(new),
        refused=tuple(refused.items()),
        members=tuple(dict.fromkeys(row["member"] for row in new)),
        noun="封",
        verb="已记跟踪",
    )
