"""Printed summary forms that come in: nothing of them goes into the register, but their printed sums are checked."""

from collections.abc import Iterator

from tui.intake.kinds import Kind
from tui.intake.staged import Staged, decode_row
from tui.rules.sums import SUMS, Grid, imbalances

_FORMS = {"lost_summary_2017": "table_four_2017", "disposal_summary_2017": "table_five_2017"}


def grid_of(staged: Staged) -> Grid:
    """The counts of a form by line and column, as their numbers are printed."""
    grid: dict[int, dict[int, int]] = {}
    for line in staged.rows:
        fields = decode_row(line).fields
        if fields["line"].isdigit():
            counts = {int(name[1:]): int(value) for name, value in fields.items() if name != "line"}
            grid[int(fields["line"])] = counts
    return grid


def sum_lines(staged: Staged, kind: Kind) -> Iterator[tuple[str, str]]:
    """What the check of a form's sums comes to, line by line with a label."""
    form = _FORMS[kind.id]
    found = list(imbalances(form, grid_of(staged)))
    yield "依据", SUMS[form].basis
    yield "行数", str(len(staged.rows))
    yield "结果", f"有{len(found)}处合计不符" if found else "各项合计相符"
    for number, imbalance in enumerate(found, 1):
        yield f"不符之{number}", imbalance.sentence
    yield "办理", "汇总表不导入名册，请用于与本库的统计核对。"
