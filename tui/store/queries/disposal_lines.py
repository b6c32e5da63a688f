"""What a member's card says of his disposals: a line for each case, the newest last."""

from tui.rules.disposal.register import ENDS, State
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_case import CaseFile, case_files


def disposal_lines(db: CipherDatabase, member: int) -> tuple[str, ...]:
    """The cases of a member (row id) in words; those that were withdrawn are left out."""
    found = db.execute_sql(
        "SELECT id FROM disposal_case WHERE member = ? AND state <> 'withdrawn' ORDER BY opened_on, id", (member,)
    )
    numbers = [number for (number,) in found.fetchall()]
    return tuple(_line(file) for file in case_files(db, 0, numbers)) if numbers else ()


def _line(file: CaseFile) -> str:
    """One case: in hand, with the step that comes next and its place; or what came of it, and since when."""
    row = file.row
    if file.state is State.OPEN:
        case, step = file.case, file.next_step
        where = f"（第{len(case.standing) + 1}步：{step.label}）" if case is not None and step is not None else ""
        waits = "，线索移送待结果" if case is not None and case.referral_open else ""
        return f"{file.label} {file.state.label}{where}{waits}"
    ended = ENDS.get(row["outcome"] or "", "")
    since = f"，{row['effective_on']}起" if row["effective_on"] else ""
    return f"{file.label} {file.state.label}（{ended}{since}）"
