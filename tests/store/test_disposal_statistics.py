"""Statistics of the register of disposals: as of every day what a slow reading of the rows finds, by unit too."""

from collections import Counter
from datetime import date, timedelta

from desks import Desk
from disposals import file_of, lost, opened, people_of, prepare, take, under, walk
from offices import DEPARTMENT
from people import arrival

from tui.rules.disposal.lost_summary import Column
from tui.rules.disposal.statistics import Figure, Period, Standing, steps_of, tally
from tui.rules.units import UnitKind
from tui.store.commands.disposal_cases import record_history, withdraw_case
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import import_roster
from tui.store.queries.disposal_statistics import below, disposal_register, named

OFFICE = DEPARTMENT


def _played(desk: Desk) -> dict[str, int]:
    """Cases of several ways, members in two branches; gives the members by name."""
    under(desk, "2019")
    names = ["在办", "退党", "停籍", "恢复", "拒劝", "撤销", "历史"]
    people = dict(zip(names, people_of(desk, *names), strict=True))
    add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "学生党支部")
    ((org,),) = desk.all("SELECT max(id) FROM organization")
    import_roster(desk.session, [arrival("预备", org=int(str(org)), category="probationary")], 1)
    people["预备"] = desk.member("预备")
    walk(desk, opened(desk, people["在办"], "correction"), 8)
    walk(desk, opened(desk, people["退党"], "withdrawal"))
    lost(desk, people["停籍"])
    walk(desk, opened(desk, people["停籍"], "suspension_lost"))
    prepare(desk, people["恢复"], "restoration")
    walk(desk, opened(desk, people["恢复"], "restoration"), 5)
    walk(desk, opened(desk, people["拒劝"], "persuasion"), answer="refuses")
    number = opened(desk, people["撤销"], "withdrawal")
    take(desk, number)
    assert withdraw_case(desk.session, number, "2020-03-01", "本人收回申请").changed
    record_history(
        desk.session, people["历史"], "withdrawal", "2015-05-01", decided_by="甲党委", document="", known="只有批复"
    )
    walk(desk, opened(desk, people["预备"], "probation_cancelled"))
    return people


def test_as_of_every_day_the_figures_are_those_of_the_rows(desk: Desk) -> None:
    _played(desk)
    columns = "opened_on, closed_on, withdrawn_on, outcome, effective_on, state, id"
    rows = [tuple(map(str, row)) for row in desk.all(f"SELECT {columns} FROM disposal_case")]
    steps = [(int(str(case)), str(day)) for case, day in desk.all("SELECT disposal_case, on_day FROM disposal_step")]
    steps += [
        (int(str(case)), str(day))
        for case, day in desk.all(
            "SELECT c.id, d.on_day FROM disposal_decision d JOIN disposal_case c ON c.uuid = about"
        )
    ]
    seen = {day for _, day in steps} | {day for row in rows for day in row[:3] if day != "None"}
    for day in sorted(seen | {(date.fromisoformat(each) - timedelta(days=1)).isoformat() for each in seen}):
        found = disposal_register(desk.session.db, desk.session.unit, day)
        slow: Counter[Figure] = Counter()
        in_hand = []
        for opened_on, closed_on, withdrawn_on, outcome, effective_on, state, case in rows:
            if opened_on > day:
                continue
            if withdrawn_on != "None" and withdrawn_on <= day:
                slow[Figure.WITHDRAWN] += 1
            elif closed_on != "None" and closed_on <= day:
                slow[Figure.HISTORY if state == "history" else Figure.CLOSED] += 1
            else:
                slow[Figure.OPEN] += 1
                in_hand.append(int(case))
            if outcome != "None" and effective_on <= day:
                slow[Figure(outcome)] += 1
        figures = tally(found.cases, Period(day, day)).get("", {})
        timed = {Figure.OVERDUE, Figure.OPENED_IN, Figure.CLOSED_IN}
        assert {each: len(behind) for each, behind in figures.items() if each not in timed} == +slow, day
        for case in in_hand:
            taken = sum(number == case and on <= day for number, on in steps)
            procedure = file_of(desk, case).procedure
            assert procedure is not None
            (label,) = (label for label, cases in steps_of(found.cases, day).items() if case in {c.case for c in cases})
            assert label == procedure.steps[taken].label, (case, day)


def test_sums_over_units_agree_and_each_member_is_in_one_outcome(desk: Desk) -> None:
    people = _played(desk)
    whole = disposal_register(desk.session.db, desk.session.unit, "2026-08-01")
    units = below(desk.session.db, desk.session.unit)
    assert next(iter(units)) == desk.session.unit
    branches = [whole.within([org]) for org in units if org != desk.session.unit]
    assert (
        sum(len(each.cases) for each in branches)
        == len(whole.cases)
        == len(whole.within(units[desk.session.unit]).cases)
    )
    assert sum(len(each.standings) for each in branches) == len(whole.standings)
    assert sum(len(each.columns) for each in branches) == len(whole.columns)
    removed = {"退党", "历史", "预备"}
    assert {name for name, member in people.items() if member in whole.standing(Standing.REMOVED)} == removed
    assert set(whole.standing(Standing.SUSPENDED)) == {people["停籍"], people["恢复"]}
    gone = {int(str(member)) for (member,) in desk.all("SELECT id FROM member WHERE gone IS NOT NULL")}
    assert set(whole.standing(Standing.REMOVED)) == gone
    suspended = {int(str(member)) for (member,) in desk.all("SELECT id FROM member WHERE membership = 'suspended'")}
    assert set(whole.standing(Standing.SUSPENDED)) == suspended
    assert whole.columns == {people["停籍"]: Column.SUSPENDED}
    assert [each.name for each in named(desk.session.db, [(people["停籍"], 0)])] == ["停籍"]


def test_what_the_roster_has_is_what_the_register_says_before_and_after_a_restoration(desk: Desk) -> None:
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    prepare(desk, member, "restoration")
    before = disposal_register(desk.session.db, desk.session.unit, "2019-05-01")
    assert before.standing(Standing.SUSPENDED) == [member]
    assert before.standings[member].since == "2019-03-02"
    number = opened(desk, member, "restoration")
    walk(desk, number)
    since = str(file_of(desk, number).row["effective_on"])
    day_before = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    assert disposal_register(desk.session.db, desk.session.unit, day_before).standing(Standing.SUSPENDED) == [member]
    assert disposal_register(desk.session.db, desk.session.unit, since).standings == {}
    assert desk.all(f"SELECT membership FROM member WHERE id = {member}") == [("normal",)]
