"""Long work in the background: its steps, its progress, its files, its end.

What the work is and how it is shown is left to others. A few jobs are at work at a time; the
others wait in the order they came.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Condition, Thread

from dashboard.briefing.content import Cancelled, Step
from dashboard.exports.documents import Documents
from dashboard.wording import N_, say, say_many

AT_WORK = 2
# Ended jobs whose files could still be fetched: so many, of so many bytes together.
MOST_KEPT, MOST_BYTES = 40, 100_000_000
KEPT_SECONDS = 60 * 60
CANCELLED = N_("Cancelled. Nothing was made.")
UNEXPECTED = N_(
    "Something unexpected went wrong ({kind}); nothing was made. The server's log says more."
)

_log = logging.getLogger(__name__)
Work = Callable[[Step], Documents]
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One piece of work. `words` name its present step; `troubles` say what it could not make.

    `about` is whatever the one who started it wants to remember it by.
    """

    token: str
    owner: str
    about: object
    steps: int
    words: str = ""
    done: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    ended: float | None = None
    cancelled: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it waits or is at work."""
        return self.ended is None

    @property
    def size(self) -> int:
        """How many bytes its files are."""
        return sum(map(len, self.files.values()))

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1, as far as its steps were foretold."""
        if not self.is_running:
            return 1.0
        return self.done / max(self.steps, self.done + 1)


class Jobs:
    """The jobs of a process, safe to use from any thread."""

    def __init__(
        self,
        *,
        at_work: int = AT_WORK,
        most_kept: int = MOST_KEPT,
        most_bytes: int = MOST_BYTES,
        kept_seconds: float = KEPT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at_work = at_work
        self._most_kept = most_kept
        self._most_bytes = most_bytes
        self._kept_seconds = kept_seconds
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._changed = Condition()

    def start(
        self,
        work: Work,
        *,
        steps: int = 1,
        owner: str = "",
        about: object = None,
        plain: tuple[type[Exception], ...] = (),
    ) -> str:
        """Begin a piece of work and return its token, which cannot be guessed.

        `work` is handed a function to call before each step; `steps` is how often it is expected
        to. The message of an exception of the `plain` classes is shown as it is.
        """
        job = Job(secrets.token_urlsafe(16), owner, about, steps)
        with self._changed:
            self._forget(room_for=1)
            self._jobs[job.token] = job
            self._say_who_waits()
        Thread(target=self._run, args=(job, work, plain), daemon=True, name="briefing").start()
        return job.token

    def find(self, token: str) -> Job | None:
        """Return a job; None when there is none of that token, or it is past."""
        with self._changed:
            self._forget()
            return self._jobs.get(token)

    def latest(self, owner: str) -> Job | None:
        """Return the job that an owner started last; one without a name has none."""
        with self._changed:
            self._forget()
            owned = [job for job in self._jobs.values() if owner and job.owner == owner]
            return owned[-1] if owned else None

    def cancel(self, token: str) -> None:
        """End a job before its next step; one that has ended stays as it is."""
        with self._changed:
            job = self._jobs.get(token)
            if job is not None and job.is_running:
                job.cancelled = True
                self._changed.notify_all()

    def _run(self, job: Job, work: Work, plain: tuple[type[Exception], ...]) -> None:
        files: Mapping[str, bytes] = {}
        try:
            self._await_turn(job)
            made = work(partial(self._step, job))
            # Work that took no notice of the end was cancelled all the same.
            _go_on(job)
            files, troubles = made.files, made.troubles
        except Cancelled:
            troubles = (say(CANCELLED),)
        except plain as wrong:
            troubles = (str(wrong),)
        except Exception as wrong:
            _log.exception("A job failed.")
            troubles = (say(UNEXPECTED, kind=type(wrong).__name__),)
        with self._changed:
            job.files, job.troubles = files, troubles
            job.ended = self._clock()
            self._forget()
            self._say_who_waits()
            self._changed.notify_all()

    def _await_turn(self, job: Job) -> None:
        with self._changed:
            self._changed.wait_for(lambda: job.cancelled or job in self._running()[: self._at_work])
            job.words = ""
        _go_on(job)

    def _step(self, job: Job, words: str) -> None:
        _go_on(job)
        with self._changed:
            job.done += 1 if job.words else 0
            job.words = words

    def _say_who_waits(self) -> None:
        for place, job in enumerate(self._running()[self._at_work :], start=1):
            job.words = say_many(
                "Waiting for {count} other briefing to be made first",
                "Waiting for {count} other briefings to be made first",
                place,
            )

    def _running(self) -> list[Job]:
        """Return the jobs that wait or are at work, in the order they came."""
        return [job for job in self._jobs.values() if job.is_running]

    def _forget(self, room_for: int = 0) -> None:
        """Drop what ended long ago, and the oldest ended ones of too many or of too many bytes.

        What ended last stays, however long its files are.
        """
        long_ago = self._clock() - self._kept_seconds
        ended = sorted(
            (job.ended, token) for token, job in self._jobs.items() if job.ended is not None
        )
        too_many = len(self._jobs) + room_for - self._most_kept
        too_long = sum(job.size for job in self._jobs.values()) - self._most_bytes
        for place, (when, token) in enumerate(ended):
            is_long = too_long > 0 and place < len(ended) - 1
            if is_long or place < too_many or when < long_ago:
                too_long -= self._jobs.pop(token).size


def _go_on(job: Job) -> None:
    if job.cancelled:
        raise Cancelled
