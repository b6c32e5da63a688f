"""Lists of letters, of dues paid, of facts and of organisations: what they would do, and that they do just that."""

import json
from collections.abc import Mapping

import pytest
from plans import ADD, CHANGE, DOUBT, REFUSE, SAME, decisions, line, planned, staged, take_in

from tui.intake import planning
from tui.intake.decisions import Answers, Plan
from tui.intake.differences import Difference
from tui.intake.kinds import KINDS
from tui.intake.matching import Rung
from tui.intake.refusals import PlanRefusal
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.undo import undo
from tui.store.vault import Vault

FIRST = "学生第一党支部"
PERSON = {"name": "王伟", "birth": "1980-01-01", "branch": FIRST}


@pytest.fixture
def vault(committee: Vault) -> Vault:
    """A committee (row id 1) with a branch (2) that knows one member (1)."""
    committee.write(add_organization, 1, UnitKind.BRANCH, "0101", FIRST).result()
    take_in(committee, planned(committee, line(PERSON)))
    return committee


def row(fields: Mapping[str, str], **extra: str) -> bytes:
    """One row of a list, checked and packed."""
    value = {"sheet": 0, "row": 1, "fields": fields, "extra": extra, "initials": "w w" if "name" in fields else ""}
    return json.dumps(value | {"texts": {}, "doubts": {}}).encode()


def plan(vault: Vault, kind: str, *rows: bytes, answers: Answers | None = None) -> Plan:
    session, read = vault.session, staged(kind, *rows)
    return vault.read(planning.plan, session.unit, session.campaign, read, KINDS[kind], answers=answers).result()


def stored(vault: Vault, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = vault.read(lambda db: db.execute_sql(sql).fetchall()).result()
    return found


def letter(**fields: str) -> bytes:
    return row({**PERSON, "to_unit": "江北区委组织部", "issued": "2016-07-01", "valid_days": "30", **fields})


def test_a_letter_goes_to_its_member_and_says_nothing_new_the_second_time(vault: Vault) -> None:
    wanted = [letter(letter_number="12", receipt="no")]
    first = plan(vault, "letters_out", *wanted)
    assert (decisions(first), first.rung(0)) == ([ADD], Rung.BIRTH)
    assert vault.write(first.carry_out).result().sentence() == "导入转出介绍信：1封已导入。"
    assert stored(vault, "SELECT member, direction, number, valid_days, receipt FROM letter") == [
        (1, "out", "12", 30, "no")
    ]
    assert decisions(plan(vault, "letters_out", *wanted)) == [SAME]
    received = plan(vault, "letters_out", letter(letter_number="12", receipt="yes", receipt_on="2016-08-01"))
    assert received.differences == {0: [Difference("receipt", "no", "yes"), Difference("receipt_on", "", "2016-08-01")]}
    vault.write(received.carry_out).result()
    assert stored(vault, "SELECT receipt, receipt_on FROM letter") == [("yes", "2016-08-01")]
    vault.write(undo).result()
    vault.write(undo).result()
    assert stored(vault, "SELECT count(*) FROM letter") == [(0,)]


def test_letters_are_told_apart_by_number_else_by_day(vault: Vault) -> None:
    rows = [letter(letter_number="1"), letter(letter_number="2"), letter(letter_number="1"), letter(issued="2015")]
    made = plan(vault, "letters_out", *rows)
    assert decisions(made) == [ADD, ADD, REFUSE, ADD]
    assert made.refusals == {2: PlanRefusal.LETTER_TWICE}
    vault.write(made.carry_out).result()
    again = plan(vault, "letters_out", letter(letter_number="2"), letter(issued="2015"), letter(issued="2014"))
    assert decisions(again) == [SAME, SAME, ADD]


def test_a_person_who_left_comes_with_a_letter_out_of_a_known_branch(vault: Vault) -> None:
    gone = {"name": "赵六", "birth": "1985-05-05", "branch": FIRST}
    rows = [row(gone | {"issued": "2014-07-01"}), row(gone | {"issued": "2015-07-01"})]
    made = plan(
        vault, "letters_out", *rows, row({"name": "钱七", "issued": "2014"}), row({"name": "孙八", "branch": "x"})
    )
    assert decisions(made) == [ADD, ADD, REFUSE, REFUSE]
    assert set(made.refusals.values()) == {PlanRefusal.UNKNOWN_PERSON}
    vault.write(made.carry_out).result()
    assert stored(vault, "SELECT name, birth, org FROM member WHERE id = 2") == [("赵六", "1985-05-05", 2)]
    assert stored(vault, "SELECT member, issued FROM letter ORDER BY id") == [(2, "2014-07-01"), (2, "2015-07-01")]
    assert stored(vault, "SELECT ground FROM subject WHERE member = 2") == [("out_without_receipt",)]


def test_a_letter_in_needs_a_member(vault: Vault) -> None:
    made = plan(vault, "letters_in", row(PERSON | {"from_unit": "x"}), row({"name": "赵六", "branch": FIRST}))
    assert decisions(made) == [ADD, REFUSE]


def test_what_a_letter_says_of_the_person_is_kept_with_the_letter(vault: Vault) -> None:
    vault.write(plan(vault, "letters_out", row(PERSON | {"issued": "2014", "phone": "13800138000"})).carry_out).result()
    ((extra,),) = stored(vault, "SELECT extra FROM letter")
    assert json.loads(str(extra)) == {"手机": "13800138000", "出生日期": "1980-01-01", "所在党支部": FIRST}


def test_an_unclear_person_of_a_letter_waits_for_a_word(vault: Vault) -> None:
    take_in(vault, planned(vault, line({"name": "王伟", "birth": "1990-01-01", "branch": FIRST})))
    wanted = row({"name": "王伟", "branch": FIRST, "issued": "2014"})
    made = plan(vault, "letters_out", wanted)
    assert (decisions(made), [each.member for each in made.candidates[0]]) == ([DOUBT], [1, 2])
    answered = plan(vault, "letters_out", wanted, answers={0: 2})
    assert (decisions(answered), answered.rung(0)) == ([ADD], Rung.CHOSEN)
    assert decisions(plan(vault, "letters_out", wanted, answers={0: -1})) == [REFUSE]
    vault.write(answered.carry_out).result()
    assert stored(vault, "SELECT member FROM letter") == [(2,)]


def test_a_payment_moves_the_month_on_and_is_not_taken_twice(vault: Vault) -> None:
    paid = row(PERSON | {"first_month": "2016-01", "last_month": "2016-06", "amount": "1250", "reason": "补缴"})
    made = plan(vault, "payments", paid, paid, row({"name": "赵六", "last_month": "2016-06"}))
    assert decisions(made) == [ADD, REFUSE, REFUSE]
    vault.write(made.carry_out).result()
    assert stored(vault, "SELECT fen, reason FROM payment") == [(1250, "补缴")]
    assert stored(vault, "SELECT dues_to FROM member") == [("2016-06",)]
    assert decisions(plan(vault, "payments", paid)) == [SAME]
    more = plan(vault, "payments", row({**json.loads(paid)["fields"], "note": "现金"}))
    assert (decisions(more), more.differences) == ([CHANGE], {0: [Difference("note", "", "现金")]})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("dues", {"dues_to": "2026-10"}),
        ("activity", {"active_on": "2016-11-20"}),
        ("archive", {"joining_form": "missing", "archive_at": "区人才中心"}),
    ],
)
def test_facts_change_members_and_add_move_or_judge_nobody_new(vault: Vault, kind: str, fields: dict[str, str]) -> None:
    before = stored(vault, "SELECT code, state FROM finding ORDER BY id")
    made = plan(vault, kind, row({"name": "王伟", "birth": "1980-01-01", **fields}), row({"name": "赵六", **fields}))
    assert decisions(made) == [CHANGE, REFUSE]
    assert made.refusals == {1: PlanRefusal.UNKNOWN_PERSON}
    change = vault.write(made.carry_out).result()
    assert change.sentence().startswith(f"导入{'党费' if kind == 'dues' else '参加' if kind == 'activity' else '档案'}")
    (found,) = stored(vault, f"SELECT {', '.join(fields)}, org FROM member")
    assert found == (*fields.values(), 2)
    assert stored(vault, "SELECT code, state FROM finding ORDER BY id") == before
    assert decisions(plan(vault, kind, row({"name": "王伟", "birth": "1980-01-01", **fields}))) == [SAME]
    assert vault.write(undo).result().changed == 1


def unit(name: str, **fields: str) -> bytes:
    return row({"unit_name": name, **fields})


def test_organisations_stand_below_their_superiors_wherever_they_are_in_the_list(vault: Vault) -> None:
    made = plan(
        vault,
        "branches",
        unit("教工第一党支部", parent_name="机关党总支", unit_code="0202"),
        unit("中共机关总支部委员会", unit_code="02", unit_short="机关党总支"),
        unit("中共学生第一支部委员会", unit_code="0101", unit_phone="010-65200001"),
        unit("学生第九党支部", parent_name="没有的党委"),
        unit("党支部下的党支部", parent_code="0101"),
        unit("教工第一党支部", parent_code="02"),
    )
    assert decisions(made) == [ADD, ADD, CHANGE, REFUSE, REFUSE, REFUSE]
    assert made.refusals == {
        3: PlanRefusal.PARENT_UNKNOWN,
        4: PlanRefusal.UNIT_MISPLACED,
        5: PlanRefusal.UNIT_TWICE,
    }
    change = vault.write(made.carry_out).result()
    assert change.sentence() == "导入党组织：3个党组织已导入。"
    assert stored(vault, "SELECT id, parent, kind, name, short FROM organization WHERE id > 2 ORDER BY id") == [
        (3, 1, "general_branch", "中共机关总支部委员会", "机关党总支"),
        (4, 3, "branch", "教工第一党支部", None),
    ]
    assert stored(vault, "SELECT name, phone FROM organization WHERE id = 2") == [
        ("中共学生第一支部委员会", "010-65200001")
    ]
    vault.write(undo).result()
    assert stored(vault, "SELECT count(*) FROM organization") == [(2,)]


def test_organisations_that_are_each_other_s_superior_are_refused(vault: Vault) -> None:
    made = plan(vault, "committees", unit("甲党委", parent_name="乙党委"), unit("乙党委", parent_name="甲党委"))
    assert decisions(made) == [REFUSE, REFUSE]
    assert set(made.refusals.values()) == {PlanRefusal.PARENT_UNKNOWN}


def test_a_roster_finds_a_branch_by_its_short_name(vault: Vault) -> None:
    vault.write(plan(vault, "branches", unit("研究生数理联合党支部", unit_short="研数支部")).carry_out).result()
    made = planned(vault, line({"name": "李娜", "branch": "研数支部"}))
    assert (made.new_branches, list(made.organizations)) == ((), [3])


def test_where_rows_came_from_is_kept(vault: Vault) -> None:
    vault.write(plan(vault, "letters_out", letter()).carry_out).result()
    assert stored(
        vault,
        "SELECT s.file, s.sheet, o.tbl, o.place FROM origin o JOIN origin_sheet s ON s.id = o.sheet WHERE o.tbl = 9",
    ) == [("r.xlsx", "名册", 9, 1)]
