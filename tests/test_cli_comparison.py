"""Comparing on the command line: what it prints, masks, stores and writes."""

import subprocess
from pathlib import Path

import command
import pytest
from openpyxl import Workbook, load_workbook
from people import arrival, take_in
from vaults import PASSPHRASE, founded, opened

from tui.faults import Fault

ID = "110105198507010013"


HOUSE = Path(__file__).parents[1]


def paicha(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return command.paicha(*words, typed=f"{PASSPHRASE}\n")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = founded(tmp_path / "vault")
    with opened(folder) as found:
        take_in(found, arrival("张明", idno=ID, nation="汉族", phone="13800138000"), arrival("李四"))
    return folder


def workbook(path: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_a_comparison_prints_counts_and_masked_differences_and_writes_its_tables(vault: Path, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "e.xlsx", ("姓名", "公民身份号码", "民族", "手机号码"), ("张明", ID, "满族", "13900139000"),
    )  # fmt: skip
    none = paicha("compare-report", vault, tmp_path)
    assert (none.returncode, list(tmp_path.glob("comparison-*"))) == (Fault.NOTHING_COMPARED.exit_code, [])
    done = paicha("compare", vault, file, "--taken-on", "2026-11-01")
    assert done.returncode == 0, done.stderr
    assert "满族" in done.stdout
    assert "139****9000" in done.stdout
    assert "13900139000" not in done.stdout
    assert "比对1人，对应1人，错项2项，漏项1项。" in done.stdout
    present = workbook(tmp_path / "p.xlsx", ("姓名", "性别", "民族"), ("王五", "男", "汉族"))
    assert "库外1项" in paicha("compare", vault, present, "--present").stdout
    report = paicha("compare-report", vault, tmp_path, "--all")
    assert report.returncode == 0, report.stderr
    names = sorted(path.name.split("-0")[0] for path in tmp_path.glob("*-0*.xlsx"))
    assert names == ["comparison", "not-entered", "not-on-roster", "unaccounted"]
    (written,) = tmp_path.glob("comparison-*.xlsx")
    cells = [cell.value for row in load_workbook(written).worksheets[0].iter_rows() for cell in row]
    assert {"满族", "漏项"} <= set(cells)


def test_a_unit_that_is_not_in_the_tree_and_a_day_that_is_none_are_refused(vault: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "e.xlsx", ("姓名", "性别", "民族"), ("张明", "男", "汉族"))
    unknown = paicha("compare", vault, file, "--unit", "某支部")
    assert unknown.returncode == Fault.ORGANIZATION_UNKNOWN.exit_code
    assert paicha("compare", vault, file, "--taken-on", "11月1日").returncode == Fault.DATE_INVALID.exit_code
