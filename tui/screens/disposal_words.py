"""Kinds of disposal in words: the line in the list of kinds, why one may not be opened, a procedure whole."""

from typing import Final

from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.local import base_of
from tui.rules.disposal.procedures import Procedure
from tui.rules.disposal.words import SETS, step_words, term_words, whom
from tui.screens.sheet import Line
from tui.store.queries.disposal_kinds import Kind, KindsOf

_REMOVALS: Final = frozenset({"self_withdrawal_2016", "self_withdrawal_2019"})


def choice_words(found: KindsOf, kind: Kind) -> str:
    """A kind in the list: whether it may be opened, on what basis, or why not."""
    label = f"{_told_apart(found, kind)}{'（本地）' if kind.local else ''}"
    if not kind.open:
        return f"×{label}：{'；'.join(_why(found, kind))}"
    fits = f"【可考虑：{kind.why}】" if kind.why else ""
    return f"○{label}{fits}  依据：{kind.procedure.basis[0]}"


def _told_apart(found: KindsOf, kind: Kind) -> str:
    """The name of a kind; with its policy sets where another has the same."""
    label = kind.procedure.label
    if [each.procedure.label for each in found.kinds].count(label) == 1:
        return label
    return f"{label}（{'、'.join(SETS.get(each, each) for each in kind.procedure.sets)}）"


def kind_lines(found: KindsOf, kind: Kind) -> list[Line]:
    """Why a kind may not be opened for this member, and the kind itself."""
    lines: list[Line] = [(f"理由{number}", each) for number, each in enumerate(_why(found, kind), 1)]
    return [*lines, *clash_lines(found, kind), ("", ""), *procedure_lines(kind.procedure)]


def clash_lines(found: KindsOf, kind: Kind) -> list[Line]:
    """What two documents say of this kind and this member, and what the program therefore does; nothing is chosen."""
    if found.clash is None or base_of(kind.procedure.key) not in _REMOVALS:
        return []
    return [("", ""), *(("", sentence) for sentence in found.clash.sentences)]


def _why(found: KindsOf, kind: Kind) -> list[str]:
    said = []
    for obstacle in kind.obstacles:
        detail = ""
        if obstacle is Obstacle.FACT_MISSING:
            detail = f"，缺：{'、'.join(fact.label for fact in kind.missing)}"
        elif obstacle is Obstacle.NOT_IN_SET:
            detail = f"，本批次执行{SETS.get(found.policy, found.policy)}"
        elif obstacle is Obstacle.WRONG_CATEGORY:
            detail = f"，只适用于{whom(kind.procedure)}"
        said.append(f"{obstacle.label}{detail}")
    return said


def procedure_lines(procedure: Procedure) -> list[Line]:
    """A procedure whole: basis, category and sets, since when it is in force, needs, term, steps."""
    lines: list[Line] = [("处置方式", procedure.label)]
    lines += [("依据", basis) for basis in procedure.basis]
    lines.append(("适用", f"{whom(procedure)}；{'、'.join(SETS.get(each, each) for each in procedure.sets)}"))
    if procedure.since is not None:
        lines.append(("施行", f"{procedure.since}起施行，此前不能按它立案"))
    lines += [("前提", fact.label) for fact in procedure.needs] or [("前提", "不须另有前提事实")]
    if term := term_words(procedure):
        lines.append(("期限", term))
    return lines + [
        (f"第{number}步", f"{step.label}（{step_words(step)}）") for number, step in enumerate(procedure.steps, 1)
    ]
