"""Whatever was done in whatever order: undo and redo walk back and forth through it exactly."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from desks import assert_sound, desk_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import paid, stub, unit
from registers import Register, dump

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.focus_groups import FocusGroup
from tui.rules.units import UnitKind
from tui.store.commands.editing import set_field
from tui.store.commands.focus_groups import set_focus_group
from tui.store.commands.letters import Direction, LetterArrival, import_letters
from tui.store.commands.moving import move_members
from tui.store.commands.organizations import add_organization
from tui.store.commands.payments import import_payments
from tui.store.commands.roster import Arrival, NewBranch, import_roster
from tui.store.commands.tree_import import UnitArrival, import_organizations
from tui.store.commands.undo import next_undo, redo, undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.queries.bulk import branches_kept
from tui.store.session import Session

Act = Callable[[Session], Change]

# --- acts, each a command with what it needs drawn beforehand

NAMES = ("王伟", "李娜", "曾小明", "欧阳致远", "解放")
CODES = ("V01a", "V05", "V09")
fields = st.fixed_dictionaries({"name": st.sampled_from(NAMES)}, optional={
    "phone": st.sampled_from(("1", "2", "")), "dues_to": st.just("2026-10"), "note": st.sampled_from(("甲", "乙")),
})  # fmt: skip
codes = st.lists(st.sampled_from(CODES), unique=True, max_size=2)


@st.composite
def imports(draw: st.DrawFn) -> Act:
    """A roster with new rows, rows for members who are there by then, and perhaps a new branch."""
    drawn = draw(st.lists(st.tuples(st.booleans(), st.integers(0, 5), fields, codes), min_size=1, max_size=4))
    branch = draw(st.sampled_from((None, None, "学生一支部", "学生二支部")))

    def act(session: Session) -> Change:
        known = [m for (m,) in session.db.execute_sql("SELECT id FROM member ORDER BY id")]
        homes = dict(session.db.execute_sql("SELECT id, org FROM member").fetchall())
        branches = [NewBranch(branch, "")] if branch else []
        arrivals: dict[object, Arrival] = {}
        for number, (new, which, values, findings) in enumerate(drawn):
            member = None if new or not known else known[which % len(known)]
            org = -1 if branches and which % 2 else homes.get(member, 1)
            initials = " ".join(str(ord(char)) for char in values["name"])
            arrivals[member or -number] = Arrival(member, org, values, {"栏": str(which)}, initials, findings)
        return import_roster(session, arrivals.values(), len(arrivals), new_branches=branches)

    return act


@st.composite
def verdicts(draw: st.DrawFn) -> Act:
    stage, check, verdict = (draw(st.sampled_from(list(kind))) for kind in (Stage, Check, Verdict))
    manner, chosen = draw(st.sampled_from(Given)), draw(st.sets(st.integers(1, 8), min_size=1))
    basis = draw(st.sampled_from(("", "查档")))
    return lambda session: give_verdict(session, stage, check, verdict, sorted(chosen), given=manner, basis=basis)


@st.composite
def notes(draw: st.DrawFn) -> Act:
    stage, text = draw(st.sampled_from(Stage)), draw(st.sampled_from(("", "已联系", "查无此人")))
    chosen = draw(st.sets(st.integers(1, 8), min_size=1))
    return lambda session: write_note(session, stage, sorted(chosen), text)


@st.composite
def organizations(draw: st.DrawFn) -> Act:
    name, parent = draw(st.sampled_from(("学生一支部", "学生二支部", "机关党总支"))), draw(st.integers(1, 3))
    kind = UnitKind.GENERAL_BRANCH if name.endswith("总支") else UnitKind.BRANCH

    def act(session: Session) -> Change:
        there = session.db.execute_sql("SELECT 1 FROM organization WHERE id = ?", (parent,)).fetchone()
        return add_organization(session, parent if there else 1, kind, "", name)

    return act


receipts = st.fixed_dictionaries({}, optional={
    "issued": st.sampled_from(("2006-05", "2016-03")), "receipt": st.sampled_from(("yes", "no", "")),
    "receipt_on": st.just("2016-09"), "valid_days": st.sampled_from((0, 30)),
})  # fmt: skip


@st.composite
def letters(draw: st.DrawFn) -> Act:
    """A ledger of letters: known ones, new ones of members, of newcomers and of earlier newcomers."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), receipts), min_size=1, max_size=4))
    direction: Direction = draw(st.sampled_from(("out", "out", "in")))

    def act(session: Session) -> Change:
        known = [m for (m,) in session.db.execute_sql("SELECT id FROM member ORDER BY id")]
        there = [number for (number,) in session.db.execute_sql("SELECT id FROM letter ORDER BY id")]
        arrivals: dict[object, LetterArrival] = {}
        newcomers = 0
        for place, (kind, which, values) in enumerate(drawn):
            if kind == 0 and there:
                number = there[which % len(there)]
                arrivals["known", number] = LetterArrival(number, None, values, {"栏": str(which)})
            elif kind == 1 and known:
                arrivals[place] = LetterArrival(None, known[which % len(known)], values, {})
            elif kind == 2 and newcomers:
                arrivals[place] = LetterArrival(None, -1 - which % newcomers, values, {})
            else:
                newcomers += 1
                arrivals[place] = stub(NAMES[which % len(NAMES)], **values)
        return import_letters(session, arrivals.values(), len(arrivals), direction=direction)

    return act


MONTHS = ("2026-01", "2026-10", "2026-12", "")


@st.composite
def payments(draw: st.DrawFn) -> Act:
    """A ledger of dues, perhaps with the same payment twice and with some that are known."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(MONTHS), st.sampled_from(("", "甲", "乙")))))

    def act(session: Session) -> Change:
        known = [m for (m,) in session.db.execute_sql("SELECT id FROM member ORDER BY id")]
        rows = [paid(known[which % len(known)], month, note=note) for which, month, note in drawn if known]
        return import_payments(session, rows, len(rows))

    return act


@st.composite
def trees(draw: st.DrawFn) -> Act:
    """A list of organisations: units one below the other, and known ones that change or exchange their names."""
    drawn = draw(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.sampled_from(UNITS)), max_size=4))

    def act(session: Session) -> Change:
        known = [unit for (unit,) in session.db.execute_sql("SELECT id FROM organization WHERE id > 1 ORDER BY id")]
        arrivals: dict[object, UnitArrival] = {}
        above, count = [1], 0
        for place, (new, which, name) in enumerate(drawn):
            if new or not known:
                arrivals[-place] = unit(name, parent=above[which % len(above)])
                count += 1
                above += [-count] if name.endswith("总支") else []
            else:
                arrivals[known[which % len(known)]] = unit(name, number=known[which % len(known)], short=name[:1])
        return import_organizations(session, arrivals.values(), len(arrivals))

    return act


EDITS = (("name", "曾小明"), ("name", "王伟"), ("sex", "女"), ("birth", "1980"), ("post", ""), ("note", "人户分离"))


@st.composite
def edits(draw: st.DrawFn) -> Act:
    """By hand: a field set, people put into a group or taken out, people moved to a branch."""
    kind, chosen = draw(st.integers(0, 3)), sorted(draw(st.sets(st.integers(1, 8), min_size=1)))
    field, value = draw(st.sampled_from(EDITS))
    group, place = draw(st.sampled_from(list(FocusGroup)[:2])), draw(st.integers(0, 3))

    def act(session: Session) -> Change:
        if kind == 0:
            return set_field(session, chosen[:1] if field == "name" else chosen, field, value)
        if kind < 3:
            return set_focus_group(session, chosen, group, kind == 1)
        branches = branches_kept(session.db, session.unit)
        if not branches:
            return set_field(session, chosen, "native", "北京")
        return move_members(session, chosen, branches[place % len(branches)].id)

    return act


UNITS = ("学生一支部", "学生二支部", "机关党总支", "后勤党总支")
ledgers = st.one_of(letters(), letters(), payments(), trees(), edits(), edits())
acts = st.one_of(imports(), imports(), verdicts(), verdicts(), notes(), organizations(), ledgers, ledgers)
steps = st.lists(st.one_of(acts, acts, st.sampled_from(["undo", "undo", "redo", "reopen"])), max_size=14)
EXPECTED_FAILURES = {Fault.ORGANIZATION_EXISTS, Fault.KIND_UNSUITABLE, Fault.NOTHING_TO_UNDO, Fault.NOTHING_TO_REDO}


def attempt(act: Act, session: Session) -> Change | None:
    """The act's change, or None if it was refused whole."""
    try:
        return act(session)
    except Failure as failure:
        if failure.fault not in EXPECTED_FAILURES:
            raise
        return None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=steps)
def test_any_history_can_be_walked_back_and_forth_exactly(office: Register, drawn: list[object]) -> None:
    with TemporaryDirectory() as folder:
        desk = desk_in(office, Path(folder))
        session = desk.session
        past, future = [], []  # what was there before each change in force, and after each one taken back
        now = dump(session.db)
        for step in drawn:
            if step == "reopen":
                desk.reopen()
                continue
            if step in ("undo", "redo"):
                source, target, command = (past, future, undo) if step == "undo" else (future, past, redo)
                change = attempt(command, session)
                assert (change is None) == (not source)
                if change is not None:
                    target.append(now)
                    now = source.pop()
                    assert change.refused == ()
            else:
                change = attempt(step, session)  # type: ignore[arg-type]
                if change is not None and change.entry:
                    past.append(now)
                    future.clear()
                    now = dump(session.db)
            assert dump(session.db) == now
        all_of_it = [*past, now]
        for earlier in reversed(past):
            assert undo(session).refused == ()
            assert dump(session.db) == earlier
        assert next_undo(session) is None
        for later in all_of_it[1:]:
            redo(session)
            assert dump(session.db) == later
        assert_sound(session)
        session.db.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=steps, turns=st.lists(st.booleans(), min_size=14, max_size=14))
def test_two_people_never_leave_the_register_unsound(office: Register, drawn: list[object], turns: list[bool]) -> None:
    with TemporaryDirectory() as folder:
        desk = desk_in(office, Path(folder))
        for step, mine in zip(drawn, turns, strict=False):
            session = desk.session if mine else desk.colleague
            if step == "reopen":
                desk.reopen()
            else:
                attempt({"undo": undo, "redo": redo}.get(step, step), session)  # type: ignore[arg-type, call-overload]
        assert_sound(desk.session)
        for session in (desk.session, desk.colleague):
            for _ in drawn:
                attempt(undo, session)
            assert next_undo(session) is None
        assert_sound(desk.session)
        desk.session.db.close()
