"""Writes ledgers of fictitious people as offices hand them in: letters out since 2007, and dues paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from openpyxl import Workbook

from benchmarks.people import AS_OF, people

LETTER_HEADERS = (
    "编号", "姓名", "性别", "公民身份证号", "所在党支部", "类别", "转入单位抬头", "转入单位", "党费缴纳至年月",
    "介绍信有效期天数", "办理时间", "是否有回执", "回执接收时间", "备注",
)  # fmt: skip
DUES_HEADERS = ("姓名", "公民身份证号", "所在党支部", "缴费类型", "缴费起始月份", "缴费截止月份", "补缴金额")
_RECEIVERS = (
    ("省内", "江城市人力资源和社会保障局党委", "江城市人才服务中心流动党员党委"),
    ("省内", "中共江城市江北区委组织部", "江北区望江街道党工委滨江社区党支部"),
    ("省内", "中共临江县委组织部", "临江县第一中学党总支"),
    ("省外", "中共深圳市南山区委组织部", "深圳市南山区粤海街道党工委"),
    ("省外", "中共上海市委教育卫生工作委员会组织干部处", "华东某大学党委"),
    ("省外", "中共成都市武侯区委组织部", "成都市武侯区玉林街道党工委"),
)
_FIRST = date(2008, 6, 20)
_RECEIVED_SHARE = 0.55


def write_letters(path: Path, letters: int, branches: Sequence[str], seed: int, as_of: date = AS_OF) -> None:
    """Write a ledger of so many letters out, the oldest first; a part of them has no receipt."""
    random = Random(f"letters {seed}")
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("介绍信登记")
    sheet.append(["党员组织关系介绍信（转出）登记（虚构数据，仅供演练）"])
    sheet.append(LETTER_HEADERS)
    span = (as_of - _FIRST).days
    days = sorted(_FIRST + timedelta(days=random.randint(0, span)) for _ in range(letters))
    numbers: dict[int, int] = {}
    for day, person in zip(days, people(seed, as_of), strict=False):
        numbers[day.year] = numbers.get(day.year, 0) + 1
        scope, heading, receiver = random.choice(_RECEIVERS)
        received = day + timedelta(days=random.randint(10, 80))
        has_receipt = random.random() < _RECEIVED_SHARE and received < as_of
        sheet.append([
            f"{day.year}{numbers[day.year]:03}", person.name, "男" if person.male else "女", person.idno,
            random.choice(branches), scope, heading, receiver, f"{day.year}年{day.month}月",
            random.choice((30, 30, 30, 90)), f"{day.year}年{day.month}月{day.day}日", "是" if has_receipt else "否",
            f"{received.year}年{received.month}月{received.day}日" if has_receipt else None, None,
        ])  # fmt: skip
    workbook.save(path)


def write_dues(path: Path, members: int, branches: Sequence[str], seed: int, as_of: date = AS_OF) -> None:
    """Write what the members of ``write_roster`` (same arguments) have paid this year, each up to his last month."""
    random = Random(f"dues {seed}")
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("党费")
    sheet.append(["党费缴纳登记（虚构数据，仅供演练）"])
    sheet.append(DUES_HEADERS)
    for number, person in enumerate(islice(people(seed, as_of), members)):
        if person.dues_to.year < as_of.year:
            continue
        months, each = person.dues_to.month, random.choice((5, 8, 10, 12, 20))
        first, last = f"{as_of.year}年1月", f"{as_of.year}年{months}月"
        branch = branches[number * len(branches) // members]
        sheet.append([person.name, person.idno, branch, "正常缴纳", first, last, months * each])
    workbook.save(path)
