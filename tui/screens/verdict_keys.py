"""The keys that choose the check in hand and give a verdict, for screens on which both are done."""

from tui.rules.checks import Check, Verdict


class VerdictKeys:
    """Turns the actions ``check_1`` … and ``clear`` … into ``choose_check`` and ``judge``, which a screen gives."""

    def choose_check(self, check: Check) -> None:
        """Take another check in hand."""
        raise NotImplementedError

    def judge(self, verdict: Verdict) -> None:
        """Give a verdict on the check in hand."""
        raise NotImplementedError

    def do_check_1(self) -> None:
        self.choose_check(Check.ROSTER)

    def do_check_2(self) -> None:
        self.choose_check(Check.ARCHIVE)

    def do_check_3(self) -> None:
        self.choose_check(Check.DUES)

    def do_check_4(self) -> None:
        self.choose_check(Check.RECEIPT)

    def do_check_5(self) -> None:
        self.choose_check(Check.CONDUCT)

    def do_clear(self) -> None:
        self.judge(Verdict.CLEAR)

    def do_mended(self) -> None:
        self.judge(Verdict.MENDED)

    def do_pending(self) -> None:
        self.judge(Verdict.PENDING)

    def do_doubtful(self) -> None:
        self.judge(Verdict.DOUBTFUL)

    def do_not_applicable(self) -> None:
        self.judge(Verdict.NOT_APPLICABLE)

    def do_unchecked(self) -> None:
        self.judge(Verdict.UNCHECKED)
