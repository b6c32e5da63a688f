"""One line of a report at a time: a JSON object that has exactly the fields of its kind, each within its bounds.

Every reader here takes the object without its ``t`` and gives the record; ValueError, TypeError or KeyError for
anything that this program would not have written. What is empty was left out, so an empty text is refused too.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, NoReturn

from tui.rules.check_findings import BY_CODE
from tui.rules.checks import Check, Given, Ground, Verdict
from tui.rules.dates import is_date
from tui.rules.findings import FindingCode
from tui.rules.units import UnitKind
from tui.store.images import Values
from tui.store.travel.records import (
    MEMBER_TEXTS,
    NOT_GIVEN,
    CampaignRecord,
    FindingRecord,
    OrganizationRecord,
    PersonRecord,
    ReviewRecord,
)
from tui.text import clean

LONGEST_TEXT: Final = 500
LONGEST_NOTE: Final = 10_000  # every bulk verdict may have added its basis
LONGEST_EXTRA: Final = 1000
MOST_EXTRA: Final = 1000
_LATEST: Final = 1 << 40  # seconds since 1970
_CHECKS: Final = len(Check)

Row = dict[str, Any]

_UUID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-f]{64}")
DAY_LENGTH: Final = len("2016-11-20")
_INITIALS = re.compile(r"[a-z0-9]?(?: ?[a-z0-9])*")
_VERDICTS = re.compile(f"[{''.join(verdict.value for verdict in Verdict)}]{{{len(Check)}}}")
_GIVEN = re.compile(f"[{NOT_GIVEN}{''.join(given.value for given in Given)}]{{{len(Check)}}}")
_POLICIES = frozenset({"2016", "2019"})
_GROUNDS = frozenset(ground.value for ground in Ground)
_FINDINGS = frozenset(code.value for code in FindingCode) | BY_CODE.keys()
_STATES = frozenset({"open", "resolved", "gone"})
_KINDS = {kind.value: kind for kind in UnitKind}
_FIELDS = frozenset(MEMBER_TEXTS)
_ALLOWED: tuple[tuple[str, Callable[[str], object]], ...] = (
    *((name, is_date) for name in ("birth", "joined", "full_at", "dues_to", "lost_on", "gone")),
    *((name, frozenset({"yes", "no"}).__contains__) for name in ("lost", "floating")),
    ("initials", _INITIALS.fullmatch),
    ("sex", frozenset({"male", "female"}).__contains__),
    ("category", frozenset({"full", "probationary"}).__contains__),
    ("membership", frozenset({"normal", "suspended"}).__contains__),
)


def decode(line: bytes) -> Row:
    """The object on a line; no key twice, no float, nothing before or after it."""
    text = line.decode()
    row, end = _decoder.raw_decode(text)
    if end != len(text) or not isinstance(row, dict):
        raise ValueError("not one object")
    return row


def campaign(row: Row) -> CampaignRecord:
    """``uuid``, ``notice``, ``name``, ``policy``, ``as_of`` (a whole date)."""
    uuid, notice, name, policy, as_of = fields(row, "uuid", "notice", "name", "policy", "as_of")
    check_texts([notice, name, policy, as_of])
    if policy not in _POLICIES or not is_date(as_of) or len(as_of) != DAY_LENGTH:
        raise ValueError("not a campaign")
    return CampaignRecord(uuid_of(uuid), notice, name, policy, as_of)


def person(row: Row) -> PersonRecord:
    """``uuid``, ``name``, ``verify_key`` (hexadecimal)."""
    uuid, name, key = fields(row, "uuid", "name", "verify_key")
    check_texts([name])
    if not _KEY.fullmatch(key):
        raise ValueError("not a key")
    return PersonRecord(uuid_of(uuid), name, bytes.fromhex(key))


def organization(row: Row) -> OrganizationRecord:
    """``uuid``, ``parent`` (or null), ``kind``, ``code`` (maybe empty), ``name``, ``keeper``, ``generation``,
    ``version``."""
    uuid, parent, kind, code, name, keeper, generation, version = fields(
        row, "uuid", "parent", "kind", "code", "name", "keeper", "generation", "version"
    )
    check_texts([name, code] if code != "" else [name])
    above = None if parent is None else uuid_of(parent)
    place = whole(generation, 1), whole(version, 1)
    return OrganizationRecord(uuid_of(uuid), above, _KINDS[kind], code, name, uuid_of(keeper), *place)


def member(row: Row) -> tuple[bytes, Values]:
    """``uuid``, ``org``, ``name`` and whatever else the register has of a member; gives (org, his columns)."""
    uuid, org, extra = uuid_of(row.pop("uuid")), _known_uuid(row.pop("org")), None
    if "extra" in row:
        extra = row.pop("extra")
        if not 0 < len(extra) <= MOST_EXTRA:
            raise ValueError("nothing, or too much, beyond the fields")
        check_texts(extra, LONGEST_EXTRA, empty=True)
        check_texts(extra.values(), LONGEST_EXTRA, empty=True)
    if "name" not in row or not _FIELDS.issuperset(row):
        raise ValueError("not the fields of a member")
    check_texts(row.values())
    for name, allowed in _ALLOWED:
        if name in row and not allowed(row[name]):
            raise ValueError(f"not a value of {name}")
    row["uuid"], row["extra"] = uuid, extra
    return org, row


def subject(row: Row, of: bytes) -> str:
    """``member`` (whose uuid it is, is known), ``ground``."""
    member, ground = fields(row, "member", "ground")
    if ground not in _GROUNDS or member != of.hex():
        raise ValueError("not the member's ground")
    return str(ground)


def review(row: Row) -> ReviewRecord:
    """``member``, ``stage``, ``verdicts`` and ``given`` (five letters each), ``by`` (five uuids or nulls), ``unit``,
    and, if there are any, ``at`` and ``note``."""
    at = whole(row.pop("at"), 0, _LATEST) if "at" in row else None
    note = _text(row.pop("note"), LONGEST_NOTE) if "note" in row else None
    of, stage, verdicts, given, by, unit = fields(row, "member", "stage", "verdicts", "given", "by", "unit")
    givers = tuple([None if giver is None else _known_uuid(giver) for giver in by])
    if tuple([giver is None for giver in givers]) != _unchecked(verdicts, given):
        raise ValueError("a verdict without its giver, or the other way round")
    return ReviewRecord(uuid_of(of), whole(stage, 1, 2), verdicts, given, givers, at, note, _known_uuid(unit))


def finding(row: Row, of: bytes) -> FindingRecord:
    """``member`` (whose uuid it is, is known), ``uuid``, ``stage``, ``check`` (1 to 5), ``code``, ``state``."""
    member, uuid, stage, check, code, state = fields(row, "member", "uuid", "stage", "check", "code", "state")
    if code not in _FINDINGS or state not in _STATES or member != of.hex():
        raise ValueError("not the member's finding")
    return FindingRecord(uuid_of(uuid), whole(stage, 1, 2), whole(check, 1, _CHECKS), code, state)


@lru_cache(maxsize=4096)
def _unchecked(verdicts: str, given: str) -> tuple[bool, ...]:
    """Which of the five are 未查; nobody has given these, and somebody all the others."""
    if not (_VERDICTS.fullmatch(verdicts) and _GIVEN.fullmatch(given)):
        raise ValueError("not five verdicts")
    nobody = tuple(letter == Verdict.UNCHECKED.value for letter in verdicts)
    if nobody != tuple(how == NOT_GIVEN for how in given):
        raise ValueError("a verdict that was not given, or the other way round")
    return nobody


def fields(row: Row, *names: str) -> list[Any]:
    """The values of exactly these fields."""
    if len(row) != len(names):
        raise ValueError("a field too few or too many")
    return [row[name] for name in names]


def uuid_of(text: str) -> bytes:
    """The bytes of a uuid in hexadecimal."""
    if not _UUID.fullmatch(text):
        raise ValueError("not a uuid")
    return bytes.fromhex(text)


_known_uuid = lru_cache(maxsize=4096)(uuid_of)
"""The same for the few that come again and again: persons and organisations."""


def whole(number: int, least: int, most: int = 1 << 53) -> int:
    """The number, if it is a whole one within its bounds."""
    if type(number) is not int or not least <= number <= most:
        raise ValueError("not a number within its bounds")
    return number


def _text(text: str, longest: int) -> str:
    check_texts([text], longest)
    return text


def check_texts(texts: Iterable[str], longest: int = LONGEST_TEXT, *, empty: bool = False) -> None:
    """Each a text within the bound that cleaning leaves as it is (joined, one search serves them all)."""
    together = "\ue000".join(texts)
    if clean(together) != together:
        raise ValueError("text that has to be cleaned")
    if not empty and not all(texts):
        raise ValueError("an empty text")
    if len(together) > longest and any(len(text) > longest for text in texts):
        raise ValueError("a text too long")


def _object(pairs: list[tuple[str, Any]]) -> Row:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key comes twice")
    return row


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"not a whole number: {text[:40]}")


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse)
