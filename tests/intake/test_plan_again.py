"""The same roster twice: nothing is doubled, nothing is changed, and what was refused is refused again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plans import ADD, REFUSE, SAME, again, decisions, line, planned, take_in

from tui.demo import practice
from tui.rules.findings import FindingCode
from tui.store.commands.undo import undo
from tui.store.vault import Vault

optional = {
    "idno": st.sampled_from(["11010519491231002X", "110105194912310038"]),
    "number": st.sampled_from(["7", "8"]),
    "birth": st.sampled_from(["1949-12-31", "1950"]),
    "phone": st.sampled_from(["1", "2"]),
}
fields = st.fixed_dictionaries(
    {"name": st.sampled_from(["王伟", "李娜"]), "branch": st.sampled_from(["学生第一党支部", "学生第二党支部"])},
    optional=optional,
)
findings = st.lists(st.sampled_from([FindingCode.NATIVE_MISSING, FindingCode.CONTACT_MISSING]), unique=True)
extra = st.dictionaries(st.sampled_from(["职称", "荣誉"]), st.sampled_from(["", "甲", "乙"]))
rows = st.builds(lambda fields, findings, extra: line(fields, findings, **extra), fields, findings, extra)

BARE = {"name": "王伟", "branch": "学生第一党支部"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(roster=st.lists(rows, min_size=1, max_size=8))
@example(roster=[line(BARE), line(BARE | {"idno": "11010519491231002X"})])
@example(roster=[line(BARE | {"birth": "1950", "number": "7"}), line(BARE | {"birth": "1950"}), line(BARE)])
def test_a_roster_that_has_been_imported_changes_nothing(committee: Vault, roster: list[bytes]) -> None:
    first = planned(committee, *roster)
    assert set(decisions(first)) <= {ADD, REFUSE}
    take_in(committee, first)
    second = again(committee, first)
    assert decisions(second) == [SAME if made is ADD else made for made in decisions(first)]
    assert (second.refusals, second.new_branches, second.arriving) == (first.refusals, (), 0)
    assert len({member for member in second.members if member}) == first.count(ADD)
    committee.write(undo).result()
    assert again(committee, first).decisions == first.decisions


def import_twice(vault: Vault, file: Path) -> None:
    first = practice.read(vault, file)
    assert first.count(ADD) > 0
    practice.take_in(vault, first)
    second = practice.read(vault, file)
    assert (second.count(SAME), second.arriving) == (first.count(ADD), 0)
    assert (second.refusals, second.differences, second.new_branches) == (first.refusals, {}, ())


@pytest.mark.parametrize("place", [practice.BRANCH, practice.COMMITTEE], ids=lambda place: place.folder)
def test_a_practice_workbook_may_be_imported_twice(open_vault: Callable[..., Vault], place: practice.Place) -> None:
    import_twice(open_vault(place.founding), practice.workbook(place))
