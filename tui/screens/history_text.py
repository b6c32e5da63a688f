"""A member's history in words: what an entry changed, field by field, with ID numbers and phones masked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rich.text import Text

from tui.rules.activities import Attended
from tui.rules.checks import Check, Given, Ground, Stage, Verdict
from tui.rules.comparison import LABELS, Decision
from tui.rules.identity import mask_value
from tui.rules.member_fields import FIELDS
from tui.rules.situation_items import in_words, items
from tui.screens import letter_words
from tui.screens.archive_text import ARCHIVE_TABLES
from tui.screens.archive_text import told as told_archive
from tui.screens.disposal_history import DISPOSAL_TABLES
from tui.screens.disposal_history import told as told_disposal
from tui.screens.field_text import finding_sentence, label, shown
from tui.screens.regular_text import REGULAR_TABLES, told
from tui.screens.search_history import OF_SEARCH, told_search
from tui.store.audit.wording import describe, local_time
from tui.store.images import (
    ATTENDANCE,
    DIFFERENCE,
    FINDING,
    LETTER,
    LETTER_FOLLOW_UP,
    LETTER_REISSUE,
    MEMBER,
    ONLINE_ENTRY,
    PAYMENT,
    REVIEW,
    SITUATION,
    SUBJECT,
    Table,
    Values,
)
from tui.store.queries.history import Event, History, Touched
from tui.store.queries.situations import COLUMNS, read
from tui.text import clean

EMPTY: Final = "空"
_INTERNAL: Final = frozenset({
    "id", "uuid", "member", "initials", "campaign", "stage", "unit", "at", "check_no", "ground", "entered_by",
    "reference", "ref_row", "seen",
    *(f"{kind}{check.number}" for kind in ("c", "h", "by") for check in Check),
})  # fmt: skip
"""Columns that are told in other words, or say nothing to a reader."""
_TITLES: Final[Mapping[Table, str]] = {
    LETTER: "介绍信", PAYMENT: "党费", ONLINE_ENTRY: "网上接转系统", LETTER_FOLLOW_UP: "介绍信跟踪",
    LETTER_REISSUE: "补开介绍信",
}  # fmt: skip
_LABELS: Final = {
    "org": "所在党组织",
    "gone": "离开名册",
    "extra": "名册其他栏目",
    "entered_on": "编入日期",
    "direction": "去向",
    "fen": "金额",
}
_DIRECTIONS: Final = {"out": "转出", "in": "转入"}


class Difference(NamedTuple):
    """One thing that changed: what, from what, to what, in words."""

    subject: str
    was: str
    now: str

    @property
    def line(self) -> str:
        """What changed, on one line."""
        return f"{self.subject}：{self.was} → {self.now}"


def deed(event: Event) -> str:
    """What the entry did, and whether it has been taken back."""
    said = describe(event.action, event.detail)
    if event.undoes is not None:
        said += f"第{event.undoes}号"
    return f"{said}（已被撤销）" if event.undone else said


def event_text(event: Event, history: History) -> Text:
    """An entry's page: when, who, what, and each thing that it changed."""
    text = Text(overflow="fold")
    text.append(f"第{event.seq}号  {local_time(event.at)}  {clean(event.by)}\n", "dim")
    text.append(f"{clean(deed(event))}\n", "bold")
    for line in lines(event.rows, history):
        text.append(f"{line}\n")
    return text


def lines(rows: Sequence[Touched], history: History) -> list[str]:
    """What the rows changed, a line each; that a row was only looked at is said too."""
    told = [found.line for row in rows for found in told_differences(row, history)]
    return [clean(line) for line in told] or ["记载没有变化。"]


def told_differences(row: Touched, history: History) -> Iterator[Difference]:
    """What changed in one row, in words."""
    before, after = row.before or {}, row.after or {}
    if row.table is REVIEW:
        yield from _verdicts(before, after, history)
    elif row.table is SUBJECT:
        yield from _one("排查对象", _ground(before), _ground(after))
        return
    elif row.table is FINDING:
        yield from _one("程序发现的问题", _finding(before), _finding(after))
        return
    elif row.table is DIFFERENCE:
        item = LABELS.get((after or before)["field"], "")
        yield from _one(f"与统计数据库比对·{item}", *(_decision(values) for values in (before, after)))
        return
    elif row.table is SITUATION:
        yield from _one("情形", *(_situation(values) for values in (before, after)))
        return
    elif row.table.name in REGULAR_TABLES:
        (subject, was), (_, now) = (told(row.table.name, values) for values in (before, after))
        yield from _one(subject, was, now)
        return
    elif row.table.name in DISPOSAL_TABLES:
        (subject, was), (_, now) = (told_disposal(row.table.name, values) for values in (before, after))
        yield from _one(subject, was, now)
        return
    elif row.table is ATTENDANCE:
        yield from _one("组织生活", *(_attended(values) for values in (before, after)))
        return
    elif row.table.name in ARCHIVE_TABLES:
        (subject, was), (_, now) = (told_archive(row.table.name, values) for values in (before, after))
        yield from _one(subject, was, now)
        return
    elif row.table in OF_SEARCH:
        yield from (Difference(*words) for words in told_search(row.table, before, after))
        return
    elif row.table not in (MEMBER, *_TITLES):
        if before != after:
            yield Difference(
                "其他记载", "有" if before else "无", "改动" if before and after else "有" if after else "无"
            )
        return
    title = _title(row.table, after or before)
    for name in row.table.columns:
        if name in _INTERNAL or before.get(name) == after.get(name) or not (of := _label(row.table, name)):
            continue
        words = letter_words.WORDS.get(name, {}) if row.table.name in letter_words.LABELS else {}
        was, now = (_value(name, values.get(name), history) for values in (before, after))
        yield from _one(f"{title}{of}", words.get(was, was), words.get(now, now))


def _attended(values: Mapping[str, Any]) -> str:
    if not values:
        return EMPTY
    reason = f"（{values['reason']}）" if values.get("reason") else ""
    return f"{Attended(values['state']).label}{reason}"


def _one(subject: str, was: str, now: str) -> Iterator[Difference]:
    if was != now:
        yield Difference(subject, was, now)


def _title(table: Table, values: Mapping[str, Any]) -> str:
    """What stands before the fields of a table that is not the roster."""
    if table is MEMBER:
        return ""
    if table is REVIEW:
        return f"{_stage(values).label}·"
    number = f"（{values['number']}）" if table is LETTER and values.get("number") else ""
    return f"{_TITLES.get(table, '其他记载')}{number}·"


def _label(table: Table, name: str) -> str:
    if name in letter_words.LABELS.get(table.name, {}):
        return letter_words.LABELS[table.name][name]
    if table is REVIEW and name == "note":
        return "备注"
    if name in _LABELS:
        return _LABELS[name]
    return FIELDS[name].label if name in FIELDS else label(name)


def _value(name: str, value: Any, history: History) -> str:
    if value is None or value == "":
        return EMPTY
    if name == "org":
        return history.organizations.get(value, EMPTY)
    if name == "direction":
        return _DIRECTIONS.get(value, EMPTY)
    if name == "extra":
        columns = json.loads(value)
        return "；".join(f"{header}：{mask_value(text)}" for header, text in columns.items()) or EMPTY
    if name == "fen":
        return shown("amount", str(value))
    return shown(name, str(value)) if isinstance(value, str) else str(value)


def _verdicts(before: Values, after: Values, history: History) -> Iterator[Difference]:
    stage = _stage(after or before)
    for check in Check:
        was, now = (_verdict(check, values, history) for values in (before, after))
        yield from _one(f"{stage.label}·{check.label}", was, now)


def _verdict(check: Check, values: Mapping[str, Any], history: History) -> str:
    verdict = Verdict(values.get(f"c{check.number}") or Verdict.UNCHECKED.value)
    given = values.get(f"h{check.number}")
    if not given:
        return verdict.label
    by = history.people.get(values.get(f"by{check.number}") or 0, "")
    return f"{verdict.label}（{Given(given).label}，{by}）"


def _stage(values: Mapping[str, Any]) -> Stage:
    return next(stage for stage in Stage if stage.number == values["stage"])


def _ground(values: Mapping[str, Any]) -> str:
    return Ground(values["ground"]).label if values else "不是"


def _decision(values: Mapping[str, Any]) -> str:
    if not values:
        return "无"
    corrected = f"，{values['corrected_on']}更正" if values.get("corrected_on") else ""
    return f"{Decision(values['decision']).label}{corrected}"


def _situation(values: Mapping[str, Any]) -> str:
    """All that a row of the ledger of situations says."""
    if not values:
        return "无"
    situation = read([values[name] for name in COLUMNS])
    beside = [
        f"{item.label}：{item.words(values[item.key])}"
        for item in items(situation.kind)
        if item.key in ("scope", "fixed", "relation_at", "note") and values.get(item.key)
    ]
    return " ".join([in_words(situation), *beside, *filter(None, [values.get("ended_why")])])


def _finding(values: Mapping[str, Any]) -> str:
    if not values or values["state"] != "open":
        return "无"
    return finding_sentence(str(values["code"]))
