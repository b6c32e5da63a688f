"""Asking for the value of one field: a list where there are few values, else a line of text."""

from typing import Final

from textual.app import App

from tui.rules.member_fields import WORDS, MemberField, wanted
from tui.screens.dialogs import AskText
from tui.screens.pick import Pick

FEW_VALUES: Final = 6
"""Up to so many values are offered as a list."""
_MASKED: Final = frozenset({"idno", "phone"})


async def ask_value(
    app: App[None], whom: str, field: MemberField, value: str | None, *, none: str, said: str = ""
) -> str | None:
    """What the person chose or typed, '' for ``none`` (how leaving the field without a value is called), None on Esc.

    ``said`` stands before the question, as why the last answer was refused. Numbers are never filled in beforehand.
    """
    question = f"{said}{whom}的{field.label}："
    words = WORDS.get(field.kind, {})
    if 0 < len(words) <= FEW_VALUES:
        values = list(words)
        place = values.index(value) if value in values else 0
        chosen = await app.push_screen_wait(Pick(question, [*words.values(), none], place))
        return None if chosen is None else [*values, ""][chosen]
    hint = f"{question}{wanted(field)}；留空{none}。"
    return await app.push_screen_wait(AskText(hint, "" if field.kind in _MASKED else value or ""))
