"""A member's history: what the journal's images give back is what the register was, at every moment of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from desks import desk_in
from hypothesis import HealthCheck, given, settings
from ledgers import letter, paid, send
from people import arrival, rows, take_in
from registers import Register
from test_undo_histories import attempt, steps
from vaults import NOON

from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.editing import set_field
from tui.store.commands.payments import import_payments
from tui.store.commands.revealing import reveal
from tui.store.commands.undo import redo, undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.images import LETTER, MEMBER, REMOVED, REVIEW, row_hash
from tui.store.queries.history import TOLD, Record, differences, member_history, verdict_times
from tui.store.vault import Vault


def record_now(db: CipherDatabase, member: int) -> Record:
    """Everything about the member, read from the tables."""
    return {
        (table.number, *table.key(values)): values
        for table in TOLD
        for values in map(table.row, db.execute_sql(table.select).fetchall())
        if (values["id"] if table is MEMBER else values["member"]) == member
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=steps)
def test_the_record_of_any_moment_is_what_the_register_then_held(office: Register, drawn: list[object]) -> None:
    with TemporaryDirectory() as folder:
        session = desk_in(office, Path(folder)).session
        moments: list[tuple[int, dict[int, Record]]] = []
        for step in [*drawn, "reopen"]:
            if step != "reopen":
                attempt({"undo": undo, "redo": redo}.get(step, step), session)  # type: ignore[arg-type, call-overload]
            known = range(1, 1 + (session.db.execute_sql("SELECT ifnull(max(row), 0) FROM entry_item").fetchone()[0]))
            moments.append((journal.last(session.db)[0], {member: record_now(session.db, member) for member in known}))
        for member in moments[-1][1]:
            history = member_history(session.db, member)
            for seq, records in moments:
                assert history.record_after(seq) == records.get(member, {})
            for event in history.events:
                for row in event.rows:
                    (digest,) = session.db.execute_sql(
                        "SELECT row_sha256 FROM entry_item WHERE entry = ? AND tbl = ? AND row = ? AND sub = ?",
                        (event.seq, *row.place),
                    ).fetchone()
                    assert digest == (REMOVED if row.after is None else row_hash(row.after))
        session.db.close()


def test_every_act_about_a_member_is_told_newest_first_with_the_person(branch: Vault) -> None:
    take_in(branch, arrival("张三", native="江苏"), arrival("李四"))
    session = branch.session

    def acts() -> None:
        set_field(session, [1], "native", "安徽省")
        give_verdict(session, Stage.SELF_CHECK, Check.ROSTER, Verdict.CLEAR, [1], given=Given.SINGLY)
        write_note(session, Stage.SELF_CHECK, [1, 2], "已联系")
        import_payments(session, [paid(1, "2026-10")], 1)
        reveal(session, 1)
        set_field(session, [2], "native", "上海")

    branch.write(lambda _session: acts()).result()
    history = branch.read(member_history, 1).result()
    assert [event.action for event in history.events] == [
        "member.reveal", "dues.import", "review.note", "review.verdict", "member.edit", "roster.import",
    ]  # fmt: skip
    assert {event.by for event in history.events} == {"张明"}
    edited = next(row for row in history.events[4].rows if row.table is MEMBER)
    assert edited.before is not None
    assert edited.after is not None
    assert (edited.before["native"], edited.after["native"]) == ("江苏", "安徽省")
    looked_at = history.events[0].rows[0]
    assert looked_at.before == looked_at.after


def test_what_was_undone_says_so_and_what_was_redone_stands_again(branch: Vault) -> None:
    take_in(branch, arrival("张三"))
    session = branch.session
    branch.write(set_field, [1], "native", "安徽").result()
    edit = journal.last(session.db)[0]
    branch.write(undo).result()
    undoing, *_ = branch.read(member_history, 1).result().events
    assert undoing.undoes == edit
    assert {event.seq: event.undone for event in branch.read(member_history, 1).result().events}[edit]
    branch.write(redo).result()
    told = {event.seq: event.undone for event in branch.read(member_history, 1).result().events}
    assert not told[edit]
    assert told[undoing.seq]


def test_a_letter_whose_import_was_undone_is_still_told(branch: Vault) -> None:
    take_in(branch, arrival("张三"))
    branch.write(lambda session: send(session, letter(1, number="12", issued="2016-03"))).result()
    sent = journal.last(branch.session.db)[0]
    branch.write(undo).result()
    assert rows(branch, "SELECT count(*) FROM letter") == [(0,)]
    history = branch.read(member_history, 1).result()
    assert [event.action for event in history.events[:2]] == ["undo", "letters.import"]
    then = history.record_after(sent)
    assert [values["number"] for place, values in then.items() if place[0] == LETTER.number] == ["12"]


def test_two_records_are_compared_by_the_rows_that_differ(branch: Vault) -> None:
    take_in(branch, arrival("张三", native="江苏"))
    first = journal.last(branch.session.db)[0]
    branch.write(set_field, [1], "native", "安徽省").result()
    branch.write(give_verdict, Stage.SELF_CHECK, Check.DUES, Verdict.PENDING, [1], given=Given.SINGLY).result()
    history = branch.read(member_history, 1).result()
    found = list(differences(history.record_after(first), history.now))
    assert MEMBER in [row.table for row in found]
    review = next(row for row in found if row.table is REVIEW)
    assert review.before is None
    assert review.after is not None
    assert review.after["c3"] == Verdict.PENDING.value


def test_a_verdict_has_the_time_of_the_act_that_gave_it(branch: Vault) -> None:
    take_in(branch, arrival("张三"))
    assert branch.read(verdict_times, 1, 1).result() == {}
    for hours, check in enumerate((Check.ROSTER, Check.CONDUCT)):
        later = replace(branch.session, clock=lambda hours=hours: NOON + timedelta(hours=hours))
        branch.write(
            lambda _session, later=later, check=check: give_verdict(
                later, Stage.SELF_CHECK, check, Verdict.CLEAR, [1], given=Given.SINGLY
            )
        ).result()
    times = branch.read(verdict_times, 1, 1).result()
    noon = int(NOON.timestamp())
    assert times[Stage.SELF_CHECK, Check.ROSTER] == noon
    assert times[Stage.SELF_CHECK, Check.CONDUCT] == noon + 3600
