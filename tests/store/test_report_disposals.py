"""What a hostile report may say of disposals: nothing of it makes a case unreadable, and nothing of it counts."""

from pathlib import Path
from typing import Any

import pytest
from compared import refused, report
from deciding import Line, advance, file_in, prepared
from offices import Rows, change, deliver, forged, seal

from tui.faults import Fault
from tui.rules.disposal.case import Obstacle
from tui.store.ledgers import LEDGERS

DAYS = [(ledger.name, name) for ledger in LEDGERS for name in ledger.days if name in ("opened_on", "on_day", "until")]


@pytest.mark.parametrize(("of", "column"), [each for each in DAYS if each[0] in ("disposal_case", "disposal_step")])
def test_a_day_that_is_half_a_date_is_refused(line: Line, usb: Path, of: str, column: str) -> None:
    prepared(line.branch)
    advance(line.branch)

    def halved(rows: Rows) -> None:
        [row] = [row["row"] for row in rows if row.get("of") == of]
        row[column] = "2020-01"

    path = forged(seal(line.branch, usb), line.branch, line.committee, records_with=halved)
    assert refused(lambda: deliver(path, line.committee), line.committee).fault is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize(
    ("fields", "counts", "against"),
    [
        ({"step": "no such step", "rejected": "yes"}, [True, False], []),
        ({"entitled": 3}, [True, True], []),
        ({"step": "meeting", "entitled": 3}, [True, False], []),
        ({"step": "archive"}, [True, True], [Obstacle.NOT_NEXT]),
    ],
)
def test_a_step_that_cannot_be_one_is_shown_and_counts_for_nothing(
    line: Line, usb: Path, fields: dict[str, Any], counts: list[bool], against: list[Obstacle]
) -> None:
    branch, committee, _ = line
    prepared(branch)
    advance(branch, 2)
    for name, value in fields.items():
        change(branch, f"UPDATE disposal_step SET {name} = ? WHERE seq = 2", value)
    report(branch, committee, usb)
    found = file_in(committee)
    assert [each.counts for each in found.recorded] == counts
    assert [obstacle for _, obstacle in found.irregular(committee.session.clock().date())] == against
    assert found.digest == file_in(branch).digest
