"""What a command reports back: how much it changed, and what it refused with which reason."""

from dataclasses import dataclass, field

from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle

Reason = Refusal | Obstacle
"""Why a command left a row as it was; each has a ``label``."""


@dataclass(frozen=True, slots=True)
class Change:
    """The outcome of one command.

    ``entry`` is its sequence number in the journal, None if nothing was written. ``members`` are the row ids
    touched, or empty when there are too many to name. ``noun`` and ``verb`` say in Chinese what is counted.
    """

    entry: int | None
    label: str
    changed: int
    unchanged: int = 0
    refused: tuple[tuple[Reason, int], ...] = ()
    members: tuple[int, ...] = field(default=(), repr=False)
    noun: str = "人"
    verb: str = "已改"

    @property
    def refused_count(self) -> int:
        """How many rows were refused, over all reasons."""
        return sum(count for _, count in self.refused)

    def sentence(self) -> str:
        """The outcome as one Chinese sentence for the message line."""
        parts = [f"{self.label}：{self.changed:,}{self.noun}{self.verb}" if self.changed else f"{self.label}：没有改动"]
        if self.unchanged:
            parts.append(f"{self.unchanged:,}{self.noun}本来如此")
        parts.extend(f"{count:,}{self.noun}未改（{refusal.label}）" for refusal, count in self.refused)
        return "，".join(parts) + "。"
