"""Status line, notice and check bar: one line of plain text each, whatever they are given."""

from textual.app import App, ComposeResult
from textual.widget import Widget
from waiting import until

from tui.text import clean, width
from tui.widgets.checkbar import CheckBar
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine

HOSTILE = "[/][@click=app.quit]x\x1b]0;t\x07\u202e\n张"
CHECKS = ("1 名册", "2 档案", "3 党费", "4 回执", "5 表现")


class Bars(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield CheckBar()
        yield Notice()

    def on_check_bar_chosen(self, message: CheckBar.Chosen) -> None:
        self.chosen.append(message.index)


def text_of(widget: Widget) -> str:
    return "".join(widget.render_line(y).text for y in range(widget.size.height))


async def test_the_right_part_of_the_status_line_is_never_cut() -> None:
    app = Bars()
    async with app.run_test(size=(40, 10)) as pilot:
        line = app.query_one(StatusLine)
        line.show("显示 100/2000 · 已标记 3(隐藏 1) · 筛选 张", "秘密 05:00")
        await until(pilot, lambda: "显示" in text_of(line), "the line is drawn")
        assert text_of(line) == "显示 100/2000 · 已标记 3(隐…  秘密 05:00"
        line.show("显示 3/3", "秘密")
        await until(pilot, lambda: text_of(line) == "显示 3/3".ljust(34) + "秘密", "both parts are whole")
        line.show("左", "右" * 21)
        await until(pilot, lambda: text_of(line) == "右" * 19 + "… ", "only the right part is left, visibly cut")


async def test_a_notice_stays_until_the_next_and_says_its_kind_by_a_glyph() -> None:
    app = Bars()
    async with app.run_test(size=(40, 10)) as pilot:
        notice = app.query_one(Notice)
        assert text_of(notice).strip() == ""
        notice.show("已撤销", "done")
        await until(pilot, lambda: text_of(notice).rstrip() == "✓ 已撤销", "done is drawn")
        notice.show("没有可以撤销的操作。" * 3, "refused")
        await until(pilot, lambda: text_of(notice).startswith("✗ 没有可以"), "the refusal is drawn")
        await until(pilot, lambda: notice.size.height == 2, "the sentence is shown whole on two lines")
        assert notice.text == "没有可以撤销的操作。" * 3
        notice.show("共 3 人")
        await until(pilot, lambda: text_of(notice).rstrip() == "  共 3 人", "the plain text is drawn")


async def test_the_chosen_check_stands_in_brackets_and_a_click_asks_for_another() -> None:
    app = Bars()
    async with app.run_test(size=(60, 10)) as pilot:
        bar = app.query_one(CheckBar)
        bar.show(CHECKS, 1)
        await until(pilot, lambda: text_of(bar).rstrip() == " 1 名册 [2 档案] 3 党费  4 回执  5 表现", "it is drawn")
        for x in (0, 8, 31, 39, 45):
            await pilot.click(bar, offset=(x, 0))
        await until(pilot, lambda: app.chosen == [0, 1, 3, 4], "four labels were clicked, the blank was not")
        assert "[2 档案]" in text_of(bar)
        bar.show(CHECKS, 4)
        await until(pilot, lambda: "[5 表现]" in text_of(bar), "the new choice is drawn")


async def test_a_narrow_check_bar_shows_that_it_is_cut() -> None:
    app = Bars()
    async with app.run_test(size=(20, 10)) as pilot:
        bar = app.query_one(CheckBar)
        bar.show(CHECKS, 0)
        await until(pilot, lambda: text_of(bar) == "[1名册]2档案 3党费 …", "the cut is visible")


async def test_labels_move_together_before_one_of_them_is_cut() -> None:
    app = Bars()
    async with app.run_test(size=(38, 10)) as pilot:
        bar = app.query_one(CheckBar)
        bar.show(CHECKS, 1)
        await until(pilot, lambda: text_of(bar).rstrip() == " 1名册 [2档案] 3党费  4回执  5表现", "it is drawn")
        await pilot.click(bar, offset=(15, 0))
        await until(pilot, lambda: app.chosen == [2], "a click meets the label that stands there")


async def test_hostile_text_is_plain_in_every_bar() -> None:
    app = Bars()
    async with app.run_test(size=(80, 10)) as pilot:
        line, bar, notice = app.query_one(StatusLine), app.query_one(CheckBar), app.query_one(Notice)
        line.show(HOSTILE, HOSTILE)
        bar.show([HOSTILE, HOSTILE], 1)
        notice.show(HOSTILE, "refused")
        for widget in (line, bar, notice):
            await until(pilot, lambda widget=widget: clean(HOSTILE) in text_of(widget), "it is drawn")  # type: ignore[misc]
            assert width(text_of(widget)) == 80
            assert clean(text_of(widget)) == text_of(widget)
