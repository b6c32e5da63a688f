"""How the papers of 组织处置 word each kind: what is proposed, what is decided, what the member is told.

Sources: the documents that ``procedures.toml`` names for each kind; the verbs are theirs (宣布除名 and 备案 for who
asks to leave, 劝他退党, 把他除名, 按自行脱党予以除名, 取消预备党员资格,
不予承认, 停止党籍, 恢复党籍). The sentences around them are ours. A kind from a local file is worded by its own name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tui.rules.disposal.procedures import Act, Procedure

BLANK: Final = "______"
"""Room for what is not on record."""


@dataclass(frozen=True, slots=True)
class Wording:
    """``matter`` is what titles say, ``decision`` what is decided, ``told`` what the member is told.

    ``{who}`` is the member, ``{term}`` the term that is given. ``leaves``: whoever is told is no comrade any more.
    """

    matter: str
    decision: str
    told: str
    leaves: bool = False


_REMOVED: Final = "按自行脱党予以除名"
_NEVER: Final = Wording(
    "不予承认{who}党员身份", "对{who}的党员身份不予承认", "对你的党员身份不予承认", leaves=True
)  # fmt: skip
_SUSPENDED: Final = Wording("停止{who}党籍", "停止{who}党籍", "停止你的党籍")

_WORDINGS: Final = {
    "withdrawal": Wording(
        "宣布{who}退党除名", "同意{who}的退党要求，宣布除名", "同意你的退党要求，宣布除名", leaves=True
    ),
    "correction": Wording(
        "对{who}作出限期改正处置", "对{who}作出限期改正处置，改正期限{term}",
        "要求你限期改正，改正期限{term}。请你对照存在的问题切实改正，期满后党支部将根据你的表现作出结论；仍无转变的，"
        "应当劝你退党",
    ),
    "persuasion": Wording(
        "劝{who}退党", "劝{who}退党",
        "劝你退党。请你向党支部表明是否接受；坚持不退的，将提交支部大会讨论，决定除名，并报上级党组织批准",
    ),
    "removal_after_persuasion": Wording(
        "将劝而不退的{who}除名", "将被劝告退党后坚持不退的{who}除名", "鉴于你被劝告退党后坚持不退，将你除名",
        leaves=True,
    ),
    "self_withdrawal_2016": Wording(f"对{{who}}{_REMOVED}", f"对{{who}}{_REMOVED}", f"对你{_REMOVED}", leaves=True),
    "self_withdrawal_2019": Wording(f"对{{who}}{_REMOVED}", f"对{{who}}{_REMOVED}", f"对你{_REMOVED}", leaves=True),
    "probation_cancelled": Wording(
        "取消{who}预备党员资格", "取消{who}预备党员资格", "取消你的预备党员资格", leaves=True
    ),
    "probation_extended": Wording(
        "延长{who}预备期", "延长{who}预备期，延长的期限{term}", "延长你的预备期，延长的期限{term}"
    ),
    "not_recognised_against_rules": _NEVER,
    "not_recognised_false": _NEVER,
    "not_recognised_letter_only": Wording(
        "不予承认{who}党员资格", "对{who}的党员资格不予承认", "对你的党员资格不予承认", leaves=True
    ),
    "suspension_lost": _SUSPENDED,
    "suspension_settled": _SUSPENDED,
    "suspension_abroad": _SUSPENDED,
    "restoration": Wording("恢复{who}党籍", "恢复{who}党籍", "恢复你的党籍"),
}  # fmt: skip
_PART: Final = re.compile(r"(》[一二三四五六七八九十]+)、.*")
_UNRECOGNISED: Final = "never"
"""What becomes of a membership that was none: nobody is called a comrade in the papers on it."""
ANSWERS: Final = {
    "corrected": "期限内已经改正",
    "unchanged": "期满仍无转变",
    "accepts": "接受劝告，同意退党",
    "refuses": "坚持不退",
}
"""Answers and conclusions (``Step.answers``) in words."""


def wording(procedure: Procedure) -> Wording:
    """The words of a kind."""
    known = _WORDINGS.get(procedure.key)
    if known is not None:
        return known
    label = procedure.label.replace("{", "{{").replace("}", "}}")
    return Wording(f"对{{who}}作出{label}处置", f"对{{who}}作出{label}处置", f"对你作出{label}处置",
                   leaves=procedure.ends in ("removed", "never"))  # fmt: skip


def called(procedure: Procedure, name: str, *, afterwards: bool = False) -> str:
    """The member as papers call him: a comrade, unless he never was one or, ``afterwards``, is one no more."""
    if procedure.ends == _UNRECOGNISED or (afterwards and wording(procedure).leaves):
        return name
    return f"{name}同志"


def goes_to(procedure: Procedure) -> str:
    """What a meeting's decision waits for: 报上级党组织批准, or 备案 alone."""
    acts = {step.act for step in procedure.steps}
    return "批准" if Act.DECIDE in acts else "备案"


def at_once(procedure: Procedure) -> bool:
    """Whether what is approved holds from that day: no term runs first, no answer is waited for, and there was a
    membership at all."""
    return procedure.ends != _UNRECOGNISED and not {step.act for step in procedure.steps} & {Act.TERM, Act.ANSWER}


def documents(procedure: Procedure) -> str:
    """The documents that a kind rests on, named in one line; of a numbered part its highest number alone."""
    named = (_PART.sub(r"\1", each.partition("：")[0]) for each in procedure.basis)
    return "、".join(dict.fromkeys(named))


def told_basis(basis: Sequence[str]) -> list[str]:
    """The documents that a kind rests on, with what each says, as numbered lines."""
    return [f"{number}. {each}。" for number, each in enumerate((b.rstrip("。") for b in basis), 1)]
