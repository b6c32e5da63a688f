"""失联定性表 and 查找记录 of a case that rests on a search: as the ledger of searches writes them."""

from exports.papers.judgement import judgement_bytes
from exports.papers.search_file import search_file_bytes
from exports.papers.search_papers import judgement, search_file
from tui.store.queries.disposal_papers import DisposalPaper


def lost_bytes(paper: DisposalPaper) -> bytes:
    """失联定性表; ValueError for a case without a search."""
    if paper.matter.search is None:
        raise ValueError(paper.name)
    return judgement_bytes(judgement(paper.matter.search, paper.matter.own, paper.matter.as_of))


def searched_bytes(paper: DisposalPaper) -> bytes:
    """查找记录 (一人一档); ValueError for a case without a search."""
    if paper.matter.search is None:
        raise ValueError(paper.name)
    return search_file_bytes(search_file(paper.matter.search, paper.matter.own, paper.matter.as_of))
