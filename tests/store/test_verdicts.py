"""Verdicts and notes: who may give which, how often counted, what is kept of them; all of a command or nothing."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from auditor import check_journal
from ledgers import again, letter, paid, pay, send, stub
from people import arrival, crowd, rows, take_in
from registers import dump
from vaults import COMMITTEE, NOON, founded, opened

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Ground, Refusal, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.letters import import_letters
from tui.store.commands.organizations import insert
from tui.store.commands.roster import import_roster
from tui.store.commands.undo import undo
from tui.store.commands.verdicts import NOTE_LIMIT, give_verdict, write_note
from tui.store.journal import CHUNK, entry
from tui.store.session import Session
from tui.store.vault import Vault

SELF, VERIFICATION = Stage.SELF_CHECK, Stage.VERIFICATION
AT = int(NOON.timestamp())


def give(
    vault: Vault,
    members: Sequence[int],
    verdict: Verdict = Verdict.CLEAR,
    *,
    check: Check = Check.ROSTER,
    stage: Stage = SELF,
    given: Given = Given.SINGLY,
    basis: str = "",
) -> Change:
    return vault.write(give_verdict, stage, check, verdict, members, given=given, basis=basis).result()


def note(vault: Vault, members: Sequence[int], text: str, stage: Stage = SELF) -> Change:
    return vault.write(write_note, stage, members, text).result()


def review(vault: Vault, member: int, check: Check = Check.ROSTER, stage: Stage = SELF) -> tuple[object, ...] | None:
    """Verdict, how given, by whom, note; None if the member has no review."""
    n = check.number
    found = rows(
        vault, f"SELECT c{n}, h{n}, by{n}, note FROM review WHERE member = ? AND stage = ?", member, stage.number
    )
    return found[0] if found else None


def person(session: Session) -> int:
    """Another person of the vault."""
    session.db.execute_sql("INSERT INTO person(uuid, name, verify_key) VALUES (zeroblob(16), '李四', zeroblob(32))")
    return int(session.db.execute_sql("SELECT max(id) FROM person").fetchone()[0])


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One vault for all combinations; each takes a member of its own."""
    with opened(founded(tmp_path_factory.mktemp("department") / "vault", COMMITTEE)) as vault:
        yield vault


# --- what is kept


@pytest.mark.parametrize(("verdict", "stage", "given", "check"), list(product(Verdict, Stage, Given, Check)))
def test_a_verdict_is_kept_with_who_gave_it_and_how(
    department: Vault, verdict: Verdict, stage: Stage, given: Given, check: Check
) -> None:
    """Every verdict on every check at every stage, singly and in bulk, on a member with all evidence there can be."""
    (member,) = take_in(department, arrival("王伟", dues_to="2026-10")).members
    change = give(department, [member], verdict, check=check, stage=stage, given=given, basis="查阅记录")
    if verdict is Verdict.CLEAR and given is Given.IN_BULK and check is Check.RECEIPT:
        assert change.refused == ((Refusal.NO_EVIDENCE, 1),)
        assert review(department, member, check, stage) is None
        return
    assert (change.changed, change.refused, change.members) == (1, (), (member,))
    how, by = (None, None) if verdict is Verdict.UNCHECKED else (given.value, 1)
    assert review(department, member, check, stage) == (verdict.value, how, by, "查阅记录")
    others = [other for other in Check if other is not check]
    assert {review(department, member, other, stage) for other in others} == {("u", None, None, "查阅记录")}
    assert review(department, member, check, stage.other) is None
    assert rows(department, "SELECT unit, at, campaign FROM review WHERE member = ?", member) == [(1, AT, 1)]
    header = json.loads(str(rows(department, "SELECT body FROM entry ORDER BY seq DESC LIMIT 1")[0][0]))
    assert header["detail"] == {
        "stage": stage.value, "check": check.value, "verdict": verdict.value, "given": given.value
    }  # fmt: skip


def test_taking_a_verdict_back_leaves_neither_giver_nor_manner(branch: Vault) -> None:
    members = crowd(branch, 1)
    assert give(branch, members, Verdict.UNCHECKED).unchanged == 1
    give(branch, members, Verdict.DOUBTFUL)
    assert give(branch, members, Verdict.UNCHECKED).changed == 1
    assert review(branch, 1) == ("u", None, None, None)


def test_checks_stand_side_by_side(branch: Vault) -> None:
    members = crowd(branch, 1)
    for check, verdict in zip(Check, list(Verdict)[1:], strict=True):
        give(branch, members, verdict, check=check)
    assert rows(branch, "SELECT c1, c2, c3, c4, c5 FROM review") == [("c", "f", "p", "d", "n")]
    assert branch.read(check_journal).result() == 7


# --- what is counted


def test_what_is_so_already_is_counted_and_not_written(branch: Vault) -> None:
    members = crowd(branch, 3)
    give(branch, members[:2])
    assert give(branch, members) == Change(4, "支部自查·名册记为“无误”", 1, unchanged=2, members=(3,))
    assert give(branch, members) == Change(None, "支部自查·名册记为“无误”", 0, unchanged=3)
    assert rows(branch, "SELECT count(*) FROM entry") == [(4,)]


def test_confirming_singly_what_was_confirmed_in_bulk_is_a_change(branch: Vault) -> None:
    members = crowd(branch, 1)
    give(branch, members, given=Given.IN_BULK)
    assert give(branch, members, given=Given.IN_BULK).unchanged == 1
    assert give(branch, members, given=Given.SINGLY).changed == 1
    assert review(branch, 1) == ("c", "o", 1, None)


def test_confirming_in_bulk_takes_nothing_from_what_was_confirmed_singly(branch: Vault) -> None:
    members = crowd(branch, 2)
    give(branch, members[:1], check=Check.CONDUCT)
    branch.write(lambda session: session.db.execute_sql("UPDATE review SET by5 = ?", (person(session),))).result()
    assert give(branch, members, check=Check.CONDUCT, given=Given.IN_BULK, basis="民主评议").changed == 2
    assert review(branch, 1, Check.CONDUCT) == ("c", "o", 2, "民主评议")
    assert review(branch, 2, Check.CONDUCT) == ("c", "b", 1, "民主评议")
    again = give(branch, members, check=Check.CONDUCT, given=Given.IN_BULK, basis="民主评议")
    assert (again.changed, again.unchanged) == (0, 2)


def test_another_verdict_in_bulk_is_a_change(branch: Vault) -> None:
    members = crowd(branch, 1)
    give(branch, members)
    assert give(branch, members, Verdict.DOUBTFUL, given=Given.IN_BULK).changed == 1
    assert review(branch, 1) == ("d", "b", 1, None)


def test_many_are_streamed_and_too_many_to_name_are_only_counted(branch: Vault) -> None:
    members = crowd(branch, CHUNK * 2 + 1)
    told: list[tuple[int, int]] = []
    change = branch.write(
        give_verdict, SELF, Check.ROSTER, Verdict.CLEAR, members[::-1], given=Given.IN_BULK,
        progress=lambda done, total: told.append((done, total)),
    ).result()  # fmt: skip
    assert (change.changed, change.members) == (len(members), ())
    assert told == [(2000, 4001), (4000, 4001), (4001, 4001)]
    assert rows(branch, "SELECT c1, h1, count(*) FROM review GROUP BY 1, 2") == [("c", "b", len(members))]
    assert branch.read(check_journal).result() == 3


def test_in_bulk_everybody_keeps_the_rest_of_his_own_review(branch: Vault) -> None:
    members = crowd(branch, 6)
    give(branch, members[:2], Verdict.DOUBTFUL)
    note(branch, members[1:3], "待查")
    give(branch, members[3:4])
    entries = branch.read(check_journal).result()
    change = give(branch, members[::-1], given=Given.IN_BULK)
    assert (change.unchanged, change.members) == (1, tuple(m for m in reversed(members) if m != members[3]))
    assert [review(branch, member) for member in members] == [
        ("c", "b", 1, None), ("c", "b", 1, "待查"), ("c", "b", 1, "待查"), ("c", "o", 1, None), ("c", "b", 1, None),
        ("c", "b", 1, None),
    ]  # fmt: skip
    assert branch.read(check_journal).result() == entries + 1


# --- what is refused


def branch_of_its_own(session: Session) -> int:
    """A branch that keeps itself, below the committee, with one member."""
    with entry(session, "organization.add") as written:
        number = insert(session, written, parent=1, kind=UnitKind.BRANCH, code="9", name="远方支部", keeper=None)
        tree.renumber(session.db)
    import_roster(replace(session, unit=number), [arrival("王远", org=number)], 1)
    return number


def test_a_self_check_belongs_to_the_unit_that_keeps_the_members(committee: Vault) -> None:
    committee.write(branch_of_its_own).result()
    take_in(committee, arrival("李近"))
    change = give(committee, [1, 2])
    assert (change.changed, change.members) == (1, (2,))
    assert change.refused == ((Refusal.KEPT_ELSEWHERE, 1),)
    assert note(committee, [1], "x").refused == ((Refusal.KEPT_ELSEWHERE, 1),)
    assert give(committee, [1], stage=VERIFICATION).changed == 1
    assert note(committee, [1], "x", VERIFICATION).changed == 1


def test_a_branch_does_not_verify_itself(branch: Vault) -> None:
    members = crowd(branch, 2)
    assert give(branch, members, stage=VERIFICATION).refused == ((Refusal.VERIFIED_ABOVE, 2),)
    assert note(branch, members, "x", VERIFICATION).refused == ((Refusal.VERIFIED_ABOVE, 2),)
    assert rows(branch, "SELECT count(*) FROM review") == [(0,)]


def test_what_another_unit_has_verified_stays_as_it_is(committee: Vault) -> None:
    theirs = committee.write(branch_of_its_own).result()
    give(committee, [1], stage=VERIFICATION)
    committee.write(lambda session: session.db.execute_sql("UPDATE review SET unit = ?", (theirs,))).result()
    change = give(committee, [1], Verdict.DOUBTFUL, stage=VERIFICATION)
    assert (change.entry, change.refused) == (None, ((Refusal.VERIFIED_ELSEWHERE, 1),))
    assert note(committee, [1], "x", VERIFICATION).refused == ((Refusal.VERIFIED_ELSEWHERE, 1),)
    assert review(committee, 1, stage=VERIFICATION) == ("c", "o", 1, None)


def test_dues_are_confirmed_in_bulk_only_where_they_are_recorded(branch: Vault) -> None:
    take_in(branch, arrival("王伟", dues_to="2026-10"), arrival("李娜"))
    change = give(branch, [1, 2], check=Check.DUES, given=Given.IN_BULK)
    assert (change.members, change.refused) == ((1,), ((Refusal.NO_EVIDENCE, 1),))
    assert give(branch, [2], check=Check.DUES).changed == 1


def test_archives_are_confirmed_in_bulk_only_on_a_stated_basis(branch: Vault) -> None:
    members = crowd(branch, 2)
    for blank in ("", " ", "\u200b\x07"):
        refused = give(branch, members, check=Check.ARCHIVE, given=Given.IN_BULK, basis=blank).refused
        assert refused == ((Refusal.BASIS_MISSING, 2),)
    assert give(branch, members, check=Check.ARCHIVE, given=Given.IN_BULK, basis="查档").changed == 2


def test_who_is_not_to_be_checked_is_refused(branch: Vault) -> None:
    """Not in the campaign, gone from the roster, or not there at all."""
    members = crowd(branch, 3)

    def unlist(session: Session) -> None:
        session.db.execute_sql("DELETE FROM subject WHERE member = 1")
        session.db.execute_sql("UPDATE member SET gone = '2026-11-01' WHERE id = 2")

    branch.write(unlist).result()
    change = give(branch, [*members, 99])
    assert (change.members, change.refused) == ((3,), ((Refusal.NOT_A_SUBJECT, 3),))
    assert note(branch, [1], "x").refused == ((Refusal.NOT_A_SUBJECT, 1),)


def test_one_who_left_without_a_receipt_is_to_be_checked_as_well(branch: Vault) -> None:
    branch.write(import_roster, [arrival("王伟")], 1, ground=Ground.OUT_WITHOUT_RECEIPT).result()
    assert give(branch, [1]).changed == 1


def test_reasons_are_counted_each(committee: Vault) -> None:
    committee.write(branch_of_its_own).result()
    take_in(committee, arrival("李近"), arrival("陈晨", dues_to="2026-10"))
    change = give(committee, [1, 2, 3, 99, 98], check=Check.DUES, given=Given.IN_BULK)
    assert dict(change.refused) == {Refusal.NOT_A_SUBJECT: 2, Refusal.KEPT_ELSEWHERE: 1, Refusal.NO_EVIDENCE: 1}
    assert (change.changed, change.refused_count) == (1, 4)


# --- notes and bases


def test_a_note_replaces_the_one_before_and_an_empty_one_takes_it_away(branch: Vault) -> None:
    members = crowd(branch, 2)
    give(branch, [1])
    assert note(branch, members, " 已电话联系 ").changed == 2
    assert review(branch, 1) == ("c", "o", 1, "已电话联系")
    assert review(branch, 2) == ("u", None, None, "已电话联系")
    assert note(branch, members, "已电话联系").unchanged == 2
    assert note(branch, members, "").changed == 2
    assert review(branch, 1) == ("c", "o", 1, None)
    assert note(branch, [1], "").entry is None


def test_an_empty_note_makes_no_review(branch: Vault) -> None:
    assert note(branch, crowd(branch, 1), " \n").unchanged == 1
    assert review(branch, 1) is None


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("\x1b]0;pwned\x07查无此人", "]0;pwned查无此人"),
        ("[/] [@click=app.quit]x", "[/] [@click=app.quit]x"),
        ("一\r\n二\t三\u2028四", "一 二 三 四"),
        ("\u202e人此无查\u200b", "人此无查"),
        ("\ud800\x00", None),
    ],
)
def test_a_hostile_note_is_cleaned_and_stays_one_line(branch: Vault, hostile: str, kept: str | None) -> None:
    members = crowd(branch, 1)
    note(branch, members, hostile)
    found = review(branch, 1)
    assert (found[3] if found else None) == kept
    give(branch, members, Verdict.PENDING, basis=hostile)
    assert rows(branch, "SELECT note FROM review") == [(kept,)]


def test_a_note_has_its_limit(branch: Vault) -> None:
    members = crowd(branch, 1)
    note(branch, members, "长" * (NOTE_LIMIT + 1))
    assert rows(branch, "SELECT note FROM review") == [("长" * NOTE_LIMIT,)]


def test_a_basis_is_added_once_and_stays_apart(branch: Vault) -> None:
    members = crowd(branch, 1)
    note(branch, members, "未查档")
    give(branch, members, check=Check.ARCHIVE, basis="查档")
    assert rows(branch, "SELECT note FROM review") == [("未查档；查档",)]
    give(branch, members, Verdict.MENDED, check=Check.ARCHIVE, basis="查档")
    give(branch, members, check=Check.CONDUCT, basis="民主评议")
    assert rows(branch, "SELECT note FROM review") == [("未查档；查档；民主评议",)]


@pytest.mark.parametrize("length", [1, NOTE_LIMIT - 2, NOTE_LIMIT - 1, NOTE_LIMIT, NOTE_LIMIT + 1])
def test_where_there_is_no_room_for_both_the_basis_stays(branch: Vault, length: int) -> None:
    members = crowd(branch, 1)
    note(branch, members, "旧" * NOTE_LIMIT)
    give(branch, members, check=Check.ARCHIVE, given=Given.IN_BULK, basis="依" * length)
    kept = str(rows(branch, "SELECT note FROM review")[0][0])
    assert len(kept) <= NOTE_LIMIT
    assert kept.endswith("依" * min(length, NOTE_LIMIT))
    assert not kept.startswith("；")
    assert rows(branch, "SELECT before FROM entry_item WHERE entry = 4 AND before LIKE ?", f"%{'旧' * NOTE_LIMIT}%")


# --- cancelling


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_cancelling_at_any_moment_leaves_nothing(branch: Vault, chunks: int) -> None:
    members = crowd(branch, CHUNK * 3)
    give(branch, members[:10], Verdict.DOUBTFUL)
    before = branch.read(dump).result()
    asked = iter([False] * chunks + [True])
    with pytest.raises(Failure) as raised:
        branch.write(
            give_verdict, SELF, Check.ROSTER, Verdict.CLEAR, members, given=Given.IN_BULK,
            cancelled=lambda: next(asked),
        ).result()  # fmt: skip
    assert raised.value.fault is Fault.CANCELLED
    assert branch.read(dump).result() == before
    assert give(branch, members).changed == len(members)


# --- what letters and payments show


def test_dues_are_shown_by_a_month_a_payment_or_an_activity(branch: Vault) -> None:
    people = [
        arrival("无据"),
        arrival("到月", dues_to="2026-10"),
        arrival("活动", active_on="2026-09"),
        arrival("缴费"),
    ]
    take_in(branch, *people)
    branch.write(pay, paid(4, "五月")).result()
    change = give(branch, [1, 2, 3, 4], check=Check.DUES, given=Given.IN_BULK)
    assert (change.members, change.refused) == ((2, 3, 4), ((Refusal.NO_EVIDENCE, 1),))


def test_receipts_are_confirmed_in_bulk_once_letters_are_there_but_for_those_who_wait(branch: Vault) -> None:
    take_in(branch, arrival("王伟"), arrival("李娜"), arrival("陈晨"))
    everybody = [1, 2, 3]

    def given(verdict: Verdict, members: Sequence[int] = everybody) -> tuple[object, ...]:
        change = give(branch, members, verdict, check=Check.RECEIPT, given=Given.IN_BULK)
        return change.changed + change.unchanged, change.refused

    assert given(Verdict.CLEAR) == (0, ((Refusal.NO_EVIDENCE, 3),))
    branch.write(import_letters, [letter(1)], 1, direction="in").result()
    assert given(Verdict.CLEAR) == (0, ((Refusal.NO_EVIDENCE, 3),))
    branch.write(send, letter(2), letter(3, receipt="yes"), stub("赵一")).result()
    assert given(Verdict.CLEAR) == given(Verdict.NOT_APPLICABLE) == (2, ((Refusal.LETTER_OPEN, 1),))
    assert given(Verdict.DOUBTFUL) == (3, ())
    branch.write(send, again(2, receipt="yes"), again(4, receipt="yes")).result()
    assert given(Verdict.CLEAR, [*everybody, 4]) == (3, ((Refusal.NO_EVIDENCE, 1),))
    branch.write(undo).result()
    branch.write(undo).result()
    assert give(branch, [2], check=Check.RECEIPT).changed == 1


def test_letters_show_nothing_of_a_branch_that_another_unit_keeps(committee: Vault) -> None:
    def two_branches(session: Session) -> None:
        with entry(session, "organization.add") as written:
            for code, keeper in (("1", 1), ("2", None)):
                insert(session, written, parent=1, kind=UnitKind.BRANCH, code=code, name=f"{code}支部", keeper=keeper)
            tree.renumber(session.db)
        import_roster(session, [arrival("王近", org=2), arrival("李近", org=2)], 2)
        import_roster(replace(session, unit=3), [arrival("王远", org=3)], 1)
        send(session, letter(1, receipt="yes"))

    committee.write(two_branches).result()
    change = give(committee, [2, 3], check=Check.RECEIPT, stage=VERIFICATION, given=Given.IN_BULK)
    assert (change.members, change.refused) == ((2,), ((Refusal.NO_EVIDENCE, 1),))
