"""A situation, the meaning of the kinds and a unit's three counts as plain text."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from tui.rules.identity import mask_phone
from tui.rules.situation_items import items
from tui.rules.situations import PolicyText, SituationKind
from tui.store.queries.situation_counts import Breakdown
from tui.store.queries.situations import LedgerRow, StoredSituation
from tui.text import clean

_PHONES = frozenset({"relation_phone"})


def situation_text(row: LedgerRow, stored: StoredSituation, texts: Sequence[PolicyText]) -> Text:
    """Everything that the ledger has of one situation, and what its kind means."""
    situation = stored.situation
    text = Text(overflow="fold")
    text.append(f"{clean(row.name)}  {clean(row.branch)}\n", "bold")
    text.append(f"{situation.kind.title}\n\n", "bold")
    for item in items(situation.kind):
        answer = getattr(situation, item.key)
        told = clean(item.words(answer)) if answer else "未登记"
        told = mask_phone(told) if answer and item.key in _PHONES else told
        text.append(f"{item.label}：{told}\n", "" if answer else "dim")
    if situation.until is not None:
        text.append(f"终止时间：{clean(situation.until)}  {clean(stored.ended_why or '')}\n")
    if situation.withdrawn is not None:
        text.append(f"已撤回：{clean(stored.withdrawn_on or '')}  {clean(situation.withdrawn)}\n", "bold")
    if stored.basis:
        text.append(f"线索：{clean(stored.basis)}\n")
    at = datetime.fromtimestamp(stored.at).astimezone()
    text.append(f"登记：{clean(stored.by)}  {at:%Y-%m-%d %H:%M}\n\n", "dim")
    _add_texts(text, texts)
    return text


def definitions_text(known: Mapping[SituationKind, Sequence[PolicyText]]) -> Text:
    """What each kind means, with the documents; readings of this program say that they are ours."""
    text = Text(overflow="fold")
    text.append("情形的政策定义\n", "bold")
    text.append("流动与失联不能同时登记，其他各种情形互不排斥。\n", "dim")
    for kind, texts in known.items():
        text.append(f"\n{kind.title}\n", "bold")
        _add_texts(text, texts)
    return text


def _add_texts(text: Text, texts: Sequence[PolicyText]) -> None:
    for each in texts:
        text.append(f"{clean(each.text)}\n")
        text.append(f"  ——{clean(each.source)}\n", "dim")


def breakdown_text(name: str, as_of: str, found: Sequence[Breakdown]) -> Text:
    """数量、去向、现状 of a unit's situations; of those who are lost 数量、情况、原因."""
    text = Text(overflow="fold")
    text.append(f"{clean(name)}  截至{as_of}\n", "bold")
    if not found:
        text.append("没有登记的情形。\n")
    for each in found:
        text.append(f"\n{each.kind.title}：{each.people:,}人\n", "bold")
        lost = each.kind is SituationKind.LOST
        lines = [("情况" if lost else "现状", each.states)]
        lines = [*lines, ("原因", each.reasons)] if lost else [("去向", each.destinations), *lines]
        for label, counted in lines:
            told = "；".join(f"{clean(words)}（{count:,}人）" for words, count in counted.items())
            text.append(f"{label}：{told}\n")
    return text
