"""The form of a check: keys in, stored rows out; the statement about stubs; accepting suggestions in bulk."""

import json

import pytest
from desk import Desk, OpenDesk, open_ledger
from ledgers import letter, stub
from people import arrival, crowd, take_in

from tui.screens.check_form import CheckForm
from tui.screens.dialogs import AskText, Confirm
from tui.screens.member_card import MemberCardScreen
from tui.screens.member_pane import member_text
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.stubs import StubForm, StubsScreen
from tui.store.commands.letters import import_letters
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid

WHOLE = {"sex": "male", "birth": "1980-05-01", "nation": "汉族", "native": "江苏南京", "phone": "13900000000"}


async def open_form(desk: Desk, check: str) -> CheckForm:
    await desk.press(check, "ctrl+f")
    await desk.until(lambda: isinstance(desk.app.screen, CheckForm), "the form is open")
    assert isinstance(desk.app.screen, CheckForm)
    return desk.app.screen


async def go_to(desk: Desk, label: str) -> None:
    """Move to the line with this label by the arrow keys."""
    screen = desk.app.screen
    place = next(index for index, item in enumerate(screen.items) if item.label.startswith(label))  # type: ignore[attr-defined]
    grid = screen.query_one(VirtualGrid)
    while grid.cursor != place:
        await desk.press("down" if grid.cursor < place else "up")
        await desk.pilot.pause()


async def write(desk: Desk, label: str, text: str) -> None:
    await go_to(desk, label)
    screen = desk.app.screen
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, AskText), f"{label} is asked for")
    await desk.press(*text, "enter")
    await desk.until(lambda: desk.app.screen is screen, "the line is filled in")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_an_archive_is_recorded_with_its_verdict_and_the_cursor_moves_on(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(branch, arrival("张三丰"), arrival("王伟"))
    async with open_desk(branch, size) as desk:
        member = desk.grid.cursor_id
        form = await open_form(desk, "2")
        await go_to(desk, "入党志愿书")
        await desk.press("space")  # 齐全
        await go_to(desk, "入党申请书")
        await desk.press("space", "space")  # 不规范
        await go_to(desk, "党员身份")
        await desk.press("enter")
        await desk.until(
            lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "the choices are listed"
        )
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.screen is form, "one is chosen")
        await desk.press("f8")
        await desk.told("档案核查记录，记为“存疑”：1人已保存")
        assert desk.stored("SELECT id, joining_form, application FROM member WHERE joining_form IS NOT NULL") == [
            (member, "complete", "irregular")
        ]
        assert desk.stored("SELECT member, stage, check_no, answers FROM check_record") == [
            (member, 1, 2, '{"identity": "doubtful"}')
        ]
        assert desk.stored("SELECT c2, h2 FROM review") == [("d", "o")]
        codes = desk.stored("SELECT code FROM finding WHERE state = 'open' AND check_no = 2 ORDER BY code")
        assert codes == [("C204",), ("C209",)]
        await desk.until(lambda: desk.grid.cursor == 1, "the cursor moves on")
        await desk.press("ctrl+u")
        await desk.told("撤销“支部自查·档案核查记录”")
        assert desk.stored("SELECT count(*) FROM check_record") == [(0,)]
        assert desk.stored("SELECT joining_form FROM member WHERE joining_form IS NOT NULL") == []


async def test_a_floating_member_must_be_recorded_before_the_check_comes_to_no_error(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", dues_to="2026-10", floating="yes"))
    async with open_desk(branch, (80, 24)) as desk:
        await open_form(desk, "3")
        await go_to(desk, "联系情况")
        await desk.press("space", "space", "f5")  # 流动
        await desk.told("还没有写明：流出（失联）时间、原因、去向")
        assert desk.stored("SELECT count(*) FROM check_record") == [(0,)]
        await write(desk, "流出", "2026-13")
        await desk.told("不能填")
        await write(desk, "流出", "2026-03")
        await go_to(desk, "原因")
        await desk.press("space")
        await write(desk, "去向", "suzhou")
        await desk.press("f5")
        await desk.told("记为“无误”：1人已保存")
        (found,) = desk.stored("SELECT answers FROM check_record")
        assert json.loads(found[0]) == {
            "situation": "floating", "since": "2026-03", "why": "away_for_work", "whereto": "suzhou"
        }  # fmt: skip
        assert desk.stored("SELECT c3 FROM review") == [("c",)]


async def test_several_sources_are_ticked_one_by_one_and_a_clue_is_only_referred(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰"))
    async with open_desk(branch, (80, 24)) as desk:
        form = await open_form(desk, "5")
        await go_to(desk, "了解途径")
        await desk.press("enter")
        await desk.until(
            lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "the sources are listed"
        )
        first = desk.app.screen
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen not in (first, form) and desk.app.screen.focused, "one is ticked")
        second = desk.app.screen
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.screen not in (second, form) and desk.app.screen.focused, "two are ticked")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is form, "the list is left")
        await go_to(desk, "违纪违法线索")
        await desk.press("space", "space", "f2")
        await desk.told("表现核查记录：1人已保存")
        assert desk.stored("SELECT answers FROM check_record") == [
            ('{"clue": "to_refer", "sources": "branch,workplace"}',)
        ]
        assert desk.stored("SELECT code FROM finding WHERE check_no = 5") == [("C503",)]
        assert desk.stored("SELECT count(*) FROM review") == [(0,)]


async def test_leaving_a_form_with_something_filled_in_asks_first(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("张三丰"))
    async with open_desk(branch) as desk:
        form = await open_form(desk, "2")
        await desk.press("space", "escape")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "it is asked")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is form, "the form stays")
        await desk.press("delete", "escape")
        await desk.until(lambda: desk.app.screen is desk.review, "an unchanged form is left at once")
        assert desk.stored("SELECT count(*) FROM check_record") == [(0,)]


async def test_a_receipt_s_form_asks_those_outside_and_leads_to_the_branch_s_statement(
    branch: Vault, open_desk: OpenDesk
) -> None:
    branch.write(import_letters, [stub("张三丰", issued="2015-06-30", to_unit="suzhou")], 1, direction="out").result()
    async with open_desk(branch, (80, 24)) as desk:
        form = await open_form(desk, "4")
        assert [item.key for item in form.items[:3]] == ["sent_on", "receiver", "landed"]
        assert form.answers == {"sent_on": "2015-06-30", "receiver": "suzhou"}
        await desk.press("f4")
        await desk.until(lambda: isinstance(desk.app.screen, StubForm), "the statement is open")
        await desk.press("f5")
        await desk.told("还没有写明")
        for label, text in (
            ("检查的存根自", "001"), ("至", "120"), ("未收到回执人数", "1"), ("检查人", "zm"),
            ("检查日期", "2026-11-18"),
        ):  # fmt: skip
            await write(desk, label, text)
        await desk.press("f5")
        await desk.until(lambda: desk.app.screen is form, "the statement is saved")
        (stated,) = desk.stored("SELECT stage, org, answers FROM branch_statement")
        assert stated[:2] == (1, 1)
        assert json.loads(stated[2])["last_stub"] == "120"
        await go_to(desk, "组织关系落实")
        await desk.press("space", "space", "f8")
        await desk.told("记为“存疑”")
        assert json.loads(desk.stored("SELECT answers FROM check_record")[0][0])["landed"] == "pocket"
        await open_ledger(desk, LedgerErrand.STUBS)
        await desk.until(lambda: isinstance(desk.app.screen, StubsScreen), "the branches are listed")
        listed = desk.app.screen
        await desk.until(
            lambda: "001～120" in listed.query_one(VirtualGrid).render_line(1).text, "the statement is listed"
        )
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, StubForm), "it opens again")
        await desk.press("escape", "escape")
        await desk.until(lambda: desk.app.screen is desk.review, "the list is left")


async def test_hostile_texts_in_a_form_are_shown_as_text(branch: Vault, open_desk: OpenDesk) -> None:
    hostile = "[/][@click=app.quit]x"
    take_in(branch, arrival(hostile, native=hostile, address=hostile))
    async with open_desk(branch) as desk:
        form = await open_form(desk, "1")
        await go_to(desk, "籍贯")
        assert any("[@click=app.quit]x" in form.query_one(VirtualGrid).render_line(y).text for y in range(12))
        await desk.press("f3")
        await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen), "the member's page is open")
        assert desk.app.is_running


# --- suggestions


async def test_suggestions_stand_on_the_member_s_page_with_their_reasons(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("张三丰", joining_form="untrue", dues_to="2026-04", **WHOLE))
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("enter")
        await desk.until(lambda: getattr(desk.app.screen, "card", None) is not None, "the member's card is open")
        card = desk.app.screen
        assert isinstance(card, MemberCardScreen)
        assert card.card is not None
        page = member_text(card.card, "2026-11-20").plain
        assert "1 名册 建议无误：姓名、性别" in page
        assert "2 档案 建议存疑：入党材料不真实" in page
        assert "3 党费 建议存疑：党费交至2026-04，已6个月" in page
        assert "5 表现" in page
        assert "5 表现 建议无误" not in page


async def test_marked_subjects_with_nothing_found_are_confirmed_in_bulk_after_saying_so(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", **WHOLE), arrival("王伟", **WHOLE), arrival("李娜"))
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("ctrl+e", "ctrl+g")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        question = str(desk.app.screen.query("Static").first().render())
        for part in ("2人记为“无误”", "注明“批量”", "名册（2人）", "有须处理的情况1人"):
            assert part in question.replace("\n", "")
        await desk.press("enter")
        await desk.told("支部自查·名册采纳建议：2人已改，1人未改（有须处理的情况，须逐人核定）")
        assert desk.stored("SELECT c1, h1 FROM review ORDER BY member") == [("c", "b"), ("c", "b")]
        await desk.press("ctrl+g")
        await desk.told("没有可以采纳的建议。不动：已有结论2人，有须处理的情况1人。")
        await desk.press("ctrl+u")
        await desk.told("撤销“支部自查·名册采纳建议”")
        assert desk.stored("SELECT count(*) FROM review") == [(0,)]


async def test_without_marks_it_is_for_all_shown_and_their_number_is_typed(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, *(arrival(f"张{number}", dues_to="2026-11") for number in range(40)))
    async with open_desk(branch) as desk:
        await desk.press("3", "ctrl+g")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        await desk.press(*"40", "enter")
        await desk.told("40人已改")
        assert desk.stored("SELECT c3, h3, count(*) FROM review GROUP BY 1, 2") == [("c", "b", 40)]


async def test_archives_ask_for_the_basis_and_none_without_evidence_is_touched(
    branch: Vault, open_desk: OpenDesk
) -> None:
    whole = dict.fromkeys(("joining_form", "application", "political_review", "training_record"), "complete")
    take_in(branch, arrival("张三丰", category="probationary", **whole), arrival("王伟"))
    async with open_desk(branch) as desk:
        await desk.press("2", "ctrl+g")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the basis is asked for")
        await desk.press(*"file", "enter")
        await desk.told("1人已改，1人未改（没有导入依据")
        assert desk.stored("SELECT c2, h2, note FROM review") == [("c", "b", "file")]


async def test_nobody_waits_for_a_receipt_of_those_inside_once_the_letters_are_in_the_register(
    branch: Vault, open_desk: OpenDesk
) -> None:
    crowd(branch, 3)
    async with open_desk(branch) as desk:
        await desk.press("4", "ctrl+g")
        await desk.told("没有可以采纳的建议。不动：没有依据3人。")
        branch.write(import_letters, [letter(1, issued="2016-01-01")], 1, direction="out").result()
        await desk.press("ctrl+g")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        await desk.press("enter")
        await desk.told("2人已改，1人未改（有须处理的情况")
        assert desk.stored("SELECT member, c4 FROM review ORDER BY member") == [(2, "n"), (3, "n")]
