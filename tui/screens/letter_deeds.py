"""What can be done with letters, asked for on the way: from the ledger for many, from the page of one for itself."""

from collections.abc import Sequence
from typing import Any, Final

from textual.app import App

from tui.rules.letter_reissue import Cause, Responsibility
from tui.rules.letter_states import CLOSINGS, RETURN_REASONS, SETTLINGS
from tui.screens.acting import outcome
from tui.screens.commanding import Start
from tui.screens.dialogs import AskText
from tui.screens.letter_form import (
    CAUSE_ITEMS,
    FOLLOW_UP_ITEMS,
    IN_ITEMS,
    OUT_ITEMS,
    TEXT_ITEMS,
    Answers,
    LetterForm,
)
from tui.screens.pick import Pick
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_issue import (
    LetterText,
    issue_letter,
    register_letter,
    reissue_letter,
    spoil_number,
    void_letter,
)
from tui.store.commands.letter_progress import (
    EDITABLE,
    edit_letter,
    record_arrivals,
    record_receipts,
    return_letters,
    settle_letters,
)
from tui.store.queries.letter_drafts import issuers, letter_draft, people_called
from tui.store.queries.letter_pages import letter_page
from tui.store.vault import Vault

_DATE: Final = len("2026-11-20")
_REASON: Final = 200
_NEEDED: Final = ("heading", "to_unit", "issued", "valid_days")
_NEW: Final = (
    "开具介绍信（由本单位编号）", "补登以前开具的转出介绍信", "登记转入介绍信", "登记写废的号码（介绍信用纸作废）",
)  # fmt: skip
USUAL_DAYS: Final = "30"


def today(vault: Vault) -> str:
    """The day by the vault's clock."""
    return vault.session.clock().date().isoformat()


async def receipt(app: App[Any], vault: Vault, letters: Sequence[int]) -> Start | None:
    """Record receipts; asks for the day."""
    day = await app.push_screen_wait(AskText("回执日期（如2026-11-20）：", today(vault), limit=_DATE))
    if day is None:
        return None
    return lambda p, c: vault.write(record_receipts, letters, day.strip(), progress=p, cancelled=c)


async def arrival(app: App[Any], vault: Vault, letters: Sequence[int]) -> Start | None:
    """Record that their members have reported; asks for the day."""
    day = await app.push_screen_wait(AskText("报到日期（如2026-11-20）：", today(vault), limit=_DATE))
    return None if day is None else lambda _p, _c: vault.write(record_arrivals, letters, day.strip())


async def follow(app: App[Any], vault: Vault, letters: Sequence[int]) -> Start | None:
    """Note an asking; several letters of one receiving unit are asked about in one go."""
    answers = {
        "on_day": today(vault), "who": vault.session.actor.name, "asked": "receiver", "channel": "phone",
    }  # fmt: skip
    title = f"介绍信跟踪 · {len(letters):,}封"
    needed = ("on_day", "who", "asked", "channel", "outcome")
    filled = await app.push_screen_wait(LetterForm(title, FOLLOW_UP_ITEMS, answers, needed))
    if filled is None:
        return None
    told = FollowUp(**{item.key: filled.get(item.key, "") for item in FOLLOW_UP_ITEMS})
    return lambda _p, _c: vault.write(follow_up, letters, told)


async def close(app: App[Any], vault: Vault, letters: Sequence[int]) -> Start | None:
    """Send back, re-issue, settle or void; the last word about one letter is said for it alone."""
    ways = ["退回更正", *(f"了结：{CLOSINGS[how]}" for how in SETTLINGS)]
    alone = ["补开介绍信", "作废"] if len(letters) == 1 else []
    place = await app.push_screen_wait(Pick(f"介绍信（{len(letters):,}封）：", [*ways, *alone]))
    if place is None:
        return None
    if place == 0:
        return await _send_back(app, vault, letters)
    if place <= len(SETTLINGS):
        return await _settle(app, vault, letters, SETTLINGS[place - 1])
    return await (_reissue if place == len(ways) else _void)(app, vault, letters[0])


async def _send_back(app: App[Any], vault: Vault, letters: Sequence[int]) -> Start | None:
    place = await app.push_screen_wait(Pick("退回更正的原因：", list(RETURN_REASONS.values())))
    if place is None:
        return None
    reason = list(RETURN_REASONS)[place]
    day = await app.push_screen_wait(AskText("退回日期（如2026-11-20）：", today(vault), limit=_DATE))
    return None if day is None else lambda _p, _c: vault.write(return_letters, letters, reason, day.strip())


async def _settle(app: App[Any], vault: Vault, letters: Sequence[int], how: str) -> Start | None:
    note = await app.push_screen_wait(AskText(f"{CLOSINGS[how]}——依据、说明：", limit=_REASON))
    if note is None:
        return None
    day = await app.push_screen_wait(AskText("了结日期（如2026-11-20）：", today(vault), limit=_DATE))
    return None if day is None else lambda _p, _c: vault.write(settle_letters, letters, how, day.strip(), note)


async def _void(app: App[Any], vault: Vault, letter: int) -> Start | None:
    reason = await app.push_screen_wait(AskText("作废原因（编号不再使用）：", limit=_REASON))
    return None if reason is None else lambda _p, _c: vault.write(void_letter, letter, reason, today(vault))


async def _reissue(app: App[Any], vault: Vault, letter: int) -> Start | None:
    page = await outcome(vault.read(letter_page, letter))
    said = await app.push_screen_wait(
        LetterForm(
            f"{page.name} · 补开介绍信 · 原因和责任", CAUSE_ITEMS, {"justified": "no", "graduate": "no"},
            ("cause", "responsibility"), "先调查了解、弄清原因、分清责任；F5 接着填新介绍信。",
        )
    )  # fmt: skip
    if said is None:
        return None
    cause = Cause(
        said["cause"], Responsibility(said["responsibility"]), said.get("justified") == "yes",
        said.get("graduate") == "yes",
    )  # fmt: skip
    known = {item.key: str(page.fields[item.key]) for item in TEXT_ITEMS if page.fields.get(item.key)}
    issuer = page.fields["org"] or await _issuer(app, vault)
    if issuer is None:
        return None
    text = await _text(app, vault, f"{page.name} · 补开介绍信", known | {"issued": today(vault), "note": ""})
    return None if text is None else lambda _p, _c: vault.write(reissue_letter, letter, cause, text, issuer=issuer)


async def edit(app: App[Any], vault: Vault, letter: int) -> Start | None:
    """Correct one item of a letter."""
    page = await outcome(vault.read(letter_page, letter))
    fields = list(EDITABLE)
    labels = [f"{EDITABLE[field][0]}：{page.fields[field] or '（空）'}" for field in fields]
    place = await app.push_screen_wait(Pick("改哪一项：", labels))
    if place is None:
        return None
    field = fields[place]
    value = await app.push_screen_wait(AskText(f"{EDITABLE[field][0]}：", str(page.fields[field] or ""), limit=_REASON))
    return None if value is None else lambda _p, _c: vault.write(edit_letter, letter, field, value)


async def new(app: App[Any], vault: Vault) -> Start | None:
    """Issue a letter, enter one that bears another's number, or void a spoiled number."""
    place = await app.push_screen_wait(Pick("新增：", _NEW))
    if place is None:
        return None
    if place == len(_NEW) - 1:
        return await _spoil(app, vault)
    issuer = await _issuer(app, vault) if place == 0 else vault.session.unit
    member = None if issuer is None else await _member(app, vault)
    if member is None or issuer is None:
        return None
    number, name = member
    if place == 0:
        draft = await outcome(vault.read(letter_draft, issuer, number))
        known = {key: str(value) for key, value in draft.items()}
        text = await _text(
            app, vault, f"{name} · 开具介绍信", known | {"issued": today(vault), "valid_days": USUAL_DAYS}
        )
        return None if text is None else lambda _p, _c: vault.write(issue_letter, number, text, issuer=issuer)
    direction, items = ("out", OUT_ITEMS) if place == 1 else ("in", IN_ITEMS)
    title = f"{name} · {_NEW[place]}"
    filled = await app.push_screen_wait(LetterForm(title, items, {}, ("issued",)))
    if filled is None:
        return None
    fields = _columns(filled)
    return lambda _p, _c: vault.write(register_letter, number, direction, fields)


async def _text(app: App[Any], vault: Vault, title: str, known: Answers) -> LetterText | None:
    """What a letter that is issued here says."""
    answers = {key: value for key, value in known.items() if value}
    if answers.get("scope") not in (None, "省内", "省外"):
        answers.pop("scope")
    filled = await app.push_screen_wait(LetterForm(title, TEXT_ITEMS, answers, _NEEDED))
    if filled is None:
        return None
    said: dict[str, Any] = {item.key: filled.get(item.key, "") for item in TEXT_ITEMS}
    return LetterText(**(said | {"valid_days": int(said["valid_days"])}))


def _columns(filled: Answers) -> dict[str, Any]:
    columns: dict[str, Any] = dict(filled)
    if "valid_days" in columns:
        columns["valid_days"] = int(columns["valid_days"])
    if columns.get("receipt_on"):
        columns["receipt"] = "yes"
    return columns


async def _issuer(app: App[Any], vault: Vault) -> int | None:
    """Which unit issues it: the one that may, or one of several; a unit that may not is told so by the command."""
    units = await outcome(vault.read(issuers, vault.session.unit))
    if len(units) < 2:
        return units[0][0] if units else vault.session.unit
    place = await app.push_screen_wait(Pick("由哪个单位开具：", [name for _, name in units]))
    return None if place is None else units[place][0]


async def _member(app: App[Any], vault: Vault) -> tuple[int, str] | None:
    """Whose letter it is, found by name, initials or ID number; (row id, name)."""
    asked = "党员（姓名、拼音首字母或身份证号末几位）："
    while True:
        text = await app.push_screen_wait(AskText(asked, limit=60))
        if text is None:
            return None
        found = await outcome(vault.read(people_called, vault.session.unit, text))
        if not found:
            asked = f"名册中没有“{text}”。党员（姓名、拼音首字母或身份证号末几位）："
            continue
        place = 0 if len(found) == 1 else await app.push_screen_wait(
            Pick("哪一位：", [f"{each.name}  {each.birth}  {each.branch}" for each in found])
        )  # fmt: skip
        return None if place is None else (found[place].id, found[place].name)


async def _spoil(app: App[Any], vault: Vault) -> Start | None:
    issuer = await _issuer(app, vault)
    reason = (
        None if issuer is None else await app.push_screen_wait(AskText("作废原因（下一个号码作废）：", limit=_REASON))
    )
    year = int(today(vault)[:4])
    return None if reason is None else lambda _p, _c: vault.write(spoil_number, year, reason, issuer=issuer)
