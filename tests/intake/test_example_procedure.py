"""The example of a local procedure that the manual names is one that the program takes in."""

from pathlib import Path

from tui.intake.disposal_procedures import read_procedures
from tui.rules.disposal.procedures import PROCEDURES

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = "examples/local_persuasion.toml"


def test_the_example_that_the_manual_names_is_stricter_than_the_kind_it_is_based_on() -> None:
    assert f"docs/{EXAMPLE}" in (DOCS / "manual.zh.md").read_text(encoding="utf-8")
    _, kinds = read_procedures(DOCS / EXAMPLE)
    (local,) = kinds.values()
    assert local.key == "local_persuasion"
    added = {step.label for step in local.steps} - {step.label for step in PROCEDURES["persuasion"].steps}
    assert added == {"谈心谈话", "基层党委初审"}
