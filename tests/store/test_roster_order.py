"""The roster by a field is exactly Python's stable sort of it, and the tree's counts are those of the register."""

from collections import Counter

import pytest
from people import arrival, rows, take_in

from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.preferences import keep_preference
from tui.store.commands.verdicts import give_verdict
from tui.store.queries.preferences import preference
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.roster_fields import FIELDS
from tui.store.queries.roster_order import Sort, can_sort, sorted_view
from tui.store.queries.unit_counts import below, unit_counts, units_of
from tui.store.vault import Vault

BIRTHS = ("1980-01-01", "", "1950-03-04", "1980-01-01", "1999-12", "1950-03-04", "", "2001-05-06")


def whole(vault: Vault) -> RosterView:
    return vault.read(open_view, vault.session.campaign, vault.session.unit).result()


def fill(vault: Vault) -> None:
    take_in(vault, *(arrival(f"张{n}", "z", birth=birth) for n, birth in enumerate(BIRTHS)))


@pytest.mark.parametrize("descending", [False, True])
def test_sorted_by_birth_is_a_stable_sort_with_the_empty_ones_last(branch: Vault, descending: bool) -> None:
    fill(branch)
    view = whole(branch)
    births = {member: birth or "" for member, birth in rows(branch, "SELECT id, birth FROM member")}
    filled = [member for member in view.order if births[member]]
    expected = sorted(filled, key=births.__getitem__, reverse=descending)
    if descending:  # Python's reverse keeps what is equal in order as well
        assert [births[member] for member in expected] == sorted((births[m] for m in filled), reverse=True)
    expected += [member for member in view.order if not births[member]]
    found = branch.read(sorted_view, view, Stage.SELF_CHECK, Sort("birth", descending)).result()
    assert list(found.order) == expected
    assert [found.place(member) for member in expected] == list(range(len(expected)))


@pytest.mark.parametrize("field", [*FIELDS, "name", "branch", "note", "findings", *(check.value for check in Check)])
def test_every_field_that_is_offered_can_be_sorted_by_and_nobody_is_lost(branch: Vault, field: str) -> None:
    fill(branch)
    view = whole(branch)
    assert can_sort(field)
    found = branch.read(sorted_view, view, Stage.SELF_CHECK, Sort(field, descending=True)).result()
    assert sorted(found.order) == sorted(view.order)


def test_by_a_check_the_doubtful_come_first_and_the_unchecked_last(branch: Vault) -> None:
    fill(branch)
    view = whole(branch)
    for place, verdict in ((5, Verdict.DOUBTFUL), (2, Verdict.CLEAR), (7, Verdict.PENDING)):
        branch.write(
            give_verdict, Stage.SELF_CHECK, Check.ROSTER, verdict, [view.order[place]], given=Given.SINGLY
        ).result()  # fmt: skip
    found = branch.read(sorted_view, view, Stage.SELF_CHECK, Sort("roster")).result()
    assert [view.place(member) for member in found.order] == [5, 7, 2, 0, 1, 3, 4, 6]


def test_the_counts_of_the_units_and_the_members_below_one(committee: Vault) -> None:
    for code in ("001", "002"):
        committee.write(add_organization, 1, UnitKind.BRANCH, code, f"第{code}党支部").result()
    units = [unit for (unit,) in rows(committee, "SELECT id FROM organization WHERE parent IS NOT NULL")]
    take_in(committee, *(arrival(f"张{n}", "z", units[n % 3 // 2]) for n in range(9)))  # type: ignore[arg-type]
    view = whole(committee)
    committee.write(
        give_verdict, Stage.VERIFICATION, Check.DUES, Verdict.DOUBTFUL, view.order[:4], given=Given.IN_BULK
    ).result()  # fmt: skip
    where = dict(rows(committee, "SELECT id, org FROM member"))
    session = committee.session
    counts = committee.read(unit_counts, session.campaign, Stage.VERIFICATION, Check.DUES, [1, *units]).result()
    subjects = Counter(where.values())
    done = Counter(where[member] for member in view.order[:4])
    assert {count.unit: (count.subjects, count.unchecked) for count in counts} == {
        unit: (subjects[unit], subjects[unit] - done[unit]) for unit in subjects
    }
    narrowed = committee.read(below, view, units[1]).result()
    assert list(narrowed.order) == [member for member in view.order if where[member] == units[1]]
    assert committee.read(units_of, narrowed.order).result() == [units[1]]


def test_a_preference_is_the_person_s_own_and_no_journal_entry(branch: Vault) -> None:
    before = rows(branch, "SELECT count(*) FROM entry")
    person = branch.session.actor.id
    branch.write(keep_preference, "review.columns", [["name", 0]]).result()
    assert branch.read(preference, person, "review.columns").result() == [["name", 0]]
    assert branch.read(preference, person + 1, "review.columns").result() is None
    branch.write(keep_preference, "review.columns", None).result()
    assert branch.read(preference, person, "review.columns").result() is None
    assert rows(branch, "SELECT count(*) FROM entry") == before
