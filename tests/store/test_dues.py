"""Dues recorded by hand: payments, the month paid to, and the monthly sheet say the same; all of it goes back."""

import json
from pathlib import Path

import pytest
from desks import Desk, assert_sound, desk_in
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import paid, pay
from people import arrival
from registers import Register, dump

from tui.faults import Failure, Fault
from tui.rules.checks import Refusal
from tui.rules.dues import Mark, month_of, number_of
from tui.rules.situations import SituationKind
from tui.store.commands.dues import record_payment
from tui.store.commands.roster import import_roster
from tui.store.commands.situations import record_situation
from tui.store.commands.undo import redo, undo
from tui.store.queries.dues import dues_branches, dues_sheet, owing

AS_OF = "2026-11-20"
OTHER = "INSERT INTO organization(uuid, parent, kind, code, name, keeper, lft, rgt) VALUES (randomblob(16), 1, 'branch', '9', '乙支部', {}, 8, 9)"  # noqa: E501


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    """王伟 owes seven months on the as-of date, 李娜 four; nothing is recorded of 张敏, and 刘洋 is suspended."""
    desk.session.db.execute_sql("UPDATE campaign SET as_of = ?", (AS_OF,))
    roll = [
        arrival("王伟", dues_to="2026-03", joined="2000-01"), arrival("李娜", dues_to="2026-06"), arrival("张敏"),
        arrival("刘洋", dues_to="2010-01", membership="suspended"),
    ]  # fmt: skip
    import_roster(desk.session, roll, len(roll))


def row(desk: Desk, name: str, year: int = 2026) -> str:
    sheet = dues_sheet(desk.session.db, 1, 1, year)
    return next("".join(mark.value for mark in each.marks) for each in sheet.rows if each.name == name)


def dues_to(desk: Desk) -> list[object]:
    return [month for (month,) in desk.all("SELECT dues_to FROM member ORDER BY id")]


def test_the_sheet_of_a_year_counts_who_has_paid_and_who_had_to(desk: Desk) -> None:
    sheet = dues_sheet(desk.session.db, 1, 1, 2026)
    assert [each.name for each in sheet.rows] == ["刘洋", "张敏", "李娜", "王伟"]
    assert row(desk, "王伟") == "已已已欠欠欠欠欠欠欠··"
    assert row(desk, "张敏") == "??????????··"
    assert row(desk, "刘洋") == "免" * 12
    assert (sheet.paid(3), sheet.asked(3), sheet.paid(6)) == (2, 3, 1)
    assert [(each.name, each.owed) for each in sheet.rows if each.in_arrears] == [("王伟", 7)]
    assert [each.name for each in sheet.rows if each.never] == ["张敏"]


def test_up_to_a_month_is_one_payment_from_where_the_last_one_ended(desk: Desk) -> None:
    change = record_payment(desk.session, [1, 2], "2026-09", fen=4000)
    assert change.sentence() == "缴至2026-09党费：2人已登记。"
    assert desk.all("SELECT member, kind, first_month, last_month, fen FROM payment ORDER BY id") == [
        (1, None, "2026-04", "2026-09", 4000), (2, None, "2026-07", "2026-09", 4000),
    ]  # fmt: skip
    assert dues_to(desk)[:2] == ["2026-09", "2026-09"]
    assert row(desk, "王伟") == "已已已✓✓✓✓✓✓欠··"
    assert dues_sheet(desk.session.db, 1, 1, 2026).fen[8] == 8000
    again = record_payment(desk.session, [1, 2], "2026-08")
    assert (again.entry, again.changed, again.unchanged) == (None, 0, 2)
    assert_sound(desk.session)


def test_a_single_month_is_paid_beside_what_is_known(desk: Desk) -> None:
    record_payment(desk.session, [1], "2026-02", up_to=False, fen=100)
    assert row(desk, "王伟") == "已✓已欠欠欠欠欠欠欠··"
    assert dues_to(desk)[0] == "2026-03"
    record_payment(desk.session, [3], "2026-11", up_to=False)
    assert row(desk, "张敏") == "已" * 10 + "✓·"
    assert record_payment(desk.session, [3], "2026-11", up_to=False).unchanged == 1


def test_to_make_up_for_more_than_six_months_needs_its_reason(desk: Desk) -> None:
    """补交党费一般不超过6个月: a warning, and with the reason it is written."""
    change = record_payment(desk.session, [1, 2], "2026-10")
    assert change.refused == ((Refusal.REASON_MISSING, 1),)
    assert dues_to(desk)[:2] == ["2026-03", "2026-10"]
    record_payment(desk.session, [1], "2026-10", reason="外出务工，集中补缴")
    assert desk.all("SELECT kind, reason FROM payment WHERE member = 1") == [("补缴", "外出务工，集中补缴")]
    assert desk.all("SELECT kind FROM payment WHERE member = 2") == [(None,)]


def test_whoever_is_suspended_gone_or_another_units_is_refused(desk: Desk) -> None:
    desk.session.db.execute_sql("UPDATE member SET gone = '2026-01-01' WHERE id = 2")
    desk.session.db.execute_sql(OTHER.format(2))
    desk.session.db.execute_sql("UPDATE member SET org = (SELECT max(id) FROM organization) WHERE id = 3")
    change = record_payment(desk.session, [2, 3, 4], "2026-07")
    assert set(change.refused) == {
        (Refusal.LEFT_ROSTER, 1), (Refusal.KEPT_BELOW, 1), (Refusal.MEMBERSHIP_SUSPENDED, 1),
    }  # fmt: skip
    assert change.entry is None
    with pytest.raises(Failure) as caught:
        record_payment(desk.session, [1], "2026-13")
    assert caught.value.fault is Fault.VALUE_REFUSED


def test_the_finding_v20_goes_with_the_payment_and_comes_back_with_its_undo(desk: Desk) -> None:
    state = "SELECT state FROM finding WHERE member = 1 AND code = 'V20'"
    record_payment(desk.session, [1], "2026-04", up_to=False)
    assert desk.all(state) == [("open",)]
    record_payment(desk.session, [1], "2026-06")
    assert desk.all(state) == [("resolved",)]
    undo(desk.session)
    assert desk.all(state) == [("open",)]
    assert_sound(desk.session)


def test_a_payment_is_undone_and_redone_with_everything_that_followed(desk: Desk) -> None:
    before = dump(desk.session.db)
    record_payment(desk.session, [1, 2, 3], "2026-08", fen=1)
    after = dump(desk.session.db)
    desk.reopen()
    assert undo(desk.session).sentence() == "撤销“登记2026-08党费”：3人已撤销。"
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert dump(desk.session.db) == after
    assert_sound(desk.session)


def test_the_journal_names_figures_only(desk: Desk) -> None:
    record_payment(desk.session, [1], "2026-08", reason="张三代缴")
    (body,) = desk.all("SELECT body FROM entry ORDER BY seq DESC LIMIT 1")[0]
    assert json.loads(str(body))["detail"] == {"month": "2026-08", "up_to": True, "added": 1, "moved": 1}


def test_who_owes_six_months_is_found_without_those_whose_relation_is_kept(desk: Desk) -> None:
    """V20, 停止党籍 and months of a kept relation: the member for whom it holds, and those for whom it does not."""
    import_roster(desk.session, [arrival("陈晨", dues_to="2025-01"), arrival("赵磊", dues_to="2025-01")], 2)
    kept = '{"kept": "2025-02至今", "kept_for": "abroad_study"}'
    desk.session.db.execute_sql(
        "INSERT INTO check_record(campaign, stage, member, check_no, answers, recorded_by, at)"
        " VALUES (1, 1, 5, 3, ?, 1, 0)",
        (kept,),
    )
    found = list(owing(desk.session.db, 1, 1, AS_OF))
    assert [(each.name, each.owed, each.since) for each in found] == [
        ("赵磊", 21, "2025-07-31"), ("王伟", 7, "2026-09-30"),
    ]  # fmt: skip
    (branch,) = dues_branches(desk.session.db, 1, 1)
    assert (branch.members, branch.owing) == (6, 2)


def test_months_that_the_ledger_of_situations_keeps_are_left_out_too(desk: Desk) -> None:
    """保留组织关系: abroad for study with the relation kept from April on, and nobody owes for these months."""
    assert [each.name for each in owing(desk.session.db, 1, 1, AS_OF)] == ["王伟"]
    abroad = {"since": "2026-04-01", "kept": "2026-04至今"}
    record_situation(desk.session, 1, SituationKind.ABROAD_STUDY, abroad)
    assert list(owing(desk.session.db, 1, 1, AS_OF)) == []
    assert row(desk, "王伟") == "已" * 3 + "免" * 9


MONTHS = st.integers(2025 * 12, 2026 * 12 + 11).map(month_of)
STEPS = st.lists(
    st.tuples(st.sampled_from(["record", "only", "import", "undo"]), st.integers(1, 3), MONTHS), min_size=1, max_size=6
)


@settings(max_examples=25)
@given(STEPS)
def test_the_sheet_and_the_month_paid_to_agree_whatever_was_paid(
    office: Register, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    """✓ where the ledger has a payment, 已 up to 党费交至, 欠 behind it up to the last month that is over."""
    desk = desk_in(office, Path(tmp_path_factory.mktemp("random")))
    desk.session.db.execute_sql("UPDATE campaign SET as_of = ?", (AS_OF,))
    import_roster(desk.session, [arrival("甲", dues_to="2025-03"), arrival("乙"), arrival("丙", dues_to="2026")], 3)
    written = 0
    for what, member, month in steps:
        if what == "undo":
            if written:
                undo(desk.session)
                written -= 1
            continue
        change = (
            pay(desk.session, paid(member, month))
            if what == "import"
            else record_payment(desk.session, [member], month, up_to=what == "record", reason="补")
        )
        written += change.entry is not None
    over = number_of(AS_OF) - 1
    for year in (2024, 2025, 2026, 2027):
        for each in dues_sheet(desk.session.db, 1, 1, year).rows:
            spans = desk.all(f"SELECT first_month, last_month FROM payment WHERE member = {each.member}")
            reached = {4: each.dues_to + "-12", 0: ""}.get(len(each.dues_to), each.dues_to)
            for place, mark in enumerate(each.marks):
                month = month_of(year * 12 + place)
                if any(str(first) <= month <= str(last) for first, last in spans):
                    wanted = Mark.PAID
                elif month <= reached:
                    wanted = Mark.COVERED
                elif year * 12 + place > over:
                    wanted = Mark.NOT_DUE
                else:
                    wanted = Mark.OWED if reached else Mark.UNKNOWN
                assert mark is wanted, (each.name, month, each.dues_to, spans)
            newest = max((str(last) for _, last in spans), default="")
            assert reached >= newest
    desk.session.db.close()
