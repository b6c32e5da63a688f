"""One line of a report at a time: a JSON object that has exactly the fields of its kind, each within its bounds.

Every reader here takes the object without its ``t`` and gives the record; ValueError, TypeError or KeyError for
anything that this program would not have written. What is empty was left out, so an empty text is refused too.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NoReturn

from tui.rules.checks import Check, Given, Ground, Verdict
from tui.rules.dates import is_date
from tui.rules.units import UnitKind
from tui.rules.validity import FindingCode
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

Row = dict[str, Any]

_UUID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-f]{64}")
_DAY_LENGTH = len("2016-11-20")
_INITIALS = re.compile(r"[a-z0-9]?(?: ?[a-z0-9])*")
_VERDICTS = re.compile(f"[{''.join(verdict.value for verdict in Verdict)}]{{{len(Check)}}}")
_GIVEN = re.compile(f"[{NOT_GIVEN}{''.join(given.value for given in Given)}]{{{len(Check)}}}")
_POLICIES = frozenset({"2016", "2019"})
_GROUNDS = frozenset(ground.value for ground in Ground)
_FINDINGS = frozenset(code.value for code in FindingCode)
_STATES = frozenset({"open", "resolved", "gone"})
_KINDS = {kind.value: kind for kind in UnitKind}
_FIELDS = frozenset(MEMBER_TEXTS)
_ALLOWED: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("birth", "joined", "full_at", "dues_to", "lost_on", "gone"), is_date),
    **dict.fromkeys(("lost", "floating"), frozenset({"yes", "no"}).__contains__),
    "initials": _INITIALS.fullmatch,
    "sex": frozenset({"male", "female"}).__contains__,
    "category": frozenset({"full", "probationary"}).__contains__,
    "membership": frozenset({"normal", "suspended"}).__contains__,
}


def decode(line: bytes) -> Row:
    """The object on a line; no key twice, no float, nothing before or after it."""
    text = line.decode()
    row, end = _decoder.raw_decode(text)
    if end != len(text) or not isinstance(row, dict):
        raise ValueError("not one object")
    return row


def campaign(row: Row) -> CampaignRecord:
    """``uuid``, ``notice``, ``name``, ``policy``, ``as_of`` (a whole date)."""
    uuid, notice, name, policy, as_of = _fields(row, "uuid", "notice", "name", "policy", "as_of")
    _check_texts([notice, name, policy, as_of])
    if policy not in _POLICIES or not is_date(as_of) or len(as_of) != _DAY_LENGTH:
        raise ValueError("not a campaign")
    return CampaignRecord(_uuid(uuid), notice, name, policy, as_of)


def person(row: Row) -> PersonRecord:
    """``uuid``, ``name``, ``verify_key`` (hexadecimal)."""
    uuid, name, key = _fields(row, "uuid", "name", "verify_key")
    _check_texts([name])
    if not _KEY.fullmatch(key):
        raise ValueError("not a key")
    return PersonRecord(_uuid(uuid), name, bytes.fromhex(key))


def organization(row: Row) -> OrganizationRecord:
    """``uuid``, ``parent`` (or null), ``kind``, ``code`` (maybe empty), ``name``, ``keeper``, ``generation``,
    ``version``."""
    uuid, parent, kind, code, name, keeper, generation, version = _fields(
        row, "uuid", "parent", "kind", "code", "name", "keeper", "generation", "version"
    )
    _check_texts([name, code] if code != "" else [name])
    above = None if parent is None else _uuid(parent)
    whole = _whole(generation, 1), _whole(version, 1)
    return OrganizationRecord(_uuid(uuid), above, _KINDS[kind], code, name, _uuid(keeper), *whole)


def member(row: Row) -> tuple[bytes, Values]:
    """``uuid``, ``org``, ``name`` and whatever else the register has of a member; gives (org, his columns)."""
    uuid, org, extra = _uuid(row.pop("uuid")), _uuid(row.pop("org")), row.pop("extra", None)
    if "name" not in row or not _FIELDS.issuperset(row):
        raise ValueError("not the fields of a member")
    _check_texts(row.values())
    for name in _ALLOWED.keys() & row.keys():
        if not _ALLOWED[name](row[name]):
            raise ValueError(f"not a value of {name}")
    if extra is not None:
        if not 0 < len(extra) <= MOST_EXTRA:
            raise ValueError("nothing, or too much, beyond the fields")
        _check_texts(extra, LONGEST_EXTRA, empty=True)
        _check_texts(extra.values(), LONGEST_EXTRA, empty=True)
    row["uuid"], row["extra"] = uuid, extra
    return org, row


def subject(row: Row) -> tuple[bytes, str]:
    """``member``, ``ground``."""
    of, ground = _fields(row, "member", "ground")
    if ground not in _GROUNDS:
        raise ValueError("not a ground")
    return _uuid(of), ground


def review(row: Row) -> ReviewRecord:
    """``member``, ``stage``, ``verdicts`` and ``given`` (five letters each), ``by`` (five uuids or nulls), ``unit``,
    and, if there are any, ``at`` and ``note``."""
    at, note = row.pop("at", None), row.pop("note", None)
    of, stage, verdicts, given, by, unit = _fields(row, "member", "stage", "verdicts", "given", "by", "unit")
    if at is not None:
        _whole(at, 0, 1 << 40)
    if note is not None:
        _check_texts([note], LONGEST_NOTE)
    if not (_VERDICTS.fullmatch(verdicts) and _GIVEN.fullmatch(given)) or len(by) != len(Check):
        raise ValueError("not five verdicts")
    givers = tuple(None if giver is None else _uuid(giver) for giver in by)
    for letter, how, giver in zip(verdicts, given, givers, strict=True):
        if {letter == Verdict.UNCHECKED.value, how == NOT_GIVEN, giver is None} not in ({True}, {False}):
            raise ValueError("a verdict without its giver, or the other way round")
    return ReviewRecord(_uuid(of), _whole(stage, 1, 2), verdicts, given, givers, at, note, _uuid(unit))


def finding(row: Row) -> tuple[bytes, FindingRecord]:
    """``member``, ``uuid``, ``stage``, ``check`` (1 to 5), ``code``, ``state``; gives (member, finding)."""
    of, uuid, stage, check, code, state = _fields(row, "member", "uuid", "stage", "check", "code", "state")
    if code not in _FINDINGS or state not in _STATES:
        raise ValueError("not a finding")
    where = _whole(stage, 1, 2), _whole(check, 1, len(Check))
    return _uuid(of), FindingRecord(_uuid(uuid), *where, code, state)


def _fields(row: Row, *names: str) -> list[Any]:
    """The values of exactly these fields."""
    if len(row) != len(names):
        raise ValueError("a field too few or too many")
    return [row[name] for name in names]


def _uuid(text: str) -> bytes:
    if not _UUID.fullmatch(text):
        raise ValueError("not a uuid")
    return bytes.fromhex(text)


def _whole(number: int, least: int, most: int = 1 << 53) -> int:
    if type(number) is not int or not least <= number <= most:
        raise ValueError("not a number within its bounds")
    return number


def _check_texts(texts: Iterable[str], longest: int = LONGEST_TEXT, *, empty: bool = False) -> None:
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
