"""A ledger of dues on its way into the register: payments, and how far the members have paid."""

import json

import pytest
from desks import Desk, assert_sound
from ledgers import paid, pay
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.store.commands.payments import FIELDS, PaymentArrival, import_payments
from tui.store.commands.roster import Arrival, import_roster
from tui.store.journal import CHUNK
from tui.store.queries.letters import payments_of


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    import_roster(desk.session, [arrival("王伟", dues_to="2026-03"), arrival("李娜")], 2)


def paid_to(desk: Desk) -> list[object]:
    return [month for (month,) in desk.all("SELECT dues_to FROM member ORDER BY id")]


def test_a_payment_is_stored_with_everything_its_row_says(desk: Desk) -> None:
    fields: dict[str, str | int] = {name: f"<{name}>" for name in FIELDS} | {"fen": 12345}
    change = pay(desk.session, PaymentArrival(1, fields, {"经手": "赵"}))
    assert change == Change(4, "导入党费", 1, members=(1,), noun="笔", verb="已导入")
    (stored,) = payments_of(desk.session.db, [1, 2])[1]
    assert {name: getattr(stored, name) for name in FIELDS} == fields
    assert stored.extra == {"经手": "赵"}
    assert paid_to(desk) == ["2026-03", None]
    assert_sound(desk.session)


@pytest.mark.parametrize(
    ("known", "last_month", "then"),
    [
        (None, "2026-01", "2026-01"),
        ("2026-03", "2026-04", "2026-04"),
        ("2026-03", "2026-03", "2026-03"),
        ("2026-03", "2025-12", "2026-03"),
        ("2026-03-15", "2026-03", "2026-03-15"),
        ("2026", "2026-05", "2026"),  # it may mean all of the year
        ("2025", "2026-01", "2026-01"),
        ("已交清", "2026-05", "已交清"),
        ("2026-03", "五月", "2026-03"),
        (None, "五月", None),
    ],
)
def test_the_month_paid_to_moves_on_where_the_payment_certainly_lies_after_it(
    desk: Desk, known: str | None, last_month: str, then: str | None
) -> None:
    import_roster(desk.session, [arrival("陈晨", dues_to=known or "")], 1)
    pay(desk.session, paid(3, last_month))
    assert paid_to(desk)[2] == then
    assert_sound(desk.session)


def test_payments_and_the_months_they_reach_are_one_entry(desk: Desk) -> None:
    pay(desk.session, paid(1, "2026-05"), paid(1, "2026-06"), paid(1, "2026-04"), paid(2, "2026-01"))
    assert paid_to(desk) == ["2026-06", "2026-01"]
    items = desk.all("SELECT tbl, row, before FROM entry_item WHERE entry = 4 ORDER BY tbl, row")
    assert items[:2] == [(3, 1, '{"dues_to":"2026-03"}'), (3, 2, '{"dues_to":null}')]
    assert [item[0] for item in items[2:]] == [10] * 4
    body = json.loads(str(desk.all("SELECT body FROM entry WHERE seq = 4")[0][0]))
    assert body["detail"] == {"added": 4, "changed": 0, "moved": 2}


def test_the_same_ledger_twice_changes_nothing(desk: Desk) -> None:
    ledger = [paid(1, "2026-05", kind="补缴"), paid(2, "2026-05"), PaymentArrival(2, {"fen": 0, "kind": ""}, {})]
    pay(desk.session, *ledger)
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    assert pay(desk.session, *ledger) == Change(None, "导入党费", 0, unchanged=3, noun="笔", verb="已导入")
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


@pytest.mark.parametrize("chunk_between", [False, True])
def test_the_same_payment_twice_in_one_ledger_is_one(desk: Desk, chunk_between: bool) -> None:
    between = [paid(2, "2026-01", fen) for fen in range(CHUNK if chunk_between else 0)]
    change = pay(desk.session, paid(1, "2026-05", note="甲"), *between, paid(1, "2026-05", note="乙"))
    assert (change.changed, change.unchanged) == (1 + len(between), 1)
    assert desk.all("SELECT note FROM payment WHERE member = 1") == [("甲",)]
    change = pay(desk.session, paid(1, "2026-05", note="丙"), *between, paid(1, "2026-05", note="丁"))
    assert (change.changed, change.unchanged) == (1, 1 + len(between))
    assert desk.all("SELECT note FROM payment WHERE member = 1") == [("丙",)]
    assert_sound(desk.session)


@pytest.mark.parametrize(
    "other",
    [
        paid(2, "2026-05"),
        paid(1, "2026-05", kind="补缴"),
        paid(1, "2026-05", first_month="2026-04"),
        paid(1, "2026-06", first_month="2026-05"),
        paid(1, "2026-05", 1001),
        PaymentArrival(1, {"first_month": "2026-05", "last_month": "2026-05"}, {}),
    ],
)
def test_another_member_kind_month_or_amount_is_another_payment(desk: Desk, other: PaymentArrival) -> None:
    assert pay(desk.session, paid(1, "2026-05"), other).changed == 2
    assert pay(desk.session, other, paid(1, "2026-05")).unchanged == 2


def test_what_else_a_known_payment_s_row_says_is_added_and_nothing_wiped(desk: Desk) -> None:
    pay(desk.session, PaymentArrival(1, {"last_month": "2026-05", "note": "现金"}, {"甲": "1"}))
    change = pay(desk.session, PaymentArrival(1, {"last_month": "2026-05", "note": "", "reason": "漏缴"}, {"乙": "2"}))
    assert (change.changed, change.unchanged) == (1, 0)
    assert desk.all("SELECT note, reason, extra FROM payment") == [("现金", "漏缴", '{"乙": "2", "甲": "1"}')]
    assert_sound(desk.session)


def test_only_a_new_payment_moves_the_month_on(desk: Desk) -> None:
    """What the roster has said since about how far he has paid stands."""
    pay(desk.session, paid(1, "2026-05"))
    import_roster(desk.session, [Arrival(1, 1, {"name": "王伟", "dues_to": "2026-01"}, {}, "x x", [])], 1)
    pay(desk.session, paid(1, "2026-05", note="新"))
    assert paid_to(desk)[0] == "2026-01"


def test_more_than_a_chunk_of_members_moves_on(desk: Desk) -> None:
    count = CHUNK + 5
    import_roster(desk.session, [arrival(f"张{n:04}") for n in range(count)], count)
    change = import_payments(desk.session, (paid(n + 3, "2026-02") for n in range(count)), count)
    assert (change.changed, change.members) == (count, ())
    assert desk.all("SELECT count(*) FROM member WHERE dues_to = '2026-02'") == [(count,)]
    assert_sound(desk.session)


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_cancelled_ledger_of_dues_leaves_nothing(desk: Desk, chunks: int) -> None:
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    asked = iter([False] * chunks + [True])
    arrivals = (paid(1, "2026-09", fen) for fen in range(3 * CHUNK))
    with pytest.raises(Failure) as raised:
        import_payments(desk.session, arrivals, 3 * CHUNK, cancelled=lambda: next(asked))
    assert raised.value.fault is Fault.CANCELLED
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


def test_dues_of_a_member_kept_elsewhere_stop_the_whole_ledger(desk: Desk) -> None:
    desk.session.db.execute_sql(
        "INSERT INTO organization(uuid, kind, code, name, keeper) VALUES (zeroblob(16), 'branch', '', '远', 2)"
    )
    desk.session.db.execute_sql("UPDATE member SET org = 2 WHERE id = 2")
    with pytest.raises(Failure) as raised:
        pay(desk.session, paid(1, "2026-05"), paid(2, "2026-05"))
    assert raised.value.fault is Fault.NOT_KEPT_HERE
    assert desk.all("SELECT count(*) FROM payment") == [(0,)]
    assert paid_to(desk)[0] == "2026-03"
