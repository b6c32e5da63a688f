"""The ledger of letters: numbers, what becomes of a letter, who is a subject on what ground, views and figures."""

from dataclasses import replace
from typing import Any

import pytest
from desks import Desk, assert_sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import letter, send
from people import arrival
from vaults import BRANCH

from tui.faults import Failure, Fault
from tui.rules.checks import Refusal
from tui.rules.letter_reissue import Cause, Responsibility
from tui.rules.letter_states import State, due_day, has_expired, last_valid_day, state_of
from tui.store import rows
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_issue import (
    LetterText,
    issue_letter,
    register_letter,
    reissue_letter,
    spoil_number,
    void_letter,
)
from tui.store.commands.letter_progress import (
    edit_letter,
    record_arrivals,
    record_receipts,
    return_letters,
    settle_letters,
)
from tui.store.commands.roster import import_roster
from tui.store.commands.undo import redo, undo
from tui.store.images import LETTER, Values
from tui.store.queries.letter_ledger import Narrowing, View, counts, ledger_page, letter_ids
from tui.store.queries.letter_numbers import find_number, next_waiting, spoiled_numbers
from tui.store.queries.letter_pages import letter_page
from tui.store.queries.letter_statistics import (
    TransferCounts,
    branch_ledgers,
    owed_by_receiver,
    receipt_statistics,
)
from tui.store.queries.letters import letters_of, without_receipt

TODAY = "2026-11-20"
TEXT = LetterText("中共甲市委组织部", "甲市乙局党支部", TODAY, 30, scope="省内", dues_to="2026-11")
CLERK = Cause("抬头写错", Responsibility.CLERK)
NUMBERS = "SELECT number, org, year, serial, kind FROM letter ORDER BY id"
ASKED = FollowUp("2026-11-20", "赵一", "receiver", "phone", "pocket", "未报到")


def bring_in(desk: Desk, *names: str, **fields: str) -> None:
    import_roster(desk.session, [arrival(name, **fields) for name in names], len(names))


def grounds(desk: Desk) -> dict[object, object]:
    return dict(desk.all("SELECT m.name, s.ground FROM member m LEFT JOIN subject s ON s.member = m.id"))  # type: ignore[arg-type]


def issue(desk: Desk, *members: int, **changes: Any) -> None:
    for member in members:
        assert issue_letter(desk.session, member, replace(TEXT, **changes)).changed == 1


# --- numbers


def test_letters_are_numbered_by_unit_and_year_without_gaps_or_doubles(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨", category="probationary")
    issue(desk, 1, 2)
    issue(desk, 3, issued="2025-12-31")
    assert desk.all(NUMBERS) == [
        ("20260001", 1, 2026, 1, "probationary"),
        ("20260002", 1, 2026, 2, "probationary"),
        ("20250001", 1, 2025, 1, "probationary"),
    ]
    assert desk.all("SELECT org, year, serial FROM letter_number ORDER BY id") == [
        (1, 2026, 1), (1, 2026, 2), (1, 2025, 1),
    ]  # fmt: skip
    assert grounds(desk) == dict.fromkeys(["王伟", "李娜", "陈晨"], "out_without_receipt")
    assert_sound(desk.session)


def test_numbering_goes_on_from_the_ledger_that_was_taken_over_or_from_where_it_is_begun(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨")
    send(desk.session, letter(1, number="2026057", issued="2026-03-01"))
    issue(desk, 2)
    issue_letter(desk.session, 3, replace(TEXT, issued="2025-03-01"), first=12)
    assert [number for number, *_ in desk.all(NUMBERS)] == ["2026057", "20260058", "20250012"]


def test_the_number_of_an_undone_letter_stays_taken_and_a_redo_finds_it(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    issue(desk, 1)
    assert undo(desk.session).changed == 1
    assert grounds(desk)["王伟"] == "in_branch"
    assert spoiled_numbers(desk.session.db, 1, 2026) == [(2026, 1, "")]
    issue_letter(desk.colleague, 2, TEXT)
    assert [number for number, *_ in desk.all(NUMBERS)] == ["20260002"]
    assert redo(desk.session).changed == 1
    assert sorted(number for number, *_ in desk.all(NUMBERS)) == ["20260001", "20260002"]  # type: ignore[type-var]
    assert spoiled_numbers(desk.session.db, 1, 2026) == []
    assert grounds(desk)["王伟"] == "out_without_receipt"
    assert_sound(desk.session)


def test_a_spoiled_number_is_void_with_its_reason_and_never_used_again(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    issue(desk, 1)
    assert void_letter(desk.session, 1, "抬头写错", TODAY).changed == 1
    assert spoil_number(desk.session, 2026, "打印污损").changed == 1
    issue(desk, 2)
    assert [number for number, *_ in desk.all(NUMBERS)] == ["20260001", "20260003"]
    assert spoiled_numbers(desk.session.db, 1, 2026) == [(2026, 1, "抬头写错"), (2026, 2, "打印污损")]
    with pytest.raises(Failure) as raised:
        void_letter(desk.session, 2, " ", TODAY)
    assert raised.value.fault is Fault.NAME_MISSING
    assert_sound(desk.session)


def test_a_void_letter_puts_its_member_back_into_the_branch_and_its_undo_out_again(desk: Desk) -> None:
    bring_in(desk, "王伟")
    issue(desk, 1)
    void_letter(desk.session, 1, "写错", TODAY)
    assert grounds(desk) == {"王伟": "in_branch"}
    undo(desk.session)
    assert grounds(desk) == {"王伟": "out_without_receipt"}
    redo(desk.session)
    issue(desk, 1)
    assert grounds(desk) == {"王伟": "out_without_receipt"}
    assert_sound(desk.session)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"heading": " "}, Fault.NAME_MISSING),
        ({"to_unit": ""}, Fault.NAME_MISSING),
        ({"issued": "2026-11"}, Fault.VALUE_REFUSED),
        ({"issued": "2006-12-31"}, Fault.VALUE_REFUSED),
        ({"valid_days": 91}, Fault.VALUE_REFUSED),
        ({"valid_days": 0}, Fault.VALUE_REFUSED),
    ],
)
def test_a_letter_that_says_too_little_or_lasts_too_long_takes_no_number(
    desk: Desk, changes: dict[str, Any], fault: Fault
) -> None:
    bring_in(desk, "王伟")
    with pytest.raises(Failure) as raised:
        issue(desk, 1, **changes)
    assert raised.value.fault is fault
    assert desk.all("SELECT count(*) FROM letter_number") == [(0,)]


def test_nobody_has_two_letters_out_and_a_branch_issues_none(desk: Desk, tmp_path: Any) -> None:
    from registers import register

    bring_in(desk, "王伟")
    issue(desk, 1)
    assert issue_letter(desk.session, 1, TEXT).refused == ((Refusal.LETTER_OUT_ALREADY, 1),)
    own = register(tmp_path / "branch", BRANCH).session()
    import_roster(own, [arrival("李娜")], 1)
    assert issue_letter(own, 1, TEXT).refused == ((Refusal.NOT_AN_ISSUER, 1),)
    own.db.close()


# --- what becomes of them


def test_receipts_are_recorded_in_one_go_and_what_cannot_have_come_is_refused(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨", "刘洋")
    issue(desk, 1, 2, 3, 4)
    void_letter(desk.session, 4, "写错", TODAY)
    assert record_receipts(desk.session, [1], "2026-11-19").refused == ((Refusal.BEFORE_ISSUE, 1),)
    change = record_receipts(desk.session, [1, 2, 4], TODAY)
    assert (change.changed, change.refused) == (2, ((Refusal.LETTER_DONE, 1),))
    assert record_receipts(desk.session, [1, 3], "2026-11-21").refused == ((Refusal.LETTER_DONE, 1),)
    assert desk.all("SELECT receipt, receipt_on FROM letter") == [
        ("yes", TODAY), ("yes", TODAY), ("yes", "2026-11-21"), (None, None),
    ]  # fmt: skip
    assert grounds(desk)["王伟"] == "out_without_receipt"  # he was to be checked, and stays so
    undo(desk.session)
    assert desk.all("SELECT count(*) FROM letter WHERE receipt_on IS NULL") == [(2,)]
    assert_sound(desk.session)


def test_letters_arrive_are_sent_back_and_end_otherwise(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨")
    issue(desk, 1, 2, 3)
    assert record_arrivals(desk.session, [1], "2026-12-01").changed == 1
    assert return_letters(desk.session, [2], "heading", "2026-12-02").changed == 1
    assert settle_letters(desk.session, [3], "came_back", "2026-12-03").changed == 1
    states = [row.state for row in ledger_page(desk.session.db, [1, 2, 3], "2026-12-31")]
    assert states == [State.ARRIVED, State.RETURNED, State.SETTLED]
    assert grounds(desk) == {"王伟": "out_without_receipt", "李娜": "out_without_receipt", "陈晨": "in_branch"}
    assert settle_letters(desk.session, [3], "deceased", TODAY).refused == ((Refusal.LETTER_DONE, 1),)
    with pytest.raises(Failure):
        settle_letters(desk.session, [1], "other", TODAY)
    undo(desk.session)
    assert grounds(desk)["陈晨"] == "out_without_receipt"
    assert_sound(desk.session)


def test_who_comes_in_with_a_letter_belongs_to_the_branch_and_his_receipt_is_sent(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    issue(desk, 1)
    fields: Values = {"number": "2026-8", "from_unit": "丙党委", "issued": "2026-11-01", "arrived_on": "2026-11-10"}
    assert register_letter(desk.session, 1, "in", fields).changed == 1
    assert grounds(desk)["王伟"] == "in_branch"
    assert desk.all("SELECT year, serial, org FROM letter WHERE direction = 'in'") == [(2026, 8, None)]
    assert record_receipts(desk.session, [2], TODAY).changed == 1
    assert_sound(desk.session)


def test_an_expired_letter_is_replaced_with_reason_and_responsibility(desk: Desk) -> None:
    bring_in(desk, "王伟")
    issue(desk, 1, issued="2026-03-01")
    own = Cause("未办理", Responsibility.MEMBER)
    assert reissue_letter(desk.session, 1, own, TEXT).refused == ((Refusal.OWN_FAULT, 1),)
    assert reissue_letter(desk.session, 1, CLERK, TEXT).changed == 1
    old, new = (letter_page(desk.session.db, number) for number in (1, 2))
    assert (old.fields["closed"], old.fields["closed_on"]) == ("reissued", TODAY)
    assert old.replaced_by is not None
    assert old.replaced_by[:5] == (2, "20260002", TODAY, "抬头写错", "clerk")
    assert new.replaces is not None
    assert new.replaces.letter == 1
    assert state_of(old.fields, TODAY) is State.REISSUED
    void_letter(desk.session, 2, "又写错", TODAY)
    assert state_of(letter_page(desk.session.db, 1).fields, TODAY) is State.OVERDUE
    assert grounds(desk) == {"王伟": "out_without_receipt"}
    undo(desk.session)
    undo(desk.session)
    assert desk.all("SELECT id, closed FROM letter") == [(1, None)]
    assert desk.all("SELECT count(*) FROM letter_reissue") == [(0,)]
    assert_sound(desk.session)


def test_whoever_has_landed_is_asked_for_his_receipt_and_gets_no_other_letter(desk: Desk) -> None:
    bring_in(desk, "王伟")
    issue(desk, 1, issued="2026-03-01")
    follow_up(desk.session, [1], replace(ASKED, outcome="landed"))
    assert reissue_letter(desk.session, 1, CLERK, TEXT).refused == ((Refusal.LANDED, 1),)
    assert desk.all("SELECT count(*) FROM letter_number") == [(1,)]


def test_pocket_members_are_listed_until_the_next_asking_says_otherwise(desk: Desk) -> None:
    """问题说明二: 先与接收单位党组织联系，查明党员是否落实了组织关系 …没有落实组织关系的“口袋”党员."""
    bring_in(desk, "王伟", "李娜")
    issue(desk, 1, 2, issued="2026-03-01")
    assert follow_up(desk.session, [1, 2], ASKED).changed == 2
    assert [*letter_ids(desk.session.db, View.POCKET, "out", TODAY)] == [1, 2]
    follow_up(desk.session, [2], replace(ASKED, asked="member", outcome="landed", channel="visit"))
    assert [*letter_ids(desk.session.db, View.POCKET, "out", TODAY)] == [1]
    assert [each.outcome for each in letter_page(desk.session.db, 2).follow_ups] == ["landed", "pocket"]
    undo(desk.session)
    assert [*letter_ids(desk.session.db, View.POCKET, "out", TODAY)] == [1, 2]
    record_receipts(desk.session, [1], TODAY)
    assert [*letter_ids(desk.session.db, View.POCKET, "out", TODAY)] == [2]
    with pytest.raises(Failure):
        follow_up(desk.session, [1], replace(ASKED, who=" "))
    assert_sound(desk.session)


def test_a_letter_is_corrected_but_not_what_is_printed_on_our_own(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    send(desk.session, letter(1, number="7", issued="2016-03-01"))
    issue(desk, 2)
    assert edit_letter(desk.session, 1, "number", "2016012").changed == 1
    assert edit_letter(desk.session, 1, "receipt_on", "2016-02").refused == ((Refusal.BEFORE_ISSUE, 1),)
    assert edit_letter(desk.session, 2, "to_unit", "乙").refused == ((Refusal.PRINTED, 1),)
    assert edit_letter(desk.session, 2, "note", "自取").changed == 1
    assert desk.all("SELECT number, year, serial, note FROM letter") == [
        ("2016012", 2016, 12, None), ("20260001", 2026, 1, "自取"),
    ]  # fmt: skip
    with pytest.raises(Failure):
        edit_letter(desk.session, 1, "valid_days", "三十")


# --- finding by number


def test_a_number_finds_every_letter_that_it_can_mean_waiting_ones_first(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨")
    send(
        desk.session,
        letter(1, number="2015012", issued="2015-03-01", receipt_on="2015-05-01"),
        letter(2, number="12", issued="2016-03-01"),
        letter(3, number="苏委〔2017〕12号", issued="2017-03-01"),
        letter(3, number="120", issued="2017-03-02"),
    )
    found = find_number(desk.session.db, "12", "out")
    assert [(each.id, each.done) for each in found] == [(3, False), (2, False), (1, True)]
    assert [each.id for each in find_number(desk.session.db, "2016-12", "out")] == [2]
    assert [each.id for each in find_number(desk.session.db, "012", "out", 2017)] == [3]
    assert find_number(desk.session.db, "13", "out") == []
    assert find_number(desk.session.db, "无", "out") == []
    assert [each.id for each in find_number(desk.session.db, "12", "in")] == []


def test_the_next_waiting_letter_is_the_one_behind_by_number(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨", "刘洋")
    issue(desk, 1, 2, 3, 4)
    record_receipts(desk.session, [2], TODAY)
    behind, before = next_waiting(desk.session.db, 1), next_waiting(desk.session.db, 3, -1)
    assert (behind and behind.id, before and before.id) == (3, 1)
    assert next_waiting(desk.session.db, 4) is None


# --- views: one truth in rules and SQL

DAYS = st.sampled_from(["2006-05", "2016", "2016-01-31", "2016-02", "2016-03-31", "2016-10-30", "2017-01-01"])
LETTERS = st.fixed_dictionaries(
    {"direction": st.sampled_from(["out", "in"])},
    optional={
        "issued": DAYS,
        "arrived_on": DAYS,
        "receipt_on": DAYS,
        "closed_on": DAYS,
        "returned_on": DAYS,
        "valid_days": st.integers(0, 100),
        "receipt": st.sampled_from(["yes", "no"]),
        "closed": st.sampled_from(["void", "reissued", "came_back"]),
        "returned": st.just("heading"),
    },
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(LETTERS, min_size=1, max_size=30),
    st.sampled_from(["2016-02-29", "2016-04-30", "2016-12-01", "2026-11-20"]),
    st.data(),
)
def test_views_counts_and_states_agree_on_any_day(desk: Desk, drawn: list[Values], as_of: str, data: Any) -> None:
    db = desk.session.db
    if not desk.all("SELECT 1 FROM member"):
        bring_in(desk, "王伟")
    db.execute_sql("DELETE FROM letter")
    blank = dict.fromkeys(LETTER.columns)
    stored = [
        blank | each | {"id": number, "uuid": number.to_bytes(16, "big"), "member": 1}
        for number, each in enumerate(drawn, 1)
    ]
    for each in stored:
        each |= {} if each["closed"] else {"closed_on": None}
    rows.insert_rows(db, LETTER, stored)
    derived = db.execute_sql("SELECT valid_until, receipt_due FROM letter ORDER BY id").fetchall()
    days = [tuple(day and day.isoformat() for day in (last_valid_day(each), due_day(each))) for each in stored]
    assert derived == days
    for direction in ("out", "in"):
        issued = [each for each in stored if each["direction"] == direction and (each["issued"] or "") <= as_of]
        state = {each["id"]: state_of(each, as_of) for each in issued}
        since = [each for each in issued if (each["issued"] or "2007") >= "2007" and state[each["id"]].waits]
        expected = {
            View.ALL: {each["id"] for each in issued},
            View.WAITING: {each["id"] for each in since},
            View.OVERDUE: {each["id"] for each in since if state[each["id"]] is State.OVERDUE},
            View.EXPIRED: {
                each["id"]
                for each in since
                if has_expired(each, as_of) and not (each["arrived_on"] and each["arrived_on"] <= as_of)
            },
            View.RETURNED: {each["id"] for each in since if state[each["id"]] is State.RETURNED},
            View.POCKET: set(),
            View.DONE: {number for number, each in state.items() if not each.waits},
        }
        assert {view: set(letter_ids(db, view, direction, as_of)) for view in View} == expected
        assert counts(db, direction, as_of) == {view: len(found) for view, found in expected.items()}
        assert counts(db, direction, as_of, Narrowing(1, "王伟")) == counts(db, direction, as_of)
    of_branch = branch_ledgers(db, 1, as_of)
    out = counts(db, "out", as_of)
    counted = [
        each
        for each in stored
        if each["direction"] == "out"
        and "2007" <= (each["issued"] or "2007") <= as_of
        and state_of(each, as_of) is not State.VOID
    ]
    assert sum(row.letters for row in of_branch) == len(counted)
    assert sum(row.waiting for row in of_branch) == out[View.WAITING]
    assert sum(row.overdue for row in of_branch) == out[View.OVERDUE]
    assert sum(row.without_receipt for row in without_receipt(db, 1, as_of)) == out[View.WAITING]
    years = [receipt_statistics(db, 1, year, as_of).outgoing for year in (2006, 2016, 2017)]
    sent = [each for each in stored if each["direction"] == "out" and each["issued"] and each["issued"] <= as_of]
    ended = [each for each in sent if each["closed"] in ("void", "reissued") and (each["closed_on"] or "") <= as_of]
    assert sum(year.total for year in years) == len(sent) - len(ended)
    received = [each for each in sent if each not in ended and state_of(each, as_of) is State.RECEIVED]
    assert sum(year.receipts for year in years) == len(received)


def test_the_ledger_is_narrowed_by_person_number_unit_and_branch(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    send(desk.session, letter(1, number="2016007", to_unit="甲市委"), letter(2, number="8", heading="乙县委"))

    def found(text: str, top: int | None = None) -> list[int]:
        return sorted(letter_ids(desk.session.db, View.ALL, "out", TODAY, Narrowing(top, text)))

    assert found("王伟") == found("7") == found("2016007") == found("甲市") == found("x x 王") == [1]
    assert found("乙县委") == [2]
    assert found("王伟 乙县委") == found("无此人") == []
    assert found("", 1) == [1, 2]
    page = ledger_page(desk.session.db, [2, 1], TODAY)
    assert [(row.name, row.unit) for row in page] == [("李娜", "乙县委"), ("王伟", "甲市委")]


# --- figures


def test_transfers_of_a_year_are_counted_by_level_province_and_receipt(desk: Desk) -> None:
    """通知 2016-09-20 三: 统计2016年以来转入和转出的所有党员组织关系回执情况."""
    session = desk.session
    import_roster(
        session,
        [
            arrival("王伟", work="硕士研究生学生"),
            arrival("李娜", work="学生", education="大学"),
            arrival("陈晨", work="专科学生"),
            arrival("刘洋", work="事业单位管理岗位", education="博士"),
        ],
        4,
    )
    send(
        session,
        letter(1, issued="2016-03-01", scope="省内", receipt_on="2016-05-01"),
        letter(2, issued="2016-12-31", scope="省外", receipt="yes"),
        letter(3, issued="2016-06", scope="市外"),
        letter(4, issued="2016", receipt_on="2017-02-01"),
        letter(4, issued="2015-12-31", receipt="yes"),
    )
    desk.session.db.execute_sql("UPDATE letter SET closed = 'void', closed_on = '2016-07-01' WHERE id = 3")
    register_letter(session, 1, "in", {"issued": "2015-12-20", "arrived_on": "2016-01-05", "receipt_on": "2016-01-06"})
    found = receipt_statistics(session.db, 1, 2016, "2016-12-31")
    assert found.outgoing == TransferCounts(3, 1, 1, 0, 1, 1, 1, 2)
    assert found.incoming == TransferCounts(1, 1, 0, 0, 0, 0, 1, 1)
    assert receipt_statistics(session.db, 1, 2016, "2016-06-30").outgoing.total == 3
    assert receipt_statistics(session.db, 1, 2016, "2017-12-31").outgoing.receipts == 3


def test_a_branch_works_off_who_has_no_receipt(desk: Desk) -> None:
    """通知 2016-09-20 一: 组织部已列出名册，由组织关系转出党支部进行排查."""
    bring_in(desk, "王伟", "李娜", "陈晨", "刘洋")
    send(
        desk.session,
        letter(1, issued="2015-03-01", to_unit="甲党委"),
        letter(2, issued="2015-03-02", to_unit="甲党委"),
        letter(3, issued="2015-03-03", to_unit="乙党委"),
        letter(4, issued="2015-03-04", receipt="yes"),
        letter(4, issued="2006-03-04"),
    )
    follow_up(desk.session, [1], ASKED)
    settle_letters(desk.session, [3], "confirmed", "2026-11-01")
    (branch,) = branch_ledgers(desk.session.db, 1, TODAY)
    assert branch[2:] == (4, 2, 2, 2, 0, 1, 0, 0, 1)
    owed = owed_by_receiver(desk.session.db, 1, TODAY)
    assert {unit: [each.name for each in letters] for unit, letters in owed.items()} == {"甲党委": ["王伟", "李娜"]}


def test_a_closed_letter_no_longer_holds_its_member_outside(desk: Desk) -> None:
    bring_in(desk, "王伟")
    issue(desk, 1)
    settle_letters(desk.session, [1], "confirmed", "2026-12-01")
    (stored,) = letters_of(desk.session.db, [1])[1]
    assert stored.number == "20260001"
    assert issue_letter(desk.session, 1, replace(TEXT, issued="2026-12-02")).changed == 1
