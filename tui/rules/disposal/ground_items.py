"""What the form asks when a case is opened: the day, the clue, and each fact with its evidence."""

from collections.abc import Iterator, Sequence
from typing import Final

from tui.rules.check_items import Answers, Item, Kind
from tui.rules.disposal.procedures import UNQUALIFIED_FORMS, Fact
from tui.rules.disposal.register import Origin

LONG: Final = 1000
"""Characters of what was found: a finding takes more words than a note."""
FORMS: Final = "forms"
OPENING: Final = (
    Item("opened_on", "立案日期", Kind.DAY),
    Item("origin", "线索来源", Kind.CHOICE, {origin.value: origin.label for origin in Origin}),
    Item("source", "来源说明（谁提供、哪份材料）", limit=LONG),
)
_PARTS: Final = {"said": "事实经过", "who": "核实人", "on_day": "核实日期", "evidence": "证据及存放处"}


def forms_of(answers: Answers) -> list[str]:
    """The forms of 不合格表现 that were chosen."""
    chosen = answers.get(FORMS, "").split(",")
    return [form for form in UNQUALIFIED_FORMS if form in chosen]


def ground_items(stated: Sequence[Fact], answers: Answers) -> Iterator[Item]:
    """The lines for the facts that a person states; a chosen form of 不合格表现 is stated by itself."""
    for place, fact in enumerate(stated, 1):
        yield Item(f"fact.{place}", f"前提{place}（须写明事实和证据）")
        if fact is Fact.UNQUALIFIED:
            yield Item(FORMS, f"{place}·不合格表现（六种，可选几种）", Kind.SEVERAL, UNQUALIFIED_FORMS)
            for form in forms_of(answers):
                yield from _lines(form, UNQUALIFIED_FORMS[form])
        else:
            yield from _lines(fact.value, str(place))


def ground_keys(stated: Sequence[Fact], answers: Answers) -> list[str]:
    """Codes of the grounds that are stated: facts, or the forms that stand for one."""
    return [
        code for fact in stated for code in (forms_of(answers) if fact is Fact.UNQUALIFIED else [fact.value])
    ]  # fmt: skip


def needed_keys(stated: Sequence[Fact], answers: Answers) -> set[str]:
    """Keys that must be filled in: everything."""
    keys = {item.key for item in OPENING}
    if Fact.UNQUALIFIED in stated:
        keys.add(FORMS)
    return keys | {f"{code}.{part}" for code in ground_keys(stated, answers) for part in _PARTS}


def _lines(code: str, before: str) -> Iterator[Item]:
    for part, label in _PARTS.items():
        kind = Kind.DAY if part == "on_day" else Kind.TEXT
        yield Item(f"{code}.{part}", f"{before}·{label}", kind, limit=LONG)
