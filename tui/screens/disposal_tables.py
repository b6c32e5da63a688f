"""The tables of the statistics of 组织处置: what stands in their rows and columns, and who is behind each figure."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tui.rules.disposal.lost_summary import DISPOSAL, MANAGEMENT, Column
from tui.rules.disposal.statistics import Dated, Figure, Period, Standing, steps_of, tally
from tui.rules.findings import FindingCode
from tui.store.queries.disposal_statistics import Register

People = Sequence[tuple[int, int]]
"""Members and cases (row ids); 0 for no case."""
_ALWAYS: Final = (Figure.OPEN, Figure.CLOSED)


class Line(NamedTuple):
    """A row: its name, and for each column who is behind the figure."""

    label: str
    cells: tuple[People, ...]


class Table(NamedTuple):
    """Columns by name, without the first, which names the rows."""

    stub: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def by_kind(register: Register, period: Period) -> Table:
    """Kinds by figures; figures that are nought throughout have no column."""
    found = tally(register.cases, period)
    total = found.get("", {})
    figures = [figure for figure in Figure if figure in _ALWAYS or total.get(figure)]
    lines = [
        Line(kind or "合计", tuple(_cases(of_kind.get(figure, ())) for figure in figures))
        for kind, of_kind in sorted(found.items(), key=lambda each: (not each[0], each[0]))
    ]
    return Table("处置方式", tuple(figure.label for figure in figures), tuple(lines))


def by_step(register: Register, period: Period) -> Table:
    """Cases in hand by the step that comes next."""
    lines = []
    for step, cases in steps_of(register.cases, period.last).items():
        late = [case for case in cases if case.due_on and case.due_on < period.last]
        lines.append(Line(step, (_cases(cases), _cases(late))))
    return Table("下一步", ("在办", "其中逾期"), tuple(lines))


def summary(parts: Sequence[tuple[str, Register]]) -> Table:
    """Units by what was done about members who had lost contact, each member in one column."""
    columns = (*MANAGEMENT, *DISPOSAL, Column.PENDING)
    shown = [column for column in columns if any(part.counted([column]) for _, part in parts)]
    lines = [
        Line(name, (_members(part.columns), *(_members(part.counted([column])) for column in shown)))
        for name, part in parts
        if part.columns
    ]
    return Table("党组织", ("失联总数", *(column.value for column in shown)), tuple(lines))


_STANDINGS: Final = {
    Standing.SUSPENDED: "停止党籍中", Standing.REMOVED: "出党", Standing.NEVER: "不予承认党员身份",
}  # fmt: skip


def by_standing(register: Register) -> Table:
    """Who is suspended, was removed, was not recognised, by the register."""
    lines = [
        Line(label, ([(member, register.standings[member].case) for member in register.standing(standing)],))
        for standing, label in _STANDINGS.items()
    ]
    return Table("党籍状况", ("人数",), tuple(lines))


def by_problem(problems: Mapping[FindingCode, Sequence[int]]) -> Table:
    """What the rules find wrong (V16, V17, V21, V23, V24)."""
    lines = [Line(f"{code.value} {code.sentence}", (_members(members),)) for code, members in problems.items()]
    return Table("问题", ("人数",), tuple(lines))


def _cases(cases: Sequence[Dated]) -> People:
    return [(case.member, case.case) for case in cases]


def _members(members: Mapping[int, object] | Sequence[int]) -> People:
    return [(member, 0) for member in members]
