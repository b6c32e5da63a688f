"""Actions of both streams in Chinese, for the auditor's list."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from tui.rules.checks import Check, Given, Ground, Verdict
from tui.rules.deeds import DEEDS
from tui.rules.roles import Role
from tui.rules.units import UnitKind
from tui.store.audit.reading import MALFORMED
from tui.store.queries.cards import Relation
from tui.text import clean

_SHORT: Final = 12
"""Characters of a uuid or hash that are shown: enough to tell them apart."""

_Say = Callable[[Any], str]


def _plain(value: Any) -> str:
    """A code or figure as it is; what is longer (hashes, lists) in short form."""
    if isinstance(value, list):
        return "、".join(_plain(part) for part in value)
    if isinstance(value, dict):
        return "、".join(f"{clean(str(name))}={_plain(part)}" for name, part in value.items())
    text = clean(str(value))
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def _of(labelled: Callable[[str], Any]) -> _Say:
    return lambda value: str(labelled(value).label)


def _roles(values: Any) -> str:
    return "、".join(Role(value).label for value in values) or "无"


def _count(noun: str) -> _Say:
    return lambda value: f"{int(value):,}{noun}"


_DETAILS: Final[dict[str, tuple[str, _Say]]] = {
    "check": ("", _of(Check)),
    "verdict": ("记为", _of(Verdict)),
    "given": ("", lambda value: "批量" if Given(value) is Given.IN_BULK else "逐人"),
    "kind": ("类别", _of(UnitKind)),
    "policy": ("适用", lambda value: f"{_plain(value)}年规定"),
    "ground": ("排查对象", _of(Ground)),
    "relation": ("", _of(Relation)),
    "added": ("新增", _count("人")),
    "changed": ("更新", _count("人")),
    "branches": ("新设", _count("个党支部")),
    "bundle": ("数据包", _plain),
    "stream": ("来往序列", _plain),
    "number": ("编号", _plain),
    "manifest": ("清单", _plain),
    "slices": ("含", _count("个党组织")),
    "older": ("较旧而未采用", _count("个党组织")),
    "records": ("", _count("条记录")),
    "members": ("党员", _count("人")),
    "rows": ("涉及", _count("行")),
    "undoes": ("针对业务日志第", lambda value: f"{int(value)}条"),
    "person": ("人员", _plain),
    "account": ("账号", _plain),
    "roles": ("角色", _roles),
    "generation": ("人员登记第", lambda value: f"{int(value)}版"),
    "count": ("共", _count("次")),
    "reason": ("原因", _plain),
    "subkey": ("子密钥", _plain),
    "sha256": ("校验值", _plain),
    "size": ("大小", _count("字节")),
    "entries": ("业务日志", _count("条")),
    "acts": ("管理日志", _count("条")),
    "findings": ("发现", _count("处问题")),
    "length": ("口令不少于", _count("个字符")),
    "kinds": ("字符不少于", _count("类")),
    "days": ("有效", _count("天")),
    "history": ("不得与最近用过的重复", _count("个")),
    "failures": ("锁定前可错", _count("次")),
    "wait_minutes": ("锁定等待", _count("分钟")),
    "idle_minutes": ("闲置锁屏", _count("分钟")),
}
"""Key of a detail → its words, and how its value is said."""


def describe(action: str, detail: Mapping[str, Any]) -> str:
    """What was done, in one line. Keys and actions that this program does not know are shown as they are, in full view
    of the auditor and without anything that a terminal would obey."""
    if action == MALFORMED:
        return "（记录不合格式，无法识别）"
    stage = detail.get("stage")
    deed = DEEDS.get(f"{action}/{stage}")
    if deed is None:
        deed = DEEDS.get(action) or f"（{clean(action)}）"
        shown = dict(detail)
    else:
        shown = {name: value for name, value in detail.items() if name != "stage"}
    parts = [_say(name, value) for name, value in shown.items() if value is not None]
    return f"{deed}：{'，'.join(parts)}" if parts else deed


def _say(name: str, value: Any) -> str:
    words, say = _DETAILS.get(name, (f"{clean(name)}=", _plain))
    try:
        return words + say(value)
    except (ValueError, TypeError):  # a code of a later program, or no code at all
        return words + _plain(value)


def when(at: int) -> str:
    """A time of the journal in the zone of this machine; empty for a record that has none."""
    try:
        return datetime.fromtimestamp(at).astimezone().isoformat(" ", "seconds")[:19] if at else ""
    except (OverflowError, ValueError, OSError):
        return ""
