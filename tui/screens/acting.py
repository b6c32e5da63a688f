"""What every screen has in common: actions run through one method, which may refuse with a reason.

A key that cannot act says why instead of doing nothing.
"""

from asyncio import wrap_future
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import ClassVar, ParamSpec, TypeVar

from textual import on, work
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from tui import actions
from tui.actions import Action, Scope
from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.widgets.keyline import KeyHint, KeyLine
from tui.widgets.notice import Kind, Notice

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


def working(
    *, exclusive: bool = False, group: str = "default"
) -> Callable[[Callable[P, Coroutine[None, None, R]]], Callable[P, Worker[R]]]:
    """Make a method a worker of its screen: a failure in it is said on the message line, and the program goes on."""
    return work(exclusive=exclusive, group=group, exit_on_error=False)


async def outcome(future: Future[R]) -> R:
    """Wait for a command or query; whatever goes wrong in it comes as a ``Failure`` with its sentence."""
    try:
        return await wrap_future(future)
    except Exception as error:
        raise failure_of(error) from error


def failure_of(error: BaseException) -> Failure:
    """The failure to speak of: the error itself, or the one sentence for what nobody foresaw."""
    return error if isinstance(error, Failure) else Failure(Fault.UNEXPECTED, kind=type(error).__name__)


class ActingScreen(Screen[S]):
    """A screen whose keys come from the table of actions.

    A subclass names its ``SCOPES``, gives ``do_<name>`` methods for its actions (``review.undo`` → ``do_undo``), and
    says in ``refusal`` why one cannot be done now.
    """

    SCOPES: ClassVar[tuple[Scope, ...]] = ()
    inherit_bindings = False

    def refusal(self, action: Action) -> str | None:
        """Why the action cannot be done now, as a Chinese sentence; None if it can."""
        return None

    async def action_run(self, action_id: str) -> None:
        """Do an action, or say why not."""
        wanted = actions.action(action_id)
        if why := self.refusal(wanted):
            self.tell(why, refused=True)
            return
        method: Callable[[], object] | None = getattr(self, f"do_{action_id.partition('.')[2]}", None)
        if method is None:
            await self.app.run_action(f"app.run('{action_id}')")
            return
        result = method()
        if hasattr(result, "__await__"):
            await result
        self.show_keys()

    @on(Worker.StateChanged)
    def _worker_failed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.tell(str(failure_of(event.worker.error)), refused=True)

    def tell(self, sentence: str, *, done: bool = False, refused: bool = False) -> None:
        """Put a sentence on the message line; it stays until the next one."""
        kind: Kind = "refused" if refused else "done" if done else "plain"
        self.query_one(Notice).show(sentence, kind)

    def tell_outcome(self, change: Change) -> None:
        """Say what a command has done; as a refusal where it did nothing but refuse."""
        nothing = not change.changed
        self.tell(change.sentence(), done=not nothing, refused=nothing and change.refused_count > 0)

    def show_keys(self) -> None:
        """Bring the key line up to date with what can be done now."""
        try:
            line = self.query_one(KeyLine)
        except NoMatches:
            return
        line.show(self._hints())

    def _hints(self) -> Sequence[KeyHint]:
        listed = [each for scope in (*self.SCOPES, Scope.EVERYWHERE) for each in actions.in_scope(scope) if each.shown]
        return [KeyHint(each.key_label, each.label, self.refusal(each) is None) for each in listed]
