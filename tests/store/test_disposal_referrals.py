"""The ledger of clues that were referred: what waits, what came back, of whom, and only from this unit down."""

from desks import Desk
from disposals import opened, people_of
from offices import DEPARTMENT

from tui.rules.units import UnitKind
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.commands.organizations import add_organization
from tui.store.queries.disposal_referrals import View, case_in_hand, counts, listed, page

OFFICE = DEPARTMENT


def names(desk: Desk, view: View, text: str = "", unit: int | None = None) -> list[str]:
    numbers = listed(desk.session.db, unit or desk.session.unit, view, text)
    return [row.name for row in page(desk.session.db, numbers)]


def referred(desk: Desk, member: int, receiver: str, on_day: str) -> None:
    change = refer_clue(
        desk.session, member, None, "discipline", receiver, on_day, matter="反映问题", materials="材料1份"
    )
    assert change.changed


def test_clues_are_listed_by_what_came_back_also_of_members_who_have_left(desk: Desk) -> None:
    zhang, li, wang = people_of(desk, "张三", "李四", "王五")
    referred(desk, zhang, "区纪委", "2026-05-02")
    referred(desk, li, "市公安局", "2026-05-01")
    referred(desk, wang, "区纪委", "2026-05-03")
    desk.session.db.execute_sql("UPDATE member SET gone = '2026-06-01' WHERE id = ?", (li,))
    assert names(desk, View.WAITING) == ["李四", "张三", "王五"]
    settled = settle_referral(desk.session, 2, receipt_on="2026-05-05", receipt="1号")
    assert settled.changed
    assert counts(desk.session.db, desk.session.unit) == [3, 0, 3]
    assert settle_referral(desk.session, 2, outcome_on="2026-07-01", result="不予立案").changed
    assert counts(desk.session.db, desk.session.unit) == [2, 1, 3]
    assert names(desk, View.WAITING) == ["张三", "王五"]
    assert names(desk, View.ALL) == ["王五", "张三", "李四"]
    (row,) = page(desk.session.db, listed(desk.session.db, desk.session.unit, View.SETTLED))
    assert row == (
        2,
        "李四",
        "教工党支部",
        "纪检机关",
        "市公安局",
        "2026-05-01",
        "",
        "2026-05-05",
        "2026-07-01",
        "不予立案",
    )
    assert [names(desk, View.ALL, text) for text in ("公安", "zs", "王", "教工", "赵")] == [
        ["李四"], ["张三"], ["王五"], ["王五", "张三", "李四"], [],
    ]  # fmt: skip
    add_organization(desk.session, desk.session.unit, UnitKind.COMMITTEE, "01", "计算机学院党委")
    ((beside,),) = desk.all("SELECT id FROM organization WHERE kind = 'committee'")
    assert names(desk, View.ALL, unit=int(str(beside))) == []
    assert counts(desk.session.db, int(str(beside))) == [0, 0, 0]


def test_the_case_that_waits_is_the_members_own_in_hand(desk: Desk) -> None:
    zhang, li = people_of(desk, "张三", "李四")
    number = opened(desk, zhang, "persuasion")
    assert (case_in_hand(desk.session.db, zhang), case_in_hand(desk.session.db, li)) == (number, None)
