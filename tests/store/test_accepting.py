"""Accepting suggestions in bulk: who gets a verdict, who is left alone and why, and that it can be taken back."""

from desks import Desk, assert_sound
from ledgers import letter, paid, pay, send, stub
from people import arrival
from registers import dump

from tui.rules.check_items import MATERIALS
from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.store.audit.wording import describe
from tui.store.commands.accepting import accept_suggestions
from tui.store.commands.check_records import record_check, state_stubs
from tui.store.commands.roster import import_roster
from tui.store.commands.undo import undo
from tui.store.commands.verdicts import give_verdict
from tui.store.journal import CHUNK
from tui.store.queries.suggestions import each_suggestion, prospect, suggestions_of

SELF, TEAM = Stage
STATED = {
    "first_stub": "1", "last_stub": "9", "without_receipt": "0", "inspected_by": "张明", "inspected_on": "2026-11-18"
}  # fmt: skip


def bring_in(desk: Desk, *names: str, **fields: str) -> None:
    import_roster(desk.session, [arrival(name, **fields) for name in names], len(names))


def test_only_unchecked_members_with_nothing_found_are_confirmed_and_each_other_is_counted(desk: Desk) -> None:
    bring_in(desk, "甲", "乙", dues_to="2026-10")
    bring_in(desk, "丙", dues_to="2024-01")
    bring_in(desk, "丁")
    give_verdict(desk.session, SELF, Check.DUES, Verdict.DOUBTFUL, [1], given=Given.SINGLY)
    before = dump(desk.session.db)
    found = prospect(desk.session.db, 1, SELF, Check.DUES, [1, 2, 3, 4])
    assert (found.count, found.decided, found.other, found.without) == (1, 1, 1, 1)
    change = accept_suggestions(desk.session, SELF, Check.DUES, [1, 2, 3, 4])
    assert (change.changed, change.unchanged) == (1, 1)
    assert dict(change.refused) == {Refusal.FOUND_SOMETHING: 1, Refusal.NO_EVIDENCE: 1}
    assert desk.all("SELECT member, c3, h3 FROM review ORDER BY member") == [(1, "d", "o"), (2, "c", "b")]
    assert undo(desk.session).sentence() == "撤销“支部自查·党费采纳建议”：1人已撤销。"
    assert dump(desk.session.db) == before
    assert_sound(desk.session)


def test_more_members_than_one_chunk_are_confirmed_in_one_entry(desk: Desk) -> None:
    count = 2 * CHUNK + 7
    import_roster(desk.session, [arrival(f"张{n}", dues_to="2026-10") for n in range(count)], count)
    change = accept_suggestions(desk.session, SELF, Check.DUES, list(range(1, count + 1)))
    assert change.changed == count
    assert desk.all("SELECT c3, h3, count(*) FROM review GROUP BY 1, 2") == [("c", "b", count)]
    assert desk.all("SELECT count(DISTINCT entry) FROM entry_item WHERE tbl = 6") == [(1,)]


def test_archives_need_the_stated_basis(desk: Desk) -> None:
    bring_in(desk, "甲", **dict.fromkeys(MATERIALS, "complete"))
    refused = accept_suggestions(desk.session, SELF, Check.ARCHIVE, [1])
    assert (refused.entry, refused.refused) == (None, ((Refusal.BASIS_MISSING, 1),))
    assert accept_suggestions(desk.session, SELF, Check.ARCHIVE, [1], basis="已查阅档案原件").changed == 1
    assert desk.all("SELECT c2, note FROM review") == [("c", "已查阅档案原件")]


def test_a_receipt_that_came_for_somebody_outside_is_suggested_and_left_to_be_confirmed_singly(desk: Desk) -> None:
    send(desk.session, stub("王伟", issued="2015-01-01", number="7"))
    assert suggestions_of(desk.session.db, 1, SELF, 1)[Check.RECEIPT].reason == "介绍信7（2015-01-01）未收到回执"
    send(desk.session, letter(1, issued="2014-01-01", receipt_on="2014-02-01"))
    desk.session.db.execute_sql("UPDATE letter SET receipt = 'yes' WHERE id = 1")
    found = suggestions_of(desk.session.db, 1, SELF, 1)[Check.RECEIPT]
    assert found.verdict is Verdict.CLEAR
    assert accept_suggestions(desk.session, SELF, Check.RECEIPT, [1]).refused == ((Refusal.NO_EVIDENCE, 1),)


def test_for_those_inside_a_receipt_does_not_apply_once_somebody_has_looked_at_the_stubs(desk: Desk) -> None:
    bring_in(desk, "甲", "乙")
    assert Check.RECEIPT not in suggestions_of(desk.session.db, 1, SELF, 1)
    state_stubs(desk.session, SELF, 1, STATED)
    assert accept_suggestions(desk.session, SELF, Check.RECEIPT, [1, 2]).changed == 2
    assert desk.all("SELECT DISTINCT c4 FROM review") == [("n",)]


def test_what_was_paid_by_the_ledger_counts_and_months_formally_kept_do_not(desk: Desk) -> None:
    bring_in(desk, "甲", dues_to="2024-01")
    assert suggestions_of(desk.session.db, 1, SELF, 1)[Check.DUES].verdict is Verdict.DOUBTFUL
    record_check(desk.session, SELF, Check.DUES, 1, {"kept_for": "abroad_study", "kept": "2024-02至2026-09"})
    assert suggestions_of(desk.session.db, 1, SELF, 1)[Check.DUES].verdict is Verdict.CLEAR
    bring_in(desk, "乙", dues_to="2024-01")
    pay(desk.session, paid(2, "2026-11"))
    assert suggestions_of(desk.session.db, 1, SELF, 2)[Check.DUES].verdict is Verdict.CLEAR


def test_a_self_check_does_not_rest_on_what_the_working_group_saw(desk: Desk) -> None:
    bring_in(desk, "甲", **dict.fromkeys(MATERIALS, "complete"))
    record_check(desk.session, TEAM, Check.ARCHIVE, 1, {"joining_form": "untrue"})
    own, team = (next(each_suggestion(desk.session.db, 1, stage, Check.ARCHIVE, [1]))[2] for stage in (SELF, TEAM))
    assert team is not None
    assert team.verdict is Verdict.DOUBTFUL
    assert own is not None
    assert own.verdict is Verdict.CLEAR


def test_the_journal_s_lines_name_what_was_recorded_and_accepted() -> None:
    detail = {"stage": "self_check", "check": "archive", "verdict": "c"}
    assert describe("review.record", detail) == "记核查情况：支部自查·档案记为无误"
    assert describe("review.accept", {"stage": "verification", "check": "dues"}) == "采纳建议：工作组核查·党费（批量）"
    assert describe("review.statement", {"stage": "self_check"}) == "记存根检查情况"
