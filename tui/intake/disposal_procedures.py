"""Reading a local procedure file from a medium: small, plain text, and nothing in it that is not seen.

No confined child is needed for it: at most 64 KB are read, twice; the parser is pure Python over lines of bounded
length, its depth is the interpreter's, and what it gives is held against a closed shape (``rules.disposal.local``).
"""

from pathlib import Path

from tui.faults import Failure, Fault
from tui.intake import media
from tui.rules.disposal.local import LARGEST, Unfit, local_kinds
from tui.rules.disposal.procedures import Procedure
from tui.text import clean


def read_procedures(path: Path) -> tuple[str, dict[str, Procedure]]:
    """The text of the file and its kinds. ``Failure``: E01 (no regular file, a link, or it differs in two readings),
    WORKBOOK_TOO_LARGE, PROCEDURE_UNFIT with the reason."""
    content = media.read_file(path, LARGEST, too_large=Fault.WORKBOOK_TOO_LARGE, links=False)
    try:
        text = clean(content.decode("utf-8-sig"), lines=True)
        return text, local_kinds(text)
    except UnicodeDecodeError:
        raise Failure(Fault.PROCEDURE_UNFIT, why="不是UTF-8编码的文本") from None
    except Unfit as unfit:
        raise Failure(Fault.PROCEDURE_UNFIT, why=unfit) from None
