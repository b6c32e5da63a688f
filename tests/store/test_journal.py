"""The journal: every command whole with its entry, or neither; anybody with the public key can check it."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from auditor import check_journal
from cryptography.exceptions import InvalidSignature
from hypothesis import given
from hypothesis import strategies as st
from people import arrival, crowd, rows, take_in
from registers import dump
from vaults import opened

from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import images, journal
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import NewBranch, import_roster
from tui.store.commands.undo import redo, undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.images import MEMBER, REVIEW, Values
from tui.store.session import Session
from tui.store.vault import Vault


def work_through(vault: Vault) -> int:
    """One of every command; gives how many entries they make together with the founding."""
    members = crowd(vault, 5)
    take_in(vault, arrival("王伟", "w w", findings=["V01a"], idno="110105194912310021"))
    vault.write(give_verdict, Stage.SELF_CHECK, Check.ROSTER, Verdict.CLEAR, members, given=Given.IN_BULK).result()
    vault.write(write_note, Stage.SELF_CHECK, members[:2], "问过本人").result()
    for command in (undo, undo, redo, undo):
        vault.write(command).result()
    return 9


def dumped(vault: Vault) -> dict[str, list[tuple[Any, ...]]]:
    return vault.read(dump).result()


def test_an_auditor_can_check_chain_signatures_items_and_rows(branch: Vault) -> None:
    entries = work_through(branch)
    assert branch.read(check_journal).result() == entries


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE member SET name = '张0' WHERE id = 3",
        "UPDATE review SET c1 = 'd' WHERE member = 2",
        "DELETE FROM finding",
        "INSERT INTO subject VALUES (1, 99, 'in_branch')",
        "DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE seq = 3",
        "DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE seq = 4",
        "DROP TRIGGER entry_no_update; UPDATE entry SET body = replace(body, '\"undoes\":null', '\"undoes\":1')",
        "DROP TRIGGER entry_item_no_delete; DELETE FROM entry_item WHERE entry = 2 AND row = 3",
        "DROP TRIGGER entry_item_no_update; UPDATE entry_item SET before = '{}' WHERE entry = 4 AND row = 1",
        "INSERT INTO entry_item VALUES (2, 3, 99, 0, NULL, zeroblob(32))",
    ],
)
def test_what_was_done_behind_the_journal_shows(branch: Vault, forgery: str) -> None:
    """Whoever holds the database key can write; what he writes does not fit what was signed."""
    members = crowd(branch, 3)
    take_in(branch, arrival("王伟", findings=["V01a"]))
    branch.write(give_verdict, Stage.SELF_CHECK, Check.ROSTER, Verdict.CLEAR, members, given=Given.SINGLY).result()

    def forge(session: Session) -> None:
        session.db.execute_sql("PRAGMA foreign_keys = OFF")
        for statement in forgery.split(";"):
            session.db.execute_sql(statement)

    branch.act(lambda _seat: forge(branch.session)).result()
    with pytest.raises(AssertionError):
        branch.read(check_journal).result()


def test_an_entry_signed_by_somebody_else_shows(branch: Vault) -> None:
    stranger = replace(branch.session.actor, seed=bytes(32))
    session = replace(branch.session, actor=stranger)
    branch.write(lambda _: add_members(session, "王伟")).result()
    with pytest.raises(InvalidSignature):
        branch.read(check_journal).result()


def add_members(session: Session, *names: str) -> None:
    import_roster(session, [arrival(name) for name in names], len(names))


def test_headers_hold_no_text_of_anybody(committee: Vault) -> None:
    fields = dict.fromkeys(("idno", "phone", "address", "work", "note", "native"), "标记乙")
    people = [arrival("标记甲", "b j j", org=-1, **fields)]
    committee.write(import_roster, people, 1, new_branches=[NewBranch("标记丙支部", "标记丁")]).result()
    unit, member = committee.write(lambda s: (s.unit, s.db.execute_sql("SELECT id FROM member").fetchone()[0])).result()
    committee.write(add_organization, unit, UnitKind.BRANCH, "标记戊", "标记己支部").result()
    committee.write(write_note, Stage.VERIFICATION, [member], "标记庚").result()
    committee.write(
        give_verdict, Stage.VERIFICATION, Check.ARCHIVE, Verdict.CLEAR, [member], given=Given.IN_BULK, basis="标记辛"
    ).result()
    for command in (undo, redo):
        committee.write(command).result()
    bodies = [str(body) for (body,) in rows(committee, "SELECT body FROM entry")]
    assert len(bodies) == 7
    assert not [body for body in bodies if "标记" in body or "\\u" in body or not body.isascii()]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entry SET body = '{}' WHERE seq = 1", "append only"),
        ("DELETE FROM entry WHERE seq = 1", "append only"),
        ("DELETE FROM entry", "append only"),
        ("INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1", "append only|gap"),
        ("INSERT INTO entry SELECT seq + 2, body, hash, signature FROM entry WHERE seq = 1", "gap"),
        ("INSERT INTO entry SELECT 0, body, hash, signature FROM entry WHERE seq = 1", "gap"),
        ("UPDATE entry_item SET before = NULL WHERE entry = 1", "append only"),
        ("DELETE FROM entry_item WHERE entry = 1", "append only"),
        ("INSERT OR REPLACE INTO entry_item SELECT * FROM entry_item WHERE entry = 1", "append only"),
    ],
)
def test_the_journal_takes_nothing_but_the_next_entry(branch: Vault, statement: str, told: str) -> None:
    before = rows(branch, "SELECT * FROM entry"), rows(branch, "SELECT * FROM entry_item")
    with pytest.raises(Exception, match=told):
        branch.write(lambda session: session.db.execute_sql(statement)).result()
    assert (rows(branch, "SELECT * FROM entry"), rows(branch, "SELECT * FROM entry_item")) == before


def interrupted(session: Session) -> None:
    with journal.entry(session, "roster.import") as entry:
        values: Values = dict.fromkeys(MEMBER.columns)
        values |= {"id": 1, "org": 1, "name": "王伟", "uuid": bytes(16), "initials": "w w"}
        entry.insert(MEMBER, values)
        tables = "SELECT (SELECT count(*) FROM member), (SELECT count(*) FROM entry)"
        assert session.db.execute_sql(tables).fetchone() == (1, 1)
        raise KeyboardInterrupt


def pointing_nowhere(session: Session) -> None:
    with journal.entry(session, "roster.import") as entry:
        values: Values = dict.fromkeys(MEMBER.columns)
        entry.insert(MEMBER, values | {"id": 1, "org": 7, "name": "王伟", "uuid": bytes(16), "initials": "w w"})


@pytest.mark.parametrize(("command", "error"), [(interrupted, KeyboardInterrupt), (pointing_nowhere, Exception)])
def test_a_command_that_fails_leaves_neither_rows_nor_entry(
    branch: Vault, command: Callable[[Session], None], error: type[BaseException]
) -> None:
    before = dumped(branch)
    with pytest.raises(error):
        branch.write(command).result()
    assert dumped(branch) == before
    assert branch.read(check_journal).result() == 1
    take_in(branch, arrival("李娜"))
    assert branch.read(check_journal).result() == 2


def test_a_command_that_changes_nothing_makes_no_entry(branch: Vault) -> None:
    assert take_in(branch).entry is None
    assert branch.read(journal.last).result()[0] == 1


def test_a_full_disk_is_told_and_leaves_nothing(branch: Vault) -> None:
    crowd(branch, 10)
    before = dumped(branch)

    def fill(session: Session) -> None:
        (pages,) = session.db.execute_sql("PRAGMA page_count").fetchone()
        session.db.execute_sql(f"PRAGMA max_page_count = {pages + 20}")
        import_roster(session, (arrival(f"李{n}", address="长" * 200) for n in range(4000)), 4000)

    with pytest.raises(Failure) as raised:
        branch.write(fill).result()
    assert raised.value.fault is Fault.DISK_FULL
    assert dumped(branch) == before
    branch.write(lambda session: session.db.execute_sql("PRAGMA max_page_count = 1000000")).result()
    crowd(branch, 2)
    assert branch.read(check_journal).result() == 3


def test_the_chain_goes_on_after_opening_again(branch: Vault) -> None:
    crowd(branch, 2)
    branch.close()
    with opened(branch.folder) as again:
        crowd(again, 2)
        assert again.read(check_journal).result() == 3
        bodies = [json.loads(str(body)) for (body,) in rows(again, "SELECT body FROM entry ORDER BY seq")]
    assert [body["seq"] for body in bodies] == [1, 2, 3]
    assert bodies[0]["prev"] == journal.FIRST_PREVIOUS
    assert bodies[2]["prev"] == sha256(rfc8785.dumps(bodies[1])).hexdigest()


@given(
    st.dictionaries(
        st.sampled_from(MEMBER.columns),
        st.none() | st.text() | st.integers(0, 2**53 - 1) | st.binary(max_size=40),
    )
)
def test_a_row_image_is_rfc_8785_of_what_the_row_holds(values: Values) -> None:
    held = {n: v.hex() if isinstance(v, bytes) else v for n, v in values.items() if v is not None}
    assert images.row_hash(values) == sha256(rfc8785.dumps(held)).digest()


def test_a_column_added_later_leaves_old_hashes_as_they_were() -> None:
    review = dict.fromkeys(REVIEW.columns) | {"member": 1, "c1": "c"}
    assert images.row_hash(review) == images.row_hash(review | {"added_later": None})
    assert images.row_hash(review) != images.row_hash(review | {"added_later": "x"})


@given(st.lists(st.tuples(st.integers(1, 200), st.sampled_from("ucf"), st.text(max_size=8) | st.none()), max_size=20))
def test_images_of_rows_that_are_alike_but_for_their_member_are_those_of_each_row(
    reviews: list[tuple[int, str, str | None]],
) -> None:
    together = images.Images(REVIEW)
    for member, verdict, note in reviews:
        row = dict.fromkeys(REVIEW.columns) | {"campaign": 1, "stage": 1, "member": member, "c1": verdict, "note": note}
        assert together.image(row) == images.row_image(row)
        row["note"] = f'"member":{member},{{"member":1}}'
        assert together.hash(row) == images.row_hash(row)
