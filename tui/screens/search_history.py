"""What the search changed about a member, in words, for his history: (what, from what, to what)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from tui.rules.check_items import Item
from tui.rules.search_cases import FACTS, NATURE, CaseOutcome, Origin
from tui.rules.searches import Channel, Result
from tui.screens.search_text import REQUEST_STATES, masked
from tui.store.images import OFFICE_REQUEST, SEARCH_ATTEMPT, SEARCH_CASE, SEARCH_REOPENING, Table, Values
from tui.text import clean

Words = tuple[str, str, str]
NOTHING: Final = "无"

_ITEMS: Final[Mapping[str, Item]] = {item.key: item for item in (*NATURE, *FACTS)}
_OTHERS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "opened_on": ("开案日期", str),
    "origin": ("开案依据", lambda value: Origin(value).label),
    "opened_why": ("开案情况", masked),
    "outcome": ("查找结果", lambda value: CaseOutcome(value).label),
    "outcome_on": ("查找结束日期", str),
    "outcome_why": ("了结的依据", masked),
    "stated_by": ("认定的党组织", clean),
    "withdrawn_on": ("撤销开案", str),
    "withdrawn_why": ("撤销开案的原因", masked),
}


def _attempt(values: Mapping[str, Any]) -> str:
    back = f"（{values['withdrawn_on']}撤回）" if values["withdrawn_on"] else ""
    channel, result = Channel(values["channel"]).label, Result(values["result"]).label
    return f"{values['on_day']} {channel} {result} {masked(values['contact'] or '')}".strip() + back


def _request(values: Mapping[str, Any]) -> str:
    return f"{values['asked_on']} {Channel(values['office']).label} {REQUEST_STATES[values['state']]}"


def _reopening(values: Mapping[str, Any]) -> str:
    return f"{values['reopened_on']}，{masked(values['reason'])}"


_LINES: Final[Mapping[Table, tuple[str, Callable[[Mapping[str, Any]], str]]]] = {
    SEARCH_ATTEMPT: ("查找记录", _attempt),
    OFFICE_REQUEST: ("部门查找", _request),
    SEARCH_REOPENING: ("重新查找", _reopening),
}
OF_SEARCH: Final = frozenset({SEARCH_CASE, *_LINES})
"""The tables that are told here."""


def told_search(table: Table, before: Values, after: Values) -> Iterator[Words]:
    """What changed in a row of one of these tables; an empty row is none."""
    if table in _LINES:
        subject, said = _LINES[table]
        yield subject, said(before) if before else NOTHING, said(after) if after else NOTHING
        return
    for name in table.columns:
        was, now = (_case_value(name, values.get(name)) for values in (before, after))
        if was != now and (name in _ITEMS or name in _OTHERS):
            yield f"失联查找·{_ITEMS[name].label if name in _ITEMS else _OTHERS[name][0]}", was, now


def _case_value(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        return NOTHING
    if name in _OTHERS:
        return _OTHERS[name][1](value)
    return masked(_ITEMS[name].words(value)) if name in _ITEMS else NOTHING
