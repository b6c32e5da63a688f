"""How a verdict looks: glyph, letter and tone."""

from tui.rules.checks import Stage, Verdict
from tui.widgets.rows import Cell, Tone

TONES: dict[Verdict, Tone] = {
    Verdict.UNCHECKED: "dim",
    Verdict.CLEAR: "good",
    Verdict.MENDED: "mended",
    Verdict.PENDING: "todo",
    Verdict.DOUBTFUL: "doubt",
    Verdict.NOT_APPLICABLE: "dim",
}
_VERDICTS = {verdict.value: (f"{verdict.mark}{verdict.letter}", TONES[verdict], verdict.letter) for verdict in Verdict}


def check_cell(own: str, other: str, stage: Stage) -> Cell:
    """One verdict of the stage in hand; in the verification the self-check's letter stands before it."""
    text, tone, _ = _VERDICTS[own]
    if stage is Stage.VERIFICATION:
        text = f"{_VERDICTS[other][2]}|{text}"
    return Cell(text, tone)
