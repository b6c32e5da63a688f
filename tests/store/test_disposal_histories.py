"""Whatever two people do with somebody's cases in whatever order: what counts is regular, and the roster follows it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desks import Desk, assert_sound, desk_in
from disposals import OPENED, file_of, lost, people_of, rightly, stated_for, under
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from offices import DEPARTMENT
from registers import Register, register

from tui.faults import Failure
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import LEAVES, Origin, State
from tui.store.commands.disposal_cases import open_case, withdraw_case
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.undo import redo, undo
from tui.store.founding import ALONE
from tui.store.queries.disposal_doubts import doubts
from tui.store.session import Actor

TODAY = date(2026, 11, 20)
KINDS = ("persuasion", "withdrawal", "suspension_lost", "not_recognised_false")
DEEDS = ("step", "step", "step", "step", "step", "step", "open", "undo", "redo", "withdraw", "refer", "settle", "skip")
deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.booleans(), st.integers(0, 3), st.integers(0, 9)), min_size=12, max_size=40
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A department's register with one member who may be disposed of in several ways."""
    folder = tmp_path_factory.mktemp("office")
    office = register(folder / "vault", DEPARTMENT)
    desk = desk_in(office, folder)
    under(desk, "2019")
    lost(desk, people_of(desk, "张三")[0])
    desk.session.db.close()
    return Register(folder / "data.db", office.key, office.actor)


def reopened(prepared: Register, folder: Path) -> Desk:
    """A copy, with the colleague who is in it."""

    session = prepared.copied(folder / "data.db").session()
    return Desk(folder, session, replace(session, actor=Actor(2, bytes(16).hex(), "李四", bytes(range(32)), ALONE)))


def do(desk: Desk, deed: str, mine: bool, which: int, days: int) -> None:
    """One deed, possible or not; whatever is refused leaves nothing."""
    session = desk.session if mine else desk.colleague
    ((last,),) = desk.all("SELECT max(id) FROM disposal_case")
    number = int(str(last)) if last else 0
    found = file_of(desk, number) if number else None
    case = found.case if found else None
    on = max([OPENED, *(each.on for each in case.done)] if case else [OPENED]) + timedelta(days=days)
    if case and case.term:
        on = max(on, case.term)
    match deed:
        case "open":
            kind = KINDS[which]
            open_case(session, 1, kind, OPENED.isoformat(), Origin.CHECK, "", stated_for(kind))
        case "step" if found and case and case.next_step:
            step = case.next_step
            right = desk.colleague if step.duty == "deciding" else desk.session
            record_step(right if days else session, number, rightly(step, on, found.row["procedure"]))
        case "skip" if found and case:
            step = case.procedure.steps[which]
            record_step(session, number, rightly(step, on, found.row["procedure"]))
        case "undo":
            undo(session)
        case "redo":
            redo(session)
        case "withdraw" if number:
            withdraw_case(session, number, TODAY.isoformat(), "立案有误")
        case "refer":
            refer_clue(session, 1, None, "discipline", "某纪委", on.isoformat(), matter="线索", materials="材料")
        case "settle":
            for (referral,) in desk.all("SELECT id FROM disposal_referral WHERE outcome_on IS NULL"):
                settle_referral(session, int(str(referral)), outcome_on=on.isoformat(), result="不予立案")
        case _:
            return


def check(desk: Desk) -> None:
    """What must hold at every moment."""
    files = [file_of(desk, int(str(number))) for (number,) in desk.all("SELECT id FROM disposal_case")]
    in_hand = [found for found in files if found.state is State.OPEN]
    if len(in_hand) > 1:  # a withdrawal that was undone after another case was opened: neither goes on
        assert all(Obstacle.ALREADY_OPEN in doubts(desk.session.db, found) for found in in_hand)
    closed = [found for found in files if found.state is State.CLOSED]
    for found in closed:
        assert found.irregular(TODAY) == ()
        assert found.case is not None
        assert found.case.finished
    ((gone, membership),) = desk.all("SELECT gone, membership FROM member WHERE id = 1")
    removed = [found.row["effective_on"] for found in closed if found.row["outcome"] in LEAVES]
    assert ([gone] if gone else []) == removed
    assert (membership == "suspended") == any(found.row["outcome"] == "suspended" for found in closed)


@given(deeds)
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_done_only_a_whole_procedure_closes_a_case_and_changes_the_roster(
    prepared: Register, deeds: list[tuple[str, bool, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        desk = reopened(prepared, Path(folder))
        do(desk, "open", True, deeds[0][2], 0)
        for deed in deeds:
            with suppress(Failure):
                do(desk, *deed)
            check(desk)
        assert_sound(desk.session)
        desk.session.db.close()


def test_every_kind_that_is_tried_can_be_walked_to_its_end(prepared: Register, tmp_path: Path) -> None:
    for kind in range(len(KINDS)):
        with TemporaryDirectory() as folder:
            desk = reopened(prepared, Path(folder))
            do(desk, "open", True, kind, 0)
            for _ in PROCEDURES[KINDS[kind]].steps:
                do(desk, "step", True, 0, 9)
            assert desk.all("SELECT state FROM disposal_case") == [("closed",)]
            check(desk)
            desk.session.db.close()
