"""A roster on its way into the register: new members, changed ones, branches, findings; all of it or nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from auditor import check_journal
from people import arrival, crowd, rows, take_in
from registers import dump
from vaults import COMMITTEE

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.organizations import insert
from tui.store.commands.roster import FIELDS, Arrival, NewBranch, import_roster
from tui.store.journal import CHUNK, entry
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.search import search
from tui.store.session import Session
from tui.store.vault import Vault


def again(member: int, fields: Mapping[str, str], org: int = 1, findings: Sequence[str] = (), **extra: str) -> Arrival:
    """A row that was matched with a member."""
    return Arrival(member, org, fields, extra, "r n", findings)


def member(vault: Vault, number: int = 1) -> dict[str, object]:
    """The filled columns of a member."""
    names = [str(name) for (name,) in rows(vault, "SELECT name FROM pragma_table_info('member')")]
    (values,) = rows(vault, "SELECT * FROM member WHERE id = ?", number)
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def hits(vault: Vault, text: str) -> list[int]:
    def found(session: Session) -> RosterView:
        return search(session.db, open_view(session.db, 1, 1), text)

    return sorted(vault.write(found).result().order)


def findings(vault: Vault) -> list[tuple[object, ...]]:
    return rows(vault, "SELECT member, code, state, stage, check_no FROM finding ORDER BY member, code")


# --- new members


def test_a_new_member_is_stored_a_subject_and_found_by_name(branch: Vault) -> None:
    fields = {name: f"<{name}>" for name in FIELDS} | {"name": "欧阳致远"}
    change = take_in(branch, Arrival(None, 1, fields, {"备注二": "甲"}, "o y z y", ["V01a", "V05"]))
    assert change == Change(2, "导入名册", 1, members=(1,), verb="已导入")
    stored = member(branch)
    assert {name: stored[name] for name in FIELDS} == fields
    assert (stored["org"], stored["initials"], json.loads(str(stored["extra"]))) == (1, "o y z y", {"备注二": "甲"})
    assert len(stored["uuid"]) == 16  # type: ignore[arg-type]
    assert rows(branch, "SELECT * FROM subject") == [(1, 1, "in_branch")]
    assert findings(branch) == [(1, "V01a", "open", 1, 1), (1, "V05", "open", 1, 1)]
    assert hits(branch, "oyz") == hits(branch, "致远") == [1]


def test_an_empty_cell_of_a_new_member_holds_nothing(branch: Vault) -> None:
    """An empty text in dues_to would count as evidence of dues paid."""
    take_in(branch, Arrival(None, 1, {"name": "王伟", "dues_to": "", "phone": ""}, {"栏": ""}, "w w", []))
    assert member(branch).keys() == {"id", "org", "name", "uuid", "initials"}


def test_the_ground_is_that_of_the_roster(branch: Vault) -> None:
    branch.write(import_roster, [arrival("王伟")], 1, ground=Ground.OUT_WITHOUT_RECEIPT).result()
    assert rows(branch, "SELECT ground FROM subject") == [("out_without_receipt",)]


def test_more_than_a_chunk_arrives_with_everything_and_ids_go_on(branch: Vault) -> None:
    count = 5000
    assert count > 2 * CHUNK
    told: list[tuple[int, int]] = []
    people = (arrival(f"张{n:04}", "z", findings=["V05"] if n % 2 else []) for n in range(count))
    change = branch.write(
        import_roster, people, count, progress=lambda done, total: told.append((done, total))
    ).result()
    assert (change.changed, change.unchanged, change.members) == (count, 0, ())
    assert told == [(2000, count), (4000, count), (5000, count)]
    assert rows(branch, "SELECT count(*), min(id), max(id), count(DISTINCT uuid) FROM member") == [
        (count, 1, count, count)
    ]
    assert rows(branch, "SELECT count(*) FROM subject") == [(count,)]
    assert rows(branch, "SELECT count(*), count(DISTINCT member) FROM finding") == [(count // 2, count // 2)]
    assert hits(branch, "张4999") == [count]
    header = json.loads(str(rows(branch, "SELECT body FROM entry WHERE seq = 2")[0][0]))
    assert header["detail"] == {"kind": "roster", "ground": "in_branch", "added": count, "changed": 0, "branches": 0}
    assert header["count"] == count * 2 + count // 2
    assert branch.read(check_journal).result() == 2


def test_an_empty_roster_writes_nothing(branch: Vault) -> None:
    assert take_in(branch) == Change(None, "导入名册", 0, verb="已导入")


# --- changed members


def test_only_what_differs_changes_and_an_empty_cell_never_wipes(branch: Vault) -> None:
    take_in(branch, arrival("王伟", "w w", phone="1", address="东路1号"))
    before = member(branch)
    change = take_in(branch, again(1, {"name": "王伟", "phone": "2", "address": "", "work": "学校"}))
    assert (change.changed, change.unchanged, change.members) == (1, 0, (1,))
    assert member(branch) == before | {"phone": "2", "work": "学校"}
    (item,) = rows(branch, "SELECT tbl, row, before FROM entry_item WHERE entry = 3")
    assert item == (3, 1, '{"phone":"1","work":null}')


def test_unmapped_columns_are_merged_and_none_is_wiped(branch: Vault) -> None:
    take_in(branch, Arrival(None, 1, {"name": "王伟"}, {"甲": "1", "乙": "2"}, "w w", []))
    take_in(branch, again(1, {"name": "王伟"}, 甲="", 乙="3", 丙="4"))
    assert json.loads(str(member(branch)["extra"])) == {"甲": "1", "乙": "3", "丙": "4"}


def test_a_row_that_says_the_same_changes_nothing(branch: Vault) -> None:
    take_in(branch, arrival("王伟", phone="1", findings=["V05"]))
    before = branch.read(dump).result()
    change = take_in(branch, again(1, {"name": "王伟", "phone": "1"}, findings=["V05"]))
    assert change == Change(None, "导入名册", 0, unchanged=1, verb="已导入")
    assert branch.read(dump).result() == before


def test_a_new_name_is_found_and_the_old_one_no_more(branch: Vault) -> None:
    take_in(branch, arrival("王伟", "w w"), arrival("王娜", "w n"))
    take_in(branch, again(1, {"name": "李任"}))
    assert member(branch)["initials"] == "r n"
    assert hits(branch, "王") == hits(branch, "wn") == [2]
    assert hits(branch, "李任") == hits(branch, "rn") == [1]
    assert branch.read(check_journal).result() == 3


def test_findings_follow_the_row(branch: Vault) -> None:
    take_in(branch, arrival("王伟", findings=["V01a", "V05"]), arrival("李娜", findings=["V05"]))
    take_in(branch, again(1, {"name": "王伟", "phone": "1"}, findings=["V05", "V09"]))
    assert findings(branch) == [
        (1, "V01a", "resolved", 1, 1),
        (1, "V05", "open", 1, 1),
        (1, "V09", "open", 1, 1),
        (2, "V05", "open", 1, 1),
    ]
    take_in(branch, again(1, {"name": "王伟"}, findings=["V01a"]))
    assert [row[:3] for row in findings(branch)][:3] == [
        (1, "V01a", "open"),
        (1, "V05", "resolved"),
        (1, "V09", "resolved"),
    ]
    assert branch.read(check_journal).result() == 4


def test_a_member_who_is_no_subject_yet_becomes_one(branch: Vault) -> None:
    take_in(branch, arrival("王伟"))

    def unlist(session: Session) -> None:
        session.db.execute_sql("DELETE FROM subject")

    branch.write(unlist).result()
    change = take_in(branch, again(1, {"name": "王伟"}))
    assert (change.changed, change.unchanged, change.members) == (1, 0, (1,))
    assert rows(branch, "SELECT * FROM subject") == [(1, 1, "in_branch")]


@pytest.mark.parametrize("codes", [["V01a", "V05"], [], ["V05"]])
def test_a_member_of_whom_something_else_is_found_counts_as_changed(branch: Vault, codes: list[str]) -> None:
    take_in(branch, arrival("李娜"), arrival("王伟", findings=["V01a"]))
    change = take_in(branch, again(1, {"name": "李娜"}), again(2, {"name": "王伟"}, findings=codes))
    assert (change.changed, change.unchanged, change.members) == (1, 1, (2,))
    assert change.sentence() == "导入名册：1人已导入，1人本来如此。"


def test_unmapped_columns_count_as_changed_only_where_they_say_something_new(branch: Vault) -> None:
    take_in(branch, Arrival(None, 1, {"name": "王伟"}, {"甲": "1", "乙": "2"}, "w w", []))
    assert take_in(branch, again(1, {"name": "王伟"}, 乙="2", 甲="")).changed == 0
    assert take_in(branch, again(1, {"name": "王伟"}, 乙="3")).changed == 1


def test_new_and_changed_rows_may_be_mixed(branch: Vault) -> None:
    members = crowd(branch, 3)
    change = take_in(
        branch,
        again(members[1], {"name": "张0001", "phone": "1"}),
        arrival("王伟"),
        again(members[0], {"name": "张0000"}),
    )
    assert (change.changed, change.unchanged, set(change.members)) == (2, 1, {2, 4})
    header = json.loads(str(rows(branch, "SELECT body FROM entry WHERE seq = 3")[0][0]))
    assert header["detail"] == {
        "kind": "roster",
        "ground": "in_branch",
        "added": 1,
        "changed": 1,
        "branches": 0,
    }


# --- branches


def test_new_branches_are_set_up_below_the_unit_and_their_members_put_there(committee: Vault) -> None:
    people = [arrival("王伟", org=-2), arrival("李娜", org=-1)]
    branches = [NewBranch("学生第一党支部", "001"), NewBranch("学生第二党支部", "")]
    change = committee.write(import_roster, people, 2, new_branches=branches).result()
    assert (change.changed, change.noun) == (2, "人")
    assert rows(committee, "SELECT parent, kind, name, code, keeper, lft, rgt FROM organization ORDER BY id") == [
        (None, "committee", COMMITTEE.unit, COMMITTEE.code, 1, 1, 6),
        (1, "branch", "学生第一党支部", "001", 1, 2, 3),
        (1, "branch", "学生第二党支部", "", 1, 4, 5),
    ]
    assert rows(committee, "SELECT name, org FROM member ORDER BY id") == [("王伟", 3), ("李娜", 2)]


def test_a_member_moves_to_the_branch_that_the_roster_names(committee: Vault) -> None:
    branches = [NewBranch("一支部", "1"), NewBranch("二支部", "2")]
    committee.write(import_roster, [arrival("王伟", org=-1)], 1, new_branches=branches).result()
    assert take_in(committee, again(1, {"name": "王伟"}, org=3)).changed == 1
    assert member(committee)["org"] == 3


def test_a_branch_that_is_there_already_stops_the_whole_import(committee: Vault) -> None:
    committee.write(import_roster, [], 0, new_branches=[NewBranch("一支部", "1")]).result()
    before = committee.read(dump).result()
    for double in (NewBranch("一支部", ""), NewBranch("另一支部", "1"), NewBranch("\u200b", "9")):
        branches = [NewBranch("三支部", "3"), double]
        with pytest.raises(Failure) as raised:
            committee.write(import_roster, [arrival("王伟", org=-1)], 1, new_branches=branches).result()
        assert raised.value.fault in (Fault.ORGANIZATION_EXISTS, Fault.NAME_MISSING)
        assert committee.read(dump).result() == before


def test_a_branch_sets_up_no_branch(branch: Vault) -> None:
    with pytest.raises(Failure) as raised:
        branch.write(import_roster, [arrival("王伟", org=-1)], 1, new_branches=[NewBranch("一支部", "1")]).result()
    assert raised.value.fault is Fault.KIND_UNSUITABLE


# --- what another unit keeps


def kept_elsewhere(session: Session) -> int:
    """A branch that keeps itself, with one member."""
    with entry(session, "organization.add") as written:
        number = insert(session, written, parent=1, kind=UnitKind.BRANCH, code="9", name="远方支部", keeper=None)
        tree.renumber(session.db)
    import_roster(replace(session, unit=number), [arrival("王远", org=number)], 1)
    return number


@pytest.mark.parametrize("what", ["new", "changed", "moved away", "moved there"])
def test_what_another_unit_keeps_is_not_touched_and_nothing_else_is_written(committee: Vault, what: str) -> None:
    theirs = committee.write(kept_elsewhere).result()
    take_in(committee, arrival("李近"))
    before = committee.read(dump).result()
    row = {
        "new": arrival("张三", org=theirs),
        "changed": again(1, {"name": "王远", "phone": "1"}, org=theirs),
        "moved away": again(1, {"name": "王远"}, org=1),
        "moved there": again(2, {"name": "李近"}, org=theirs),
    }[what]
    with pytest.raises(Failure) as raised:
        take_in(committee, arrival("陈晨"), row)
    assert raised.value.fault is Fault.NOT_KEPT_HERE
    assert "远方支部" in str(raised.value)
    assert committee.read(dump).result() == before


# --- cancelling and failing


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_cancelling_at_any_moment_leaves_nothing(branch: Vault, chunks: int) -> None:
    crowd(branch, 3)
    before = branch.read(dump).result()
    asked = iter([False] * chunks + [True])
    people = (arrival(f"张{n:04}") for n in range(CHUNK * 3))
    with pytest.raises(Failure) as raised:
        branch.write(import_roster, people, CHUNK * 3, cancelled=lambda: next(asked)).result()
    assert raised.value.fault is Fault.CANCELLED
    assert branch.read(dump).result() == before
    assert branch.read(check_journal).result() == 2


def test_a_source_that_breaks_off_leaves_nothing(branch: Vault) -> None:
    before = branch.read(dump).result()

    def people() -> Iterator[Arrival]:
        for number in range(CHUNK + 10):
            yield arrival(f"张{number}")
        raise Failure(Fault.INTAKE_STOPPED, file="名册.xlsx")

    with pytest.raises(Failure):
        branch.write(import_roster, people(), CHUNK * 2).result()
    assert branch.read(dump).result() == before


def test_one_member_twice_in_a_roster_writes_nothing(branch: Vault) -> None:
    """The plan of an import sees to it; should it fail to, nothing is half done."""
    crowd(branch, 1)
    before = branch.read(dump).result()
    with pytest.raises(Exception, match="UNIQUE"):
        take_in(branch, again(1, {"phone": "1", "name": "张0000"}), again(1, {"phone": "2", "name": "张0000"}))
    assert branch.read(dump).result() == before
