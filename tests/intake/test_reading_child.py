"""The child: confined, without secrets, gone when it is no longer wanted, and not trusted."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from rosters import AS_OF, people, read, roster

from benchmarks.workbooks import write_roster
from tui.faults import Failure, Fault
from tui.intake import spreadsheet
from tui.intake.instructions import Instructions, encode
from tui.intake.problems import ProblemCode
from tui.intake.roster_plan import judged
from tui.intake.spreadsheet import read_listed
from tui.rules.findings import FindingCode

HOUSE = Path(spreadsheet.__file__).parents[2]
UNUSUAL = frozenset({FindingCode.DUES_BEHIND.value, FindingCode.FARMER_WITH_DEGREE.value})
"""What a generated roster holds without a flaw of its own: lost members pay no dues, a few farmers have degrees."""


@pytest.fixture(scope="module")
def long_roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough rows that the child still has lines to write when the first ones arrive."""
    path = tmp_path_factory.mktemp("long") / "a.xlsx"
    write_roster(path, 3000, ["第一党支部", "第二党支部"], seed=5, flaws=False)
    return path


def children() -> list[int]:
    """The processes that this one has started and not yet seen the end of."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


def fault_when_reading(path: Path, progress: Callable[[int, int], None]) -> Fault:
    with pytest.raises(Failure) as failure:
        read_listed([path], as_of=AS_OF, progress=progress)
    return failure.value.fault


def test_a_cancelled_reading_leaves_nothing_and_no_child(long_roster: Path) -> None:
    met: list[int] = []

    def cancelled() -> bool:
        met.extend(children())
        return len(met) > 2

    with pytest.raises(Failure) as failure:
        read_listed([long_roster], as_of=AS_OF, cancelled=cancelled)
    assert failure.value.fault is Fault.CANCELLED
    assert met
    assert children() == []


def test_a_child_that_is_killed_ends_in_a_failure(long_roster: Path) -> None:
    def progress(done: int, total: int) -> None:
        for pid in children():
            os.kill(pid, signal.SIGKILL)

    assert fault_when_reading(long_roster, progress) is Fault.INTAKE_STOPPED


def test_a_child_that_hangs_is_ended(long_roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[int] = []

    def progress(done: int, total: int) -> None:
        for pid in children():
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
        monkeypatch.setattr(spreadsheet, "SILENCE_SECONDS", 0.1)

    assert fault_when_reading(long_roster, progress) is Fault.INTAKE_STOPPED
    assert stopped
    assert children() == []


def test_an_error_in_the_callers_progress_leaves_no_child(long_roster: Path) -> None:
    def progress(done: int, total: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        read_listed([long_roster], as_of=AS_OF, progress=progress)
    assert children() == []


def test_the_child_is_confined_and_knows_no_secret(long_roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAICHA_SECRET", "correct horse")
    seen: dict[str, str] = {}

    def progress(done: int, total: int) -> None:
        for pid in children():
            with suppress(ProcessLookupError, FileNotFoundError):  # after the last rows it may be gone
                found = {name: Path(f"/proc/{pid}/{name}").read_text() for name in ("limits", "environ")}
                links = Path(f"/proc/{pid}/fd").iterdir()
                seen.update(found, open=" ".join(str(link.readlink()) for link in links))

    read_listed([long_roster], as_of=AS_OF, progress=progress)
    limits = re.sub(" +", " ", seen["limits"])
    assert "Max address space 2147483648 2147483648" in limits
    assert re.search("Max cpu time 2[0-9] 2[0-9] ", limits)  # twenty seconds, and ten for each megabyte of the file
    assert "Max file size 0 0" in limits
    assert "Max core file size 0 0" in limits
    assert "Max processes 0 0" in limits
    assert "correct horse" not in seen["environ"]
    assert set(re.findall(r"pipe|socket|/dev/\S+|\.db", seen["open"])) <= {"pipe", "/dev/null"}


def test_a_child_whose_parent_dies_dies_with_it(long_roster: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from tui.intake.spreadsheet import read_listed\n"
        "def progress(done, total):\n"
        "    child = int(Path(f'/proc/self/task/{os.getpid()}/children').read_text())\n"
        "    os.kill(child, signal.SIGSTOP)  # so that it cannot notice the broken pipe\n"
        "    print(child, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
        "read_listed([Path(sys.argv[1])], as_of='2016-12-15', progress=progress)\n"
    )
    command = [sys.executable, "-c", script, str(long_roster)]
    parent = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)
    assert parent.returncode == -signal.SIGKILL
    try:
        child = os.pidfd_open(int(parent.stdout))
    except ProcessLookupError:
        return
    ended, _, _ = select.select([child], [], [], 20)
    os.close(child)
    assert ended


def test_reading_in_the_parent_loads_no_pinyin_and_no_workbook_library() -> None:
    script = "import sys, tui.intake.spreadsheet; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert "tui.intake.protocol" in loaded.stdout.split()
    assert not {"pypinyin", "python_calamine", "openpyxl", "textual"} & set(loaded.stdout.split())


def test_the_child_says_nothing_on_stderr(tmp_path: Path) -> None:
    start = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); from tui.intake.child import main; sys.exit(main())"
    for file in (roster(tmp_path / "a.xlsx", {}), tmp_path / "missing.xlsx"):
        wanted = encode(Instructions())
        done = subprocess.run([sys.executable, "-I", "-c", start, str(file)], input=wanted, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.endswith(b"}\n")


def test_generated_rosters_without_flaws_are_sound(long_roster: Path) -> None:
    staged = read(long_roster, "2026-11-20")
    assert len(staged.rows) == 3000
    assert staged.problems == []
    assert {code for person in people(staged) for code in judged(person.fields, staged.as_of)} == UNUSUAL
    assert all(
        person.fields["lost"] == "yes"
        for person in people(staged)
        if FindingCode.DUES_BEHIND.value in judged(person.fields, staged.as_of)
    )
    assert len({person.fields["idno"] for person in people(staged)}) == 3000


def test_generated_rosters_with_flaws_are_taken_whole_and_the_flaws_found(tmp_path: Path) -> None:
    write_roster(tmp_path / "a.xlsx", 2500, [f"第{n}党支部" for n in range(25)], seed=6, flaws=True)
    staged = read(tmp_path / "a.xlsx", "2026-11-20")
    assert len(staged.rows) == 2500
    assert set(staged.counts) == {
        ProblemCode.DATE_AMBIGUOUS,
        ProblemCode.DATE_SHORT_YEAR,
        ProblemCode.ID_MENDED,
        ProblemCode.ID_ROUNDED,
        ProblemCode.NAME_MENDED,
        ProblemCode.PHONE_SEVERAL,
        ProblemCode.PHONE_UNREADABLE,
    }
    found = [judged(person.fields, staged.as_of) for person in people(staged)]
    assert {code for codes in found for code in codes} >= {"V01b", "V02b", "V04a", "B03", "B05", "B06"}
    assert 30 < sum(not UNUSUAL.issuperset(codes) for codes in found) < 150
    assert 10 < sum(person.fields["lost"] == "yes" for person in people(staged)) < 80


def test_the_same_seed_writes_the_same_people(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_roster(tmp_path / name, 50, ["第一党支部"], seed=8, flaws=True)
    assert read(tmp_path / "a.xlsx").rows == read(tmp_path / "b.xlsx").rows
