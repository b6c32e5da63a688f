"""The branch that a roster row names: one of the tree, or one that is to be set up."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from tui.intake.refusals import PlanRefusal
from tui.store.commands.roster import NewBranch
from tui.store.queries.units import Unit

_SHORTEST_ENDING: Final = 4


class Branches:
    """Finds the branch that a row names, and collects in ``new`` those that the tree does not have yet.

    ``tree`` is the unit ``own`` (row id) with everything below it.
    """

    def __init__(self, tree: list[Unit], own: int) -> None:
        self._own = next(unit for unit in tree if unit.id == own)
        self._names = {unit.id: unit.name for unit in tree}
        self._kept = {unit.id for unit in tree if unit.keeper == own}
        self._found: dict[tuple[str, str], int | PlanRefusal] = {}
        self._coded: dict[str, list[Unit]] = defaultdict(list)
        self._plain: dict[str, list[Unit]] = defaultdict(list)
        self._ending: dict[str, list[Unit]] = defaultdict(list)
        for unit in tree:
            if unit.kind.holds_members:
                plain = plain_name(unit.name)
                self._coded[unit.code].append(unit)
                self._plain[plain].append(unit)
                if unit.short and plain_name(unit.short) != plain:
                    self._plain[plain_name(unit.short)].append(unit)
                for ending in endings(plain):
                    self._ending[ending].append(unit)
        self._numbers: dict[str, int] = {}
        self.new: list[NewBranch] = []

    def name(self, organization: int) -> str:
        """The name of an organisation by what ``find`` gave; '' outside the tree."""
        return self.new[-organization - 1].name if organization < 0 else self._names.get(organization, "")

    def kept(self, organization: int) -> bool:
        """Whether this vault's unit keeps the organisation."""
        return organization in self._kept

    def known(self, fields: Mapping[str, str]) -> int:
        """The row id of the branch that is named, 0 if none is or it is not sure which."""
        name, code = fields.get("branch", ""), fields.get("branch_code", "")
        if not name and not code and self._own.kind.holds_members:
            return self._own.id
        fitting = self._fitting(plain_name(name), code)
        return fitting[0].id if len(fitting) == 1 else 0

    def find(self, fields: Mapping[str, str]) -> int | PlanRefusal:
        """The organisation's row id, a new branch's negative number, or why there is none."""
        named = fields.get("branch", ""), fields.get("branch_code", "")
        if named not in self._found:
            self._found[named] = self._look(*named)
        return self._found[named]

    def fitting(self, fields: Mapping[str, str]) -> list[int]:
        """The row ids of all branches of the tree that a row may name, whoever keeps them."""
        name, code = fields.get("branch", ""), fields.get("branch_code", "")
        return [unit.id for unit in self._fitting(plain_name(name), code)] if name or code else []

    def _look(self, name: str, code: str) -> int | PlanRefusal:
        if not name and not code:
            return self._own.id if self._own.kind.holds_members else PlanRefusal.BRANCH_MISSING
        plain = plain_name(name)
        fitting = self._fitting(plain, code)
        if len(fitting) > 1:
            return PlanRefusal.BRANCH_UNCLEAR
        if fitting:
            return fitting[0].id if fitting[0].keeper == self._own.id else PlanRefusal.KEPT_ELSEWHERE
        if self._own.kind.holds_members:
            return PlanRefusal.BRANCH_NOT_OURS
        if not name:
            return PlanRefusal.BRANCH_MISSING
        if plain not in self._numbers:
            self.new.append(NewBranch(name, code))
            self._numbers[plain] = -len(self.new)
        return self._numbers[plain]

    def _fitting(self, plain: str, code: str) -> list[Unit]:
        return (self._coded.get(code, []) if code else []) or self._plain.get(plain, []) or self._short_forms(plain)

    def _short_forms(self, plain: str) -> list[Unit]:
        """The branches of whose names this is the end, or whose name is the end of this one."""
        longer = self._ending.get(plain, [])
        return longer + [unit for ending in endings(plain) for unit in self._plain.get(ending, ())]


def plain_name(name: str) -> str:
    """A branch's name without what offices add or leave out: 中共…支部委员会, white space, full-width forms."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    text = re.sub(r"^(中国共产党|中共)", "", text)
    return re.sub(r"党?(总?)支部(委员会)?$", r"\1支部", text)


def endings(plain: str) -> Iterator[str]:
    """What a shorter form of the name may be: a bare 支部 fits nothing."""
    return (plain[start:] for start in range(1, len(plain) - _SHORTEST_ENDING + 1))
