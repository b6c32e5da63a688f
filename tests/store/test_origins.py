"""Where rows came from: file, sheet, row and original texts, kept with the import that wrote them."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from ledgers import again, letter, paid, stub, unit
from people import arrival
from vaults import NOON

from tui.faults import Failure
from tui.store.commands.letters import import_letters
from tui.store.commands.payments import import_payments
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.tree_import import import_organizations
from tui.store.commands.undo import redo, undo
from tui.store.images import LETTER, MEMBER, ORGANIZATION, PAYMENT
from tui.store.journal import CHUNK
from tui.store.origins import Origin, RowOrigin, SheetOrigin, origins_of

BOOK = b"\x01" * 32
ROSTER = (SheetOrigin("名册.xlsx", BOOK, "一支部"), SheetOrigin("名册.xlsx", BOOK, "二支部"))
STUBS = (SheetOrigin("存根.xls", b"\x02" * 32, "Sheet1"),)
AT = int(NOON.timestamp())


def take_in(desk: Desk, *arrivals: Arrival) -> None:
    import_roster(desk.session, arrivals, len(arrivals), sheets=ROSTER)


def test_a_member_s_origins_are_told_newest_first(desk: Desk) -> None:
    texts = {"出生年月": "85.7", "姓名": "王 伟\x00\ud800"}
    take_in(desk, replace(arrival("王伟"), origin=RowOrigin(1, 4, texts)), arrival("李娜"))
    take_in(desk, replace(Arrival(1, 1, {"name": "王伟", "phone": "1"}, {}, "w w", []), origin=RowOrigin(0, 7)))
    assert origins_of(desk.session.db, MEMBER, 1) == [
        Origin("名册.xlsx", "一支部", 7, {}, 4, AT),
        Origin("名册.xlsx", "二支部", 4, texts, 3, AT),
    ]
    assert origins_of(desk.session.db, MEMBER, 2) == []
    assert_sound(desk.session)


def test_a_row_that_changed_nothing_has_no_origin_and_a_sheet_without_origins_no_row(desk: Desk) -> None:
    take_in(desk, replace(arrival("王伟"), origin=RowOrigin(0, 2)))
    same = replace(Arrival(1, 1, {"name": "王伟"}, {}, "w w", []), origin=RowOrigin(1, 3))
    take_in(desk, same)
    take_in(desk, same, replace(arrival("李娜"), origin=RowOrigin(0, 4)))
    assert desk.all("SELECT entry, tbl, row, place FROM origin") == [(3, 3, 1, 2), (4, 3, 2, 4)]
    assert desk.all("SELECT sheet FROM origin_sheet") == [("一支部",)]


def test_a_sheet_read_again_is_the_same_and_a_changed_file_another(desk: Desk) -> None:
    for place, book in enumerate((BOOK, BOOK, b"\x03" * 32), 2):
        row = replace(arrival("王伟"), origin=RowOrigin(0, place))
        import_roster(desk.session, [row], 1, sheets=[SheetOrigin("名\u202e册.xlsx", book, "一支部")])
    assert desk.all("SELECT id, file FROM origin_sheet") == [(1, "名册.xlsx"), (2, "名册.xlsx")]
    assert desk.all("SELECT place, sheet FROM origin ORDER BY place") == [(2, 1), (3, 1), (4, 2)]


def test_a_letter_and_the_newcomer_it_brought_come_from_the_same_row(desk: Desk) -> None:
    rows = [replace(stub("王伟"), origin=RowOrigin(0, 5, {"号": "７"})), replace(letter(-1), origin=RowOrigin(0, 6))]
    import_letters(desk.session, rows, 2, direction="out", sheets=STUBS)
    import_letters(
        desk.session, [replace(again(1, note="x"), origin=RowOrigin(0, 9)), replace(again(2), origin=RowOrigin(0, 8))],
        2, direction="out", sheets=STUBS,
    )  # fmt: skip
    assert [origin.place for origin in origins_of(desk.session.db, LETTER, 1)] == [9, 5]
    assert [origin.place for origin in origins_of(desk.session.db, LETTER, 2)] == [6]
    assert origins_of(desk.session.db, MEMBER, 1) == [Origin("存根.xls", "Sheet1", 5, {"号": "７"}, 3, AT)]


def test_a_payment_s_rows_and_the_one_that_moved_the_month_on_are_told(desk: Desk) -> None:
    import_roster(desk.session, [arrival("王伟")], 1)
    rows = [
        replace(paid(1, month), origin=RowOrigin(sheet, place))
        for sheet, place, month in ((0, 2, "2026-01"), (0, 3, "2026-02"), (0, 4, "2026-01"), (1, 2, "2026-01"))
    ]
    import_payments(desk.session, rows, 4, sheets=ROSTER)
    found = origins_of(desk.session.db, PAYMENT, 1)
    assert [(origin.sheet, origin.place) for origin in found] == [("一支部", 2), ("一支部", 4), ("二支部", 2)]
    assert [origin.place for origin in origins_of(desk.session.db, MEMBER, 1)] == [3]
    import_payments(desk.session, rows, 4, sheets=ROSTER)
    assert desk.all("SELECT max(entry) FROM origin") == [(4,)]


def test_a_unit_has_its_origin(desk: Desk) -> None:
    import_organizations(desk.session, [replace(unit("甲支部"), origin=RowOrigin(0, 3))], 1, sheets=STUBS)
    assert [origin.place for origin in origins_of(desk.session.db, ORGANIZATION, 2)] == [3]


def test_an_undo_leaves_origins_and_a_redo_finds_them(desk: Desk) -> None:
    import_letters(desk.session, [replace(stub("王伟"), origin=RowOrigin(0, 5))], 1, direction="out", sheets=STUBS)
    before = origins_of(desk.session.db, LETTER, 1)
    for command in (undo, redo):
        command(desk.session)
        assert origins_of(desk.session.db, LETTER, 1) == before
        assert_sound(desk.session)


def test_a_cancelled_import_leaves_no_origin(desk: Desk) -> None:
    asked = iter([False, True])
    rows = (replace(arrival("王伟"), origin=RowOrigin(0, place)) for place in range(2 * CHUNK))
    with pytest.raises(Failure):
        import_roster(desk.session, rows, 2 * CHUNK, sheets=ROSTER, cancelled=lambda: next(asked))
    assert desk.all("SELECT count(*) FROM origin") == desk.all("SELECT count(*) FROM origin_sheet") == [(0,)]
