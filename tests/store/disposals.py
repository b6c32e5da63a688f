"""Disposals for tests: a department's register, a member with what a kind needs, a case walked step by step."""

from datetime import date, timedelta

from desks import Desk
from people import arrival

from tui.rules.changes import Change
from tui.rules.dates import add_months
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, UNQUALIFIED_FORMS, Act, Fact, Step
from tui.rules.disposal.register import SHOWN_BY_RECORD, Origin
from tui.rules.disposal.votes import Vote
from tui.rules.initials import initials
from tui.rules.units import UnitKind
from tui.store import journal, rows
from tui.store.commands.disposal_cases import Ground, open_case, record_history
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.commands.organizations import add_organization
from tui.store.commands.regular_rows import new_row
from tui.store.commands.roster import import_roster
from tui.store.images import CAMPAIGN, SEARCH_CASE
from tui.store.queries.disposal_case import CaseFile, case_file

PASSED = Vote(30, 25, 20, 3, 2, called=32, came=27)
OPENED = date(2020, 1, 6)
FOUND = date(2019, 12, 2)
"""When what a case rests on was found."""


def people_of(desk: Desk, *named: str, category: str = "full") -> list[int]:
    """Members of a branch of the desk's unit, by name; the branch is set up at the first call."""
    if not desk.all("SELECT 1 FROM organization WHERE kind = 'branch'"):
        add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "教工党支部")
    ((org,),) = desk.all("SELECT max(id) FROM organization WHERE kind = 'branch'")
    people = [arrival(name, initials(name), org=int(str(org)), category=category) for name in named]
    import_roster(desk.session, people, len(people))
    return [desk.member(name) for name in named]


def under(desk: Desk, policy: str) -> None:
    """The campaign follows this policy set."""
    before = CAMPAIGN.row(desk.session.db.execute_sql(CAMPAIGN.select).fetchone())
    if before["policy"] != policy:
        with journal.entry(desk.session, "person.enter") as entry:
            after = before | {"policy": policy}
            rows.update_rows(desk.session.db, CAMPAIGN, [(before, after)])
            entry.changed(CAMPAIGN, before, after)


def ground(code: str, on_day: str = FOUND.isoformat()) -> Ground:
    """Somebody's finding."""
    return Ground(code, f"{code}的事实经过", "调查组 王芳", on_day, "谈话记录第3号")


def stated_for(kind: str, on: date = FOUND) -> list[Ground]:
    """What a person states for a kind; what records show is left to them."""
    needs = PROCEDURES[kind].needs
    forms = [ground(min(UNQUALIFIED_FORMS), on.isoformat())] if Fact.UNQUALIFIED in needs else []
    stated = [fact for fact in needs if fact not in SHOWN_BY_RECORD and fact is not Fact.UNQUALIFIED]
    return forms + [ground(fact.value, on.isoformat()) for fact in stated]


def prepare(desk: Desk, member: int, kind: str) -> None:
    """Enter the earlier records that a kind rests on: the search without result, the case before it."""
    needs = PROCEDURES[kind].needs
    if Fact.TRULY_UNREACHABLE in needs:
        lost(desk, member)
    before = {
        Fact.SUSPENDED_TWO_YEARS: ("suspension_lost", "2017-12-01"),
        Fact.SUSPENDED_WITHIN_TWO_YEARS: ("suspension_lost", "2019-03-02"),
    }
    for fact, (earlier, on_day) in before.items():
        if fact in needs:
            record_history(
                desk.session,
                member,
                earlier,
                on_day,
                decided_by="甲党委",
                document="甲发〔2017〕3号",
                known="支部大会通过",
            )
    if Fact.PERSUASION_REFUSED in needs:
        number = opened(desk, member, "persuasion", OPENED - timedelta(days=400))
        walk(desk, number, answer="refuses")


def lost(desk: Desk, member: int) -> None:
    """A search that the committee has ended: truly unreachable, silent since 2016."""
    said = {"opened_on": "2016-12-01", "origin": "stated", "last_contact": "2016-02", "outcome": "unreachable"}
    said |= {"outcome_on": "2017-06-01", "outcome_why": "四种方式均无结果", "stated_by": "甲党委"}
    values = new_row(desk.session, SEARCH_CASE, said | {"member": member})
    with journal.entry(desk.session, "search.open") as entry:
        entry.insert(SEARCH_CASE, values)


def opened(desk: Desk, member: int, kind: str, on: date = OPENED) -> int:
    """Open a case of a kind; gives its row id."""
    done = open_case(
        desk.session,
        member,
        kind,
        on.isoformat(),
        Origin.CHECK,
        "五核查第五项",
        stated_for(kind, on - (OPENED - FOUND)),
    )
    assert done.changed, done.sentence()
    ((number,),) = desk.all("SELECT max(id) FROM disposal_case")
    return int(str(number))


def file_of(desk: Desk, number: int) -> CaseFile:
    """The case whole."""
    return case_file(desk.session.db, desk.session.unit, number)


def rightly(step: Step, on: date, kind: str, answer: str = "") -> StepRecord:
    """A step as it should be entered."""
    term = add_months(on, PROCEDURES[kind].shortest_months or 6).isoformat()
    return StepRecord(
        step.key, on.isoformat(), "支部书记 赵六",
        document=f"{step.label}第1号", content=f"{step.label}情况",
        heard="本人陈述：认识到错误" if step.statement else "",
        vote=PASSED if step.act is Act.VOTE else None,
        until=term if step.act is Act.TERM else "",
        answer=(answer or step.answers[0]) if step.act is Act.ANSWER else "",
        confirmed=tuple(CONFIRMED) if step.act is Act.REVIEW else (),
        papers=dict.fromkeys(step.papers, "案卷1页"),
    )  # fmt: skip


def take(desk: Desk, number: int, answer: str = "", days: int = 30) -> Change:
    """The next step rightly done, after so many days: what a level above reviews or decides, by the colleague."""
    found = file_of(desk, number)
    step, case = found.next_step, found.case
    assert step is not None
    assert case is not None
    last = max([case.opened_on, *(each.on for each in case.done)])
    over = case.term if step.act is Act.ANSWER and case.term else last
    on = max(last + timedelta(days=days), over)
    session = desk.colleague if step.duty == "deciding" else desk.session
    return record_step(session, number, rightly(step, on, found.row["procedure"], answer))


def walk(desk: Desk, number: int, steps: int | None = None, answer: str = "") -> None:
    """So many further steps of a case (to its end, by default)."""
    while (steps is None or steps > 0) and file_of(desk, number).next_step is not None:
        done = take(desk, number, answer)
        assert done.changed, done.sentence()
        steps = None if steps is None else steps - 1


def case_of(desk: Desk, kind: str, steps: int, **member: str) -> int:
    """张三's case of a kind, with so many steps rightly done; gives its row id."""
    (person,) = people_of(desk, "张三", **member)
    prepare(desk, person, kind)
    number = opened(desk, person, kind)
    walk(desk, number, steps)
    return number
