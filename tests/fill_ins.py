"""A committee that keeps a branch without a terminal, and what that branch does to its fill-in workbook."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from people import arrival, rows, take_in

from exports.forms.fill_in_files import WrittenFillIn, write_fill_ins
from tui.rules.fill_in import HEADER_ROW, ROSTER
from tui.rules.units import UnitKind
from tui.store import journal
from tui.store.commands.organizations import add_organization
from tui.store.images import LETTER
from tui.store.session import Session
from tui.store.vault import Vault

DUE = "2026-12-01"
PEOPLE: tuple[dict[str, str], ...] = (
    {
        "name": "王小明", "idno": "11010519491231002X", "sex": "female", "nation": "汉族", "birth": "1949-12-31",
        "native": "北京市朝阳区", "education": "大学", "category": "full", "joined": "1985-07-01", "full_at": "1986-07",
        "post": "组织委员", "work": "退休人员", "phone": "13800138000", "landline": "010-65200001",
        "address": "北京市朝阳区一号", "membership": "normal", "dues_to": "2016-07", "lost": "no", "floating": "no",
    },
    {"name": "曾大力", "sex": "male", "category": "probationary"},
    {"name": "=HYPERLINK(1)", "work": "-1+2", "category": "full"},
)  # fmt: skip
"""One of whom all is known, one of whom little is, one whose name a spreadsheet program would take for a formula."""


def with_branch(vault: Vault, name: str = "离退休第一党支部", code: str = "001002009") -> int:
    """Set up a branch below the committee, kept by it; gives its row id."""
    vault.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
    return int(rows(vault, "SELECT max(id) FROM organization")[0][0])  # type: ignore[call-overload]


def filled_branch(vault: Vault) -> int:
    """A branch with three members and a letter of the second that nobody has answered."""
    org = with_branch(vault)
    take_in(vault, *(arrival(org=org, **fields) for fields in PEOPLE))
    send_letter(vault, member(vault, "曾大力"), "第2016001号", issued="2016-03-01", to_unit="某县委组织部")
    return org


def member(vault: Vault, name: str) -> int:
    """The member's row id."""
    return int(rows(vault, "SELECT id FROM member WHERE name = ?", name)[0][0])  # type: ignore[call-overload]


def send_letter(vault: Vault, owner: int, number: str, **fields: str) -> None:
    """A letter out, as an import writes it."""

    def command(session: Session) -> None:
        with journal.entry(session, "roster.import") as entry:
            empty: dict[str, Any] = dict.fromkeys(LETTER.columns)
            (last,) = session.db.execute_sql("SELECT ifnull(max(id), 0) FROM letter").fetchone()
            uuid = UUID(int=last + 1, version=4).bytes
            values = {"id": last + 1, "uuid": uuid, "member": owner, "direction": "out", "number": number, **fields}
            entry.insert(LETTER, empty | values)

    vault.write(command).result()


def issued(vault: Vault, folder: Path, *branches: int, due_on: str = DUE) -> list[WrittenFillIn]:
    """Write workbooks into ``folder``."""
    return vault.write(write_fill_ins, branches or None, due_on, folder).result()


def columns(sheet: Worksheet) -> dict[str, int]:
    """Header → column of a sheet."""
    return {str(cell.value): cell.column for cell in sheet[HEADER_ROW] if cell.value}


def row_of(sheet: Worksheet, name: str) -> int:
    """The row of the person with that name."""
    column = columns(sheet)["姓名"]
    return next(row for row in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet.cell(row, column).value == name)


def fill(path: Path, name: str, texts: Mapping[str, object], sheet: str = ROSTER) -> None:
    """What the branch writes into one person's row."""

    def write(page: Worksheet) -> None:
        for header, text in texts.items():
            page.cell(row_of(page, name), columns(page)[header]).value = text  # type: ignore[assignment]

    edit(path, write, sheet)


def edit(path: Path, change: Callable[[Worksheet], None], sheet: str = ROSTER) -> None:
    """Open the workbook, change a sheet, save it."""
    workbook = load_workbook(path)
    change(workbook[sheet])
    workbook.save(path)


def through_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook opened and saved by LibreOffice, under the same name."""
    folder.mkdir()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return folder / path.name
