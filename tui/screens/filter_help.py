"""How filters are written, made from the table of fields."""

from typing import Final

from rich.text import Text

from tui.rules.filters.fields import FIELDS, Kind
from tui.text import fit

_WRITING: Final = (
    ("张三", "姓名中有“张三”；三个字以上的也在党组织名称中找"),
    ("zsf、zhangs", "姓名的拼音首字母，或拼音全拼"),
    ("1234", "身份证末几位；四位以上的也在手机号码末尾找"),
    ("支部:第一", "项目和值，中间用冒号；全角、半角都可以"),
    ("张 支部:第一", "并列的条件要同时符合"),
    ("-是:失联", "减号排除符合的人"),
    ("是:失联 或 是:流动", "“或”连接的，符合一边即可；可用括号分组"),
    ("查4:存疑,待完善", "一个项目的几个值用逗号隔开，符合其一即可"),
    ("出生:1960..1975", "范围，含两端；1975指到1975年底；一端可以不写"),
    ("党费:<2016-01", "早于；>晚于，<=、>=含当日（月、年）"),
    ("住址:空", "没有记载的"),
    ('支部:"一 二"', "值中有空格、冒号等符号的，加引号"),
)
_EXAMPLE, _NAME = 22, 24


def filter_help() -> Text:
    """The page."""
    text = Text(overflow="fold")
    text.append("写法\n", "bold reverse")
    for example, meaning in _WRITING:
        text.append(fit(example, _EXAMPLE), "bold")
        text.append(f"{meaning}\n")
    text.append("只写到年或月的日期，按该年、该月的第一天算。\n\n")
    text.append("项目\n", "bold reverse")
    for field in FIELDS:
        text.append(fit("、".join((*field.words, field.key)), _NAME), "bold")
        values = "、".join(choice.label for choice in field.choices) if field.kind is Kind.CHOICE else field.kind.value
        text.append(f" {field.help}：{values}\n")
    return text
