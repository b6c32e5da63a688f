"""What the screens of the double check have in common: closing, writing out, asking for a correction."""

from collections.abc import Sequence

from exports.media import Written
from tui.faults import Failure
from tui.rules.comparison import in_words
from tui.rules.identity import mask_value
from tui.rules.verification import CORRECTABLE, ONE_PERSONS
from tui.screens.acting import outcome
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.marked_list import MarkedListScreen
from tui.screens.pick import Pick
from tui.store.commands.corrections import file_requests
from tui.store.commands.verification import close_verification, reopen_verification
from tui.store.queries.double_check import BranchCoverage
from tui.store.queries.verification_sheet import register_values
from tui.store.vault import Vault


async def run_close(screen: MarkedListScreen, vault: Vault, branch: BranchCoverage) -> None:
    """Close the branch's verification, or reopen a closed one after asking."""
    if branch.closed:
        if await screen.app.push_screen_wait(Confirm(f"{branch.name}的核查已办结，重新核查？", 1)):
            await screen.run("", (), lambda _p, _c: vault.write(reopen_verification, branch.org), again=True)
        else:
            screen.tell("已取消，没有任何改动。")
        return
    await screen.run("", (), lambda _p, _c: vault.write(close_verification, branch.org), again=True)


async def run_export(screen: MarkedListScreen, vault: Vault, org: int) -> None:
    """Write the sheet for the visit and the report into a folder that the person chooses."""
    from exports.reports.verification import write_verification  # openpyxl takes a while to load

    folder = await screen.app.push_screen_wait(ChooseScreen("核查表和核查情况报告写到哪个文件夹"))
    if folder is None:
        screen.tell("已放弃，没有写出。")
        return
    try:
        written: list[Written] = await outcome(vault.write(write_verification, folder, org))
    except Failure as failure:
        screen.tell(str(failure), refused=True)
        return
    names = "、".join(each.path.name for each in written)
    screen.tell(f"已写出并读回核对：{names}。按“内部”管理。", done=True)


async def run_request(screen: MarkedListScreen, vault: Vault, members: Sequence[int]) -> None:
    """Ask which item of the members should be what, and why; file the requests."""
    items = [item for item in CORRECTABLE if len(members) == 1 or item not in ONE_PERSONS]
    choices = [CORRECTABLE[item] for item in items]
    if len(members) == 1:
        now = await outcome(vault.read(register_values, members[0]))
        choices = [
            f"{CORRECTABLE[each]}　现为：{said(each, now[each]) or '（空）'}" if each else "其他事项" for each in items
        ]
    place = await screen.app.push_screen_wait(Pick("更正哪一项：", choices))
    if place is None:
        screen.tell("已取消，没有任何改动。")
        return
    item = items[place]
    wanted = await screen.app.push_screen_wait(AskText(f"{CORRECTABLE[item]}应更正为：" if item else "应更正的事项："))
    reason = None
    if wanted is not None:
        reason = await screen.app.push_screen_wait(AskText("依据（如“本人当面确认”，可不填）："))
    if wanted is None or reason is None:
        screen.tell("已取消，没有任何改动。")
        return
    await screen.run("", (), lambda _p, _c: vault.write(file_requests, members, item, wanted, reason), again=True)


def said(field: str, value: str) -> str:
    """A value as people read it, ID and telephone numbers masked."""
    return mask_value(value) if field in ("idno", "phone", "landline") else in_words(field, value)
