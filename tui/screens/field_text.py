"""How fields of the register are shown: their names, codes in words, ID numbers and phones masked."""

from collections.abc import Mapping
from typing import Final

from tui.intake.kinds import FIELDS
from tui.rules.identity import mask_id, mask_phone
from tui.text import clean

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {"male": "男", "female": "女"},
    "category": {"full": "正式党员", "probationary": "预备党员"},
    "membership": {"normal": "正常", "suspended": "停止党籍"},
    "answer": {"yes": "是", "no": "否"},
    "material": {"complete": "齐全", "irregular": "不规范", "missing": "缺", "untrue": "不真实"},
}


def label(field: str) -> str:
    """A field's Chinese name; what is no field is named by itself."""
    return FIELDS[field].label if field in FIELDS else field


def shown(field: str, value: str) -> str:
    """A field's value as people read it."""
    match FIELDS[field].type if field in FIELDS else "text":
        case "idno":
            return clean(mask_id(value))
        case "phone":
            return clean(mask_phone(value))
        case "money" if value.isdigit():
            return f"{int(value) / 100:.2f}元"
        case kind:
            return clean(_WORDS.get(kind, {}).get(value, value))
