"""One search written in one line, as clerks type it from paper: '9.18 11 1 13900001111 妻子接听，人在外地'.

Day, channel, result, then the contact that was tried and what came of it; '@张明' names who searched and '#函复12号'
the paper that shows it, anywhere in the line. A channel or result is its number or its name; a day without a year is
the latest such day up to today.
"""

import re
import unicodedata
from datetime import date
from typing import Final, NamedTuple, TypeVar

from tui.rules.dates import is_date, read_date
from tui.rules.searches import Channel, Result, Way

T = TypeVar("T", Channel, Result)
_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})(?:[-./月])([0-9]{1,2})日?|([01][0-9])([0-3][0-9])")
_TENS: Final = {Way.DIRECT: 10, Way.PERSONAL: 20, Way.OFFICES: 30, Way.OTHER: 40, None: 50}


class Line(NamedTuple):
    """What a line says; the texts at the end may be empty."""

    on: str
    channel: Channel
    result: Result
    contact: str = ""
    said: str = ""
    searched_by: str = ""
    evidence: str = ""


def _numbered() -> dict[str, Channel]:
    numbered = {}
    for way, tens in _TENS.items():
        for place, channel in enumerate((each for each in Channel if each.way is way), start=1):
            numbered[str(tens + place)] = channel
    return numbered


CHANNELS: Final = _numbered()
"""Number → channel: 11 to 13 direct, 21 to 23 through people, 31 to 39 offices, 41 to 45 others, 51 receiving unit."""
RESULTS: Final = {str(place): result for place, result in enumerate(Result, start=1)}


def read_line(line: str, today: date) -> Line | str:
    """What the line says, or the reason (a Chinese sentence) why it cannot be read. Days after today are refused."""
    line, searched_by, evidence = _marked(line)
    words = unicodedata.normalize("NFKC", line).split(maxsplit=3)
    if len(words) < 3:
        return "请依次写日期、渠道、结果，中间空一格。"
    on = read_day(words[0], today)
    if on is None:
        return f"“{words[0]}”不是日期，或者晚于今天。"
    channel = CHANNELS.get(words[1]) or _named(words[1], {each: each.label for each in Channel})
    if channel is None:
        return f"没有“{words[1]}”这个渠道，请写编号或名称。"
    result = RESULTS.get(words[2]) or _named(words[2], {each: each.label for each in Result})
    if result is None:
        return f"没有“{words[2]}”这个结果，请写编号或名称。"
    contact, said = _contact_and_said(line)
    return Line(on, channel, result, contact, said, searched_by, evidence)


def read_day(text: str, today: date) -> str | None:
    """A partial date that does not lie after today; '9.18' and '0918' are the latest such day."""
    text = unicodedata.normalize("NFKC", text).strip()
    if is_date(text):
        return text if text <= today.isoformat() else None
    if written := _MONTH_AND_DAY.fullmatch(text):
        month, day = (int(part) for part in written.groups() if part)
        for year in (today.year, today.year - 1):
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if found <= today:
                return found.isoformat()
        return None
    value = read_date(text).value
    return value if value is not None and value <= today.isoformat() else None


def _marked(line: str) -> tuple[str, str, str]:
    """The line without the words that '@' and '#' mark, and these."""
    plain, searched_by, evidence = [], "", ""
    for word in line.split():
        if word[0] in "@＠":
            searched_by = word[1:]
        elif word[0] in "#＃":
            evidence = word[1:]
        else:
            plain.append(word)
    return " ".join(plain), searched_by, evidence


def _contact_and_said(line: str) -> tuple[str, str]:
    """What follows day, channel and result: the contact, then what came of it; a single word without digits is that."""
    rest = line.split(maxsplit=3)[3:]
    if not rest:
        return "", ""
    first, _, more = rest[0].strip().partition(" ")
    if more or any(character.isdigit() for character in first):
        return first, more.strip()
    return "", rest[0].strip()


def _named(word: str, labels: dict[T, str]) -> T | None:
    """The only one whose name holds the word; an exact name before all."""
    exact = [each for each, label in labels.items() if word == label]
    holding = exact or [each for each, label in labels.items() if word in label]
    return holding[0] if len(holding) == 1 else None
