"""Exports of the statistics database for the tests: its real header, one row per person."""

from collections.abc import Sequence
from pathlib import Path

from rosters import write_rows

HEADERS = (
    "姓名", "性别", "公民身份号码", "民族", "出生日期", "学历", "人员类别", "学位", "所在党支部", "手机号码",
    "入党日期", "转正日期", "党龄", "党龄校正值", "新社会阶层类型", "工作岗位", "从事专业技术职务", "是否农民工",
    "现居住地", "户籍所在地", "是否失联党员", "是否流动党员", "党员注册时间", "注册手机号", "党员增加信息",
    "党员减少信息", "入党类型", "转正情况", "入党时所在支部", "延长预备期时间",
)  # fmt: skip
"""Header of the export of 全国党员信息库."""


def export(path: Path, *people: dict[str, object], headers: Sequence[str] = HEADERS) -> Path:
    """An export with these people."""
    return write_rows(path, [list(headers), *([person.get(header) for header in headers] for person in people)])
