"""Dark and light: every text of every screen can be read in both, and no colour says what the text does not."""

from pathlib import Path

import hostile
import pytest
from desk import Desk, OpenDesk
from rich.color import ColorTriplet
from rich.style import Style
from test_hostile_screens import SCENES, WIDE
from textual.widgets import Button

from tui.rules.checks import Verdict
from tui.store.vault import Vault
from tui.widgets.themes import DARK, LIGHT, SETTING, THEMES, chosen

LEAST = 4.5
"""Contrast of text and ground (WCAG 2.1, 1.4.3, level AA)."""


def luminance(colour: ColorTriplet) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def drawn_contrast(style: Style) -> float:
    """The contrast that a style comes to on the screen."""
    text, ground = (colour.triplet if colour else None for colour in (style.color, style.bgcolor))
    assert text is not None, style
    assert ground is not None, style
    assert not style.dim, "the terminal decides how dim"
    return contrast(text, ground)


def faint(desk: Desk) -> dict[str, str]:
    """Styles of the frame that cannot be read well, each with a text; what a dialog covers is meant to step back."""
    found: dict[str, str] = {}
    screen = desk.app.screen
    region = screen.query_one(".dialog").region if screen.is_modal else screen.region
    inactive = [button.region for button in screen.query(Button) if button.disabled]
    for y, strip in enumerate(hostile.frame(desk)[region.y : region.bottom], region.y):
        x = region.x
        for segment in strip.crop(region.x, region.right):
            place = (x, y)
            x += hostile.cell_len(segment.text)
            if any(each.contains(*place) for each in inactive):
                continue
            if segment.style is None or not any(character.isalnum() for character in segment.text):
                continue
            if (ratio := drawn_contrast(segment.style)) < LEAST:
                found[f"{ratio:.2f} {segment.style}"] = segment.text.strip()[:20]
    return found


async def test_every_text_of_every_screen_stands_out_from_its_ground_in_both_themes(
    defiled_vault: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(defiled_vault, WIDE) as desk:
        found: dict[str, str] = {}
        for screen, scene in SCENES.items():
            await scene(desk, tmp_path)
            # there and back, since every change of the theme reads all style sheets anew
            for keys, themes in (((), THEMES), (("down", "space"), reversed(THEMES))):
                await desk.press(*keys)
                for theme in themes:
                    desk.app.theme = theme.name
                    await desk.pilot.pause()
                    where = f"{theme.name}, {screen.__name__}"
                    found |= {style: f"{where}: {text}" for style, text in faint(desk).items()}
            while desk.app.screen is not desk.review:
                desk.app.pop_screen()
                await desk.pilot.pause()
        assert not found, "\n".join(f"{style} {where}" for style, where in sorted(found.items()))


async def test_a_key_changes_the_look_and_a_new_start_keeps_it(
    branch: Vault, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "dark")
    async with open_desk(branch) as desk:
        assert desk.app.theme == DARK.name
        await desk.press("ctrl+o")
        assert desk.app.theme == LIGHT.name
        assert chosen() is LIGHT
        await desk.press("ctrl+o")
        assert desk.app.theme == DARK.name
        assert chosen() is DARK


def test_no_two_verdicts_differ_by_colour_alone() -> None:
    texts = {f"{verdict.mark}{verdict.letter}" for verdict in Verdict}
    assert len(texts) == len({verdict.mark for verdict in Verdict}) == len({verdict.letter for verdict in Verdict})
    assert len(texts) == len(Verdict)
