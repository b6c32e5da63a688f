"""Undo of letters, dues and organisations: what goes back together, and what stays as somebody has gone on with it."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from ledgers import again, letter, paid, pay, send, set_up, stub, unit
from people import arrival
from registers import dump

from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.store.audit.wording import describe
from tui.store.commands.letters import import_letters
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.undo import next_step, redo, undo
from tui.store.commands.verdicts import give_verdict
from tui.store.journal import CHUNK
from tui.store.session import Session

SINCE = Refusal.CHANGED_SINCE


def bring_in(session: Session, *names: str) -> None:
    import_roster(session, [arrival(name) for name in names], len(names))


def correct(session: Session, member: int, name: str, **fields: str) -> None:
    import_roster(session, [Arrival(member, 1, {"name": name, **fields}, {}, "x x", [])], 1)


def judge(session: Session, member: int) -> None:
    give_verdict(session, Stage.SELF_CHECK, Check.RECEIPT, Verdict.PENDING, [member], given=Given.SINGLY)


def names(desk: Desk) -> list[object]:
    return [name for (name,) in desk.all("SELECT name FROM member ORDER BY id")]


def test_an_undo_says_what_it_took_back_and_counts_it_in_its_own_measure(desk: Desk) -> None:
    bring_in(desk.session, "王伟")
    before = dump(desk.session.db)
    send(desk.session, letter(1), stub("李娜"))
    import_letters(desk.session, [letter(1)], 1, direction="in")
    pay(desk.session, paid(1, "2026-01"))
    set_up(desk.session, unit("一总支"), unit("一支部", parent=-1), unit("二支部"))
    after = dump(desk.session.db)
    step = next_step(desk.session)
    assert step is not None
    assert (step.deed, step.rows) == ("“导入党组织”", 3)
    assert [undo(desk.session).sentence() for _ in range(4)] == [
        "撤销“导入党组织”：3个党组织已撤销。",
        "撤销“导入党费”：1笔已撤销。",
        "撤销“导入转入介绍信”：1封已撤销。",
        "撤销“导入转出介绍信”：2封已撤销。",
    ]
    assert dump(desk.session.db) == before
    redone = [redo(desk.session).sentence() for _ in range(4)]
    assert redone[0] == "重做“导入转出介绍信”：2封已重做。"
    assert dump(desk.session.db) == after
    assert_sound(desk.session)


def test_the_journal_s_lines_name_the_imports() -> None:
    assert describe("letters.import", {"direction": "out"}) == "导入介绍信：转出"
    assert describe("letters.import", {"direction": "in"}) == "导入介绍信：转入"
    assert (describe("dues.import", {}), describe("organizations.import", {})) == ("导入党费", "导入党组织")


# --- letters


def went_back(change: Change) -> tuple[int, int]:
    assert not change.refused or change.refused[0][0] is SINCE
    return change.changed, change.refused_count


@pytest.mark.parametrize("use", ["letter", "payment", "review", "correction", "letter changed"])
def test_a_newcomer_on_whom_somebody_has_gone_on_stays_with_his_letters(desk: Desk, use: str) -> None:
    send(desk.session, stub("王伟"), letter(-1, note="补"), stub("李娜"))
    {
        "letter": lambda: send(desk.colleague, letter(1, receipt="yes")),
        "payment": lambda: pay(desk.colleague, paid(1, "2026-01")),
        "review": lambda: judge(desk.colleague, 1),
        "correction": lambda: correct(desk.colleague, 1, "王伟", phone="1"),
        "letter changed": lambda: send(desk.colleague, again(1, receipt="yes")),
    }[use]()
    kept = desk.all("SELECT * FROM letter WHERE member = 1 ORDER BY id")
    assert went_back(undo(desk.session)) == (1, 2)
    assert names(desk) == ["王伟"]
    assert desk.all("SELECT * FROM letter ORDER BY id") == kept
    assert desk.all("SELECT member, ground FROM subject") == [(1, "out_without_receipt")]
    assert_sound(desk.session)
    assert went_back(redo(desk.session)) == (1, 0)
    assert names(desk) == ["王伟", "李娜"]
    assert_sound(desk.session)


@pytest.mark.parametrize("ledger", ["letters", "payments"])
def test_a_member_of_a_roster_with_letters_or_payments_since_stays(desk: Desk, ledger: str) -> None:
    bring_in(desk.session, "王伟", "李娜")
    if ledger == "letters":
        send(desk.colleague, letter(1, receipt="yes"))
    else:
        pay(desk.colleague, paid(1, "五月"))
    assert went_back(undo(desk.session)) == (1, 1)
    assert names(desk) == ["王伟"]
    assert desk.all("SELECT member FROM subject") == [(1,)]
    assert_sound(desk.session)
    undo(desk.colleague)
    assert names(desk) == ["王伟"]


def test_letters_of_known_members_go_back_each_for_himself(desk: Desk) -> None:
    bring_in(desk.session, "王伟", "李娜")
    send(desk.session, letter(1), letter(2))
    judge(desk.colleague, 1)
    send(desk.colleague, again(2, receipt="yes"))
    assert went_back(undo(desk.session)) == (1, 1)
    assert desk.all("SELECT id, receipt FROM letter") == [(2, "yes")]
    assert_sound(desk.session)


def test_a_ground_stays_with_an_open_letter_that_came_later(desk: Desk) -> None:
    send(desk.session, stub("王伟", receipt="yes"))
    send(desk.session, letter(1))
    send(desk.colleague, letter(1, issued="2020"))
    assert went_back(undo(desk.session)) == (0, 1)
    assert desk.all("SELECT member, ground FROM subject") == [(1, "out_without_receipt")]
    assert_sound(desk.session)


def test_more_than_a_chunk_of_letters_goes_and_comes_back(desk: Desk) -> None:
    before = dump(desk.session.db)
    send(desk.session, *(stub(f"张{n:04}") for n in range(CHUNK + 7)))
    there = dump(desk.session.db)
    assert went_back(undo(desk.session)) == (CHUNK + 7, 0)
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert dump(desk.session.db) == there


# --- dues


@pytest.mark.parametrize("since", ["member", "payment"])
def test_a_payment_and_the_month_paid_to_go_back_together_or_not_at_all(desk: Desk, since: str) -> None:
    bring_in(desk.session, "王伟", "李娜")
    pay(desk.session, paid(1, "2026-01"), paid(1, "2026-02"), paid(2, "2026-01"))
    if since == "member":
        correct(desk.colleague, 1, "王伟", phone="1")
    else:
        pay(desk.colleague, paid(1, "2026-01", note="现金"))
    assert went_back(undo(desk.session)) == (1, 2)
    assert desk.all("SELECT dues_to FROM member ORDER BY id") == [("2026-02",), (None,)]
    assert desk.all("SELECT member, last_month FROM payment") == [(1, "2026-01"), (1, "2026-02")]
    assert_sound(desk.session)
    assert went_back(redo(desk.session)) == (1, 0)
    assert desk.all("SELECT dues_to FROM member ORDER BY id") == [("2026-02",), ("2026-01",)]
    assert_sound(desk.session)


def test_payments_do_not_come_back_without_the_month_they_reach(desk: Desk) -> None:
    bring_in(desk.session, "王伟")
    pay(desk.session, paid(1, "2026-01"))
    undo(desk.session)
    correct(desk.colleague, 1, "王伟", dues_to="2026-09")
    assert went_back(redo(desk.session)) == (0, 1)
    assert desk.all("SELECT dues_to FROM member") == [("2026-09",)]
    assert desk.all("SELECT count(*) FROM payment") == [(0,)]
    assert_sound(desk.session)


# --- organisations


def tree_of(desk: Desk) -> list[tuple[object, ...]]:
    return desk.all("SELECT id, parent, name, code, lft, rgt FROM organization ORDER BY id")


def test_units_above_and_below_one_another_go_and_come_back(desk: Desk) -> None:
    before = tree_of(desk)
    set_up(desk.session, unit("一总支"), unit("甲支部", parent=-1), unit("二总支"), unit("乙支部", parent=-3))
    there = tree_of(desk)
    assert went_back(undo(desk.session)) == (4, 0)
    assert tree_of(desk) == before
    assert went_back(redo(desk.session)) == (4, 0)
    assert tree_of(desk) == there
    assert_sound(desk.session)


def test_a_unit_on_which_something_stands_stays_with_those_above_it(desk: Desk) -> None:
    set_up(desk.session, unit("一总支"), unit("甲支部", parent=-1), unit("乙支部", parent=-1))
    import_roster(desk.colleague, [arrival("王伟", org=3)], 1)
    assert went_back(undo(desk.session)) == (1, 2)
    assert desk.all("SELECT name FROM organization WHERE id > 1") == [("一总支",), ("甲支部",)]
    assert_sound(desk.session)


def test_names_that_went_round_go_back_round(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部", "1"), unit("乙支部", "2"))
    before = tree_of(desk)
    set_up(
        desk.session, unit("乙支部", "2", number=2), unit("丙支部", "1", number=3), unit("甲支部", "3"),
    )  # fmt: skip
    there = tree_of(desk)
    assert [row[2:4] for row in there[1:]] == [("乙支部", "2"), ("丙支部", "1"), ("甲支部", "3")]
    for _ in range(2):
        assert went_back(undo(desk.session)) == (3, 0)
        assert tree_of(desk) == before
        assert went_back(redo(desk.session)) == (3, 0)
        assert tree_of(desk) == there
    assert_sound(desk.session)


def test_a_name_that_somebody_has_taken_since_does_not_come_back(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部"), unit("乙支部"), unit("丙支部"))
    set_up(desk.session, unit("丁支部", number=2), unit("甲支部", number=3), unit("戊支部", number=4))
    set_up(desk.colleague, unit("乙支部"))
    assert went_back(undo(desk.session)) == (1, 2)
    names = desk.all("SELECT name FROM organization WHERE id > 1 ORDER BY id")
    assert names == [("丁支部",), ("甲支部",), ("丙支部",), ("乙支部",)]
    assert_sound(desk.session)


def test_a_unit_renamed_since_keeps_its_name(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部"))
    set_up(desk.session, unit("乙支部", number=2))
    set_up(desk.colleague, replace(unit("", number=2), phone="1"))
    assert went_back(undo(desk.session)) == (0, 1)
    assert desk.all("SELECT name, phone FROM organization WHERE id = 2") == [("乙支部", "1")]
    assert_sound(desk.session)
