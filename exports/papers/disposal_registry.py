"""Which papers of 组织处置 the program prepares: the name in the procedure, the kind, the function that makes the file.

What is not here (本人陈述, 谈话记录, 申请书 …) is written by people and only listed.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from exports.papers.disposal_catalogue import catalogue_bytes
from exports.papers.disposal_conclusion import conclusion_bytes
from exports.papers.disposal_delivery import delivery_bytes
from exports.papers.disposal_notice import notice_bytes
from exports.papers.disposal_opinion import determination_bytes, opinion_bytes, report_bytes
from exports.papers.disposal_referral import referral_bytes
from exports.papers.disposal_reply import reply_bytes
from exports.papers.disposal_request import filing_bytes, request_bytes
from exports.papers.disposal_resolution import resolution_bytes
from exports.papers.disposal_review import review_bytes
from exports.papers.disposal_search import lost_bytes, searched_bytes
from exports.papers.disposal_transfer import transfer_bytes
from tui.rules.papers import PaperKind
from tui.store.queries.disposal_papers import CATALOGUE, JUDGEMENT, REFERRAL, REQUEST, SEARCH, DisposalPaper


class Prepared(NamedTuple):
    """A paper that can be prepared."""

    kind: PaperKind
    render: Callable[[DisposalPaper], bytes]


PREPARED: Final[Mapping[str, Prepared]] = {
    "初步认定意见": Prepared(PaperKind.DISPOSAL_DETERMINATION, determination_bytes),
    "处置意见": Prepared(PaperKind.DISPOSAL_OPINION, opinion_bytes),
    "情况报告": Prepared(PaperKind.DISPOSAL_SITUATION, report_bytes),
    REQUEST: Prepared(PaperKind.DISPOSAL_REQUEST, request_bytes),
    "预审意见": Prepared(PaperKind.DISPOSAL_REVIEW, review_bytes),
    "支部大会决议": Prepared(PaperKind.DISPOSAL_RESOLUTION, resolution_bytes),
    "批复": Prepared(PaperKind.DISPOSAL_REPLY, reply_bytes),
    "备案报告": Prepared(PaperKind.DISPOSAL_FILING, filing_bytes),
    "通知书": Prepared(PaperKind.DISPOSAL_NOTICE, notice_bytes),
    "送达回证": Prepared(PaperKind.DISPOSAL_DELIVERY, delivery_bytes),
    "改正情况结论": Prepared(PaperKind.DISPOSAL_CONCLUSION, conclusion_bytes),
    "移交清单": Prepared(PaperKind.DISPOSAL_TRANSFER, transfer_bytes),
    JUDGEMENT: Prepared(PaperKind.JUDGEMENT, lost_bytes),
    SEARCH: Prepared(PaperKind.SEARCH_FILE, searched_bytes),
    REFERRAL: Prepared(PaperKind.DISPOSAL_REFERRAL, referral_bytes),
    CATALOGUE: Prepared(PaperKind.DISPOSAL_CATALOGUE, catalogue_bytes),
}
"""By the name that the procedure has for it."""
