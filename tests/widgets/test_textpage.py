"""The text page: whole text by scrolling, a note of what is below, no layout for another text."""

from rich.text import Text
from textual.app import App, ComposeResult

from tui.widgets.textpage import TextPage


class PageApp(App[None]):
    """A page of 20 by 5 cells."""

    CSS = "TextPage { width: 20; height: 5; }"

    def compose(self) -> ComposeResult:
        yield TextPage()

    @property
    def page(self) -> TextPage:
        return self.query_one(TextPage)

    @property
    def lines(self) -> list[str]:
        return [self.page.render_line(y).text.rstrip() for y in range(self.page.size.height)]


async def test_text_that_fits_is_shown_whole_and_folded_to_the_width() -> None:
    app = PageApp()
    async with app.run_test():
        app.page.fill(Text("姓名：王伟\n" + "党" * 15))
        assert app.lines == ["姓名：王伟", "党" * 10, "党" * 5, "", ""]


async def test_the_last_line_says_how_much_is_below_and_scrolling_reaches_it() -> None:
    app = PageApp()
    async with app.run_test():
        app.page.fill(Text("\n".join(f"第{number}行" for number in range(1, 9))))
        assert app.lines == ["第1行", "第2行", "第3行", "第4行", "▾ 下面还有4行"]
        app.page.shift(100)
        assert app.lines == ["第4行", "第5行", "第6行", "第7行", "第8行"]
        app.page.shift(-100)
        assert app.lines[0] == "第1行"


async def test_another_text_starts_at_its_beginning_without_a_new_layout() -> None:
    app = PageApp()
    async with app.run_test() as pilot:
        app.page.fill(Text("\n".join(map(str, range(50)))))
        app.page.shift(30)
        await pilot.pause()
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, layouts.append)
        app.page.fill(Text("另一名党员"))
        await pilot.pause()
        assert app.lines[0] == "另一名党员"
        assert layouts == []
