"""Which levels a campaign lets check themselves and verify."""

from tui.rules.levels import BRANCHES, Levels, read
from tui.store.cipher import CipherDatabase
from tui.store.queries import units


def levels(db: CipherDatabase, campaign: int) -> Levels:
    """The campaign's own arrangement, or the usual one where it says nothing."""
    row = db.execute_sql(
        "SELECT self_check, verification FROM campaign_levels WHERE campaign = ?", (campaign,)
    ).fetchone()
    return Levels(read(row[0]), read(row[1])) if row else BRANCHES


def verifies(db: CipherDatabase, unit: int, campaign: int) -> bool:
    """Whether this unit verifies in the campaign."""
    return levels(db, campaign).verifies(units.kind_of(db, unit))
