"""When something nobody foresaw happens, the screen stays, or ends with a sentence; records are never printed."""

import pytest
from desk import OpenDesk
from people import arrival, take_in

from tui.app import PaichaApp
from tui.screens.member_card import MemberCardScreen
from tui.store.vault import Vault


async def test_a_failing_query_is_said_and_the_program_goes_on(
    branch: Vault, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(branch, arrival("张三丰", "z s f"))
    async with open_desk(branch) as desk:
        branch.write(lambda session: session.db.execute_sql("ALTER TABLE finding RENAME TO lost")).result()
        await desk.press("enter")
        await desk.told("程序遇到意外情况")
        assert isinstance(desk.app.screen, MemberCardScreen)
        await desk.press("f5")
        await desk.told("未能读出该党员，无从办理")
        branch.write(lambda session: session.db.execute_sql("ALTER TABLE lost RENAME TO finding")).result()
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "the card is left")
        await desk.press("f5")
        await desk.told("1人已改")


async def test_a_crash_ends_with_a_sentence_and_shows_no_record(
    branch: Vault, capsys: pytest.CaptureFixture[str]
) -> None:
    class Crashing(PaichaApp):
        def on_ready(self) -> None:
            secret = "11010519491231002X"
            raise ValueError(secret)

    app = Crashing(branch.folder, branch)
    with pytest.raises(ValueError, match="1101"):  # the pilot hands the error to the test; the terminal does not get it
        async with app.run_test():
            pass
    printed = "".join(capsys.readouterr())
    assert "11010519491231002X" not in printed
    assert "程序遇到意外情况" in printed
