"""What is done to the marks, or to the row under the cursor, beside verdicts: a field, a focus group, the branch."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from tui.rules.changes import Change
from tui.rules.focus_groups import FocusGroup
from tui.rules.member_fields import FIELDS, WORDS, MemberField, read_field, shown_value, wanted
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText, Cancelled, Progress
from tui.screens.marking import MarkingScreen
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.screens.targets import Warn
from tui.store.commands.editing import NEEDED, set_field
from tui.store.commands.focus_groups import set_focus_group
from tui.store.commands.moving import move_members
from tui.store.queries.bulk import branches_kept, field_preview, in_group, in_unit, with_note
from tui.store.queries.members import member_card
from tui.store.queries.units import Unit

_MASKED = frozenset({"idno", "phone", "landline"})
"""Fields whose present value is not put into the line to be typed: showing it would have to be journaled."""
_INTO, _SUGGESTED, _OUT_OF = range(3)
_WAYS = ("列入", "列入，只限名册有依据的", "移出")


class BulkScreen(MarkingScreen):
    """A roster under review whose members are changed singly or in bulk."""

    async def _run(
        self, title: str, size: int, start: Callable[[Progress, Cancelled], Future[Change]]
    ) -> Change | None:
        """Run a command and show its outcome."""
        raise NotImplementedError

    async def _noted(self, members: Sequence[int]) -> str:
        """What is said before a note takes the place of others."""
        count = await outcome(self._vault.read(with_note, self._vault.session.campaign, self._stage, members))
        return f"其中{count:,}人已有备注，将被改写。" if count else ""

    async def _confirmed(self, deed: str, warning: Warn) -> Sequence[int]:
        """Whom the command is for, once the person has confirmed it; if not, that is said."""
        targets = await self._targets(deed, warning)
        if not targets:
            self.tell("已取消，没有任何改动。")
        return targets

    @working(group="command")
    async def do_set_field(self) -> None:
        """Set a field, or a focus group, of the marks or of the row."""
        several = len(self.grid.marks) > 1
        fields = [field for field in FIELDS.values() if not (several and field.own)]
        whom = f"已标记的{len(self.grid.marks):,}人" if several else "光标所在党员"
        labels = ["重点群体", *(field.label for field in fields)]
        chosen = await self.app.push_screen_wait(SearchPick(f"改{whom}的哪一项：", labels))
        if chosen is None:
            return
        if chosen == 0:
            await self._set_group()
        else:
            await self._set_value(fields[chosen - 1])

    async def _set_value(self, field: MemberField) -> None:
        answer = await self._ask_value(field)
        if answer is None:
            return
        value = answer or None

        async def warning(members: Sequence[int]) -> str:
            preview = await outcome(self._vault.read(field_preview, members, field.id, value))
            parts = [f"其中{preview.same:,}人本来如此"] if preview.same else []
            if preview.other:
                parts.append(f"{preview.other:,}人现为其他内容，将被{'改写' if value else '清空'}")
            return "，".join(parts) + ("。" if parts else "")

        deed = f"“{field.label}”改为“{shown_value(field, value)}”" if value else f"清空“{field.label}”"
        targets = await self._confirmed(deed, warning)
        if targets:
            await self._run(
                f"正在改{field.label}…",
                len(targets),
                lambda progress, cancelled: self._vault.write(
                    set_field, targets, field.id, value, progress=progress, cancelled=cancelled
                ),
            )

    async def _ask_value(self, field: MemberField) -> str | None:
        """The stored value that a person wants, '' to empty the field; None when left by Esc."""
        words = WORDS.get(field.kind)
        if words:
            values = list(words)
            chosen = await self.app.push_screen_wait(
                SearchPick(f"“{field.label}”改为：", [*words.values(), "（清空）"])
            )
            if chosen is None:
                return None
            return values[chosen] if chosen < len(values) else ""
        text = await self._present(field)
        empties = "" if field.id in NEEDED else "，留空为清空"
        question = f"“{field.label}”改为（{wanted(field)}{empties}）："
        while True:
            asked = await self.app.push_screen_wait(AskText(question, text))
            if asked is None:
                return None
            if not asked.strip() and field.id not in NEEDED:
                return ""
            value = read_field(field, asked)
            if value is not None:
                return value
            text, question = asked, f"不合规定，应为{wanted(field)}。\n“{field.label}”改为："

    async def _present(self, field: MemberField) -> str:
        """What stands in the field now, if one member alone is meant."""
        here = self.grid.cursor_id
        if len(self.grid.marks) or here is None or field.id in _MASKED:
            return ""
        card = await outcome(self._vault.read(member_card, self._vault.session.campaign, here))
        return card.fields.get(field.id, "") if card else ""

    async def _set_group(self) -> None:
        groups = list(FocusGroup)
        chosen = await self.app.push_screen_wait(
            SearchPick("列入或移出哪一类重点群体：", [group.label for group in groups])
        )
        if chosen is None:
            return
        group = groups[chosen]
        way = await self.app.push_screen_wait(Pick(f"重点群体“{group.label}”（{group.basis}）：", _WAYS))
        if way is None:
            return

        async def warning(members: Sequence[int]) -> str:
            count = await outcome(self._vault.read(in_group, members, group))
            return f"其中{count:,}人现已列入。" if count else ""

        deed = f"{_WAYS[way]}“{group.label}”"
        targets = await self._confirmed(deed, warning)
        if targets:
            await self._run(
                f"正在{deed}…",
                len(targets),
                lambda progress, cancelled: self._vault.write(
                    set_focus_group, targets, group, way != _OUT_OF, only_suggested=way == _SUGGESTED,
                    progress=progress, cancelled=cancelled,
                ),
            )  # fmt: skip

    @working(group="command")
    async def do_move(self) -> None:
        """Put the marks, or the row, into another branch."""
        branches = await outcome(self._vault.read(branches_kept, self._vault.session.unit))
        if len(branches) < 2:
            self.tell("本单位维护的党支部不足两个，无从调换；跨单位接转请凭组织关系介绍信办理。", refused=True)
            return
        chosen = await self.app.push_screen_wait(SearchPick("换到哪个党支部：", [_named(each) for each in branches]))
        if chosen is None:
            return
        branch = branches[chosen]

        async def warning(members: Sequence[int]) -> str:
            count = await outcome(self._vault.read(in_unit, members, branch.id))
            return f"其中{count:,}人已在该党支部。" if count else ""

        targets = await self._confirmed(f"换到“{branch.name}”", warning)
        if targets and await self._run(
            "正在调换党支部…",
            len(targets),
            lambda progress, cancelled: self._vault.write(
                move_members, targets, branch.id, progress=progress, cancelled=cancelled
            ),
        ):
            await self.reload()


def _named(branch: Unit) -> str:
    return f"{branch.name}（{branch.code}）" if branch.code else branch.name
