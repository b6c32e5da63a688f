"""Comparisons, decisions, ticks and entries online among everything else: undo and redo walk through it exactly."""

from pathlib import Path
from tempfile import TemporaryDirectory

from desks import assert_sound, desk_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from references import compared, there
from registers import Register, dump
from test_undo_histories import Act, attempt, imports, verdicts

from tui.rules.changes import Change
from tui.rules.comparison import Decision, Kind, SetKind
from tui.store.commands.decisions import decide, mark_corrected
from tui.store.commands.online import enter_online, remove_online
from tui.store.commands.undo import next_undo, redo, undo
from tui.store.session import Session

fields = st.fixed_dictionaries({}, optional={
    "name": st.sampled_from(("王伟", "李娜")), "nation": st.sampled_from(("汉族", "满族", "")),
    "birth": st.sampled_from(("1985", "1990-01-01", "不详")), "phone": st.sampled_from(("13800138000", "")),
})  # fmt: skip


@st.composite
def comparisons(draw: st.DrawFn) -> Act:
    """A file with some members' rows and some of people nobody knows."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 5), fields), max_size=4))
    strangers = draw(st.sets(st.sampled_from(("甲", "乙")), max_size=2))
    kind = draw(st.sampled_from((SetKind.STATISTICS, SetKind.STATISTICS, SetKind.PRESENT)))
    day = draw(st.sampled_from(("2026-11-01", "2026-11-15")))

    def act(session: Session) -> Change:
        known = session.db.execute_sql("SELECT id, name FROM member ORDER BY id").fetchall()
        people = {}
        for which, values in drawn:
            if known:
                member, name = known[which % len(known)]
                people[member] = there(member, **{"name": name, **values})
        others = [there(None, name, Kind.OUTSIDE) for name in sorted(strangers)]
        return compared(session, *people.values(), *others, kind=kind, on=day).change

    return act


@st.composite
def decisions(draw: st.DrawFn) -> Act:
    chosen = draw(st.sets(st.integers(0, 12), min_size=1, max_size=5))
    decision, ticked = draw(st.sampled_from(Decision)), draw(st.booleans())

    def act(session: Session) -> Change:
        known = [number for (number,) in session.db.execute_sql("SELECT id FROM difference ORDER BY id DESC LIMIT 13")]
        targets = [known[place] for place in sorted(chosen) if place < len(known)]
        if ticked and decision is Decision.OPEN:
            return mark_corrected(session, targets, "2026-11-10", "王芳")
        return decide(session, targets, decision)

    return act


@st.composite
def online(draw: st.DrawFn) -> Act:
    chosen, entering = draw(st.sets(st.integers(1, 6), min_size=1)), draw(st.booleans())
    if entering:
        return lambda session: enter_online(session, sorted(chosen), "2026-11-20")
    return lambda session: remove_online(session, sorted(chosen))


acts = st.one_of(imports(), comparisons(), comparisons(), decisions(), decisions(), decisions(), verdicts(), online())
steps = st.lists(st.one_of(acts, acts, st.sampled_from(["undo", "redo"])), max_size=14)
SETTINGS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@SETTINGS
@given(drawn=steps)
def test_any_history_with_comparisons_is_walked_back_and_forth_exactly(office: Register, drawn: list[object]) -> None:
    with TemporaryDirectory() as folder:
        session = desk_in(office, Path(folder)).session
        past: list[object] = []
        now = dump(session.db)
        for step in drawn:
            if step in ("undo", "redo"):
                continue
            change = attempt(step, session)  # type: ignore[arg-type]
            if change is not None and change.entry:
                past.append(now)
                now = dump(session.db)
        everything = [*past, now]
        for earlier in reversed(past):
            assert undo(session).refused == ()
            assert dump(session.db) == earlier
        for later in everything[1:]:
            assert redo(session).refused == ()
            assert dump(session.db) == later
        assert_sound(session)
        session.db.close()


@SETTINGS
@given(drawn=steps, turns=st.lists(st.booleans(), min_size=14, max_size=14))
def test_two_people_comparing_never_leave_the_register_unsound(
    office: Register, drawn: list[object], turns: list[bool]
) -> None:
    with TemporaryDirectory() as folder:
        desk = desk_in(office, Path(folder))
        for step, mine in zip(drawn, turns, strict=False):
            session = desk.session if mine else desk.colleague
            attempt({"undo": undo, "redo": redo}.get(step, step), session)  # type: ignore[arg-type, call-overload]
        assert_sound(desk.session)
        for session in (desk.session, desk.colleague):
            for _ in drawn:
                attempt(undo, session)
            assert next_undo(session) is None
        assert_sound(desk.session)
        desk.session.db.close()
