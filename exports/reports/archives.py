"""The list of members whose files have something missing, irregular or untrue, branch by branch.

《党员组织关系排查有关问题说明》 section 1: 对没有党员档案、档案材料缺失、党员身份存疑的记录下来. No layout was found;
the columns are ours.
"""

from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from exports.forms.fill_in_files import private_folder
from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.reports.sheets import Column, SheetTable, table_file
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, owed
from tui.store import journal
from tui.store.commands.exporting import note_exported
from tui.store.queries import units
from tui.store.queries.archives import ArchiveRow, View, archive_page, archive_view
from tui.store.session import Session

PRIVATE: Final = "paicha-archives"
"""The folder made where others may look into the chosen one."""
TITLE: Final = "党员档案问题名单"
COLUMNS: Final = (
    Column("序号", 6), Column("党支部", 24, centred=False), Column("姓名", 11),
    *(Column(name, 12) for name in MATERIAL_NAMES.values()), Column("材料存于", 12),
    Column("保管单位", 20, centred=False), Column("商转函", 8), Column("待办事项", 8), Column("备注", 16),
)  # fmt: skip
_WRONG: Final = (View.MISSING, View.IRREGULAR, View.UNTRUE, View.WITHOUT)


def write_archive_list(session: Session, folder: Path, top: int) -> Written:
    """Write the list of the unit ``top`` and below it; the journal has it before the file has its name.

    It goes into ``folder`` if nobody else may look into it, or into a new one (mode 0700) inside it. ROLE_REFUSED, and
    what :func:`exports.media.write_file` raises.
    """
    wrong = set[int]().union(*(archive_view(session.db, top, view) for view in _WRONG))
    order = [member for member in archive_view(session.db, top, View.ALL) if member in wrong]
    rows = [_texts(number, row) for number, row in enumerate(archive_page(session.db, order), 1)]
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    unit = units.unit(session.db, top)
    remark = "说明：“/”为不要求（预备党员没有转正申请书），空格为尚未登记。"
    content = table_file(SheetTable(TITLE, unit.name, as_of, COLUMNS, rows, remark))
    name = f"archives-{unit_in_name(unit.code, unit.uuid.hex())}-{journal.last(session.db)[0] + 1:06}.xlsx"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_exported(session, "archives", len(rows), sha256(content).hexdigest(), action="archive.export")

    return write_file(private_folder(folder, PRIVATE), name, fill, needed=len(content), before_final_name=note)


def _texts(number: int, row: ArchiveRow) -> list[str]:
    due = owed(row.category)
    states = [MATERIAL.get(state or "", "") if name in due else "/" for name, state in row.states.items()]
    return [
        str(number), row.branch, row.name, *states, row.kept.label if row.kept else "",
        row.archive_at or (row.keeper.label if row.keeper else ""), str(row.inquiries or ""), str(row.work or ""), "",
    ]  # fmt: skip
