"""The columns that the roster under review offers, a person's choice of them, and how a row becomes cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tui.rules.checks import Check, Ground, Stage
from tui.screens.field_text import shown
from tui.screens.verdict_cells import check_cell
from tui.store.queries.roster import RosterRow
from tui.store.queries.roster_fields import FIELDS
from tui.store.queries.roster_order import Sort
from tui.text import width
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Row

WIDE: Final = 110
"""Cells of the grid from which more of a person is shown, unless he has chosen."""
FIRST: Final = "name"
"""The column that is always there, always first, and stays when the grid is scrolled sideways."""
NARROWEST, WIDEST = 3, 60
UP, DOWN = "▴", "▾"  # one cell in every terminal: not of East Asian class "ambiguous"

_SEXES = {"male": "男", "female": "女"}
_CATEGORIES = {"full": "正式", "probationary": "预备"}


class Offer(NamedTuple):
    """A column that can be chosen; ``width`` in cells. Without ``cell`` it shows the field of its key."""

    title: str
    width: int
    cell: Callable[[RosterRow], Cell] | None = None
    stretch: bool = False
    tail: bool = False


class Placed(NamedTuple):
    """One column of a choice; width 0: as wide as it is by itself."""

    key: str
    width: int = 0


Layout = tuple[Placed, ...]


def _name(row: RosterRow) -> Cell:
    return Cell(f"{row.name}{'（转出）' if row.ground == Ground.OUT_WITHOUT_RECEIPT.value else ''}")


_OFFERS_PERSON: Final[Mapping[str, Offer]] = {
    "name": Offer("姓名", 10, _name, tail=True),
    "sex": Offer("性别", 4, lambda row: Cell(_SEXES.get(row.sex or "", ""))),
    "birth": Offer("出生日期", 10, lambda row: Cell(row.birth or "")),
    "idno": Offer("证号末四位", 10, lambda row: Cell(f"*{row.idno[-4:]}" if row.idno else "", "dim")),
    "category": Offer("类别", 4, lambda row: Cell(_CATEGORIES.get(row.category or "", ""))),
    "branch": Offer("所在党组织", 12, lambda row: Cell(row.organization), stretch=True, tail=True),
}
OFFERS: Final[Mapping[str, Offer]] = {
    **_OFFERS_PERSON,
    **{check.value: Offer(check.label, 4) for check in Check},
    "findings": Offer("问题", 4, lambda row: Cell(f"!{row.findings}", "doubt") if row.findings else Cell("")),
    "note": Offer("备注", 16, lambda row: Cell(row.note or "")),
    "nation": Offer("民族", 8),
    "native": Offer("籍贯", 12),
    "education": Offer("学历", 10),
    "joined": Offer("入党日期", 10),
    "full_at": Offer("转正日期", 10),
    "membership": Offer("党籍状态", 8),
    "phone": Offer("手机", 11),
    "number": Offer("学工号", 12),
    "work": Offer("工作岗位", 16),
    "post": Offer("职务", 12),
    "dues_to": Offer("党费缴纳至", 10),
    "active_on": Offer("最近活动", 10),
    "archive_at": Offer("档案所在", 16, tail=True),
    "lost": Offer("失联", 4),
    "lost_on": Offer("失联日期", 10),
    "floating": Offer("流动", 4),
    "floating_to": Offer("流向", 16),
    "address": Offer("家庭住址", 24, tail=True),
    "remark": Offer("名册备注", 16),
    "situation": Offer("情形", 8),
}
"""Every column, by its key, in the order in which they are offered."""

_CHECKS = {check.value: check for check in Check}
_BRIEF: Final = ("name", "branch", *_CHECKS, "findings")
_FULL: Final = (*_OFFERS_PERSON, *_CHECKS, "findings")


def default_layout(room: int) -> Layout:
    """What is shown in ``room`` cells to whoever has not chosen."""
    return tuple(Placed(key) for key in (_FULL if room >= WIDE else _BRIEF))


def stored(layout: Layout) -> list[list[Any]]:
    """A choice as it is kept."""
    return [[placed.key, placed.width] for placed in layout]


def taken_up(kept: Any) -> Layout | None:
    """A choice that was kept; columns that are no longer offered are left out. None if nothing was chosen."""
    if not kept:
        return None
    found = [Placed(key, within(chosen) if chosen else 0) for key, chosen in kept if key in OFFERS and key != FIRST]
    first = next((Placed(key, within(chosen) if chosen else 0) for key, chosen in kept if key == FIRST), Placed(FIRST))
    return (first, *found)


def within(cells: int) -> int:
    """The nearest width that a column may have."""
    return max(NARROWEST, min(WIDEST, cells))


def own_width(key: str, room: int, stage: Stage, chosen: Check) -> int:
    """The cells of a column nobody has resized."""
    if key in _CHECKS:
        return max(4 if stage is Stage.SELF_CHECK else 6, 6 if _CHECKS[key] is chosen else 4)
    wider = {"name": 12, "branch": 16} if room >= WIDE else {}
    return wider.get(key, OFFERS[key].width)


def columns(layout: Layout, room: int, stage: Stage, chosen: Check, sort: Sort | None = None) -> tuple[Column, ...]:
    """The grid's columns in ``room`` cells; the check in hand stands in brackets, what is sorted by has a sign."""
    found = []
    for key, cells in layout:
        offer = OFFERS[key]
        title = f"[{offer.title}]" if key == chosen.value else offer.title
        if sort is not None and sort.field == key:
            title += DOWN if sort.descending else UP
        needed = cells or max(own_width(key, room, stage, chosen), width(title))
        found.append(Column(key, title, needed, offer.stretch and not cells, offer.tail, key == FIRST))
    return tuple(found)


def fields(layout: Layout) -> tuple[str, ...]:
    """The fields that a page must bring for these columns."""
    return tuple(placed.key for placed in layout if placed.key in FIELDS)


def rows(found: Iterable[RosterRow], layout: Layout, stage: Stage) -> Sequence[Row]:
    """Members as the grid draws them; in the verification each check shows the self-check's letter first."""
    asked = fields(layout)
    return [Row(row.id, tuple(_cells(row, layout, asked, stage))) for row in found]


def _cells(row: RosterRow, layout: Layout, asked: Sequence[str], stage: Stage) -> Iterable[Cell]:
    more = dict(zip(asked, row.more, strict=True))
    for key, _ in layout:
        if key in _CHECKS:
            place = _CHECKS[key].number - 1
            yield check_cell(row.own[place], row.other[place], stage)
        elif (cell := OFFERS[key].cell) is not None:
            yield cell(row)
        else:
            field = "note" if key == "remark" else key
            yield Cell(shown(field, more[key] or ""))
