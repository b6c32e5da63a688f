"""How long nobody has touched the keyboard, and when the screen locks itself."""

from time import monotonic


class IdleWatch:
    """Counts from the last touch; ``minutes`` is the policy's."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        self._touched = monotonic()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = monotonic()

    @property
    def minutes_left(self) -> int:
        """Whole minutes, rounded up, until the screen is locked; 0 when it is due."""
        seconds = self.minutes * 60 - (monotonic() - self._touched)
        return max(0, int(-(-seconds // 60)))
