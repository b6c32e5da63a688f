"""The lock: hidden at once, the place kept in the vault and nowhere else, numbers masked until asked for."""

import pytest
from desk import OpenDesk
from people import arrival, take_in
from vaults import opened

from tui import app as application
from tui import idle
from tui.screens.locked import LockedScreen
from tui.screens.member_card import MemberCardScreen
from tui.screens.member_pane import MemberPane
from tui.store.vault import Vault

IDNO, PHONE = "11010519491231002X", "13800138000"


def fill(vault: Vault) -> None:
    people = (("张三", "z s"), ("王伟", "w w"), ("张伟", "z w"))
    take_in(vault, *(arrival(name, initials, idno=IDNO, phone=PHONE) for name, initials in people))


async def test_the_lock_key_hides_the_screen_and_keeps_the_place(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("3", "f3", "z", "enter")
        await desk.told("找到2人")
        await desk.press("space")
        await desk.until(lambda: len(desk.grid.marks) == 1, "a row is marked")
        place, marked = desk.grid.cursor_id, sorted(desk.grid.marks)
        await desk.press("ctrl+l")
        await desk.until(lambda: desk.app.locked and desk.app._exit, "the program is left")
        assert isinstance(desk.app.screen, LockedScreen)
    with opened(branch.folder) as vault:
        async with open_desk(vault) as desk:
            await desk.told("回到锁屏前的位置")
            assert (desk.grid.cursor_id, sorted(desk.grid.marks), desk.review.shown) == (place, marked, 2)
            assert desk.review.view_state()["check"] == "dues"
            assert desk.stored("SELECT count(*) FROM view") == [(0,)]


async def test_nobody_at_the_machine_locks_it(
    branch: Vault, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(branch)
    monkeypatch.setattr(application, "IDLE_CHECK_SECONDS", 0.05)
    async with open_desk(branch) as desk:
        before = idle.monotonic()
        monkeypatch.setattr(idle, "monotonic", lambda: before + 9 * 60)
        await desk.press("down")
        monkeypatch.setattr(idle, "monotonic", lambda: before + 18 * 60)
        await desk.pilot.pause(0.2)
        assert not desk.app.locked
        monkeypatch.setattr(idle, "monotonic", lambda: before + 19 * 60 + 1)
        await desk.until(lambda: desk.app.locked, "the program has locked itself")


async def test_numbers_are_masked_until_asked_for_and_the_journal_knows(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, MemberCardScreen), "the member's page is open")

        def page() -> str:
            return str(desk.app.screen.query_one(MemberPane)._text.plain)

        assert IDNO not in page()
        assert PHONE not in page()
        await desk.press("f4")
        await desk.told("记入日志")
        assert IDNO in page()
        assert PHONE in page()
        bodies = [body for (body,) in desk.stored("SELECT body FROM entry ORDER BY seq DESC LIMIT 1")]
        assert "member.reveal" in bodies[0]
        assert "张三" not in bodies[0]
