"""The papers opened by LibreOffice: those that must be one page are one, whatever is written in them."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from once import made_once
from paper_samples import EMPTY, LETTER, LONG, LONG_LETTER, USUAL, made

from exports.papers.introduction import introduction_bytes
from exports.papers.page import Kind, Paragraph, paper_file

ONE_PAGE = ("introduction", "judgement", "retention", "measure", "archive-list", "receipt-statistics")
GROUPS = {"usual": USUAL, "long": LONG, "empty": EMPTY}
_LINE = Paragraph(Kind.ADDRESSEE, "排" * 28)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, int]:
    """How many pages each paper has; one start of the program for all."""
    assert shutil.which("soffice"), "soffice is missing: install libreoffice-writer-nogui to run these tests"
    folder = made_once(tmp_path_factory, "printed", print_all)
    return {pdf.stem: len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) for pdf in folder.glob("*.pdf")}


def print_all(folder: Path) -> None:
    """Every paper, as a .pdf beside it."""
    files = {
        f"{kind}-{label}.{'xlsx' if kind == 'receipt-statistics' else 'docx'}": made(paper)
        for label, group in GROUPS.items()
        for kind, paper in group.items()
    }
    files["introductions.docx"] = introduction_bytes(LETTER, LONG_LETTER, LETTER)
    for lines in (22, 23):
        files[f"lines-{lines}.docx"] = paper_file("满页", [_LINE] * lines, "2016-12-05", marking="")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *(str(folder / name) for name in files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    printed = list(folder.glob("*.pdf"))
    assert len(printed) == len(files), "soffice opens no .docx: install libreoffice-writer-nogui to run these tests"


@pytest.mark.parametrize("label", GROUPS)
@pytest.mark.parametrize("kind", ONE_PAGE)
def test_what_must_be_one_page_is_one(pages: Mapping[str, int], kind: str, label: str) -> None:
    assert pages[f"{kind}-{label}"] == 1


def test_several_letters_in_one_file_are_a_page_each(pages: Mapping[str, int]) -> None:
    assert pages["introductions"] == 3


def test_every_paper_opens_and_a_letter_of_the_usual_length_is_one_page(pages: Mapping[str, int]) -> None:
    assert all(pages.values())
    assert pages["reminder-usual"] == 1
    assert pages["inquiry-usual"] == pages["archive-inquiry-usual"] == 2, "the letter, and its annex"


def test_a_page_holds_22_lines_of_28_characters(pages: Mapping[str, int]) -> None:
    assert (pages["lines-22"], pages["lines-23"]) == (1, 2)
