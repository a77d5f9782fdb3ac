"""Work in the background: steps, turns, an end in time, and nobody in another's way."""

import threading
from collections.abc import Callable

import pytest

from dashboard.briefing.content import Step
from dashboard.exports.documents import Documents
from dashboard.exports.jobs import CANCELLED, Job, Jobs

WAIT = 60


class Gate:
    """Work that stops at each step until it is let on."""

    def __init__(self, name: str, steps: int = 2) -> None:
        self.name, self.steps = name, steps
        self.arrived = threading.Semaphore(0)
        self.let_on = threading.Semaphore(0)

    def __call__(self, step: Step) -> Documents:  # noqa: D102
        for number in range(1, self.steps + 1):
            step(f"{self.name} {number}")
            self.arrived.release()
            assert self.let_on.acquire(timeout=WAIT)
        return Documents({f"{self.name}.txt": self.name.encode()})

    def come(self) -> None:  # noqa: D102
        assert self.arrived.acquire(timeout=WAIT)


def ended(jobs: Jobs, token: str) -> Job:
    found = jobs.find(token)
    assert found is not None
    pause = threading.Event()
    for _ in range(WAIT * 100):
        if not found.is_running:
            return found
        pause.wait(0.01)
    raise AssertionError("The job did not end.")


def found(jobs: Jobs, token: str) -> Job:
    job = jobs.find(token)
    assert job is not None
    return job


def at_once(files: dict[str, bytes] | None = None) -> Callable[[Step], Documents]:
    return lambda step: Documents(files or {"a.txt": b"a"})


def test_a_job_tells_its_step_and_how_much_is_done() -> None:
    jobs, work = Jobs(), Gate("chart", 4)
    token = jobs.start(work, steps=4)
    told = []
    for _ in range(4):
        work.come()
        job = found(jobs, token)
        told.append((job.words, job.share))
        work.let_on.release()
    assert told == [("chart 1", 0), ("chart 2", 0.25), ("chart 3", 0.5), ("chart 4", 0.75)]
    job = ended(jobs, token)
    assert (job.share, job.files, job.troubles) == (1, {"chart.txt": b"chart"}, ())


def test_more_steps_than_foretold_never_look_like_the_end() -> None:
    job = Job("token", "", None, steps=1, done=5)
    assert job.share == 5 / 6


def test_two_at_once_do_not_disturb_each_other_and_a_third_waits_its_turn() -> None:
    jobs = Jobs(at_work=2)
    works = [Gate(name) for name in ("ann", "bob", "cyd", "dan")]
    tokens = [jobs.start(work) for work in works]
    for work in works[:2]:
        work.come()
    assert found(jobs, tokens[2]).words == "Waiting for 1 other briefing to be made first"
    assert found(jobs, tokens[3]).words == "Waiting for 2 other briefings to be made first"
    works[1].let_on.release(2)
    assert ended(jobs, tokens[1]).files == {"bob.txt": b"bob"}
    works[2].come()
    assert found(jobs, tokens[2]).words == "cyd 1"
    assert found(jobs, tokens[3]).words == "Waiting for 1 other briefing to be made first"
    assert found(jobs, tokens[0]).words == "ann 1"
    for work in works:
        work.let_on.release(2)
    assert [dict(ended(jobs, token).files) for token in tokens] == [
        {f"{work.name}.txt": work.name.encode()} for work in works
    ]


def test_cancelling_ends_work_at_its_next_step_and_frees_its_place() -> None:
    jobs = Jobs(at_work=1)
    first, second = Gate("ann", 9), Gate("bob", 1)
    tokens = [jobs.start(first), jobs.start(second)]
    first.come()
    jobs.cancel(tokens[0])
    first.let_on.release()
    job = ended(jobs, tokens[0])
    assert (job.files, job.troubles, job.words) == ({}, (CANCELLED,), "ann 1")
    second.come()
    second.let_on.release()
    assert ended(jobs, tokens[1]).files


def test_one_that_waits_can_be_cancelled_before_its_turn() -> None:
    jobs = Jobs(at_work=1)
    first, second = Gate("ann", 1), Gate("bob", 1)
    tokens = [jobs.start(first), jobs.start(second)]
    first.come()
    jobs.cancel(tokens[1])
    assert ended(jobs, tokens[1]).troubles == (CANCELLED,)
    first.let_on.release()
    assert ended(jobs, tokens[0]).files
    jobs.cancel(tokens[0])
    assert found(jobs, tokens[0]).files


def test_work_that_takes_no_notice_is_cancelled_all_the_same() -> None:
    jobs, going, go = Jobs(), threading.Event(), threading.Event()

    def deaf(step: Step) -> Documents:
        going.set()
        go.wait(WAIT)
        return Documents({"a.txt": b"a"})

    token = jobs.start(deaf)
    assert going.wait(WAIT)
    jobs.cancel(token)
    go.set()
    job = ended(jobs, token)
    assert (job.files, job.troubles) == ({}, (CANCELLED,))


def test_a_plain_failure_is_told_in_its_words_and_any_other_by_its_kind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(step: Step) -> Documents:
        raise LookupError("The template has no slides.")

    jobs = Jobs()
    told = ended(jobs, jobs.start(fail, plain=(LookupError,)))
    assert told.troubles == ("The template has no slides.",)
    assert not caplog.records
    hidden = ended(jobs, jobs.start(fail))
    assert "(LookupError); nothing was made" in hidden.troubles[0]
    assert "no slides" not in hidden.troubles[0]
    assert "no slides" in caplog.text


def test_what_could_not_be_made_is_told_beside_what_could() -> None:
    jobs = Jobs()
    token = jobs.start(lambda step: Documents({"a.txt": b"a"}, ("Word could not be made.",)))
    job = ended(jobs, token)
    assert (job.files, job.troubles) == ({"a.txt": b"a"}, ("Word could not be made.",))


def test_ended_jobs_are_kept_for_a_time_and_in_a_number_and_running_ones_always() -> None:
    now = [0.0]
    jobs = Jobs(at_work=9, most_kept=3, kept_seconds=60, clock=lambda: now[0])
    running = Gate("ann", 1)
    at_work = jobs.start(running)
    running.come()
    tokens = []
    for _ in range(4):
        now[0] += 1
        tokens.append(jobs.start(at_once()))
        ended(jobs, tokens[-1])
    assert [jobs.find(token) is None for token in tokens] == [True, True, False, False]
    now[0] += 61
    assert jobs.find(tokens[3]) is None
    assert found(jobs, at_work).is_running
    running.let_on.release()
    ended(jobs, at_work)


def test_ended_jobs_are_kept_up_to_so_many_bytes_and_the_last_whatever_its_length() -> None:
    now = [0.0]
    jobs = Jobs(most_bytes=100, clock=lambda: now[0])

    def made(length: int) -> str:
        now[0] += 1
        token = jobs.start(lambda step: Documents({"a.txt": b"a" * length}))
        return ended(jobs, token).token

    tokens = [made(40), made(40), made(40)]
    assert [jobs.find(token) is None for token in tokens] == [True, False, False]
    longest = made(400)
    assert [jobs.find(token) is None for token in tokens] == [True, True, True]
    assert found(jobs, longest).size == 400


def test_tokens_cannot_be_guessed_and_an_owner_finds_his_last_job() -> None:
    jobs = Jobs()
    tokens = [jobs.start(at_once(), owner="ann", about=number) for number in range(2)]
    assert len(set(tokens)) == 2
    assert all(len(token) >= 20 for token in tokens)
    last = jobs.latest("ann")
    assert last is not None
    assert (last.token, last.about) == (tokens[1], 1)
    assert jobs.latest("bob") is None
    jobs.start(at_once())
    assert jobs.latest("") is None
    assert jobs.find("no such token") is None
