"""The agenda's kinds and their order."""

from tui.rules.agenda import Due, Kind, horizon, in_order, lateness


def due(on: str, kind: Kind = Kind.DUES, member: int = 0) -> Due:
    return Due(kind, on, member, 1, 0, "")


def test_every_kind_names_its_document_and_where_one_key_goes() -> None:
    assert all(kind.label and kind.source and kind.place for kind in Kind)
    assert len({kind.label for kind in Kind}) == len(Kind)


def test_items_stand_by_day_and_those_without_one_last() -> None:
    items = [due(""), due("2016-05-01", member=2), due("2015-12-31"), due("2016-05-01", member=1),
             due("2016-05-01", Kind.RECEIPT, 9)]  # fmt: skip
    assert [(each.on, each.member) for each in in_order(items)] == [
        ("2015-12-31", 0), ("2016-05-01", 9), ("2016-05-01", 1), ("2016-05-01", 2), ("", 0),
    ]  # fmt: skip


def test_the_day_itself_is_not_overdue_and_the_next_is() -> None:
    assert not due("2016-05-01").is_overdue("2016-05-01")
    assert due("2016-05-01").is_overdue("2016-05-02")
    assert not due("").is_overdue("2016-05-02")
    assert [lateness(due(on).days_over("2016-05-01")) for on in ("2016-04-30", "2016-05-01", "2016-05-31", "")] == [
        "逾期1天", "今天到期", "还有30天", "日期不详",
    ]  # fmt: skip
    assert horizon("2016-05-01") == "2016-05-31"
