"""中国共产党党员组织关系介绍信: 存根, 介绍信 and 回执联 on one A4 page.

Source: 组通字〔2006〕45号, in use from 2007-01-01; texts and fields of the three parts as its transcriptions have them.
党费 and 有效期 stand in capital numerals, what does not apply of 男/女 and 正式/预备 is struck out, and where a value
is missing the blank of the form stays. 落款 is the seal alone. Print and sizes of the issued form were not found: the
layout is ours, and so is that the dates stand in capital numerals too [inferred].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from exports.papers.page import broad
from exports.papers.typeset import (
    FANGSONG,
    HEI,
    SONG,
    Box,
    Edge,
    Piece,
    Row,
    Sheet,
    Side,
    Style,
    add_line,
    add_table,
    file_of,
    new_pages,
)
from tui.rules.numerals import capital_date, capital_month, capital_number, capital_year
from tui.text import clean

TITLE: Final = "中国共产党党员组织关系介绍信"
SHEET: Final = Sheet(210, 297, top=12, bottom=10, left=15, right=15)
_WIDTHS: Final = (170.0, 10.0)
_STUB, _CUT, _LETTER, _RECEIPT = 64.0, 9.0, 114.0, 80.0
"""Heights of the parts in millimetres: 270 in all of the 275 between the margins."""
_SIZES: Final = (14.0, 12.0, 10.5, 9.0, 8.0, 7.0)
"""Sizes of characters that are tried until a part keeps to its height."""
_LEADING: Final = 1.55
_TIGHT: Final = 1.2
_CAUTION: Final = 0.9
"""Share of a line that is counted on: other offices have other fonts."""
_POINTS: Final = 72 / 25.4

Words = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class IntroductionLetter:
    """The letter of one member; any text may be '' and any number None, which leaves its blank."""

    number: str
    """Without 第 and 号."""
    name: str
    sex: str
    """男 or 女."""
    age: int | None
    """周岁 on the day of issue."""
    nation: str
    probationary: bool | None
    idno: str
    addressee: str
    """抬头: the receiving 组织部, or committee that may receive directly."""
    origin: str
    """由: down to the committee or village."""
    destination: str
    """去: down to the committee or village."""
    dues_to: str
    """党费已交到, a year and month ('2016-12')."""
    valid_days: int | None
    issued_on: str
    contact: str
    """党员联系电话或其他联系方式."""
    committee: str
    """党员原所在基层党委: to whom the receipt goes back."""
    committee_address: str
    committee_phone: str
    committee_fax: str
    committee_postcode: str


class _Said(NamedTuple):
    """A line of a part: its pieces, where it stands, how far its first line is indented."""

    pieces: Words
    side: Side = Side.BOTH
    first: float = 2


def introduction_bytes(*letters: IntroductionLetter) -> bytes:
    """The .docx file of one letter or several, a page each, for texts of any length that a unit's name has.

    Only where a part's texts would not fit in its smallest characters (some 900 of them) does it grow, and the page
    with it: nothing is cut off. ValueError for a date that is none.
    """
    pages = new_pages(SHEET, TITLE, max(letter.issued_on for letter in letters) or _NO_DAY, numbered=False)
    for number, letter in enumerate(letters):
        if number:
            add_line(pages, (), Style(size=1, line=1, new_page=True))
        add_table(pages, _WIDTHS, _rows(letter))
    return file_of(pages)


def _rows(letter: IntroductionLetter) -> list[Row]:
    return [
        _part("党员介绍信存根", letter.number, _stub(letter), "第一联", _STUB),
        Row([Box([((Piece("（加盖骑缝章）"),), Style(FANGSONG, 10.5, 14, Side.CENTRE))], 2)], _CUT, edge=Edge.CUT),
        _part(TITLE, letter.number, _body(letter), "第二联", _LETTER),
        Row([Box([], 2)], _CUT / 3, edge=Edge.CUT),
        _part(f"{TITLE}回执联", letter.number, _receipt(letter), "第三联", _RECEIPT),
    ]


_NO_DAY: Final = "1980-01-01"
"""Given as the day of making where a blank letter has none."""


def _stub(letter: IntroductionLetter) -> list[_Said]:
    return [
        _Said([
            _filled(letter.name, 12), Piece("同志系中共（"), *_choice(letter.probationary, "预备", "正式"),
            Piece("）党员，组织关系由"), _filled(letter.origin, 22), Piece("转到"), _filled(letter.destination, 22),
            Piece("。"),
        ]),
        _Said([Piece(_dated(letter.issued_on))], Side.RIGHT),
        _Said([Piece("（贴回执联处）")], Side.CENTRE, 0),
    ]  # fmt: skip


def _body(letter: IntroductionLetter) -> list[_Said]:
    male = None if letter.sex not in ("男", "女") else letter.sex == "男"
    full = None if letter.probationary is None else not letter.probationary
    year, month = _dues(letter.dues_to)
    days = "" if letter.valid_days is None else capital_number(letter.valid_days)
    return [
        _Said([_filled(letter.addressee, 24), Piece("：")], first=0),
        _Said([
            _filled(letter.name, 12), Piece("同志（"), *_choice(male, "男", "女"), Piece("），"),
            _filled("" if letter.age is None else str(letter.age), 4), Piece("岁，"),
            _filled(letter.nation.removesuffix("族"), 6), Piece("族，系中共（"), *_choice(full, "正式", "预备"),
            Piece("）党员，身份证号码"), _filled(letter.idno, 20), Piece("，由"), _filled(letter.origin, 22),
            Piece("去"), _filled(letter.destination, 22), Piece("，请转接组织关系。该同志党费已交到"),
            _filled(year, 8), Piece("年"), _filled(month, 6), Piece("月。"),
        ]),
        _Said([Piece("（有效期"), _filled(days, 6), Piece("天）")]),
        _Said([Piece("（盖章）　　　　")], Side.RIGHT),
        _Said([Piece(_dated(letter.issued_on))], Side.RIGHT),
        _Said([Piece("党员联系电话或其他联系方式："), Piece(letter.contact)], Side.LEFT, 0),
        _Said([Piece("党员原所在基层党委通讯地址："), Piece(letter.committee_address)], Side.LEFT, 0),
        _Said([
            Piece("联系电话："), Piece(letter.committee_phone or " " * 18), Piece("　传真："),
            Piece(letter.committee_fax or " " * 18), Piece("　邮编："), Piece(letter.committee_postcode),
        ], Side.LEFT, 0),
    ]  # fmt: skip


def _receipt(letter: IntroductionLetter) -> list[_Said]:
    return [
        _Said([_filled(letter.committee, 24), Piece("：")], first=0),
        _Said([_filled(letter.name, 12), Piece("同志的党员组织关系已转达我处，特此回复。")]),
        _Said([Piece("（盖章）　　　　")], Side.RIGHT),
        _Said([Piece(_dated(""))], Side.RIGHT),
        _Said([Piece(f"经办人：{' ' * 24}联系电话：")], Side.LEFT, 0),
        _Said([Piece(
            "注：回执联由接收党员组织关系的基层党委在接收党员后一个月内邮寄或传真至党员原所在基层党委。"
        )], Side.LEFT, 0),
    ]  # fmt: skip


def _part(title: str, number: str, said: Sequence[_Said], caption: str, height: float) -> Row:
    """A part in characters as large as keep to its height, and at its right edge which of the three it is."""
    size, line = _fitting(said, height)
    lines = [
        ((Piece(title),), Style(SONG, 16, 24, Side.CENTRE)),
        ((Piece("第"), _filled(number, 12), Piece("号")), Style(FANGSONG, 12, 20, Side.RIGHT)),
        *((each.pieces, Style(FANGSONG, size, line, each.side, each.first)) for each in said),
    ]
    edge = Style(HEI, 10.5, 16, Side.CENTRE)
    return Row([Box(lines, top=True), Box([((Piece(each),), edge) for each in caption])], height, edge=Edge.NONE)


def _fitting(said: Sequence[_Said], height: float) -> tuple[float, float]:
    """Size of characters and height of a line in points."""
    room = height * _POINTS - 24 - 20 - 4
    tried = [(size, round(size * leading)) for size in _SIZES for leading in (_LEADING, _TIGHT)]
    for size, line in tried:
        cells = int(_WIDTHS[0] * _POINTS / size * 2 * _CAUTION)
        lines = sum(-(-(sum(broad(p.words) for p in each.pieces) + 4) // cells) for each in said)
        if lines * line <= room:
            return size, line
    return tried[-1]


def _filled(words: str, blank: int) -> Piece:
    """What is written on a line of the form; or the empty line, some ``blank`` characters long."""
    seen = clean(words)
    return Piece(f" {seen} " if seen else "\u00a0" * (2 * blank), filled=True)


def _choice(first: bool | None, one: str, other: str) -> list[Piece]:
    """Both words of the form, the one that does not apply struck out."""
    return [Piece(one, struck=first is False), Piece("/"), Piece(other, struck=first is True)]


def _dues(partial: str) -> tuple[str, str]:
    year, _, month = partial.partition("-")
    return capital_year(year), capital_month(int(month[:2])) if month else ""


def _dated(partial: str) -> str:
    return capital_date(partial) if partial else "　　　　年　　月　　日"
