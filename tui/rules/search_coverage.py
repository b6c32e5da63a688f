"""How far a search has come: ways, times and span against the minimums of the campaign's policy set.

The minimums are data (search_minimums.toml, with their basis and which of them are ours); a unit may put its own in
their place. Coverage never decides anything: it only keeps 确实无法取得联系 from being stated too early.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, NamedTuple

from tui.rules.dates import earliest, latest
from tui.rules.searches import Channel, Way


@dataclass(frozen=True, slots=True)
class Minimums:
    """So many of the four ways, so many searches in each of them, so many days between the first and the last."""

    ways: int
    per_way: int
    days: int

    @property
    def words(self) -> str:
        """As a sentence of the page."""
        return f"{self.ways}种方式，每种不少于{self.per_way}次，首末两次相隔不少于{self.days}天"


_TABLE: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("search_minimums.toml").read_text("utf-8")
)
MINIMUMS: Final[Mapping[str, Minimums]] = {
    policy: Minimums(each["ways"], each["per_way"], each["days"])
    for policy, each in _TABLE.items()
    if isinstance(each, dict)
}
"""By policy set of a campaign."""
HIGHEST: Final = Minimums(len(Way), 20, 730)
"""What a unit may ask for at most: beyond it a slip of the pen would close every case to a statement."""


def basis(policy: str) -> str:
    """The document that the policy set's minimums rest on."""
    return str(_TABLE[policy]["basis"])


def inferred(policy: str) -> tuple[str, ...]:
    """Which of the policy set's numbers no document states: fields of :class:`Minimums`."""
    return tuple(_TABLE[policy]["inferred"])


class Attempt(NamedTuple):
    """One search on record: through what, and its day as a partial date."""

    channel: Channel
    on: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What counts of a case's searches: times by way (all four, in order), days between the first and the last."""

    times: Mapping[Way, int]
    days: int
    asked_receiver: bool
    minimums: Minimums
    from_letter: bool

    @property
    def ways(self) -> int:
        """How many of the ways have the times that each needs."""
        return sum(count >= self.minimums.per_way for count in self.times.values())

    @property
    def lacking(self) -> Sequence[str]:
        """What is still missing, one phrase each; empty when the search is covered."""
        missing = []
        if self.from_letter and not self.asked_receiver:
            missing.append("先与接收单位党组织联系")
        short = {way: self.minimums.per_way - count for way, count in self.times.items()}
        if self.ways < self.minimums.ways:
            missing += [f"{way.label}还差{count}次" for way, count in short.items() if count > 0]
        if self.days < self.minimums.days:
            missing.append(f"首末两次相隔{self.days}天，还差{self.minimums.days - self.days}天")
        return missing

    @property
    def full(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacking

    @property
    def bar(self) -> str:
        """The times by way in a dozen cells: '直2 人1 部0 他3'."""
        return " ".join(f"{mark}{count}" for mark, count in zip("直人部他", self.times.values(), strict=True))


def coverage(attempts: Iterable[Attempt], minimums: Minimums, as_of: str, *, from_letter: bool = False) -> Coverage:
    """What counts by the as-of date.

    Searches after it do not count, nor, where the case came from a letter that never landed, those of before the
    receiving unit was asked (《党员组织关系排查有关问题说明》二: 应先与接收单位党组织联系). Open parts of a date never
    make the span longer than it surely is.
    """
    made = [attempt for attempt in attempts if earliest(attempt.on).isoformat() <= as_of]
    asked = min((latest(on) for channel, on in made if channel is Channel.RECEIVING_UNIT), default=None)
    if from_letter:
        made = [attempt for attempt in made if asked is not None and latest(attempt.on) >= asked]
    counted = [attempt for attempt in made if attempt.channel.way is not None]
    times = {way: sum(attempt.channel.way is way for attempt in counted) for way in Way}
    first = min((latest(attempt.on) for attempt in counted), default=None)
    last = max((earliest(attempt.on) for attempt in counted), default=None)
    days = max(0, (last - first).days) if first is not None and last is not None else 0
    return Coverage(times, days, asked is not None, minimums, from_letter)
