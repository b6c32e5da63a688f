"""Whom a search is to be opened for: members long without dues and activity, and letters that never landed.

Nothing here opens anything: it is a list of suggestions, each with its ground, for a person to open cases from.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tui.rules.check_items import kept_spans
from tui.rules.checks import Check
from tui.rules.contact import months_out
from tui.rules.dates import add_months, is_date, latest
from tui.rules.letters import Letter, is_receipt_missing
from tui.rules.search_cases import Origin
from tui.rules.searches import LOST_MONTHS
from tui.store.cipher import CipherDatabase
from tui.store.journal import CHUNK
from tui.store.queries import situations
from tui.store.queries.letters import OPEN

Spans = Sequence[tuple[str, str | None]]
KeptSpans = Callable[[CipherDatabase, Sequence[int]], Mapping[int, Spans]]
"""Gives, for these members, the months for which their relation was kept; members without any need not be in it."""


class OpenLetter(NamedTuple):
    """A letter whose receipt is missing; ``uuid`` in hex."""

    uuid: str
    number: str | None
    to_unit: str | None
    issued: str | None
    dues_to: str | None


@dataclass(frozen=True, slots=True)
class SearchGround:
    """Why a search is suggested for a member; ``origin`` is None where nothing suggests one.

    ``last_contact`` is the later of dues and activity on record (for a letter also the dues that it states), ``months``
    how many whole months have gone by since, without those for which the relation was kept.
    """

    origin: Origin | None
    last_contact: str | None
    months: int | None
    letter: OpenLetter | None


_MONTH: Final = "substr(max(ifnull(dues_to, ''), ifnull(active_on, '')) || '-12', 1, 7)"
"""The month of the last contact as the index of the members has it: never after the true one."""
_CONTACT: Final = """m.id, m.membership, m.dues_to, m.active_on,
    (SELECT max(p.last_month) FROM payment p WHERE p.member = m.id)"""
_SUGGESTED: Final = f"""
    WITH wanted(id) AS (
      SELECT id FROM member WHERE gone IS NULL AND (dues_to IS NOT NULL OR active_on IS NOT NULL) AND {_MONTH} <= :month
      UNION SELECT value FROM json_each(:lettered)
    )
    SELECT {_CONTACT} FROM wanted CROSS JOIN member m ON m.id = wanted.id AND m.gone IS NULL
    JOIN organization o ON o.id = m.org
    WHERE o.keeper = :unit
      AND NOT EXISTS (SELECT 1 FROM search_case c WHERE c.member = m.id AND c.withdrawn_on IS NULL)
    ORDER BY o.lft, m.name, m.id
"""
_CONTACTS: Final = f"SELECT {_CONTACT} FROM json_each(?) j CROSS JOIN member m ON m.id = j.value"
_LETTER: Final = "l.member, l.uuid, l.number, l.other_unit, l.issued, l.dues_to, l.valid_days"
_LETTERS: Final = f"""
    SELECT {_LETTER} FROM json_each(?) j CROSS JOIN letter l ON l.member = j.value WHERE {OPEN.format("l")}
    ORDER BY l.issued, l.id
"""
_ALL_LETTERS: Final = f"""
    SELECT {_LETTER} FROM letter l WHERE {OPEN.format("l")} AND l.issued BETWEEN '2007' AND ? ORDER BY l.issued, l.id
"""
_Contact = tuple[int, str | None, str | None, str | None, str | None]


def recorded_spans(db: CipherDatabase, members: Sequence[int]) -> Mapping[int, Spans]:
    """The kept months of the situations, and those that checks recorded (check 3: 保留的起止月份), of both looks."""
    found = db.execute_sql(
        f"""SELECT k.member, k.answers ->> 'kept' FROM json_each(?) j
            CROSS JOIN check_record k ON k.member = j.value AND k.check_no = {Check.DUES.number}
            WHERE k.answers ->> 'kept' IS NOT NULL""",
        (json.dumps(list(members)),),
    )
    spans: dict[int, list[tuple[str, str | None]]] = defaultdict(list, situations.kept_spans(db, members))
    for member, text in found:
        spans[member] = [*spans[member], *(kept_spans(text) or [])]
    return spans


def suggested(db: CipherDatabase, unit: int, as_of: str, kept: KeptSpans = recorded_spans) -> "array[int]":
    """Members (row ids, in the order of the tree) whom ``unit`` keeps and a search is suggested for on that day."""
    month = add_months(date.fromisoformat(as_of), -LOST_MONTHS)
    letters = _missing(db.execute_sql(_ALL_LETTERS, (as_of,)), as_of)
    wanted = {"unit": unit, "month": f"{month:%Y-%m}", "lettered": json.dumps(list(letters))}
    contacts: list[_Contact] = db.execute_sql(_SUGGESTED, wanted).fetchall()
    chosen = array("Q")
    for start in range(0, len(contacts), CHUNK):
        chunk = contacts[start : start + CHUNK]
        spans = kept(db, [contact[0] for contact in chunk])
        for contact in chunk:
            member = contact[0]
            if _ground(contact, letters.get(member), spans.get(member, ()), as_of).origin is not None:
                chosen.append(member)
    return chosen


def grounds(
    db: CipherDatabase, members: Sequence[int], as_of: str, kept: KeptSpans = recorded_spans
) -> dict[int, SearchGround]:
    """What is known of the last contact of each of these members, and whether it suggests a search."""
    wanted = json.dumps(list(members))
    letters = _missing(db.execute_sql(_LETTERS, (wanted,)), as_of)
    spans = kept(db, members)
    contacts: list[_Contact] = db.execute_sql(_CONTACTS, (wanted,)).fetchall()
    return {
        contact[0]: _ground(contact, letters.get(contact[0]), spans.get(contact[0], ()), as_of) for contact in contacts
    }


def _missing(stored: Iterable[tuple[Any, ...]], as_of: str) -> dict[int, OpenLetter]:
    """The oldest letter of each member whose receipt is missing (V13) on that day."""
    letters: dict[int, OpenLetter] = {}
    for member, uuid, number, to_unit, issued, dues_to, valid_days in stored:
        letter: Letter = {"direction": "out", "issued": issued, "valid_days": valid_days}
        if member not in letters and is_receipt_missing(letter, as_of):
            letters[member] = OpenLetter(uuid.hex(), number, to_unit, issued, dues_to)
    return letters


def _ground(contact: _Contact, letter: OpenLetter | None, spans: Spans, as_of: str) -> SearchGround:
    _, membership, *dates = contact
    last = _last((*dates, letter.dues_to if letter else None))
    months = _months(last, as_of, tuple(spans)) if last else None
    silent = membership != "suspended" and months is not None and months >= LOST_MONTHS
    origin = Origin.LETTER if letter else Origin.SILENCE if silent else None
    return SearchGround(origin, last, months, letter)


@lru_cache(maxsize=16_384)
def _months(last: str, as_of: str, spans: tuple[tuple[str, str | None], ...]) -> int:
    return months_out(last, as_of, spans)


@lru_cache(maxsize=16_384)
def _last(dates: tuple[str | None, ...]) -> str | None:
    """The latest of partial dates."""
    return max((each for each in dates if each and is_date(each)), key=latest, default=None)
