"""Marking beyond one row after the other: the same value as here, and whoever fits a condition.

Only members whom the list shows are marked; marks that are out of sight stay.
"""

from tui.rules.checks import Check, Stage
from tui.rules.filters import Expression, Unreadable, parse
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText
from tui.screens.filtered_roster import FilteredRosterScreen
from tui.screens.search_pick import SearchPick
from tui.store.queries.filtering import members_of
from tui.store.queries.same_value import sharing, traits

_WHERE = "标记符合条件的党员（写法同“筛选”，例如：性别:女 出生:1960..1975 -是:失联）："


class MarkingScreen(FilteredRosterScreen):
    """A roster under review, in which whole groups are marked by one key."""

    _check: Check
    _stage: Stage

    @working(exclusive=True, group="mark")
    async def do_mark_same(self) -> None:
        """Mark whoever is like the member under the cursor in what the person chooses."""
        here, view = self.grid.cursor_id, self._view
        if here is None or view is None:
            return
        campaign = self._vault.session.campaign
        found = await outcome(self._vault.read(traits, campaign, self._stage, self._check, here))
        chosen = await self.app.push_screen_wait(
            SearchPick("把当前列表中与光标所在党员同值的全部标记，按哪一项：", [f"{t.label}：{t.value}" for t in found])
        )
        if chosen is None:
            return
        same = await outcome(self._vault.read(sharing, view, found[chosen]))
        before = len(self.grid.marks)
        self.grid.mark_all(same)
        self.tell(
            f"“{found[chosen].label}：{found[chosen].value}”共{len(same):,}人，"
            f"新标记{len(self.grid.marks) - before:,}人；按Ctrl+R恢复。",
            done=True,
        )

    @working(exclusive=True, group="mark")
    async def do_mark_where(self) -> None:
        """Mark whoever a condition fits; a mistake in it is told and it can be put right."""
        view = self._view
        if view is None:
            return
        question, text = _WHERE, ""
        expression: Expression | None = None
        while expression is None:
            asked = await self.app.push_screen_wait(AskText(question, text, limit=400))
            if asked is None or not asked.strip():
                return
            text = asked
            try:
                expression = parse(text)
            except Unreadable as unreadable:
                question = f"{unreadable.reason}\n{_WHERE}"
        fitting = await outcome(
            self._vault.read(members_of, view, expression, stage=self._stage, marked=self.grid.marks.among(view.order))
        )
        before = len(self.grid.marks)
        self.grid.mark_all(fitting.order)
        self.tell(
            f"符合条件“{expression.text}”共{len(fitting.order):,}人，"
            f"新标记{len(self.grid.marks) - before:,}人；按Ctrl+R恢复。",
            done=len(fitting.order) > 0,
        )
