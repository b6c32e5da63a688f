"""Members' files and attached files in words, for a member's history."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tui.rules.archives import Answer, Keeper, Kept, Work
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES
from tui.rules.evidence import Media

Values = Mapping[str, Any]
NOTHING: Final = "无"
_STATES: Final = {"open": "未办结", "answered": "已复", "done": "已办", "attached": "在库", "withdrawn": "已撤回"}


def told(table: str, values: Values) -> tuple[str, str]:
    """What a row of these tables is about, and what it says; '无' for no row."""
    subject, said = ARCHIVE_TABLES[table]
    return subject, "，".join(filter(None, said(values))) if values else NOTHING


def _place(row: Values) -> list[str | None]:
    keeper = Keeper(row["kept_by"]).label if row["kept_by"] else None
    return [Kept(row["kept_kind"]).label, keeper, row["since"], row["note"]]


def _inquiry(row: Values) -> list[str | None]:
    outcome = Answer(row["outcome"]).label if row["outcome"] else None
    sent = f"{row['sent_on']}致{row['to_unit']}"
    return [sent, row["number"], row["asked"], _STATES[row["state"]], row["answered_on"], outcome, row["answer"]]


def _work(row: Values) -> list[str | None]:
    what = f"{MATERIAL_NAMES[row['material']]}{Work(row['kind']).label}"
    found = MATERIAL[row["found"]] if row["found"] else None
    return [what, _STATES[row["state"]], row["done_on"] or row["due_on"], row["person"], row["result"], found]


def _file(row: Values) -> list[str | None]:
    return [row["name"], Media(row["media"]).label, _STATES[row["state"]], row["note"], row["reason"]]


ARCHIVE_TABLES: Final[Mapping[str, tuple[str, Callable[[Values], list[str | None]]]]] = {
    "archive": ("档案保管", _place),
    "archive_inquiry": ("商转函", _inquiry),
    "archive_work": ("档案材料跟进", _work),
    "evidence": ("附件", _file),
}
"""Tables whose rows are told by ``told``."""
