"""The form of one check on one member (Ctrl+F): its evidence, what it asks, the verdict in the same act."""

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from textual.app import App, ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_findings import BY_CODE, settable
from tui.rules.check_items import Item, Kind, items, unstated
from tui.rules.checks import Check, Stage, Verdict
from tui.screens.acting import outcome, working
from tui.screens.check_text import evidence_text
from tui.screens.evidence import show_evidence
from tui.screens.item_form import ItemFormScreen
from tui.screens.member_pane import member_text
from tui.screens.reading import ReadingScreen
from tui.screens.stubs import StubForm
from tui.store.commands.check_records import record_check
from tui.store.queries.check_sheets import CheckSheet, check_sheet
from tui.store.queries.evidence import Of
from tui.store.queries.stubs import statements
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_NOTE: Final = Item("note", "说明")
_FOUND: Final = {"yes": "是"}


class Filled(NamedTuple):
    """What became of a form: the change, and whether a verdict was given with it."""

    change: Change
    decided: bool


async def fill_check(app: App[None], vault: Vault, stage: Stage, check: Check, member: int) -> Filled | None:
    """Open the form of this check for a member; None when nothing came of it."""
    session = vault.session
    sheet = await outcome(vault.read(check_sheet, session.campaign, session.unit, stage, check, member))
    return await app.push_screen_wait(CheckForm(vault, sheet)) if sheet else None


class CheckForm(ItemFormScreen[Filled]):
    """Fills in the sheet of the check in hand; gives what was saved, None when it was left."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.CHECK_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CHECK_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, sheet: CheckSheet) -> None:
        card = sheet.card
        asked = items(sheet.check, category=card.fields.get("category"), ground=card.ground)
        found = [Item(code.value, code.sentence, Kind.CHOICE, _FOUND) for code in settable(sheet.check)]
        noted = {"note": sheet.note} if sheet.note else {}
        ticked = {code.value: "yes" for code in sheet.set_codes if code in settable(sheet.check)}
        super().__init__([*asked, *found, _NOTE], dict(sheet.answers) | ticked | noted)
        self._vault = vault
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage(id="evidence")
        yield VirtualGrid(id="items")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        sheet = self._sheet
        left = f"{sheet.card.fields['name']} · {sheet.check.number} {sheet.check.title}"
        self.query_one("#title", StatusLine).show(left, f"内部 · {sheet.stage.label} · 现为“{sheet.verdict.label}”")
        self.query_one("#evidence", TextPage).fill(evidence_text(sheet))
        self.show_items()
        self.query_one(VirtualGrid).focus()
        self.tell("回车填写，空格换下一选项；F5～F9 连同结论一起保存，F2 只保存。")
        self.show_keys()

    @property
    def lacking(self) -> Sequence[str]:
        return unstated(self._sheet.check, self.answers)

    def refusal(self, action: Action) -> str | None:
        if action.id == "check_form.stubs" and self._sheet.check is not Check.RECEIPT:
            return "只有核查组织关系介绍信存根时才填写。"
        return None

    def do_save(self) -> None:
        self._save(None)

    def do_clear(self) -> None:
        self._save(Verdict.CLEAR)

    def do_mended(self) -> None:
        self._save(Verdict.MENDED)

    def do_pending(self) -> None:
        self._save(Verdict.PENDING)

    def do_doubtful(self) -> None:
        self._save(Verdict.DOUBTFUL)

    def do_not_applicable(self) -> None:
        self._save(Verdict.NOT_APPLICABLE)

    @working(exclusive=True, group="save")
    async def _save(self, verdict: Verdict | None) -> None:
        sheet = self._sheet
        answers = {key: text for key, text in self.answers.items() if key not in BY_CODE and key != _NOTE.key}
        found = [BY_CODE[key] for key in self.answers if key in BY_CODE]
        try:
            change = await outcome(
                self._vault.write(
                    record_check, sheet.stage, sheet.check, sheet.card.id, answers,
                    note=self.answers.get(_NOTE.key, ""), found=found, verdict=verdict,
                )
            )  # fmt: skip
        except Failure as failure:
            self.tell(str(failure), refused=True)
            self.show_items()
            return
        self.dismiss(Filled(change, decided=verdict is not None and bool(change.changed)))

    @working(exclusive=True, group="open")
    async def do_member(self) -> None:
        await self.app.push_screen_wait(ReadingScreen(member_text(self._sheet.card, self._sheet.as_of)))

    @working(exclusive=True, group="open")
    async def do_stubs(self) -> None:
        session, sheet = self._vault.session, self._sheet
        listed = await outcome(self._vault.read(statements, session.campaign, sheet.stage, session.unit, sheet.org))
        if listed:
            change = await self.app.push_screen_wait(StubForm(self._vault, sheet.stage, listed[0]))
            self.tell(change.sentence() if change else "没有保存存根检查情况。", done=change is not None)

    @working(exclusive=True, group="open")
    async def do_evidence(self) -> None:
        of = Of("member", self._sheet.card.id, f"check{self._sheet.check.number}")
        await show_evidence(self.app, self._vault, of)
