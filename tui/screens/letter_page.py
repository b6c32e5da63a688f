"""One introduction letter: what it says, what became of it, who was asked after it; and what is done about it."""

from collections.abc import Iterator
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.letter_numbers import called
from tui.rules.letter_reissue import Responsibility
from tui.rules.letter_states import (
    ASKED,
    CHANNELS,
    CLOSINGS,
    FOLLOWED,
    RETURN_REASONS,
    State,
    days_overdue,
    due_day,
    last_valid_day,
    state_of,
)
from tui.rules.letters import of_letter
from tui.screens import letter_deeds, papers
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.commanding import Start, agreed_to_undo, carried_out
from tui.screens.evidence import show_evidence
from tui.screens.field_text import finding_sentence, shown
from tui.store.commands import undo
from tui.store.queries.evidence import Of
from tui.store.queries.letter_pages import LetterPage, StoredReissue, letter_page
from tui.store.vault import Vault
from tui.text import clean
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_SAID = {
    "heading": "抬头", "to_unit": "转入单位", "from_unit": "转出单位", "scope": "转接类别", "issued": "开具日期",
    "valid_days": "有效期（天）", "dues_to": "党费交至", "arrived_on": "报到日期", "receipt_on": "回执日期",
    "from_address": "通讯地址", "from_phone": "联系电话", "from_fax": "传真", "from_postcode": "邮编", "note": "备注",
}  # fmt: skip
_KINDS = {"full": "正式党员", "probationary": "预备党员"}


class LetterScreen(ActingScreen[bool]):
    """The page of a letter (row id); gives back whether anything was changed."""

    CSS_PATH = "letters.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.LETTER,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.LETTER, Scope.EVERYWHERE),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, vault: Vault, letter: int, as_of: str) -> None:
        super().__init__()
        self._vault = vault
        self._letter = letter
        self._as_of = as_of
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage()
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._reload()
        self.tell("↑↓ 翻看，Esc 返回。")

    async def _reload(self) -> None:
        try:
            page = await outcome(self._vault.read(letter_page, self._letter))
        except Failure:  # an undo has taken the letter away
            self.dismiss(True)
            return
        state = state_of(page.fields, self._as_of)
        number = page.fields["number"] or "无编号"
        self.query_one("#title", StatusLine).show(f"介绍信 {number} · {page.name} · {state.label}", "内部")
        self.query_one(TextPage).fill(letter_text(page, self._as_of))
        self.show_keys()

    def action_scroll(self, lines: int) -> None:
        self.query_one(TextPage).shift(lines)

    @working(group="command")
    async def do_follow(self) -> None:
        await self._run(await letter_deeds.follow(self.app, self._vault, [self._letter]))

    @working(group="command")
    async def do_receipt(self) -> None:
        await self._run(await letter_deeds.receipt(self.app, self._vault, [self._letter]))

    @working(group="command")
    async def do_arrive(self) -> None:
        await self._run(await letter_deeds.arrival(self.app, self._vault, [self._letter]))

    @working(group="command")
    async def do_edit(self) -> None:
        await self._run(await letter_deeds.edit(self.app, self._vault, self._letter))

    @working(group="command")
    async def do_close(self) -> None:
        await self._run(await letter_deeds.close(self.app, self._vault, [self._letter]))

    @working(exclusive=True, group="evidence")
    async def do_evidence(self) -> None:
        await show_evidence(self.app, self._vault, Of("letter", self._letter))

    @working(group="command")
    async def do_write(self) -> None:
        await papers.write_chosen(self, self._vault, papers.of_letters([self._letter]))

    @working(group="command")
    async def do_undo(self) -> None:
        agreed = await agreed_to_undo(self.app, self._vault)
        await self._run((lambda _p, _c: self._vault.write(undo.undo)) if agreed else None)

    @working(group="command")
    async def do_redo(self) -> None:
        await self._run(lambda _p, _c: self._vault.write(undo.redo))

    async def _run(self, start: Start | None) -> None:
        if start is None:
            self.tell("已取消，没有任何改动。")
            return
        try:
            change = await carried_out(self.app, "", 1, start)
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self._changed |= change.entry is not None
        self.tell_outcome(change)
        await self._reload()

    def do_back(self) -> None:
        self.dismiss(self._changed)


def letter_text(page: LetterPage, as_of: str) -> Text:
    """The page as a text."""
    text = Text(overflow="fold")
    for line, style in _lines(page, as_of):
        text.append(f"{clean(line)}\n", style)
    return text


def _lines(page: LetterPage, as_of: str) -> Iterator[tuple[str, str]]:
    fields = page.fields
    state = state_of(fields, as_of)
    way = "转出" if fields["direction"] == "out" else "转入"
    yield f"{way}介绍信 {called(fields['number'])}", "bold"
    kind = _KINDS.get(fields["kind"] or page.member["category"] or "", "")
    idno = shown("idno", page.member["idno"] or "")
    yield f"{page.name}  {kind}  {idno}  {page.branch}", ""
    if page.issuer:
        yield f"开具单位：{page.issuer}", ""
    for name, label in _SAID.items():
        if fields[name]:
            yield f"{label}：{fields[name]}", ""
    if fields["receipt"] == "yes" and not fields["receipt_on"]:
        yield "回执：已有（日期不详）", ""
    yield "", ""
    yield f"截至{as_of}：{state.label}", "bold"
    if (last := last_valid_day(fields)) and state.waits:
        yield f"有效期至{last}" + ("" if fields["valid_days"] else "（未注明有效期，按最长三个月计）"), ""
    if (due := due_day(fields)) and state.waits:
        overdue = f"，已逾期{days_overdue(fields, as_of):,}天" if state is State.OVERDUE else ""
        yield f"回执应于{due}前收到{overdue}", ""
    for finding in of_letter(fields, as_of, issued_here=fields["org"] is not None):
        yield f"· {finding_sentence(finding.value)}", ""
    if fields["returned"]:
        yield f"{fields['returned_on'] or ''} 退回更正：{RETURN_REASONS.get(fields['returned'], '')}", ""
    if fields["closed"]:
        words = f"（{fields['closed_note']}）" if fields["closed_note"] else ""
        yield f"{fields['closed_on'] or ''} {CLOSINGS.get(fields['closed'], '')}{words}", ""
    if page.replaced_by:
        yield f"补开为{called(page.replaced_by.number)}：{_why(page.replaced_by)}", ""
    if page.replaces:
        yield f"补开自{called(page.replaces.number)}：{_why(page.replaces)}", ""
    yield "", ""
    yield f"跟踪记录（{len(page.follow_ups)}）", "bold"
    for each in page.follow_ups:
        note = f"：{each.note}" if each.note else ""
        asked, channel = ASKED.get(each.asked, ""), CHANNELS.get(each.channel, "")
        yield f"{each.on_day}  {each.who}  {asked}（{channel}）  {FOLLOWED.get(each.outcome, '')}{note}", ""
    if not page.follow_ups and state.waits:
        yield "还没有。先与接收单位党组织联系，查明是否落实了组织关系（F4）。", "dim"


def _why(reissue: StoredReissue) -> str:
    reason = "，有正当理由" if reissue.justified else ""
    return f"{reissue.cause}（责任：{Responsibility(reissue.responsibility).label}{reason}）"
