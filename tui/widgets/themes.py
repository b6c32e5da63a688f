"""The two looks of the program, dark and light; in both every text has a contrast of 4.5 or more to its ground."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = replace(
    BUILTIN_THEMES["textual-dark"],
    name="paicha-dark",
    primary="#0263AD",
    variables={"text-secondary": "#8FB8D6"},
)
LIGHT: Final = replace(
    BUILTIN_THEMES["textual-light"],
    name="paicha-light",
    surface="#F4F4F4",
    panel="#E4E4E4",
    background="#FFFFFF",
    accent="#7A4300",
    variables={"text-warning": "#7A4A00", "text-success": "#1E5C33", "text-error": "#8C1D38"},
)
THEMES: Final[tuple[Theme, ...]] = (DARK, LIGHT)
SETTING: Final = "PAICHA_THEME"
"""Environment variable with the wanted look, ``light`` or ``dark``; a lock, which starts the program anew, keeps it."""


def chosen(environment: Mapping[str, str] = os.environ) -> Theme:
    """The look that the environment asks for; dark for anything but ``light``."""
    return LIGHT if environment.get(SETTING) == "light" else DARK


def other(name: str) -> Theme:
    """The other look than the one with this name; remembered as long as the terminal's program runs."""
    wanted = DARK if name == LIGHT.name else LIGHT
    os.environ[SETTING] = "light" if wanted is LIGHT else "dark"
    return wanted
