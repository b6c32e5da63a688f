"""A ledger of letters on its way into the register: letters, newcomers and grounds; all of it or nothing."""

import json
from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from ledgers import again, letter, send, stub
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.letters import FIELDS, LetterArrival, import_letters
from tui.store.commands.organizations import insert
from tui.store.commands.roster import import_roster
from tui.store.journal import CHUNK, entry
from tui.store.queries.letters import letters_of, without_receipt


def bring_in(desk: Desk, *names: str) -> None:
    import_roster(desk.session, [arrival(name) for name in names], len(names))


def grounds(desk: Desk) -> dict[object, object]:
    return dict(desk.all("SELECT m.name, s.ground FROM member m LEFT JOIN subject s ON s.member = m.id"))  # type: ignore[arg-type]


def header(desk: Desk) -> dict[str, object]:
    return json.loads(str(desk.all("SELECT body FROM entry ORDER BY seq DESC LIMIT 1")[0][0]))


def test_a_letter_is_stored_with_everything_its_row_says(desk: Desk) -> None:
    bring_in(desk, "王伟")
    fields: dict[str, str | int] = {name: f"<{name}>" for name in FIELDS} | {"valid_days": 30}
    change = import_letters(desk.session, [LetterArrival(None, 1, fields, {"经办人": "赵"})], 1, direction="in")
    assert change == Change(4, "导入转入介绍信", 1, members=(1,), noun="封", verb="已导入")
    (stored,) = letters_of(desk.session.db, [1])[1]
    assert {name: getattr(stored, name) for name in FIELDS} == fields
    assert (stored.member, stored.direction, stored.extra) == (1, "in", {"经办人": "赵"})
    assert desk.all("SELECT length(uuid) FROM letter") == [(16,)]
    assert_sound(desk.session)


def test_every_column_but_what_the_register_itself_keeps_may_be_filled() -> None:
    assert {"number", "issued", "valid_days", "receipt", "receipt_on", "note"} <= set(FIELDS)
    assert not {"id", "uuid", "member", "direction", "extra"} & set(FIELDS)


def test_what_is_not_said_is_not_stored_and_a_term_of_no_days_is_said(desk: Desk) -> None:
    bring_in(desk, "王伟")
    send(desk.session, letter(1, number="", valid_days=0))
    assert desk.all("SELECT number, valid_days, extra FROM letter") == [(None, 0, None)]


def test_a_known_letter_changes_only_where_its_row_says_something_new(desk: Desk) -> None:
    bring_in(desk, "王伟")
    send(desk.session, letter(1, number="7", to_unit="甲党委", note="邮寄"))
    change = send(desk.session, again(1, number="7", to_unit="乙党委", note="", receipt="yes"))
    assert (change.changed, change.unchanged, change.members) == (1, 0, (1,))
    assert desk.all("SELECT number, to_unit, note, receipt FROM letter") == [("7", "乙党委", "邮寄", "yes")]
    (item,) = desk.all("SELECT tbl, row, before FROM entry_item WHERE entry = 5")
    assert item == (9, 1, '{"receipt":null,"to_unit":"甲党委"}')
    assert header(desk)["detail"] == {"direction": "out", "added": 0, "changed": 1, "newcomers": 0}
    assert_sound(desk.session)


def test_a_ledger_that_says_the_same_writes_nothing(desk: Desk) -> None:
    bring_in(desk, "王伟")
    send(desk.session, letter(1, number="7"))
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    assert send(desk.session, again(1, number="7")) == Change(
        None, "导入转出介绍信", 0, unchanged=1, noun="封", verb="已导入"
    )
    assert send(desk.session).entry is None
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


# --- newcomers and grounds


@pytest.mark.parametrize(
    ("fields", "ground"),
    [
        ({}, "out_without_receipt"),
        ({"receipt": "no"}, "out_without_receipt"),
        ({"issued": "2007"}, "out_without_receipt"),
        ({"issued": "2016-03", "arrived_on": "2016-04"}, "out_without_receipt"),
        ({"receipt": "yes"}, None),
        ({"receipt_on": "2016-05"}, None),
        ({"issued": "2006-12-31"}, None),
    ],
)
def test_somebody_no_longer_on_the_roster_is_a_subject_while_his_receipt_is_out(
    desk: Desk, fields: dict[str, str | int], ground: str | None
) -> None:
    change = send(desk.session, stub("王伟", **fields))
    assert (change.changed, change.members) == (1, (1,))
    assert grounds(desk) == {"王伟": ground}
    assert desk.all("SELECT member FROM letter") == [(1,)]
    assert_sound(desk.session)


def test_a_letter_into_the_unit_makes_nobody_a_subject(desk: Desk) -> None:
    import_letters(desk.session, [stub("王伟")], 1, direction="in")
    assert grounds(desk) == {"王伟": None}


def test_a_member_keeps_his_ground_and_one_without_gets_it_with_an_open_letter(desk: Desk) -> None:
    bring_in(desk, "王伟")
    send(desk.session, letter(1), stub("李娜", receipt="yes"))
    assert grounds(desk) == {"王伟": "in_branch", "李娜": None}
    send(desk.session, letter(2, issued="2020"))
    assert grounds(desk) == {"王伟": "in_branch", "李娜": "out_without_receipt"}
    send(desk.session, again(3, receipt="yes"))
    assert grounds(desk)["李娜"] == "out_without_receipt"
    assert_sound(desk.session)


def test_several_letters_of_one_newcomer_are_his(desk: Desk) -> None:
    change = send(
        desk.session, stub("王伟", receipt="yes"), stub("李娜", receipt="yes"), letter(-1), letter(-2, receipt="yes")
    )
    assert desk.all("SELECT member FROM letter ORDER BY id") == [(1,), (2,), (1,), (2,)]
    assert grounds(desk) == {"王伟": "out_without_receipt", "李娜": None}
    assert (change.changed, change.members) == (4, (1, 2))
    assert header(desk)["detail"] == {"direction": "out", "added": 4, "changed": 0, "newcomers": 2}


def test_a_newcomer_of_an_earlier_chunk_is_known_in_a_later_one(desk: Desk) -> None:
    count = CHUNK + 3
    arrivals = [stub(f"张{n:04}") for n in range(count)] + [letter(-1), letter(-count)]
    told: list[tuple[int, int]] = []
    change = import_letters(
        desk.session, iter(arrivals), len(arrivals), direction="out", progress=lambda *done: told.append(done)
    )
    assert (change.changed, change.members) == (count + 2, ())
    assert told == [(CHUNK, count + 2), (count + 2, count + 2)]
    assert desk.all(f"SELECT member FROM letter WHERE id > {count}") == [(1,), (count,)]
    assert desk.all("SELECT count(*), count(DISTINCT uuid) FROM letter") == [(count + 2, count + 2)]
    assert desk.all("SELECT count(*) FROM subject WHERE ground = 'out_without_receipt'") == [(count,)]
    assert_sound(desk.session)


# --- refused whole


def elsewhere(desk: Desk) -> int:
    """A branch that keeps itself, with one member, 王远."""
    session = desk.session
    with entry(session, "organization.add") as written:
        number = insert(session, written, parent=1, kind=UnitKind.BRANCH, code="9", name="远方支部", keeper=None)
        tree.renumber(session.db)
    far = replace(session, unit=number)
    import_roster(far, [arrival("王远", org=number)], 1)
    import_letters(far, [letter(1)], 1, direction="out")
    return number


@pytest.mark.parametrize("what", ["new", "changed", "newcomer"])
def test_a_letter_of_a_member_kept_elsewhere_stops_the_whole_ledger(desk: Desk, what: str) -> None:
    theirs = elsewhere(desk)
    before = dump(desk.session.db)
    row = {"new": letter(1), "changed": again(1, note="x"), "newcomer": letter(None, arrival("张三", org=theirs))}[what]
    with pytest.raises(Failure) as raised:
        send(desk.session, stub("李近"), row)
    assert raised.value.fault is Fault.NOT_KEPT_HERE
    assert dump(desk.session.db) == before


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_cancelled_ledger_leaves_nothing(desk: Desk, chunks: int) -> None:
    bring_in(desk, "王伟")
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    asked = iter([False] * chunks + [True])
    with pytest.raises(Failure) as raised:
        import_letters(
            desk.session, (stub("李娜") for _ in range(3 * CHUNK)), 3 * CHUNK, direction="out",
            cancelled=lambda: next(asked),
        )  # fmt: skip
    assert raised.value.fault is Fault.CANCELLED
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


# --- reading


def test_letters_are_read_by_member_oldest_first(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜", "陈晨")
    send(desk.session, letter(2, issued="2020-03"), letter(1), letter(2, issued="2019"))
    found = letters_of(desk.session.db, iter([3, 2, 1, 2]))
    assert {member: [each.id for each in letters] for member, letters in found.items()} == {1: [2], 2: [3, 1]}


def test_letters_without_receipt_are_counted_by_branch_for_the_date_asked(desk: Desk) -> None:
    session = desk.session
    with entry(session, "organization.add") as written:
        for code in ("1", "2"):
            insert(session, written, parent=1, kind=UnitKind.BRANCH, code=code, name=f"{code}支部", keeper=1)
        tree.renumber(session.db)
    import_roster(session, [arrival("王伟", org=2), arrival("李娜", org=3)], 2)
    send(
        session,
        letter(1, issued="2006-11"),  # before there were receipts
        letter(1, issued="2016-01"),
        letter(1),
        letter(1, issued="2016-02", receipt_on="2016-09-30"),
        letter(1, issued="2016-02", receipt="yes"),
        letter(1, issued="2016-10-02"),
        letter(2, issued="2016-02", receipt_on="2016-03"),
    )
    import_letters(session, [letter(2, issued="2016-01")], 1, direction="in")
    assert without_receipt(session.db, 1, "2016-09-29") == [(2, "1支部", 4, 3), (3, "2支部", 1, 0)]
    assert without_receipt(session.db, 2, "2016-10-02") == [(2, "1支部", 5, 3)]
