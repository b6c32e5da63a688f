"""Numbers and dates in Chinese numerals, as papers have them that nobody may alter.

Sources: the instructions of 《中国共产党党员组织关系介绍信》 (组通字〔2006〕45号) ask for capital numerals for 党费 and
有效期 without saying how a month is padded; here it is done as in 《支付结算办法》附一 第六条: 零 before 壹月, 贰月,
壹拾月, before a day from 壹日 to 玖日 and before 壹拾日, 贰拾日, 叁拾日; 壹 before 拾.
"""

from typing import Final

from tui.rules.dates import is_date

_CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLAIN: Final = "〇一二三四五六七八九"
_PLACES: Final = ("", "拾", "佰", "仟")
MOST: Final = 9999
"""The largest number that is written here."""


def capital_number(number: int) -> str:
    """A number from 0 to ``MOST`` in capital numerals: 30 is 叁拾, 15 壹拾伍, 105 壹佰零伍. ValueError beyond."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    written, gap = "", False
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            written += f"{'零' if gap else ''}{_CAPITALS[digit]}{_PLACES[place]}"
        gap = digit == 0 and written != ""
    return written or _CAPITALS[0]


def capital_year(year: str) -> str:
    """A year digit by digit in capital numerals: '2016' is 贰零壹陆."""
    return "".join(_CAPITALS[int(digit)] for digit in year)


def capital_month(month: int) -> str:
    """A month in capital numerals, padded so that none can be made of another: 1 is 零壹, 3 叁, 12 壹拾贰."""
    return f"{'零' if month in (1, 2, 10) else ''}{capital_number(month)}"


def capital_day(day: int) -> str:
    """A day of a month in capital numerals, padded likewise: 5 is 零伍, 20 零贰拾, 15 壹拾伍."""
    return f"{'零' if day < 10 or day % 10 == 0 else ''}{capital_number(day)}"


def capital_date(partial: str) -> str:
    """A partial ISO date in capital numerals: '2016-12-05' is 贰零壹陆年壹拾贰月零伍日. ValueError if it is none."""
    year, month, day = _parts(partial)
    written = f"{capital_year(year)}年"
    if month:
        written += f"{capital_month(int(month))}月"
    return f"{written}{capital_day(int(day))}日" if day else written


def written_date(partial: str) -> str:
    """A partial ISO date in plain numerals: '2016-12-05' is 二〇一六年十二月五日. ValueError if it is none."""
    year, month, day = _parts(partial)
    written = f"{''.join(_PLAIN[int(digit)] for digit in year)}年"
    if month:
        written += f"{_below_hundred(int(month))}月"
    return f"{written}{_below_hundred(int(day))}日" if day else written


def _parts(partial: str) -> tuple[str, str, str]:
    if not is_date(partial):
        raise ValueError(partial)
    year, month, day = (*partial.split("-"), "", "")[:3]
    return year, month, day


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{'' if tens < 2 else _PLAIN[tens]}{'十' if tens else ''}{_PLAIN[ones] if ones else ''}"
