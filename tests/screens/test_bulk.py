"""Marking by value and by condition, and bulk changes: keys in, stored rows out."""

import pytest
from desk import Desk, OpenDesk, open_ledger
from people import arrival, take_in

from tui.rules.checks import Stage
from tui.rules.focus_groups import FocusGroup
from tui.rules.units import UnitKind
from tui.screens.dialogs import AskText, Confirm
from tui.screens.focus_counts import FocusCountsScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.screens.targets import HiddenMarks
from tui.store.commands.focus_groups import set_focus_group
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import import_roster
from tui.store.commands.verdicts import write_note
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid

PEOPLE = (("张三丰", "female"), ("王伟", "male"), ("李娜", "female"), ("曾小明", None))


def fill(vault: Vault) -> None:
    take_in(
        vault,
        *(arrival(name, **({"sex": sex, "note": "人户分离"} if sex else {"post": "书记"})) for name, sex in PEOPLE),
    )


def put(desk: Desk, text: str) -> None:
    """Text that an input method would bring, into the field that has the focus."""
    desk.app.screen.focused.value = text  # type: ignore[union-attr]


async def choose_by(desk: Desk, text: str) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, SearchPick) and desk.app.screen.focused, "a list is offered")
    offered = desk.app.screen
    put(desk, text)
    await desk.pilot.pause()
    await desk.press("enter")
    await desk.until(lambda: desk.app.screen is not offered, f"“{text}” is chosen")


async def confirm(desk: Desk) -> str:
    """Confirm; gives what was asked."""
    await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
    question = str(desk.app.screen.query("Static").first().render())
    await desk.press("enter")
    return question


async def test_the_same_value_as_here_is_marked_among_the_rows_shown_and_restored(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        desk.grid.cursor = next(n for n, line in enumerate(desk.lines()[1:]) if "李娜" in line)
        await desk.press("ctrl+d")
        await choose_by(desk, "性别")
        await desk.told("“性别：女”共2人，新标记2人")
        marked = {name for (name,) in desk.stored("SELECT name FROM member WHERE sex = 'female'")}
        rows = desk.stored("SELECT id, name FROM member")
        assert {name for number, name in rows if number in desk.grid.marks} == marked
        await desk.press("ctrl+r")
        await desk.until(lambda: not len(desk.grid.marks), "the marks are as before")


async def test_whoever_a_condition_fits_is_marked_and_a_mistake_can_be_put_right(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+k")
        await desk.until(lambda: isinstance(desk.app.screen, AskText) and desk.app.screen.focused, "it is asked for")
        first = desk.app.screen
        put(desk, "星座:白羊")
        await desk.press("enter")
        await desk.until(
            lambda: isinstance(desk.app.screen, AskText) and desk.app.screen is not first and desk.app.screen.focused,
            "it is asked again",
        )
        assert desk.app.screen.focused.value == "星座:白羊"  # type: ignore[union-attr]
        put(desk, "性别:女")
        await desk.press("enter")
        await desk.told("共2人，新标记2人")
        assert len(desk.grid.marks) == 2


async def test_a_field_of_the_marks_is_set_after_a_preview_and_taken_back(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "ctrl+t")
        await choose_by(desk, "性别")
        await choose_by(desk, "男")
        asked = await confirm(desk)
        assert "其中1人本来如此，2人现为其他内容，将被改写" in asked
        await desk.told("改性别：3人已改，1人本来如此")
        assert desk.stored("SELECT DISTINCT sex FROM member") == [("male",)]
        await desk.press("ctrl+u")
        await desk.told("撤销“改性别”")
        assert sorted(map(str, (sex for (sex,) in desk.stored("SELECT sex FROM member")))) == [
            "None", "female", "female", "male",
        ]  # fmt: skip


async def test_a_wrong_value_is_asked_for_again_and_one_row_needs_no_confirmation(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        here = desk.grid.cursor_id
        await desk.press("ctrl+t")
        await choose_by(desk, "出生日期")
        await desk.until(lambda: isinstance(desk.app.screen, AskText) and desk.app.screen.focused, "it is asked for")
        first = desk.app.screen
        await desk.press(*"1985-13", "enter")
        await desk.until(
            lambda: isinstance(desk.app.screen, AskText) and desk.app.screen is not first and desk.app.screen.focused,
            "it is asked again",
        )
        put(desk, "1985年3月")
        await desk.press("enter")
        await desk.told("改出生日期：1人已改")
        assert desk.stored("SELECT id FROM member WHERE birth = '1985-03'") == [(here,)]


async def test_leaving_the_confirmation_changes_nothing_and_hidden_targets_are_counted(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f"), arrival("王伟", "w w"), arrival("李娜", "l n"))
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "f3", *"zsf", "enter")
        await desk.until(lambda: desk.review.shown == 1, "one is left")
        await desk.press("ctrl+t")
        await choose_by(desk, "性别")
        await choose_by(desk, "男")
        await desk.until(lambda: isinstance(desk.app.screen, HiddenMarks) and desk.app.screen.focused, "they are named")
        await desk.press("right", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        assert "共3人。其中2人不在当前列表中。" in str(desk.app.screen.query("Static").first().render())
        await desk.press("escape")
        await desk.told("已取消，没有任何改动")
        assert desk.stored("SELECT DISTINCT sex FROM member") == [(None,)]


async def test_a_note_for_the_marks_says_whose_notes_it_takes_the_place_of(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        branch.write(write_note, Stage.SELF_CHECK, [1], "已联系").result()
        await desk.press("ctrl+e", "f2")
        assert "其中1人已有备注，将被改写" in await confirm(desk)
        await desk.until(lambda: isinstance(desk.app.screen, AskText) and desk.app.screen.focused, "it is asked for")
        await desk.press(*"abc", "enter")
        await desk.told("备注：4人已改")
        assert desk.stored("SELECT DISTINCT note FROM review") == [("abc",)]
        await desk.press("ctrl+u")
        await desk.told("撤销“写备注”")
        assert desk.stored("SELECT note FROM review") == [("已联系",)]


async def test_fields_that_only_one_person_can_have_are_not_offered_for_several(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "ctrl+t")
        await desk.until(lambda: isinstance(desk.app.screen, SearchPick), "the fields are offered")
        assert "身份号码" not in desk.app.screen._choices  # type: ignore[attr-defined]
        await desk.press("escape", "backspace", "ctrl+t")
        await desk.until(lambda: isinstance(desk.app.screen, SearchPick), "the fields are offered")
        assert "身份号码" in desk.app.screen._choices  # type: ignore[attr-defined]


async def test_marks_are_put_into_a_focus_group_where_the_roster_says_so(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (160, 45)) as desk:
        await desk.until(lambda: desk.page_of("建议列入：社区人户分离") or desk.page_of("书记"), "the page is drawn")
        await desk.press("ctrl+e", "ctrl+t")
        await choose_by(desk, "重点群体")
        await choose_by(desk, "人户分离")
        await desk.until(lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "a way is offered")
        await desk.press("down", "enter")
        await confirm(desk)
        await desk.told("3人已改，1人未改（名册中没有列入的依据）")
        assert desk.stored("SELECT kind, count(*), basis FROM focus_group") == [(4, 3, "note：人户分离")]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_marks_move_to_another_branch_that_is_looked_for_by_name(
    committee: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    for name in ("教工党支部", "学生党支部"):
        committee.write(add_organization, committee.session.unit, UnitKind.BRANCH, "", name).result()
    arrivals = [arrival(name, org=2) for name, _ in PEOPLE]
    committee.write(import_roster, arrivals, len(arrivals)).result()
    async with open_desk(committee, size) as desk:
        await desk.press("space", "space", "ctrl+n")
        await choose_by(desk, "学生")
        await confirm(desk)
        await desk.told("换到学生党支部：2人已改")
        assert desk.stored("SELECT org, count(*) FROM member GROUP BY 1") == [(2, 2), (3, 2)]
        await desk.until(lambda: any("学生党支部" in line for line in desk.lines()) or size[0] < 110, "it is drawn")


async def test_a_branch_alone_has_nowhere_to_move_to_and_says_so(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+n")
        await desk.told("不足两个")


async def test_members_kept_below_are_refused_with_the_reason(committee: Vault, open_desk: OpenDesk) -> None:
    committee.write(add_organization, committee.session.unit, UnitKind.BRANCH, "", "教工党支部").result()
    committee.write(import_roster, [arrival("赵六", org=2)], 1).result()
    committee.write(hand_over, 2).result()
    async with open_desk(committee) as desk:
        await desk.press("ctrl+t")
        await choose_by(desk, "性别")
        await choose_by(desk, "男")
        await desk.told("1人未改（由下级单位维护，请由该单位办理）")
        assert desk.stored("SELECT sex FROM member") == [(None,)]


def hand_over(session: object, organization: int) -> None:
    """The organisation's slice is kept on its own terminal from now on."""
    session.db.execute_sql("UPDATE organization SET keeper = id WHERE id = ?", (organization,))  # type: ignore[attr-defined]


async def test_counts_of_focus_groups_are_a_table_with_the_total(committee: Vault, open_desk: OpenDesk) -> None:
    for name in ("教工党支部", "学生党支部"):
        committee.write(add_organization, committee.session.unit, UnitKind.BRANCH, "", name).result()
    arrivals = [arrival(name, org=2 + n // 2) for n, (name, _) in enumerate(PEOPLE)]
    committee.write(import_roster, arrivals, len(arrivals)).result()
    stored = committee.read(lambda db: db.execute_sql("SELECT id FROM member ORDER BY id").fetchall()).result()
    members = [member for (member,) in stored]
    committee.write(set_focus_group, members[:3], FocusGroup.STAFF_LEFT, True).result()
    committee.write(set_focus_group, members[:1], FocusGroup.TALENT, True).result()
    async with open_desk(committee, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.FOCUS_GROUPS)
        await desk.until(lambda: isinstance(desk.app.screen, FocusCountsScreen), "the table is open")
        await desk.told("一人可以列入几类")
        grid = desk.app.screen.query_one(VirtualGrid)
        await desk.until(lambda: "学生党支部" in grid.render_line(3).text, "the rows are drawn")
        lines = [grid.render_line(y).text.split() for y in range(4)]
        assert lines[0][:3] == ["党组织", "人数", "高校离职教职工"]
        assert lines[1][-3:] == ["3", "3", "1"]
        assert lines[2][-4:] == ["教工党支部", "2", "2", "1"]
        assert lines[3][-4:] == ["学生党支部", "1", "1", "0"]
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")
