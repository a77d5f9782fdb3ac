"""Finds Java and runs a Spark cluster of the tests' own: a master and two workers.

All are processes of their own on loopback. What is asked of them is left to the tests.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from servers import await_start, free_port, listens, stop

OLDEST_JAVA = 17
PLACES = (
    "/usr/lib/jvm/*/bin/java",
    "/opt/homebrew/opt/openjdk@*/bin/java",
    "/usr/local/opt/openjdk@*/bin/java",
)
WORKERS = 2
# Programs that live for a minute: nothing is won by making them fast first, nor by verifying the
# classes of Spark's own release, of which each of them reads thousands.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
# Small, on this machine only, and no more words than needed.
DEFAULTS = f"""\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 512m
spark.driver.extraJavaOptions {JAVA_OPTIONS}
spark.executor.extraJavaOptions {JAVA_OPTIONS}
spark.executor.memory 512m
spark.sql.shuffle.partitions 2
spark.dynamicAllocation.executorIdleTimeout 10s
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""
LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""
MASTER_CLASS = "org.apache.spark.deploy.master.Master"
WORKER_CLASS = "org.apache.spark.deploy.worker.Worker"


@dataclass(frozen=True)
class Cluster:
    """A running cluster.

    `master` is its address, `environment` what a program needs to ask it from this machine, and
    `workers` are the folders in which each worker keeps the logs of its executors.
    """

    master: str
    environment: Mapping[str, str]
    workers: tuple[Path, ...]

    def tasks(self) -> tuple[int, ...]:
        """Return how many tasks each worker's executors have finished so far."""
        return tuple(
            sum(
                len(re.findall(r"Finished task", log.read_text("utf-8", errors="replace")))
                for log in worker.glob("app-*/*/stderr")
            )
            for worker in self.workers
        )


def find_java() -> Path | None:
    """Return the home of the first Java that is new enough, or None."""
    named = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    candidates = [Path(named, "bin", "java")] if named else []
    candidates += [Path(on_path)] if on_path else []
    for place in PLACES:
        candidates += sorted(Path("/").glob(place[1:]))
    suitable = (path for path in candidates if _java_version(path) >= OLDEST_JAVA)
    chosen = next(suitable, None)
    return chosen.resolve().parent.parent if chosen else None


@contextmanager
def running_spark(java_home: Path) -> Iterator[Cluster]:
    """Start a master and two workers of one core each, and stop them at the end.

    Raises `NotStarted`.
    """
    programs_home = _spark_home()
    folder = Path(tempfile.mkdtemp(prefix="spark-of-tests-"))
    environment = _local_environment(java_home, folder)
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    # Each has a page of its own for people, at any free port of loopback.
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    try:
        with ExitStack() as running:
            master = [MASTER_CLASS, *common, "--port", str(port)]
            start = partial(_start, running, programs_home, environment, folder)
            log, server = start("master", master)
            await_start("Spark's master", server, log, partial(listens, port))
            places = tuple(folder / f"worker-{number}" for number in range(1, WORKERS + 1))
            size = ["--cores", "1", "--memory", "1g"]
            workers = [
                start(place.name, [WORKER_CLASS, *common, *size, "--work-dir", place, address])
                for place in places
            ]
            for worker_log, worker in workers:
                registered = partial(_says, worker_log, "Successfully registered with master")
                await_start("A Spark worker", worker, worker_log, registered)
            yield Cluster(address, environment | _driver_settings(folder), places)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _local_environment(java_home: Path, folder: Path) -> dict[str, str]:
    return {
        "JAVA_HOME": str(java_home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LAUNCHER_OPTS": JAVA_OPTIONS,
    }


def _driver_settings(folder: Path) -> dict[str, str]:
    """Write what whoever asks the cluster reads at its start, and say where."""
    settings = folder / "settings"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(DEFAULTS)
    (settings / "log4j2.properties").write_text(LOGGING)
    return {"SPARK_CONF_DIR": str(settings)}


def _start(
    running: ExitStack,
    programs_home: Path,
    environment: Mapping[str, str],
    folder: Path,
    name: str,
    command: Sequence[str | Path],
) -> tuple[Path, "subprocess.Popen[bytes]"]:
    # What somebody set for a Spark of their own is not for this one.
    inherited = {name: value for name, value in os.environ.items() if "SPARK" not in name}
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs_home / "bin" / "spark-class", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={
                **inherited,
                **environment,
                "SPARK_DAEMON_MEMORY": "256m",
                "SPARK_DAEMON_JAVA_OPTS": JAVA_OPTIONS,
            },
        )
    running.callback(stop, server)
    return log, server


def _spark_home() -> Path:
    """Return the folder of Spark's programs, which come with its Python package."""
    import pyspark

    return Path(pyspark.__file__).parent


def _says(log: Path, words: str) -> bool:
    return words in log.read_text("utf-8", errors="replace")


def _java_version(path: Path) -> int:
    """Return the major version of a Java, 0 when it does not run."""
    try:
        answer = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r'version "(\d+)', answer.stderr)
    return int(number.group(1)) if number else 0
