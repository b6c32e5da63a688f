"""三员 at the keyboard: the journal is their first screen; people are proposed, admitted, locked and removed there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from staffed import WORD, at, found_full
from textual.pilot import Pilot
from waiting import until

from tui.app import PaichaApp
from tui.crypto import slots
from tui.crypto.slots import FLOOR
from tui.screens.dialogs import AskText, Confirm
from tui.screens.journal import JournalScreen
from tui.screens.people import PeopleScreen
from tui.screens.sheet import SheetScreen
from tui.store import staff
from tui.store.vault import Office
from tui.widgets.grid import VirtualGrid
from tui.widgets.notice import Notice


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrate", lambda: FLOOR)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return found_full(tmp_path / "full")


class Seatholder:
    """Somebody at the keyboard."""

    def __init__(self, app: PaichaApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    async def on(self, screen: type) -> None:
        await until(self.pilot, lambda: isinstance(self.app.screen, screen), f"{screen.__name__} is shown")

    async def told(self, text: str) -> None:
        await until(self.pilot, lambda: text in self.app.screen.query_one(Notice).text, f"{text} is said")

    async def answer(self, text: str) -> None:
        await self.on(AskText)
        asked = self.app.screen
        field = asked.query_one("Input")
        field.value = text  # type: ignore[attr-defined]
        await self.pilot.press("enter")
        await until(self.pilot, lambda: self.app.screen is not asked, "the next question")

    def lines(self) -> str:
        grid = self.app.screen.query_one(VirtualGrid)
        return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


@asynccontextmanager
async def seated(full: Path, account: str) -> AsyncIterator[Seatholder]:
    office: Office = at(full, account)
    app = PaichaApp(full)
    app._office = office
    async with app.run_test(size=(120, 40)) as pilot:
        holder = Seatholder(app, pilot)
        await holder.on(JournalScreen)
        yield holder


async def test_a_person_is_proposed_by_one_and_admitted_by_another(full: Path) -> None:
    async with seated(full, "admin") as admin:
        await admin.pilot.press("f2")
        await admin.on(PeopleScreen)
        await admin.pilot.press("f9")
        for text in ("李新人", "new", "录入员、审核员", WORD + "new", WORD + "new"):
            await admin.answer(text)
        await admin.told("账号new已提出，待批准")
        await admin.pilot.press("end", "f5")
        await admin.told("无权进行这项操作")
    async with seated(full, "officer") as officer:
        await officer.pilot.press("f2")
        await officer.on(PeopleScreen)
        await until(officer.pilot, lambda: "待批准" in officer.lines(), "the proposal is listed")
        await officer.pilot.press("end", "f5")
        await officer.told("账号new已批准")
        assert "李新人" in officer.lines()
    at(full, "clerk").close()
    at(full, "new").close()


async def test_the_officer_locks_unlocks_and_removes(full: Path) -> None:
    async with seated(full, "officer") as officer:
        await officer.pilot.press("f2")
        await officer.on(PeopleScreen)
        order = [each.account for each in officer.app.screen._people]  # type: ignore[attr-defined]
        await officer.pilot.press("home", *["down"] * order.index("clerk"), "f6")
        await officer.told("账号clerk已锁定")
        await officer.pilot.press("f6")
        await officer.told("账号clerk已解锁")
        await officer.pilot.press("f8")
        await officer.on(Confirm)
        await until(officer.pilot, lambda: officer.app.screen.focused is not None, "the dialog is armed")
        await officer.pilot.press("right", "enter")
        await officer.told("账号clerk已移除")
    with at(full, "officer") as office:
        states = {each.account: each.state for each in office.act(staff.standing).result()}
    assert states["clerk"] == "removed"


async def test_the_auditor_verifies_and_filters_and_may_do_nothing_else(full: Path) -> None:
    at(full, "clerk").close()
    async with seated(full, "auditor") as auditor:
        await until(auditor.pilot, lambda: "打开保险库" in auditor.lines(), "the journal is listed")
        assert "新建保险库" in auditor.lines()
        await auditor.pilot.press("f5")
        await auditor.on(SheetScreen)
        await auditor.pilot.press("enter")
        await auditor.told("核对无误")
        while "clerk" not in auditor.lines() or "auditor" in auditor.lines():
            await auditor.pilot.press("f6")
            await auditor.pilot.pause()
        assert "打开保险库" in auditor.lines()
        await auditor.pilot.press("f2")
        await auditor.on(PeopleScreen)
        await auditor.pilot.press("f6")
        await auditor.told("安全审计员无权")


async def test_a_passphrase_is_changed_at_the_keyboard(full: Path) -> None:
    async with seated(full, "auditor") as auditor:
        await auditor.pilot.press("f2")
        await auditor.on(PeopleScreen)
        for new, again, said in (("short", "short", "口令不合要求"), ("Xinkouling-9", "Xinkouling-9", "口令已更换")):
            await auditor.pilot.press("f2")
            for text in (WORD + "auditor", new, again):
                await auditor.answer(text)
            await auditor.told(said)
