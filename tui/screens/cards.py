"""Key cards: this unit's own with its fingerprint, and those of the units above and below."""

from asyncio import to_thread
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from exports.cards import write_own_card
from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.intake.cards import read_card
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.sheet import Line, sheet_text
from tui.store.commands.cards import accept_card
from tui.store.queries.cards import KnownCard, Relation, known_cards, own_card, spoken_fingerprint
from tui.store.vault import Vault
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice

CARD_ENDINGS = (".json",)


class CardsScreen(ActingScreen[None]):
    """Hands out this unit's card, registers those of others after their fingerprint was read aloud."""

    CSS_PATH = "sheet.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.CARDS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CARDS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("", markup=False)
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._show()
        self.tell("登记对方公钥卡前，请对方当面或电话逐组读出指纹；上级卡用于封装上报包，下级卡用于接收。")
        self.show_keys()

    async def _show(self) -> None:
        own = await to_thread(own_card, self._vault)
        known = await outcome(self._vault.read(known_cards))
        lines: list[Line] = [
            ("单位", own.name),
            ("代码", own.code),
            ("指纹（读给对方听）", spoken_fingerprint(own)),
            ("", ""),
            ("", f"已登记的单位（{len(known)}个）"),
            *map(_known_line, known),
        ]
        self.query_one(Static).update(sheet_text("本单位公钥卡", lines))

    def do_back(self) -> None:
        self.dismiss()

    @working(exclusive=True)
    async def do_write(self) -> None:
        folder = await self.app.push_screen_wait(ChooseScreen("公钥卡写到哪个文件夹"))
        if folder is None:
            return
        try:
            written = await to_thread(write_own_card, self._vault, folder)
        except Failure as failure:
            self.tell(str(failure), refused=True)
        else:
            self.tell(f"公钥卡已写到{written.path}，核对无误，可以拔出介质。", done=True)

    def do_superior(self) -> None:
        self._accept(Relation.SUPERIOR)

    def do_subordinate(self) -> None:
        self._accept(Relation.SUBORDINATE)

    @working(exclusive=True)
    async def _accept(self, relation: Relation) -> None:
        path = await self.app.push_screen_wait(ChooseScreen(f"选择{relation.label}单位的公钥卡", CARD_ENDINGS))
        if path is None:
            return
        try:
            card = await outcome(self._vault.read(lambda _db: read_card(path)))
            question = f"{card.name}（{card.code}）：请对方逐组读出指纹，在此照录40位数字。"
            spoken = await self.app.push_screen_wait(AskText(question, limit=80))
            if spoken is None:
                return
            change = await outcome(self._vault.write(accept_card, card, relation=relation, fingerprint_read=spoken))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        await self._show()
        self.tell(change.sentence(), done=True)


def _known_line(card: KnownCard) -> Line:
    return f"{card.relation.label} {card.name}（{card.code}）", f"{card.fingerprint}  {card.accepted_on}登记"
