"""Whom a search is to be opened for: members long without dues and activity, and letters that never landed.

Nothing here opens anything: it is a list of suggestions, each with its ground, for a person to open cases from.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from tui.rules.check_items import kept_spans
from tui.rules.checks import Check
from tui.rules.contact import months_out
from tui.rules.dates import add_months, is_date, latest
from tui.rules.letters import Letter, is_receipt_missing
from tui.rules.search_cases import Origin
from tui.rules.searches import LOST_MONTHS
from tui.store.cipher import CipherDatabase
from tui.store.journal import CHUNK

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
LIVING_CASE: Final = "EXISTS (SELECT 1 FROM search_case c WHERE c.member = m.id AND c.withdrawn_on IS NULL)"
_SUGGESTED: Final = f"""
    WITH wanted(id) AS (
      SELECT id FROM member WHERE gone IS NULL AND (dues_to IS NOT NULL OR active_on IS NOT NULL) AND {_MONTH} <= :month
      UNION
      SELECT member FROM letter
      WHERE direction = 'out' AND receipt_on IS NULL AND receipt IS NOT 'yes' AND issued BETWEEN '2007' AND :as_of
    )
    SELECT m.id FROM wanted CROSS JOIN member m ON m.id = wanted.id AND m.gone IS NULL
    JOIN organization o ON o.id = m.org
    WHERE o.keeper = :unit AND NOT {LIVING_CASE}
    ORDER BY o.lft, m.name, m.id
"""
_CONTACTS: Final = """
    SELECT m.id, m.membership, m.dues_to, m.active_on,
      (SELECT max(p.last_month) FROM payment p WHERE p.member = m.id)
    FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
"""
_LETTERS: Final = """
    SELECT l.member, lower(hex(l.uuid)), l.number, l.to_unit, l.issued, l.dues_to, l.valid_days
    FROM json_each(?) j CROSS JOIN letter l ON l.member = j.value
    WHERE l.direction = 'out' AND l.receipt_on IS NULL AND l.receipt IS NOT 'yes'
    ORDER BY l.issued, l.id
"""


def recorded_spans(db: CipherDatabase, members: Sequence[int]) -> Mapping[int, Spans]:
    """The kept months that checks recorded (check 3: 保留的起止月份), of both looks."""
    found = db.execute_sql(
        f"""SELECT k.member, k.answers ->> 'kept' FROM json_each(?) j
            CROSS JOIN check_record k ON k.member = j.value AND k.check_no = {Check.DUES.number}
            WHERE k.answers ->> 'kept' IS NOT NULL""",
        (json.dumps(list(members)),),
    )
    spans: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for member, text in found:
        spans[member] += kept_spans(text) or []
    return spans


def suggested(db: CipherDatabase, unit: int, as_of: str, kept: KeptSpans = recorded_spans) -> "array[int]":
    """Members (row ids, in the order of the tree) whom ``unit`` keeps and a search is suggested for on that day."""
    month = add_months(date.fromisoformat(as_of), -LOST_MONTHS)
    found = db.execute_sql(_SUGGESTED, {"unit": unit, "as_of": as_of, "month": f"{month:%Y-%m}"})
    members = [member for (member,) in found]
    chosen = array("Q")
    for start in range(0, len(members), CHUNK):
        chunk = members[start : start + CHUNK]
        known = grounds(db, chunk, as_of, kept)
        chosen.extend(member for member in chunk if known[member].origin is not None)
    return chosen


def grounds(
    db: CipherDatabase, members: Sequence[int], as_of: str, kept: KeptSpans = recorded_spans
) -> dict[int, SearchGround]:
    """What is known of the last contact of each of these members, and whether it suggests a search."""
    wanted = json.dumps(list(members))
    letters: dict[int, OpenLetter] = {}
    for member, uuid, number, to_unit, issued, dues_to, valid_days in db.execute_sql(_LETTERS, (wanted,)):
        stored: Letter = {"direction": "out", "issued": issued, "valid_days": valid_days}
        if member not in letters and is_receipt_missing(stored, as_of):
            letters[member] = OpenLetter(uuid, number, to_unit, issued, dues_to)
    spans = kept(db, members)
    found: dict[int, SearchGround] = {}
    for member, membership, *dates in db.execute_sql(_CONTACTS, (wanted,)).fetchall():
        letter = letters.get(member)
        last = _last([*dates, letter.dues_to if letter else None])
        months = months_out(last, as_of, spans.get(member, ())) if last else None
        silent = membership != "suspended" and months is not None and months >= LOST_MONTHS
        origin = Origin.LETTER if letter else Origin.SILENCE if silent else None
        found[member] = SearchGround(origin, last, months, letter)
    return found


def _last(dates: Iterable[str | None]) -> str | None:
    """The latest of partial dates."""
    return max((each for each in dates if each and is_date(each)), key=latest, default=None)
