"""What the set before says to the new one: decisions whose both values are unchanged, and what was put right there."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from tui.rules.comparison import WHOLE, Decision, Kind, same
from tui.store.cipher import CipherDatabase
from tui.store.images import DIFFERENCE, Values

_DECISION: Final = ("decision", "decided_by", "decided_at", "corrected_on", "corrected_by")
_COLUMNS = ", ".join(f"d.{name}" for name in DIFFERENCE.columns)
_DECIDED = f"""
    SELECT {_COLUMNS}, w.fields FROM difference d LEFT JOIN reference_row w ON w.id = d.ref_row
    WHERE d.reference = ? AND d.decision <> 'open'
"""
_Key = tuple[int | None, str, str]


class Earlier:
    """The decided differences of the set before, each asked for once.

    ``kept`` decisions were carried over; ``corrected`` items that were to be corrected there are so now and wait for
    a person to tick them off; ``not_corrected`` items were ticked off before this file was made and are still wrong.
    """

    def __init__(self, db: CipherDatabase, reference: int, taken_on: str) -> None:
        self._taken_on = taken_on
        self._left: dict[_Key, Values] = {}
        self._of_member: dict[int, list[_Key]] = defaultdict(list)
        self.kept = self.corrected = self.not_corrected = 0
        for *stored, fields in db.execute_sql(_DECIDED, (reference,)):
            values = DIFFERENCE.row(stored)
            told = json.loads(fields) if fields else {}
            told.setdefault("name", values["theirs"])
            key = _key(values["member"], values["field"], values["kind"], person_key(told))
            self._left[key] = values
            if values["member"] is not None:
                self._of_member[values["member"]].append(key)

    def decided(self, member: int | None, field: str, kind: Kind, ours: str, theirs: str, person: str) -> Values:
        """The decision to keep for this difference; empty when there is none or one of its values has changed."""
        key = _key(member, field, kind.value, person)
        values = self._left.get(key)
        if values is None or (values["kind"], values["ours"], values["theirs"]) != (kind.value, ours, theirs):
            return {}
        del self._left[key]
        self.kept += 1
        kept = {name: values[name] for name in _DECISION}
        if kept["corrected_on"] and kept["corrected_on"] <= self._taken_on:
            self.not_corrected += 1
            kept |= {"corrected_on": None, "corrected_by": None}
        return kept

    def carried(self, member: int, theirs: Mapping[str, str], differing: set[str]) -> Iterator[Values]:
        """What stays on the books for this member though it differs no longer: what was to be corrected there and now
        says there what it says here, and what this file has no column for."""
        for key in self._of_member.get(member, ()):
            values = self._left.get(key)
            if values is None or values["field"] in differing:
                continue
            field, to_correct = values["field"], values["decision"] == Decision.OURS.value
            if field != WHOLE and field not in theirs:
                if values["decision"] != Decision.THEIRS.value:
                    yield self._left.pop(key)
            elif to_correct and (
                values["kind"] == Kind.ABSENT.value
                if field == WHOLE
                else theirs[field] and same(field, values["ours"], theirs[field])
            ):
                yield self._settle(key)

    def stands_there(self, person: str) -> None:
        """Somebody of this file: whoever was to be taken out of the other database and stands in it is not gone."""
        self._left.pop(_key(None, WHOLE, Kind.OUTSIDE.value, person), None)

    def gone_there(self) -> Iterator[Values]:
        """People who were to be taken out of the other database and no longer stand in it."""
        for key in [key for key, values in self._left.items() if values["kind"] == Kind.OUTSIDE.value]:
            if self._left[key]["decision"] == Decision.OURS.value:
                yield self._settle(key)

    def _settle(self, key: _Key) -> Values:
        values = self._left.pop(key)
        self.corrected += values["corrected_on"] is None
        return values | {"settled": 1}


def person_key(fields: Mapping[str, str]) -> str:
    """What tells one person of a file from another when no member stands for him: his number, else name and birth."""
    return fields.get("idno") or f"{fields['name']}|{fields.get('birth', '')}"


def _key(member: int | None, field: str, kind: str, person: str) -> _Key:
    """Items by member and field; people as a whole by kind, those who are no members or doubles by what tells them."""
    if field != WHOLE:
        return member, field, ""
    return member, field, kind if kind == Kind.ABSENT.value else f"{kind}|{person}"
