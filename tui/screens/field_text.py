"""How fields of the register are shown: their names, codes in words, ID numbers and phones masked."""

from tui.intake.kinds import FIELDS
from tui.rules.identity import mask_id, mask_phone
from tui.rules.member_fields import WORDS
from tui.text import clean


def label(field: str) -> str:
    """A field's Chinese name; what is no field is named by itself."""
    return FIELDS[field].label if field in FIELDS else field


def shown(field: str, value: str) -> str:
    """A field's value as people read it."""
    match FIELDS[field].type if field in FIELDS else "text":
        case "idno":
            return mask_id(value)
        case "phone":
            return mask_phone(value)
        case "money" if value.isdigit():
            return f"{int(value) / 100:.2f}元"
        case kind:
            return clean(WORDS.get(kind, {}).get(value, value))
