"""What people see when the PostgreSQL beside a running app is stopped, stands still or refuses."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import psycopg  # noqa: E402
import pyarrow as pa  # noqa: E402
from app_server import running_app  # noqa: E402
from made_elsewhere import load_into_postgres  # noqa: E402
from made_events import event_tables  # noqa: E402
from postgres_server import _humbly, find_postgres, running_postgres  # noqa: E402
from psycopg import sql  # noqa: E402

from dashboard.engine.address import SETTING  # noqa: E402
from dashboard.engine.cache import CACHE_SETTING  # noqa: E402

ROWS, PATIENCE = 20_000, 90
# Asks the database itself; another visitor's page asks the counts on this machine.
ASKING, OTHER = "table/events_table", "table/countries_side_by_side"


class Answer(NamedTuple):
    """The status, the seconds it took, and the words: those of a refusal, or only "rows"."""

    status: int
    seconds: float
    words: str


class Database:
    """A PostgreSQL that can be hurt and healed."""

    def __init__(self, address: str, programs: Path) -> None:
        self.address, self.programs = address, programs
        parts = urlsplit(address)
        self.password, self.port = unquote(parts.password or ""), parts.port
        with self.talk() as line:
            self.folder = str(line.execute("show data_directory").fetchall()[0][0])
        self.options = (Path(self.folder) / "postmaster.opts").read_text().split()[1:]
        self.own: list[subprocess.Popen[str]] = []

    def talk(self) -> psycopg.Connection[tuple[object, ...]]:
        """Open a line of our own."""
        return psycopg.connect(
            self.address.replace("postgres://", "postgresql://"), autocommit=True
        )

    def main(self) -> int:
        """Return the number of its main process."""
        return int((Path(self.folder) / "postmaster.pid").read_text().split()[0])

    def processes(self) -> list[int]:
        """Return the numbers of all its processes, the main one first."""
        main = self.main()
        told = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, check=False
        )
        return [main, *map(int, told.stdout.split())]

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop it, and start it again."""
        os.kill(self.main(), signal.SIGINT)
        while (Path(self.folder) / "postmaster.pid").exists():
            time.sleep(0.1)
        yield
        program = [self.programs / "postgres", *(each.strip('"') for each in self.options)]
        out = subprocess.DEVNULL
        self.own.append(subprocess.Popen(program, stdout=out, stderr=out, **_humbly()))
        _wait(lambda: self.talk().close())

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let all its processes stand still."""
        held = self.processes()
        for each in held:
            os.kill(each, signal.SIGSTOP)
        yield
        for each in held:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let every question about the events wait for a lock."""
        with self.talk() as line:
            line.execute("begin; lock table events in access exclusive mode")
            yield

    @contextmanager
    def of_another_password(self) -> Iterator[None]:
        """Refuse the password that the app has, and cut the lines that it has open."""
        with self.talk() as line:
            line.execute("alter role monitor password 'another'")
            self.cut(line)
            yield
            again = sql.SQL("alter role monitor password {}").format(sql.Literal(self.password))
            line.execute(again)

    @contextmanager
    def lines_cut(self) -> Iterator[None]:
        """Cut the lines that the app has open, once."""
        with self.talk() as line:
            self.cut(line)
        yield

    @staticmethod
    def cut(line: psycopg.Connection[tuple[object, ...]]) -> None:
        """End all lines but this one."""
        line.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where pid <> pg_backend_pid() and backend_type = 'client backend'"
        )


def break_databases(folder: Path) -> bool:
    """Break a database in each way beside a running app; print what was seen.

    Return whether an answer changed, another visitor waited, or it did not come back by itself.
    """
    programs = find_postgres()
    if programs is None:
        print("no PostgreSQL on this machine: its faults are not tried")
        return True
    wrong = False
    with running_postgres(programs) as address:
        load_into_postgres(pa.concat_tables(event_tables(ROWS)), address)
        database = Database(address, programs)
        settings = {SETTING: address, CACHE_SETTING: str(folder / "cache")}
        try:
            with running_app(folder, settings) as app:
                _wait(lambda: _good(ask(f"{app.url}/{ASKING}?{_months(0)}")))
                for number, (what, broken) in enumerate(
                    {
                        "stopped, port shut": database.stopped,
                        "stands still": database.standing_still,
                        "events locked": database.locked,
                        "another password": database.of_another_password,
                        "lines cut": database.lines_cut,
                    }.items()
                ):
                    wrong |= try_out(what, broken, app.url, number)
        finally:
            for each in database.own:
                each.send_signal(signal.SIGINT)
                each.wait()
    return wrong


def try_out(what: str, broken: Callable[[], object], url: str, number: int) -> bool:
    """Ask while a database is broken, and until it answers again; return whether all was well."""
    before = ask(f"{url}/{ASKING}?{_months(number)}")
    with broken(), ThreadPoolExecutor(2) as people:  # pyright: ignore[reportGeneralTypeIssues]
        asking = people.submit(ask, f"{url}/{ASKING}?{_months(number + 20)}")
        others = [ask(f"{url}/{OTHER}?{_months(number + each)}") for each in range(5)]
        seen = asking.result()
    begun = time.monotonic()
    _wait(lambda: _good(ask(f"{url}/{ASKING}?{_months(number + 20)}")))
    back = time.monotonic() - begun
    same = ask(f"{url}/{ASKING}?{_months(number)}").words == before.words
    slowest = max(each.seconds for each in others)
    fine = {each.status for each in others} == {200}
    print(
        f"PostgreSQL: {what:20} asked: {seen.status} after {seen.seconds:4.1f} s; other visitor's "
        f"page: {'answered' if fine else 'NOT ANSWERED'}, slowest {slowest:.1f} s; back after "
        f"{back:4.1f} s; {'the same answer' if same else 'ANOTHER ANSWER'}\n"
        f"    {seen.words[:200] if seen.status != 200 else '(its rows)'}",
        flush=True,
    )
    return not (fine and same and seen.seconds < 20)


def _months(number: int) -> str:
    """Return the months of a question that nobody has asked before."""
    month = f"{2018 + number // 12}-{number % 12 + 1:02}"
    return f"from={month}&to={month}"


def ask(address: str) -> Answer:
    """Ask, as a browser does."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            status, words = answer.status, answer.read().decode()
    except HTTPError as refusal:
        status, words = refusal.code, refusal.read().decode()
    return Answer(status, time.monotonic() - begun, words)


def _good(answer: Answer) -> None:
    if answer.status != 200:
        raise OSError(answer.words)


def _wait(asking: Callable[[], None]) -> None:
    """Ask until it is answered. Raises what the last one raised."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return asking()
        except (OSError, psycopg.OperationalError):
            if time.monotonic() > until:
                raise
            time.sleep(0.25)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as held:
        sys.exit(int(break_databases(Path(held))))
