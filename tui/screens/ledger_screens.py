"""Which screen each ledger of the menu is."""

from textual.screen import Screen

from tui.rules.checks import Stage
from tui.screens.activities import ActivitiesScreen
from tui.screens.agenda import AgendaScreen
from tui.screens.archives import ArchivesScreen
from tui.screens.disposal_referrals import DisposalReferralsScreen
from tui.screens.disposal_statistics import DisposalStatisticsScreen
from tui.screens.disposals import DisposalsScreen
from tui.screens.dues import DuesScreen
from tui.screens.focus_counts import FocusCountsScreen
from tui.screens.letters import LettersScreen
from tui.screens.menu import LedgerErrand
from tui.screens.office_requests import OfficeRequestsScreen
from tui.screens.regularizations import RegularizationsScreen
from tui.screens.searches import SearchesScreen
from tui.screens.situations import SituationsScreen
from tui.screens.stubs import StubsScreen
from tui.store.vault import Vault


def ledger_screen(errand: LedgerErrand, vault: Vault, stage: Stage) -> Screen[bool]:
    """The screen; it is dismissed with whether anything was changed."""
    match errand:
        case LedgerErrand.ARCHIVES:
            return ArchivesScreen(vault)
        case LedgerErrand.LETTERS:
            return LettersScreen(vault)
        case LedgerErrand.SITUATIONS:
            return SituationsScreen(vault)
        case LedgerErrand.REGULAR:
            return RegularizationsScreen(vault)
        case LedgerErrand.DISPOSAL:
            return DisposalsScreen(vault)
        case LedgerErrand.DISPOSAL_REFERRALS:
            return DisposalReferralsScreen(vault)
        case LedgerErrand.DISPOSAL_STATISTICS:
            return DisposalStatisticsScreen(vault)
        case LedgerErrand.SEARCHES:
            return SearchesScreen(vault)
        case LedgerErrand.OFFICE_REQUESTS:
            return OfficeRequestsScreen(vault)
        case LedgerErrand.AGENDA:
            return AgendaScreen(vault)
        case LedgerErrand.DUES:
            return DuesScreen(vault)
        case LedgerErrand.ACTIVITIES:
            return ActivitiesScreen(vault)
        case LedgerErrand.STUBS:
            return StubsScreen(vault, stage)
        case LedgerErrand.FOCUS_GROUPS:
            return FocusCountsScreen(vault)
