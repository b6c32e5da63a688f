"""The papers of 组织处置 opened by LibreOffice: forms keep to one page, letters of the usual length to theirs."""

import re
import shutil
import subprocess
from collections.abc import Mapping

import pytest
from disposal_samples import desk_with, finished, made, papers_of
from disposals import opened
from offices import DEPARTMENT
from registers import register

from tui.store.commands.disposal_referrals import refer_clue

pytestmark = pytest.mark.xdist_group("libreoffice")
LONG = "阿卜杜拉·阿卜杜热合曼·买买提艾力"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, int]:
    """How many pages each paper has; one start of the program for all."""
    assert shutil.which("soffice"), "soffice is missing: install libreoffice-writer-nogui to run these tests"
    folder = tmp_path_factory.mktemp("disposal")
    office = register(folder / "vault", DEPARTMENT)
    files: dict[str, bytes] = {}
    for kind, name in (("correction", "张三"), ("suspension_settled", LONG)):
        place = folder / kind
        place.mkdir()
        desk, member = desk_with(office, place, kind, name)
        number = finished(desk, member, kind)
        files |= {f"{each.name}-{kind}": made(each) for each in papers_of(desk, number)}
        desk.session.db.close()
    place = folder / "referred"
    place.mkdir()
    desk, member = desk_with(office, place, "persuasion", LONG)
    number = opened(desk, member, "persuasion")
    refer_clue(
        desk.session,
        member,
        number,
        "police",
        "某市公安局",
        "2020-02-03",
        matter="涉嫌伪造公文",
        materials="公文；证言",
    )
    files |= {f"{each.name}-referred": made(each) for each in papers_of(desk, number)}
    desk.session.db.close()
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    printed = {pdf.stem: pdf.read_bytes() for pdf in folder.glob("*.pdf")}
    assert len(printed) == len(files), "soffice opens no .docx: install libreoffice-writer-nogui to run these tests"
    return {name: len(re.findall(rb"/Type\s*/Page\b", pdf)) for name, pdf in printed.items()}


@pytest.mark.parametrize(
    "paper",
    [
        "送达回证-correction",
        "移交清单-suspension_settled",
        "案卷目录-correction",
        "批复-correction",
        "通知书-correction",
    ],
)
def test_what_must_be_one_page_is_one(pages: Mapping[str, int], paper: str) -> None:
    assert pages[paper] == 1


def test_a_letter_that_refers_a_clue_has_a_page_for_the_list_and_one_for_the_receipt(pages: Mapping[str, int]) -> None:
    assert pages["移交线索函-referred"] == 3


def test_every_other_paper_opens_and_stays_short(pages: Mapping[str, int]) -> None:
    assert all(1 <= count <= 3 for count in pages.values()), pages
    assert pages["支部大会决议-correction"] == pages["处置意见-correction"] == 2
