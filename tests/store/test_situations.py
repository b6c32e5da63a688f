"""The ledger of situations: what is entered, refused, ended, withdrawn, taken over; findings and counts follow."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from compared import report
from desks import Desk, assert_sound, desk_in
from ledgers import letter
from offices import enrol, introduce, look
from people import arrival
from registers import Register, register
from test_report_ledgers import ledger_rows

from tui.faults import Failure, Fault
from tui.intake.ledger_lines import ledger as read_line
from tui.rules.check_items import kept_spans as spans_in
from tui.rules.checks import Check, Refusal, Stage, Verdict
from tui.rules.situations import FLOATING, Situation, SituationKind, excludes
from tui.rules.units import UnitKind
from tui.store.commands.letters import import_letters
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import import_roster
from tui.store.commands.situations import (
    amend_situation,
    define_situation,
    end_situations,
    record_situation,
    take_over_signs,
    withdraw_situations,
)
from tui.store.commands.undo import redo, undo
from tui.store.ledgers import BY_NAME
from tui.store.queries.check_sheets import check_sheet
from tui.store.queries.roster import open_view, page
from tui.store.queries.roster_order import Sort, sorted_view
from tui.store.queries.situation_counts import breakdown, floating_members, three_counts
from tui.store.queries.situation_signs import each_sign
from tui.store.queries.situations import (
    LedgerView,
    definitions,
    kept_spans,
    ledger,
    ledger_page,
    recorded,
    situations_of,
    view_counts,
)
from tui.store.queries.suggestions import suggestions_of
from tui.store.queries.verification_sheet import beside
from tui.store.vault import Vault

K = SituationKind
AS_OF = "2026-11-20"
PEOPLE = (
    arrival("张三", org=2, lost="yes", lost_on="2020-05", dues_to="2026-10"),
    arrival("李四", org=2, floating="yes", floating_to="江城", dues_to="2026-10"),
    arrival("王五", org=2, note="毕业保留", dues_to="2026-10"),
    arrival("赵六", org=2, dues_to="2024-08"),
    arrival("孙七", org=3),
)
ZHANG, LI, WANG, ZHAO, SUN = range(1, 6)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A committee with two branches and five people."""
    from vaults import COMMITTEE

    found = register(tmp_path_factory.mktemp("situations") / "vault", COMMITTEE)
    session = found.session()
    for number, name in enumerate(("第一党支部", "第二党支部"), 1):
        add_organization(session, 1, UnitKind.BRANCH, str(number), name)
    import_roster(session, PEOPLE, len(PEOPLE))
    session.db.execute_sql("UPDATE campaign SET as_of = ?", (AS_OF,))
    session.db.close()
    return found


@pytest.fixture
def desk(office: Register, tmp_path: Path) -> Desk:
    return desk_in(office, tmp_path)


def codes(desk: Desk, member: int) -> set[object]:
    rows = desk.all(f"SELECT code FROM finding WHERE member = {member} AND state = 'open'")
    return {code for (code,) in rows} & {"V11", "V18", "V19"}


def kinds(desk: Desk, member: int) -> list[Situation]:
    return list(recorded(desk.session.db, [member]).get(member, ()))


def test_a_situation_is_entered_with_who_and_when_undone_and_redone(desk: Desk) -> None:
    answers = {"since": "2020-05", "reason": "moved", "state": "unknown", "note": " 多次去电\x07 "}
    change = record_situation(desk.session, ZHANG, K.LOST, answers)
    assert change.sentence() == "张三 登记失联：1条已办理。"
    (row,) = situations_of(desk.session.db, [ZHANG])[ZHANG]
    assert row.situation == Situation(K.LOST, "2020-05", None, "moved", state="unknown", note="多次去电")
    assert (row.by, row.withdrawn_on, row.ended_why) == (desk.session.actor.name, None, None)
    assert "1条" in undo(desk.session).sentence()
    assert kinds(desk, ZHANG) == []
    redo(desk.session)
    assert kinds(desk, ZHANG) == [row.situation]
    assert_sound(desk.session)


def test_lost_and_floating_are_refused_at_the_same_time_and_nothing_else_is(desk: Desk) -> None:
    """design 4.13: only lost excludes floating."""
    record_situation(desk.session, LI, K.FLOATING_OUT, {"since": "2024-03"})
    change = record_situation(desk.session, LI, K.LOST, {"since": "2025"})
    assert dict(change.refused) == {Refusal.LOST_OR_FLOATING: 1}
    assert dict(record_situation(desk.session, LI, K.FLOATING_OUT, {}).refused) == {Refusal.RECORDED: 1}
    for kind in (K.UNATTACHED, K.POCKET, K.HIDDEN):
        assert record_situation(desk.session, LI, kind, {}).changed == 1
    end_situations(desk.session, [1], "2025-06-01", "断了联系")
    assert dict(record_situation(desk.session, LI, K.LOST, {"since": "2025"}).refused)
    assert record_situation(desk.session, LI, K.LOST, {"since": "2025-06-01"}).changed == 1
    assert {each.kind for each in kinds(desk, LI) if each.holds(AS_OF)} == {K.UNATTACHED, K.POCKET, K.HIDDEN, K.LOST}


def test_what_is_no_answer_is_refused_whole(desk: Desk) -> None:
    wrong = (
        {"since": "2020-13"}, {"since": "2999"}, {"reason": "⑧"}, {"state": "in_touch"}, {"until": "2020"}, {"x": "1"},
    )  # fmt: skip
    for answers in wrong:
        with pytest.raises(Failure) as raised:
            record_situation(desk.session, ZHANG, K.LOST, answers)
        assert raised.value.fault is Fault.CHECK_ANSWER
    assert kinds(desk, ZHANG) == []


def test_a_situation_is_corrected_ended_and_withdrawn_but_never_deleted(desk: Desk) -> None:
    record_situation(desk.session, ZHANG, K.LOST, {"since": "2020-05", "note": "甲"})
    assert amend_situation(desk.session, 1, {"since": "2020-05", "note": "甲"}).unchanged == 1
    amend_situation(desk.session, 1, {"since": "2020-06"})
    assert kinds(desk, ZHANG) == [Situation(K.LOST, "2020-06")]
    assert dict(end_situations(desk.session, [1], "2019").refused) == {Refusal.ENDS_EARLY: 1}
    end_situations(desk.session, [1], "2026-03-05", "已取得联系")
    assert dict(end_situations(desk.session, [1], "2026-04").refused) == {Refusal.SETTLED: 1}
    amend_situation(desk.session, 1, {"since": "2020-06", "until": "2026-03-06"})
    assert kinds(desk, ZHANG) == [Situation(K.LOST, "2020-06", "2026-03-06")]
    with pytest.raises(Failure):
        withdraw_situations(desk.session, [1], "  ")
    withdraw_situations(desk.session, [1], "登错人")
    assert dict(amend_situation(desk.session, 1, {"since": "2021"}).refused) == {Refusal.SETTLED: 1}
    assert record_situation(desk.session, ZHANG, K.LOST, {"since": "2020"}).changed == 1
    for _ in range(5):
        undo(desk.session)
    assert kinds(desk, ZHANG) == [Situation(K.LOST, "2020-05", note="甲")]
    assert_sound(desk.session)


def test_the_findings_of_a_member_follow_his_situations_and_a_new_roster_leaves_them(desk: Desk) -> None:
    """V11 (填表要求6), V18 (条例 第三十四条), V19 (条例 第二十五条)."""
    record_situation(desk.session, ZHANG, K.LOST, {"since": "2020", "reason": "other"})
    record_situation(desk.session, WANG, K.GRADUATE_KEPT, {"since": "2024-07"})
    away = {"since": "2025-01", "fixed": "yes"}
    record_situation(desk.session, LI, K.FLOATING_OUT, away)
    assert [codes(desk, member) for member in (ZHANG, WANG, LI, ZHAO)] == [{"V11"}, {"V18"}, {"V19"}, set()]
    again = [replace(person, member=number) for number, person in enumerate(PEOPLE[:3], 1)]
    import_roster(desk.session, again, 3)
    assert [codes(desk, member) for member in (ZHANG, WANG, LI)] == [{"V11"}, {"V18"}, {"V19"}]
    amend_situation(desk.session, 1, {"since": "2020", "reason": "other", "reason_words": "长期患病"})
    end_situations(desk.session, [2], "2026-07")
    amend_situation(desk.session, 3, away | {"permit": "yes", "permit_number": "017"})
    assert [codes(desk, member) for member in (ZHANG, WANG, LI)] == [set(), set(), set()]
    undo(desk.session)
    assert codes(desk, LI) == {"V19"}
    assert_sound(desk.session)


def test_many_at_once_take_over_only_what_the_roster_states(desk: Desk) -> None:
    letters = [letter(ZHAO, issued="2020-06-01", valid_days=30, to_unit="海州市委")]
    import_letters(desk.session, letters, 1, direction="out")
    found = each_sign(desk.session.db, 1, 1)
    assert [(each.name, each.sign.situation.kind, each.sign.stated) for each in found] == [
        ("张三", K.LOST, True), ("李四", K.FLOATING_OUT, True), ("王五", K.GRADUATE_KEPT, False),
        ("赵六", K.POCKET, False),
    ]  # fmt: skip
    chosen = [(each.member, each.sign.situation.kind) for each in found]
    change = take_over_signs(desk.session, chosen)
    assert (change.changed, dict(change.refused)) == (2, {Refusal.NOT_SUGGESTED: 2})
    assert kinds(desk, ZHANG) == [Situation(K.LOST, "2020-05")]
    assert kinds(desk, LI) == [Situation(K.FLOATING_OUT, destination="江城")]
    assert desk.all("SELECT basis FROM situation ORDER BY id") == [("名册：是否失联",), ("名册：是否流动",)]
    assert take_over_signs(desk.session, [(ZHAO, K.POCKET)]).changed == 1
    assert kinds(desk, ZHAO) == [Situation(K.POCKET, "2020-06-01", destination="海州市委")]
    assert [each.name for each in each_sign(desk.session.db, 1, 1)] == ["王五"]
    undo(desk.session)
    undo(desk.session)
    assert desk.all("SELECT count(*) FROM situation") == [(0,)]
    assert_sound(desk.session)


def test_others_members_and_those_who_left_are_refused(desk: Desk) -> None:
    desk.session.db.execute_sql("UPDATE organization SET keeper = 3 WHERE id = 3")
    desk.session.db.execute_sql("UPDATE member SET gone = '2026-01-01' WHERE id = ?", (WANG,))
    assert dict(record_situation(desk.session, SUN, K.LOST, {}).refused) == {Refusal.KEPT_BELOW: 1}
    assert dict(record_situation(desk.session, WANG, K.LOST, {}).refused) == {Refusal.LEFT_ROSTER: 1}


def test_kept_months_are_no_absence_for_check_3(desk: Desk) -> None:
    """三（四）: 出国（境）留学、劳务人员中的党员，可办理保留组织关系手续，暂停组织生活."""

    def suggested() -> Verdict:
        return suggestions_of(desk.session.db, 1, Stage.SELF_CHECK, ZHAO)[Check.DUES].verdict

    assert suggested() is Verdict.DOUBTFUL
    record_situation(desk.session, ZHAO, K.ABROAD_STUDY, {"since": "2024-08", "state": "done"})
    assert suggested() is Verdict.DOUBTFUL
    assert kept_spans(desk.session.db, [ZHAO, LI]) == {}
    amend_situation(desk.session, 1, {"since": "2024-08", "state": "done", "kept": "2024-09至今"})
    assert kept_spans(desk.session.db, [ZHAO, LI]) == {ZHAO: spans_in("2024-09至今")}
    assert suggested() is Verdict.CLEAR


def test_the_sheet_of_check_3_and_the_three_counts_start_from_the_ledger(desk: Desk) -> None:
    away = {"since": "2025-01", "reason": "away_for_work", "destination": "江城"}
    record_situation(desk.session, ZHANG, K.FLOATING_OUT, away)
    sheet = check_sheet(desk.session.db, 1, 1, Stage.SELF_CHECK, Check.DUES, ZHANG)
    assert sheet is not None
    assert sheet.answers["situation"] == "floating"
    assert [sheet.answers[key] for key in ("since", "why", "whereto")] == list(away.values())
    record_situation(desk.session, ZHAO, K.UNATTACHED, {"destination": "海州"})
    named = {question.value: members for question, members in beside(desk.session.db, 1, 2).items()}
    assert sorted(named["floating.count"]) == [ZHANG, LI]
    assert named["lost.count"] == []
    assert (named["unattached.count"], named["unattached.where"]) == ([ZHAO], [])
    assert named["unattached.state"] == [ZHAO]


def test_counts_lists_and_breakdown_agree_on_any_day(desk: Desk) -> None:
    """二4: 数量、去向、现状; 失联 数量、情况及原因. The figures are those of a slow reading of every row."""
    chance = random.Random(11)
    extra = [arrival(f"员{number}", org=2 + number % 2) for number in range(80)]
    import_roster(desk.session, extra, len(extra))
    members = [member for (member,) in desk.all("SELECT id FROM member ORDER BY id")]
    for _ in range(120):
        member, kind = chance.choice(members), chance.choice(list(K))
        first = chance.randint(2010, 2025)
        change = record_situation(desk.session, int(str(member)), kind, {"since": f"{first}-0{chance.randint(1, 9)}"})
        if change.changed and chance.random() < 0.5:
            (number,) = desk.session.db.execute_sql("SELECT max(id) FROM situation").fetchone()
            close = end_situations if chance.random() < 0.8 else withdraw_situations
            close(desk.session, [number], f"{chance.randint(first + 1, 2026)}-01")
    known = recorded(desk.session.db, [int(str(member)) for member in members])
    assert not any(
        excludes(one, other) for rows in known.values() for one in rows for other in rows if one is not other
    )
    for as_of in ("2012-06-30", "2019-12-31", AS_OF):
        agree(desk, [each for rows in known.values() for each in rows], as_of)


def agree(desk: Desk, rows: list[Situation], as_of: str) -> None:
    """Counts, lists, breakdown and the roster of floating members say what a slow reading of these rows says."""
    holding = Counter(each.kind for each in rows if each.holds(as_of))
    assert holding.total() > 0
    counts = view_counts(desk.session.db, 1, as_of)
    branches = three_counts(desk.session.db, 1, as_of)
    assert sum((Counter(each.kinds) for each in branches), Counter()) == holding
    assert {each.kind: each.people for each in breakdown(desk.session.db, 1, as_of)} == holding
    assert len(floating_members(desk.session.db, 1, as_of)) == sum(holding[kind] for kind in FLOATING)
    assert counts[LedgerView.FLOATING] == sum(each.floating for each in branches)
    for view in LedgerView:
        assert len(ledger(desk.session.db, 1, as_of, view)) == counts[view], view
    assert counts[LedgerView.ALL] == holding.total()


def test_the_figures_of_10_000_random_members_agree_on_any_day(desk: Desk) -> None:
    chance, connection = random.Random(3), desk.session.db.connection()
    people = [
        (number, chance.choice((2, 3)), bytearray(number.to_bytes(16)), "王", "w") for number in range(100, 10_100)
    ]

    def day(first: int) -> str:
        return date(first + chance.randint(0, 12), chance.randint(1, 12), chance.randint(1, 28)).isoformat()

    rows = []
    for number, *_ in people:
        for kind in chance.sample(list(K), chance.choice((0, 1, 1, 2))):
            since = chance.choice((None, day(2005)[: chance.choice((4, 7, 10))]))
            until = chance.choice((None, day(2014)[: chance.choice((4, 7, 10))]))
            rows.append((number, kind, since, until, chance.choice((None, None, "登错"))))
    with desk.session.db.atomic():
        connection.executemany("INSERT INTO member(id, org, uuid, name, initials) VALUES (?, ?, ?, ?, ?)", people)
        connection.executemany(
            """INSERT INTO situation(uuid, member, kind, since, until, withdrawn, by, at)
               VALUES (randomblob(16), ?, ?, ?, ?, ?, 1, 0)""",
            [(number, kind.value, *rest) for number, kind, *rest in rows],
        )
    stored = [Situation(kind, since, until, withdrawn=gone) for _, kind, since, until, gone in rows]
    for _ in range(8):
        agree(desk, stored, day(2008))


def test_the_lists_show_name_and_branch_and_find_by_name(desk: Desk) -> None:
    record_situation(desk.session, ZHANG, K.LOST, {"since": "2020-05"})
    record_situation(desk.session, SUN, K.LOST, {})
    rows = ledger_page(desk.session.db, ledger(desk.session.db, 1, AS_OF, LedgerView.LOST))
    assert [(row.name, row.branch, row.situation.since) for row in rows] == [
        ("张三", "第一党支部", "2020-05"), ("孙七", "第二党支部", None),
    ]  # fmt: skip
    assert len(ledger(desk.session.db, 3, AS_OF, LedgerView.ALL)) == 1
    assert len(ledger(desk.session.db, 1, AS_OF, LedgerView.ALL, "孙")) == 1
    assert len(ledger(desk.session.db, 1, AS_OF, LedgerView.ALL, "第二党支部")) == 1
    assert len(ledger(desk.session.db, 1, "2019-01-01", LedgerView.ALL)) == 1


def test_the_roster_under_review_shows_what_holds_and_sorts_by_it(desk: Desk) -> None:
    record_situation(desk.session, SUN, K.LOST, {"since": "2020-05"})
    record_situation(desk.session, SUN, K.POCKET, {})
    record_situation(desk.session, LI, K.LOST, {"since": "2020-05"})
    end_situations(desk.session, [3], "2026-01")
    rows = page(desk.session.db, 1, Stage.SELF_CHECK, [SUN, LI], ("situation",))
    assert [row.more for row in rows] == [("失联、口袋",), (None,)]
    whole = open_view(desk.session.db, 1, 1)
    assert sorted_view(desk.session.db, whole, Stage.SELF_CHECK, Sort("situation")).order[0] == SUN


def test_the_roster_of_floating_members_has_when_where_and_which_branch(desk: Desk) -> None:
    """流动党员花名册: 姓名 性别 出生年月 文化程度 外出时间 外出地点 联系电话 正式组织关系所在支部 支部联系电话."""
    record_situation(desk.session, LI, K.FLOATING_OUT, {"since": "2024-03", "destination": "江城", "permit": "yes"})
    told = {"since": "2025", "relation_at": "海州某支部", "relation_phone": "0518-1"}
    record_situation(desk.session, SUN, K.FLOATING_IN, told)
    out, came = floating_members(desk.session.db, 1, AS_OF)
    assert (out.name, out.since, out.destination, out.branch) == ("李四", "2024-03", "江城", "第一党支部")
    assert (came.name, came.relation_at, came.relation_phone) == ("孙七", "海州某支部", "0518-1")
    (first, _) = three_counts(desk.session.db, 1, AS_OF)
    assert (first.kinds, first.with_permit, first.unrecorded) == ({K.FLOATING_OUT: 1}, 1, 1)


def test_our_wording_gives_way_to_the_superiors_and_a_documents_does_not(desk: Desk) -> None:
    define_situation(desk.session, K.UNATTACHED, "组织关系在册而人已离开的党员。", "市委组织部通知")
    assert definitions(desk.session.db, 1)[K.UNATTACHED][0] == ("组织关系在册而人已离开的党员。", "市委组织部通知")
    assert definitions(desk.session.db, 1)[K.HIDDEN] == K.HIDDEN.texts
    define_situation(desk.session, K.UNATTACHED, "又一种说法。", "市委组织部通知")
    undo(desk.session)
    assert definitions(desk.session.db, 1)[K.UNATTACHED][0].text == "组织关系在册而人已离开的党员。"
    undo(desk.session)
    assert definitions(desk.session.db, 1)[K.UNATTACHED] == K.UNATTACHED.texts
    for kind, text, source in ((K.LOST, "甲", "乙"), (K.HIDDEN, " ", "乙"), (K.HIDDEN, "甲", "")):
        with pytest.raises(Failure):
            define_situation(desk.session, kind, text, source)


def test_situations_arrive_above_as_their_keeper_has_them(branch: Vault, committee: Vault, tmp_path: Path) -> None:
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    branch.write(record_situation, 1, K.LOST, {"since": "2020-05", "reason": "other"}).result()
    branch.write(record_situation, 2, K.ABROAD_STUDY, {"kept": "2024-09至今", "state": "done"}).result()
    branch.write(define_situation, K.HIDDEN, "甲", "乙").result()
    report(branch, committee, tmp_path / "usb")
    for name in ("situation", "situation_definition"):
        assert ledger_rows(committee, BY_NAME[name]) == ledger_rows(branch, BY_NAME[name]) != []
    branch.write(end_situations, [1], "2026-03").result()
    report(branch, committee, tmp_path / "usb")
    assert look(committee, "SELECT until FROM situation WHERE kind = 'lost'") == ["2026-03"]
    assert ledger_rows(committee, BY_NAME["situation"]) == ledger_rows(branch, BY_NAME["situation"])


def test_a_report_may_bring_nothing_that_the_ledger_would_not_take() -> None:
    person = bytes(16)
    row = {"uuid": UUID(int=1).hex, "kind": "lost", "since": "2020-05", "by": person.hex(), "at": 0}

    def arrives(**changed: str) -> bool:
        try:
            read_line({"of": "situation", "member": UUID(int=2).hex, "row": row | changed}, {person})
        except ValueError:
            return False
        return True

    assert arrives()
    wrong = {"kind": "missing", "since": "[/]", "until": "2020-13", "reason": "⑧", "state": "x", "permit": "1"}
    assert not any(arrives(**{key: value}) for key, value in wrong.items())
