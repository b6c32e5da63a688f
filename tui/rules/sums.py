"""V25: whether a filled summary form keeps its printed sums. The rules are data (sums.toml), each with its basis."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Any, Final, NamedTuple

from tui.rules.findings import FindingCode

Grid = Mapping[int, Mapping[int, int]]
"""Row number → column number → count, both from 1. What is not there was left blank and counts as 0."""

_RULE = re.compile(r"([0-9]+(?:\+[0-9]+)*)(<?=)([0-9]+(?:\+[0-9]+)*)")


class Axis(Enum):
    """What the numbers of a rule stand for."""

    COLUMNS = "columns"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class SumRule:
    """Sum of the numbers on the left = (or <=, when not `equal`) sum of those on the right; `text` as printed."""

    axis: Axis
    text: str
    left: tuple[int, ...]
    equal: bool
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SumForm:
    """A form: how many rows and columns of counts it has, and what it must keep."""

    title: str
    basis: str
    rows: int
    columns: int
    rules: tuple[SumRule, ...]


class Imbalance(NamedTuple):
    """A rule that fails in one `line` (a row for a rule of columns, a column for one of rows), with both sums."""

    rule: SumRule
    line: int
    left: int
    right: int

    @property
    def code(self) -> FindingCode:
        """V25."""
        return FindingCode.SUMS_WRONG

    @property
    def sentence(self) -> str:
        """What does not fit, for the list of problems."""
        where, what = ("行", "栏") if self.rule.axis is Axis.COLUMNS else ("栏", "行")
        return f"第{self.line}{where}不符合“{self.rule.text}”（{what}号）：左边{self.left}，右边{self.right}。"


def read(text: str) -> dict[str, SumForm]:
    """Read a table like sums.toml: form id → form. ValueError if a form is incomplete or a rule is none."""
    forms: dict[str, SumForm] = {}
    for entry in tomllib.loads(text).get("form", ()):
        identifier, form = entry.get("id"), _form(entry)
        if not isinstance(identifier, str) or not identifier or identifier in forms:
            raise ValueError(f"form id {identifier!r} is missing or stands twice")
        forms[identifier] = form
    if not forms:
        raise ValueError("no form")
    return forms


def _form(entry: Mapping[str, Any]) -> SumForm:
    title, basis, rows, columns = (entry.get(key) for key in ("title", "basis", "rows", "columns"))
    if not isinstance(title, str) or not title or not isinstance(basis, str) or not basis:
        raise ValueError("a form without title or basis")
    if type(rows) is not int or type(columns) is not int or rows < 1 or columns < 1:
        raise ValueError(f"{title}: rows or columns")
    rules = (
        *(_rule(Axis.COLUMNS, text, columns) for text in entry.get("column_rules", ())),
        *(_rule(Axis.ROWS, text, rows) for text in entry.get("row_rules", ())),
    )
    return SumForm(title, basis, rows, columns, rules)


def _rule(axis: Axis, text: str, most: int) -> SumRule:
    written = _RULE.fullmatch(text)
    if written is None:
        raise ValueError(f"{text!r} is no rule")
    left, right = (tuple(int(number) for number in side.split("+")) for side in (written[1], written[3]))
    numbers = left + right
    if len(set(numbers)) != len(numbers) or not all(1 <= number <= most for number in numbers):
        raise ValueError(f"{text!r} names a number twice, or one that the form does not have")
    return SumRule(axis, text, left, written[2] == "=", right)


SUMS: Final = read(resources.files(__package__).joinpath("sums.toml").read_text("utf-8"))
"""The forms that come with the program."""


def imbalances(form_id: str, grid: Grid, forms: Mapping[str, SumForm] = SUMS) -> Iterator[Imbalance]:
    """Every rule of the form that fails, in every line in which it fails. KeyError for an unknown form."""
    form = forms[form_id]
    for rule in form.rules:
        lines = form.rows if rule.axis is Axis.COLUMNS else form.columns
        for line in range(1, lines + 1):
            count = _counts(grid, rule.axis, line)
            left, right = sum(map(count, rule.left)), sum(map(count, rule.right))
            if left != right if rule.equal else left > right:
                yield Imbalance(rule, line, left, right)


def _counts(grid: Grid, axis: Axis, line: int) -> Callable[[int], int]:
    """The count at a number of the rule's own axis, within one line across it."""
    if axis is Axis.COLUMNS:
        row = grid.get(line, {})
        return lambda column: row.get(column, 0)
    return lambda number: grid.get(number, {}).get(line, 0)
