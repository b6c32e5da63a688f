"""What stands after a field's colon, read by the field's kind; a mistake is a ``ValueError`` with its sentence."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from tui.rules.dates import FIRST_YEAR, LAST_YEAR, read_date
from tui.rules.filters.expressions import EMPTY, Between, Condition, Contains, OneOf, Unrecorded
from tui.rules.filters.fields import Choice, Field, Kind

_COMPARED: Final = re.compile(r"(<=|>=|<|>)(.*)")
_OLDEST: Final = 150
FEWEST_PHONE_DIGITS: Final = 4
"""So many the index of telephone numbers holds."""


def condition(field: Field, value: str, *, quoted: bool = False) -> Condition:
    """The condition that a value (tidied, plain signs) puts on the field."""
    if not quoted and value.lower() in EMPTY and field.key in WITH_NOTHING:
        return Unrecorded()
    match field.kind:
        case Kind.TEXT:
            return _text(field, value)
        case Kind.CHOICE | Kind.CODE:
            return _choices(field, value)
        case Kind.DATE:
            return _range(value, _date, lambda day: _stepped(day, -1), lambda day: _stepped(day, 1))
        case Kind.YEARS:
            return _range(
                value, _years, lambda years: _years(str(int(years) - 1)), lambda years: _years(str(int(years) + 1))
            )


WITH_NOTHING: Final = frozenset({
    "idno", "phone", "number", "nation", "native", "education", "work", "post", "address", "whither", "archive", "note",
    "sex", "category", "membership", "born", "joined", "full", "dues", "active", "lost_on", "joining_form",
    "application", "political_review", "full_application", "training_record",
})  # fmt: skip
"""Fields of which nothing may be recorded, and that can be asked for with 空."""


def _text(field: Field, value: str) -> Condition:
    if field.key in ("idno", "phone") and not re.fullmatch(r"[0-9*-]*[0-9xX]", value):
        raise ValueError(f"“{field.label}”后面要写数字。")
    if field.key == "phone" and len(value) < FEWEST_PHONE_DIGITS:
        raise ValueError(f"“{field.label}”后面至少要写{FEWEST_PHONE_DIGITS}位数字。")
    return Contains(value.upper() if field.key == "idno" else value)


def _choices(field: Field, value: str) -> Condition:
    found = [_choice(field, word.strip()) for word in value.split(",") if word.strip()]
    if not found:
        raise ValueError(f"“{field.label}”后面缺少内容。")
    chosen = [each for each in field.choices if each in [one for many in found for one in many]]
    return OneOf(tuple(each.key for each in chosen), tuple(each.label for each in chosen))


def _choice(field: Field, word: str) -> list[Choice]:
    """The values that a word means: one; of codes all that begin with it (V02 is V02a and V02b)."""
    plain = word.lower()
    exact = [each for each in field.choices if plain in (each.key.lower(), *(other.lower() for other in each.words))]
    if exact:
        return exact
    if field.kind is Kind.CODE and (
        among := [c for c in field.choices if len(plain) > 1 and c.key.lower().startswith(plain)]
    ):
        return among
    if field.kind is Kind.CODE:
        raise ValueError(f"没有“{word}”这个问题代码。")
    listed = "、".join(each.label for each in field.choices)
    raise ValueError(f"“{field.label}”没有“{word}”这个值，可写：{listed}。")


def _range(
    value: str, read: Callable[[str], str], before: Callable[[str], str], after: Callable[[str], str]
) -> Between:
    if compared := _COMPARED.fullmatch(value):
        sign, bound = compared[1], read(compared[2].strip())
        match sign:
            case "<":
                return Between(None, before(bound))
            case "<=":
                return Between(None, bound)
            case ">":
                return Between(after(bound), None)
            case _:
                return Between(bound, None)
    first, *rest = (part.strip() for part in re.split(r"\.{2,}|至|到", value, maxsplit=1))
    if not rest:
        only = read(first)
        return Between(only, only)
    if not first and not rest[0]:
        raise ValueError("范围两端至少要写一端。")
    return Between(read(first) if first else None, read(rest[0]) if rest[0] else None)


def _years(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > _OLDEST:
        raise ValueError(f"“{text}”不是0到{_OLDEST}的整年数。")
    return str(int(text))


def _date(text: str) -> str:
    found = read_date(text).value
    if found is None:
        raise ValueError(f"“{text}”不是日期，可写：1960、2016-01、2016-01-31，范围写作1960..1975。")
    return found


def _stepped(partial: str, step: int) -> str:
    """The year, month or day after (or before) a partial date, as exact as it."""
    match [int(part) for part in partial.split("-")]:
        case [year]:
            found = f"{year + step:04}"
        case [year, month]:
            year, month = divmod(year * 12 + month - 1 + step, 12)
            found = f"{year:04}-{month + 1:02}"
        case _:
            found = (date.fromisoformat(partial) + timedelta(days=step)).isoformat()
    if not FIRST_YEAR <= int(found[:4]) <= LAST_YEAR:
        raise ValueError(f"日期要在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
    return found
