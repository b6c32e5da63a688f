"""What is read from the register: the roster in its order, pages as asked, the member's card, sums that add up."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import arrival
from registers import Register, register
from vaults import COMMITTEE, NOON

from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Ground, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.organizations import add_organization, insert
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.journal import entry
from tui.store.queries import units
from tui.store.queries.members import member_card
from tui.store.queries.progress import coverage
from tui.store.queries.roster import open_view, page, ranked
from tui.store.session import Session

SELF, VERIFICATION = Stage.SELF_CHECK, Stage.VERIFICATION


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A committee (1), a general branch (2) with a branch (3), a direct branch (4), a branch kept elsewhere (5)."""
    found = register(tmp_path_factory.mktemp("office") / "vault", COMMITTEE)
    session = found.session()
    add_organization(session, 1, UnitKind.GENERAL_BRANCH, "02", "机关党总支")
    add_organization(session, 2, UnitKind.BRANCH, "021", "机关一支部")
    add_organization(session, 1, UnitKind.DIRECT_BRANCH, "01", "离退休直属党支部")
    with entry(session, "organization.add") as written:
        insert(session, written, parent=1, kind=UnitKind.BRANCH, code="", name="远方支部", keeper=None)
        tree.renumber(session.db)
    session.db.close()
    return found


@pytest.fixture
def session(office: Register, tmp_path: Path) -> Iterator[Session]:
    found = office.copied(tmp_path / "data.db").session()
    yield found
    found.db.close()


def bring_in(session: Session, *arrivals: Arrival, ground: Ground = Ground.IN_BRANCH) -> None:
    import_roster(session, arrivals, len(arrivals), ground=ground)


def names(session: Session, top: int = 1) -> list[str]:
    view = open_view(session.db, session.campaign, top)
    return [row.name for row in page(session.db, session.campaign, SELF, view.order)]


# --- the tree


def test_the_tree_is_in_the_order_of_codes_and_those_without_come_last(session: Session) -> None:
    tree_of = [(unit.name, unit.depth) for unit in units.subtree(session.db, 1)]
    assert tree_of == [
        (COMMITTEE.unit, 0),
        ("离退休直属党支部", 1),
        ("机关党总支", 1),
        ("机关一支部", 2),
        ("远方支部", 1),
    ]
    assert [(unit.id, unit.depth) for unit in units.subtree(session.db, 2)] == [(2, 0), (3, 1)]
    assert units.path(session.db, 3) == [COMMITTEE.unit, "机关党总支", "机关一支部"]


def test_a_unit_can_be_had_by_its_id_and_by_its_travelling_identity(session: Session) -> None:
    unit = units.unit(session.db, 5)
    assert (unit.kind, unit.parent, unit.keeper, unit.code) == (UnitKind.BRANCH, 1, 5, "")
    assert units.by_uuid(session.db, unit.uuid) == unit
    assert units.by_uuid(session.db, bytes(16)) is None
    assert units.kind_of(session.db, 2) is UnitKind.GENERAL_BRANCH


@pytest.mark.parametrize(
    ("parent", "kind", "code", "name", "fault"),
    [
        (1, UnitKind.BRANCH, "", "机关党总支", Fault.ORGANIZATION_EXISTS),
        (1, UnitKind.BRANCH, "01", "新支部", Fault.ORGANIZATION_EXISTS),
        (1, UnitKind.BRANCH, "9", " \u200b", Fault.NAME_MISSING),
        (1, UnitKind.DEPARTMENT, "9", "组织部", Fault.KIND_UNSUITABLE),
        (3, UnitKind.BRANCH, "9", "新支部", Fault.KIND_UNSUITABLE),
    ],
)
def test_a_unit_that_does_not_fit_is_not_set_up(
    session: Session, parent: int, kind: UnitKind, code: str, name: str, fault: Fault
) -> None:
    with pytest.raises(Failure) as raised:
        add_organization(session, parent, kind, code, name)
    assert raised.value.fault is fault
    assert len(units.subtree(session.db, 1)) == 5


def test_a_name_may_come_again_below_another_unit_and_is_cleaned(session: Session) -> None:
    change = add_organization(session, 2, UnitKind.BRANCH, " 9\n", "远方\u202e支部 ")
    assert (change.label, change.changed) == ("添加党支部", 1)
    assert [(unit.name, unit.code) for unit in units.subtree(session.db, 2)][-1] == ("远方支部", "9")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=st.lists(st.integers(0, 30), max_size=30), coded=st.lists(st.booleans(), min_size=30, max_size=30))
def test_ranges_nest_as_the_parents_say(session: Session, parents: list[int], coded: list[bool]) -> None:
    db = session.db
    with db.atomic() as transaction:
        for number, parent in enumerate(parents, 6):
            code = str(number) if coded[number - 6] else ""
            db.execute_sql(
                "INSERT INTO organization(id, uuid, parent, kind, code, name, keeper) VALUES (?, ?, ?, 'c', ?, ?, 1)",
                (number, number.to_bytes(16), parent % (number - 1) + 1, code, str(number)),
            )
        tree.renumber(db)
        stored = db.execute_sql("SELECT id, parent, lft, rgt FROM organization").fetchall()
        transaction.rollback()
    parent_of = {number: parent for number, parent, *_ in stored}
    ranges = {number: (left, right) for number, _, left, right in stored}
    assert sorted(edge for edges in ranges.values() for edge in edges) == list(range(1, 2 * len(stored) + 1))
    for number, (left, right) in ranges.items():
        chain, above = set(), parent_of[number]
        while above is not None:
            chain.add(above)
            above = parent_of[above]
        assert {other for other, (start, end) in ranges.items() if start < left and right < end} == chain


# --- the roster and its pages


def test_the_roster_is_in_the_order_of_the_tree_then_of_names(session: Session) -> None:
    bring_in(session, arrival("王", org=3), arrival("陈", org=1), arrival("李", org=4), arrival("安", org=3))
    bring_in(session, arrival("丁", org=4), arrival("王", org=3, phone="2"))
    assert names(session) == ["陈", "丁", "李", "安", "王", "王"]
    view = open_view(session.db, 1, 1)
    assert list(view.order) == [2, 5, 3, 4, 1, 6]
    assert names(session, top=2) == ["安", "王", "王"]
    assert names(session, top=5) == []


def test_the_roster_holds_the_subjects_of_the_campaign_who_are_not_gone(session: Session) -> None:
    bring_in(session, arrival("王"), arrival("李"), arrival("陈"))
    bring_in(session, arrival("安"), ground=Ground.OUT_WITHOUT_RECEIPT)
    session.db.execute_sql("DELETE FROM subject WHERE member = 1")
    session.db.execute_sql("UPDATE member SET gone = '2026-11-01' WHERE id = 2")
    assert set(open_view(session.db, 1, 1).order) == {3, 4}
    assert len(open_view(session.db, 2, 1).order) == 0


@given(st.lists(st.integers(1, 300), unique=True), st.sets(st.integers(0, 400)))
def test_a_view_knows_every_place_and_narrows_in_order(order: list[int], chosen: set[int]) -> None:
    view = ranked(1, 1, array("I", order))
    assert [view.place(member) for member in order] == list(range(len(order)))
    assert all(view.place(member) is None for member in range(401) if member not in order)
    assert list(view.only(chosen).order) == [member for member in order if member in chosen]


def test_a_page_keeps_the_order_that_was_asked_for(session: Session) -> None:
    bring_in(session, *(arrival(f"张{n}") for n in range(6)))
    asked = [5, 1, 6, 2]
    assert [row.id for row in page(session.db, 1, SELF, asked)] == asked
    assert page(session.db, 1, SELF, []) == []
    assert [row.id for row in page(session.db, 1, SELF, [3, 99])] == [3]


def test_a_row_of_a_page_shows_both_stages_and_how_the_own_was_given(session: Session) -> None:
    bring_in(
        session, arrival("王伟", org=3, findings=["V01a", "V05"], sex="male", birth="1980", idno="1", category="full")
    )
    give_verdict(session, SELF, Check.ROSTER, Verdict.MENDED, [1], given=Given.SINGLY)
    give_verdict(session, SELF, Check.CONDUCT, Verdict.CLEAR, [1], given=Given.IN_BULK, basis="评议")
    give_verdict(session, VERIFICATION, Check.DUES, Verdict.DOUBTFUL, [1], given=Given.SINGLY)
    bring_in(session, Arrival(1, 3, {"name": "王伟", "phone": "1"}, {}, "w w", ["V05"]))
    (own,) = page(session.db, 1, SELF, [1])
    assert own == (
        1, "王伟", "male", "1980", "1", "full", "机关一支部", 1, "in_branch", "fuuuc", "uuduu", "o---b", "评议", 1, (),
    )  # fmt: skip
    (other,) = page(session.db, 1, VERIFICATION, [1])
    assert (other.own, other.other, other.how, other.note) == ("uuduu", "fuuuc", "--o--", None)


# --- the member's card


def test_the_card_shows_the_member_whole(session: Session) -> None:
    extra = {"备注二": "甲"}
    bring_in(session, Arrival(None, 3, {"name": "王伟", "phone": "1", "note": "乙"}, extra, "w w", ["V09", "V01a"]))
    give_verdict(session, SELF, Check.ARCHIVE, Verdict.CLEAR, [1], given=Given.IN_BULK, basis="查档")
    write_note(session, VERIFICATION, [1], "已复核")
    card = member_card(session.db, 1, 1)
    assert card is not None
    assert card.path == (COMMITTEE.unit, "机关党总支", "机关一支部")
    assert (card.fields, card.extra) == ({"name": "王伟", "phone": "1", "note": "乙"}, extra)
    assert (card.ground, card.findings) == (Ground.IN_BRANCH, ("V01a", "V09"))
    own, other = card.reviews
    assert (own.stage, own.note, own.at) == (SELF, "查档", int(NOON.timestamp()))
    assert [(v.check, v.verdict, v.given, v.by) for v in own.verdicts] == [
        (check, Verdict.CLEAR, Given.IN_BULK, COMMITTEE.person)
        if check is Check.ARCHIVE
        else (check, Verdict.UNCHECKED, None, None)
        for check in Check
    ]
    assert (other.stage, other.note) == (VERIFICATION, "已复核")
    assert {verdict.verdict for verdict in other.verdicts} == {Verdict.UNCHECKED}


def test_who_has_not_been_looked_at_has_an_empty_card_and_a_stranger_has_none(session: Session) -> None:
    bring_in(session, arrival("王伟"))
    card = member_card(session.db, 1, 1)
    assert card is not None
    assert [(review.note, review.at) for review in card.reviews] == [(None, None)] * 2
    assert member_card(session.db, 1, 99) is None
    assert member_card(session.db, 2, 1) is None


# --- coverage


def test_sums_of_coverage_equal_the_subjects_of_every_unit(session: Session) -> None:
    bring_in(session, *(arrival(f"张{n}", org=3, findings=["V05"]) for n in range(3)), arrival("李", org=4))
    bring_in(session, arrival("安", org=4), ground=Ground.OUT_WITHOUT_RECEIPT)
    for verdict, members in ((Verdict.CLEAR, [1, 4]), (Verdict.DOUBTFUL, [2])):
        give_verdict(session, SELF, Check.ROSTER, verdict, members, given=Given.SINGLY)
    write_note(session, SELF, [3], "x")
    give_verdict(session, VERIFICATION, Check.ROSTER, Verdict.MENDED, [3], given=Given.SINGLY)
    retired, office = coverage(session.db, 1, SELF, 1)
    assert (retired.organization, retired.in_branch, retired.out_without_receipt, retired.findings) == (
        "离退休直属党支部", 1, 1, 0
    )  # fmt: skip
    assert (office.organization, office.subjects, office.findings) == ("机关一支部", 3, 3)
    for unit in (retired, office):
        for check in Check:
            assert sum(unit.verdicts[check].values()) == unit.subjects
    shown = {verdict: count for verdict, count in office.verdicts[Check.ROSTER].items() if count}
    assert shown == {Verdict.UNCHECKED: 1, Verdict.CLEAR: 1, Verdict.DOUBTFUL: 1}
    assert [unit.done(Check.ROSTER) for unit in (retired, office)] == [1, 2]
    assert [unit.done(Check.DUES) for unit in (retired, office)] == [0, 0]
    (verified,) = coverage(session.db, 1, VERIFICATION, 2)
    assert (verified.organization, verified.done(Check.ROSTER)) == ("机关一支部", 1)


def test_who_is_gone_or_in_no_campaign_is_not_counted(session: Session) -> None:
    bring_in(session, arrival("王"), arrival("李"), arrival("陈"))
    session.db.execute_sql("DELETE FROM subject WHERE member = 1")
    session.db.execute_sql("UPDATE member SET gone = '2026-11-01' WHERE id = 2")
    assert [unit.subjects for unit in coverage(session.db, 1, SELF, 1)] == [1]
    assert coverage(session.db, 2, SELF, 1) == []


def test_a_superior_sees_what_a_unit_below_it_keeps(session: Session) -> None:
    bring_in(replace(session, unit=5), arrival("王远", org=5))
    assert names(session) == ["王远"]
    assert [unit.organization for unit in coverage(session.db, 1, SELF, 1)] == ["远方支部"]
