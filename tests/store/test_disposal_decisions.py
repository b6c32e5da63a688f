"""A case goes up in reports, and what is decided on it comes down in signed bundles: everywhere it reads the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compared import report
from deciding import Line, advance, approved, attempt, file_in, line_in, received, sent_down, steps_of
from offices import DEPARTMENT
from vaults import BRANCH, COMMITTEE

from tui.rules.disposal.register import State


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with line_in(tmp_path) as vaults:
        yield vaults


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """The stick."""
    return tmp_path / "usb"


def test_a_case_goes_through_three_vaults_to_its_end_and_is_the_same_in_each(line: Line, usb: Path) -> None:
    branch, committee, department = line
    approved(line, usb)
    assert attempt(branch).refused  # nobody at the branch stands in for the levels above
    [sealed] = sent_down(committee, usb)
    assert (sealed.to, sealed.decisions) == (BRANCH.unit, 2)
    applied = received(sealed.path, branch)
    assert [(each.unit, each.step, each.outcome) for each in applied.decided] == [
        (COMMITTEE.unit, "基层党委审核", "同意"), (DEPARTMENT.unit, "县级以上党委组织部批准", "同意"),
    ]  # fmt: skip
    advance(branch, 2)
    assert file_in(branch).state is State.CLOSED
    report(branch, committee, usb)
    report(committee, department, usb)
    expected = [
        ("determination", BRANCH.unit, True), ("investigation", BRANCH.unit, True), ("proposal", BRANCH.unit, True),
        ("preview", COMMITTEE.unit, True), ("approval", DEPARTMENT.unit, True),
        ("delivery", BRANCH.unit, True), ("archive", BRANCH.unit, True),
    ]  # fmt: skip
    assert [steps_of(vault) for vault in line] == [expected] * 3
    assert len({file_in(vault).digest for vault in line}) == 1
    assert [file_in(vault).row["outcome"] for vault in line] == ["never"] * 3
