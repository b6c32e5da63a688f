"""A branch that sends a case which its program would not have let through: the committee's decision is refused."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from disposals import OPENED, rightly, stated_for
from offices import Rows, change, deliver, enrol, forged, introduce, look, seal

from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import Origin
from tui.store.commands.disposal_cases import open_case
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.disposal_case import CaseFile, case_file
from tui.store.vault import Vault

KIND = "probation_cancelled"
"""Four steps of the branch, the last of them the meeting, then the committee's approval."""
Pair = tuple[Vault, Vault]


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch with a case that is ready for the committee's approval."""
    introduce(branch, committee)
    enrol(branch, "张三", category="probationary")
    stated = stated_for(KIND)
    opened = branch.write(open_case, 1, KIND, OPENED.isoformat(), Origin.CHECK, "五核查", stated).result()
    assert opened.changed, opened.sentence()
    for days, step in enumerate(PROCEDURES[KIND].steps[:4]):
        done = branch.write(record_step, 1, rightly(step, OPENED + timedelta(days=days), KIND)).result()
        assert done.changed, done.sentence()
    return branch, committee


def file_in(vault: Vault) -> CaseFile:
    return vault.read(case_file, vault.session.unit, 1).result()


def approve(committee: Vault) -> list[object]:
    """The committee's approval: why it is refused, empty when it is not."""
    step = PROCEDURES[KIND].steps[4]
    on = OPENED + timedelta(days=60)
    done = committee.write(record_step, 1, rightly(step, on, KIND)).result()
    assert look(committee, "SELECT count(*) FROM disposal_decision") == [done.changed]
    return [reason for reason, _ in done.refused]


def steps_in(rows: Rows) -> Rows:
    return sorted((row for row in rows if row.get("of") == "disposal_step"), key=lambda each: int(each["row"]["seq"]))


def few_votes(rows: Rows) -> None:
    steps_in(rows)[3]["row"] |= {"entitled": 9, "present": 9, "for_it": 4, "against": 5, "called": 9, "came": 9}
    steps_in(rows)[3]["row"] |= {"abstained": 0}


def no_resolution(rows: Rows) -> None:
    steps_in(rows)[3]["row"].pop("papers")


def unheard(rows: Rows) -> None:
    steps_in(rows)[1]["row"].pop("heard")


def no_investigation(rows: Rows) -> None:
    rows.remove(steps_in(rows)[1])


def no_ground(rows: Rows) -> None:
    rows.remove(next(row for row in rows if row.get("of") == "disposal_ground"))


def a_full_member(rows: Rows) -> None:
    next(row for row in rows if row.get("t") == "member")["category"] = "full"


def sent(pair: Pair, usb: Path, records_with: Callable[[Rows], None]) -> None:
    """What the branch sends, altered on the way by somebody with the branch's own key."""
    branch, committee = pair
    deliver(forged(seal(branch, usb), branch, committee, records_with=records_with), committee)


def test_a_case_that_arrives_as_it_was_made_is_approved(pair: Pair, tmp_path: Path) -> None:
    branch, committee = pair
    deliver(seal(branch, tmp_path / "usb").path, committee)
    assert file_in(committee).digest == file_in(branch).digest
    assert approve(committee) == []


@pytest.mark.parametrize(
    ("altered", "why"),
    [
        (few_votes, [Obstacle.IRREGULAR]),
        (a_full_member, [Obstacle.IRREGULAR]),
        (no_resolution, [Obstacle.IRREGULAR]),
        (unheard, [Refusal.KEPT_BELOW]),
        (no_investigation, [Refusal.KEPT_BELOW]),  # what rests on it is overtaken: the branch has to do it again
        (no_ground, [Refusal.KEPT_BELOW]),
    ],
)
def test_what_was_altered_in_a_report_is_not_approved(
    pair: Pair, tmp_path: Path, altered: Callable[[Rows], None], why: list[Obstacle]
) -> None:
    sent(pair, tmp_path / "usb", altered)
    assert approve(pair[1]) == why


def test_a_step_left_out_with_the_chain_made_anew_is_irregular(pair: Pair, tmp_path: Path) -> None:
    """Who can compute the hashes can make what follows fit; the missing step is missing all the same."""
    branch, committee = pair
    change(branch, "UPDATE disposal_step SET step = 'determination' WHERE step = 'investigation'")
    for seq, step in ((3, "proposal"), (4, "meeting")):
        change(branch, "UPDATE disposal_step SET seq = 99 WHERE step = ?", step)
        digest = file_in(branch).digest
        change(branch, "UPDATE disposal_step SET seq = ?, seen = ? WHERE step = ?", seq, digest, step)
    assert all(each.counts for each in file_in(branch).recorded)
    deliver(seal(branch, tmp_path / "usb").path, committee)
    assert (1, Obstacle.NOT_NEXT) in file_in(committee).irregular(OPENED + timedelta(days=90))
    assert approve(committee) == [Obstacle.IRREGULAR]
