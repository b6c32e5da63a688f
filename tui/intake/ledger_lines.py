"""A ledger's row on a line of a report, read as strictly as everything else that a report brings."""

import json
from collections.abc import Set
from typing import Any, Final

from tui.intake.report_lines import DAY_LENGTH, Row, check_texts, fields, uuid_of, whole
from tui.rules.dates import is_date
from tui.store.ledgers import BY_NAME, Carried, Ledger
from tui.store.travel.records import LedgerRecord

LONGEST: Final = 10_000
_MOST: Final = 1 << 53


def ledger(row: Row, people: Set[bytes], *, verifiers: bool = False) -> LedgerRecord:
    """``of``, ``row`` and, for a member's, ``member``; ``people`` are the persons whom the report names.

    ``verifiers``: whether this is the place of a verifier's own records, not that of a slice's.

    ValueError, TypeError, KeyError or AttributeError for anything that this program would not have written.
    """
    member = uuid_of(row.pop("member")) if "member" in row else None
    of, columns = fields(row, "of", "row")
    found = BY_NAME[of]
    if found.carried is (Carried.SLICE if verifiers else Carried.VERIFIER):
        raise ValueError("not the place of this ledger")
    if (member is not None) != (found.owner == "member"):
        raise ValueError("not whose row it can be")
    if not found.required <= columns.keys() <= set(found.carried_columns):
        raise ValueError("not the columns of the ledger")
    values = {name: _value(found, name, value) for name, value in columns.items()}
    if not all(values[name] in people for name in found.people if name in values):
        raise ValueError("somebody whom the report does not name")
    return LedgerRecord(of, member, values)


def _value(found: Ledger, name: str, value: Any) -> Any:
    if name in found.numbers:
        return whole(value, -_MOST, _MOST)
    if name in found.table.binary:
        return bytes.fromhex(_text(value)) if name != "uuid" else uuid_of(value)
    if name == "org" or name in found.names or name in found.people or name in (found.hangs_on or ())[1:]:
        return uuid_of(value)
    if name in found.objects:
        return _object(value)
    text = _text(value, empty=name in found.required)
    if name in found.codes and text not in found.codes[name]:
        raise ValueError(f"not a value of {name}")
    if name in (*found.dates, *found.days) and not is_date(text):
        raise ValueError(f"no date in {name}")
    if name in found.days and len(text) != DAY_LENGTH:
        raise ValueError(f"no whole date in {name}")
    if found.hangs_on and name == found.hangs_on[0] and "uuid" not in BY_NAME[text].table.columns:
        raise ValueError("nothing hangs on these rows")
    return text


def _text(value: Any, *, empty: bool = False) -> str:
    check_texts([value], LONGEST, empty=empty)
    return str(value)


def _object(text: Any) -> str:
    """JSON of an object of texts, in the one form in which it is stored."""
    said = json.loads(text)
    if not isinstance(said, dict) or json.dumps(said, sort_keys=True, ensure_ascii=False) != text:
        raise ValueError("not an object as it is stored")
    check_texts(said, LONGEST, empty=True)
    check_texts(said.values(), LONGEST, empty=True)
    return str(text)
