"""How fields of the register are shown: names, codes in words, ID numbers and phones masked; what a finding says."""

from typing import Final

from tui.intake.kinds import FIELDS
from tui.rules.check_findings import CheckFinding
from tui.rules.findings import FindingCode
from tui.rules.identity import mask_id, mask_phone
from tui.rules.member_fields import WORDS
from tui.text import clean

_SENTENCES: Final = {code.value: code.sentence for code in (*FindingCode, *CheckFinding)}


def finding_sentence(code: str) -> str:
    """What a finding says; the code itself where a later program has found it."""
    return _SENTENCES.get(code) or clean(code)


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
            return clean(WORDS.get(kind, {}).get(value, value))
