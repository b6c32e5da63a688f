"""What a member's record says of contact, floating, a graduate's kept relation and dues: V11 and V18 to V20."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tui.rules.codes import is_nothing
from tui.rules.dates import add_months, date_in, latest
from tui.rules.findings import FindingCode

MONTHS_OUT: Final = 6
"""党章 第九条: six months without dues; 条例 第二十五条: more than six months away."""
GRADUATE_MONTHS: Final = 24
"""条例 第三十四条: a graduate's relation is in general kept for two years at most."""
_DAY = timedelta(days=1)


def of_circumstances(fields: Mapping[str, str], as_of: str) -> Iterator[FindingCode]:
    """Findings in order of codes, on the as-of date ('2016-12-15')."""
    if (situation := fields.get("situation")) and _is_other(situation) and is_nothing(fields.get("note") or ""):
        yield FindingCode.SITUATION_UNEXPLAINED
    if (
        fields.get("graduate_kept_on")
        and (kept := date_in(fields, "graduate_kept_on"))
        and _over(kept, GRADUATE_MONTHS, as_of)
    ):
        yield FindingCode.GRADUATE_OVER_TWO_YEARS
    if fields.get("floating") == "yes" and _is_unmanaged(fields, as_of):
        yield FindingCode.FLOATING_UNMANAGED
    if (dues_to := date_in(fields, "dues_to")) and fields.get("membership") != "suspended" and behind(dues_to, as_of):
        yield FindingCode.DUES_BEHIND


@lru_cache(maxsize=65_536)
def behind(dues_to: str, as_of: str) -> bool:
    """Whether dues paid up to that partial date leave six whole months unpaid on the as-of date.

    Paid up to '2016-06' means paid for June; July to December are over on 2016-12-31.
    """
    return add_months(latest(dues_to) + _DAY, MONTHS_OUT) <= date.fromisoformat(as_of) + _DAY


def _is_unmanaged(fields: Mapping[str, str], as_of: str) -> bool:
    """Away for more than six months to a fixed place, neither transferred nor holding a 流动党员活动证."""
    since = date_in(fields, "floating_on")
    return (
        since is not None
        and fields.get("floating_fixed") == "yes"
        and fields.get("floating_permit") != "yes"
        and not fields.get("transferred_on")
        and _over(since, MONTHS_OUT, as_of)
    )


def _over(since: str, months: int, as_of: str) -> bool:
    """Whether more than so many months have surely gone by."""
    return add_months(latest(since), months).isoformat() < as_of


def _is_other(situation: str) -> bool:
    """Whether a 失去联系情形 is ⑦: the code, or its words."""
    plain = "".join(unicodedata.normalize("NFKC", situation).split())
    return plain == "7" or plain.lstrip("7.、)").split("(")[0] in ("其他", "其它")
