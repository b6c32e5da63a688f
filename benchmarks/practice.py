"""Writes the practice rosters and ledgers that the program ships (``tui/demo/workbooks``); run it when they change.

``python -m benchmarks.practice``
"""

from pathlib import Path

from benchmarks.ledgers import write_dues, write_letters
from benchmarks.workbooks import write_roster

WORKBOOKS = Path(__file__).parents[1] / "tui" / "demo" / "workbooks"
BRANCH = "计算机学院教工第一党支部"
COMMITTEE = (
    *(f"计算机学院教工第{number}党支部" for number in "二三四五"),
    *(f"计算机学院本科生第{number}党支部" for number in "一二三四五六七八九"),
    *(f"计算机学院研究生第{number}党支部" for number in "一二三四五六七八九"),
    "计算机学院离退休第一党支部",
    "计算机学院离退休第二党支部",
    "计算机学院实验中心党支部",
    "计算机学院机关党支部",
    "计算机学院毕业生流动党支部",
)
BRANCH_MEMBERS, COMMITTEE_MEMBERS, LETTERS = 62, 1938, 160


def main() -> None:
    """Write both rosters and the committee's ledgers, the same at every run."""
    WORKBOOKS.mkdir(exist_ok=True)
    write_roster(WORKBOOKS / "branch.xlsx", BRANCH_MEMBERS, [BRANCH], 2, flaws=True)
    write_roster(WORKBOOKS / "committee.xlsx", COMMITTEE_MEMBERS, COMMITTEE, 3, flaws=True)
    write_letters(WORKBOOKS / "committee-letters.xlsx", LETTERS, COMMITTEE, 7)
    write_dues(WORKBOOKS / "committee-dues.xlsx", COMMITTEE_MEMBERS, COMMITTEE, 3)


if __name__ == "__main__":
    main()
