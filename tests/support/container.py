"""Carries out the Dockerfile step by step in a bare root, and starts what it makes as it says.

Where no container engine runs this shows that the image can be built and lives: its RUN steps are
carried out in copies of a bare Debian (as `debootstrap --variant=minbase bookworm BASE` makes one),
then it is started as the user that it names, the root read-only but for its volume and /tmp, until
the health check that it has says that it lives. Needs root; what it mounts ends with it.

    python tests/support/container.py BASE WORK [--bind PATH ...]

`--bind` shows a file or folder of this machine inside, read-only: its package sources, say.
"""

import argparse
import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Never sent, and long to look through.
HEAVY = (".git/", ".venv/")
DEVICES = ("null", "zero", "full", "random", "urandom")
HEALTHY_SECONDS = 120
# What may not be left in an image: compilers and whatever installs packages of Python.
TOOLS = ("gcc", "g++", "cc", "make", "ld", "pip", "pip3", "git", "curl", "wget")


@dataclass
class Stage:
    """A stage of the image: its root, its settings, who it runs as and how it is started."""

    root: Path
    settings: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    user: str = "0"
    folder: str = "/"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    volumes: list[str] = field(default_factory=list)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    r"""Yield each instruction of a Dockerfile and what stands behind it, lines joined.

    >>> [*instructions("# a remark\nRUN a \\\n    && b\nUSER 1")]
    [('RUN', 'a     && b'), ('USER', '1')]
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", "").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name.upper(), rest.strip()


def build(base: Path, work: Path, binds: list[str]) -> Stage:
    """Carry out every instruction; return the last stage."""
    stages: dict[str, Stage] = {}
    stage = Stage(base)
    for name, rest in instructions((PROJECT / "Dockerfile").read_text("utf-8")):
        print(f"{time.strftime('%H:%M:%S')} {name} {rest[:110]}", flush=True)
        if name == "FROM":
            called = rest.partition(" AS ")[2] or "last"
            stage = stages[called] = Stage(work / called)
            shutil.rmtree(stage.root, ignore_errors=True)
            subprocess.run(["cp", "-a", str(base), str(stage.root)], check=True)
            mount(stage.root, binds)
        elif name == "RUN":
            subprocess.run(entered(stage, ["/bin/sh", "-c", rest], user="0"), check=True)
        elif name == "COPY":
            copy(stage, stages, shlex.split(rest))
        else:
            set_one(stage, name, rest)
    return stage


def set_one(stage: Stage, name: str, rest: str) -> None:
    """Set what an image says of itself."""
    if name == "ENV":
        stage.settings |= dict(part.split("=", 1) for part in shlex.split(rest))
    elif name == "USER":
        stage.user = rest
    elif name == "WORKDIR":
        stage.folder = rest
    elif name == "VOLUME":
        stage.volumes.append(rest)
    elif name == "CMD":
        stage.command = json.loads(rest)
    elif name == "HEALTHCHECK":
        stage.health = json.loads(rest.partition("CMD ")[2])
    elif name not in ("ARG", "EXPOSE"):
        raise SystemExit(f"Nobody knows what {name} is.")


def mount(root: Path, binds: list[str]) -> None:
    """Give a root what a container has: processes, devices, names of hosts."""
    run("mount", "-t", "proc", "proc", root / "proc")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", root / "dev")
    for device in DEVICES:
        run("cp", "-a", f"/dev/{device}", root / "dev" / device)
    (root / "dev" / "shm").mkdir()
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "dev" / "shm")
    (root / "dev" / "fd").symlink_to("/proc/self/fd")
    for each in ("/etc/resolv.conf", "/etc/hosts", *binds):
        inside = root / each.lstrip("/")
        inside.parent.mkdir(parents=True, exist_ok=True)
        if Path(each).is_dir():
            inside.mkdir(exist_ok=True)
        elif not inside.exists():
            inside.touch()
        run("mount", "--bind", "-o", "ro", each, inside)


def run(*words: object) -> None:
    """Run a program that has to end well."""
    subprocess.run([str(word) for word in words], check=True)


def entered(stage: Stage, command: list[str], user: str = "") -> list[str]:
    """Return a command that runs another in a stage's root, with its settings, as a user of it."""
    who = user or stage.user
    passed = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    settings = [f"{name}={value}" for name, value in (passed | stage.settings).items()]
    # `chroot` is there whatever is in the root; `env -C` changes to the folder inside.
    inside = ["/usr/bin/env", "-i", "-C", stage.folder, *settings, *command]
    return ["chroot", f"--userspec={who}:{who}", str(stage.root), *inside]


def copy(stage: Stage, stages: dict[str, Stage], words: list[str]) -> None:
    """Copy from another stage, or from the project what .dockerignore leaves."""
    *options, source, goal = words
    place = stage.root / goal.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    if options:
        root = stages[options[0].removeprefix("--from=")].root
        run("cp", "-a", root / source.lstrip("/"), place)
        return
    for file in sent():
        if source == "." or str(file) == source:
            target = place / file if source == "." else place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / file, target)


def sent() -> Iterator[Path]:
    """Yield the files of the project that are sent to be built, by .dockerignore's last word."""
    rules = (PROJECT / ".dockerignore").read_text("utf-8").split("\n")
    rules = [rule.strip() for rule in rules if rule.strip() and not rule.startswith("#")]
    for file in sorted(PROJECT.rglob("*")):
        name = str(file.relative_to(PROJECT))
        if file.is_dir() or name.startswith(HEAVY):
            continue
        is_out = False
        for rule in rules:
            pattern = rule.removeprefix("!").removeprefix("**/")
            parts = [name, *map(str, Path(name).parents)]
            known = [*parts, *Path(name).parts] if "**/" in rule else parts
            if any(fnmatch.fnmatchcase(part, pattern) for part in known):
                is_out = not rule.startswith("!")
        if not is_out:
            yield Path(name)


def live(stage: Stage, work: Path) -> list[str]:
    """Start the image as its command says, its root read-only; return what is wrong with it."""
    wrong = [
        f"{tool} is left in the image"
        for tool in TOOLS
        if subprocess.run(
            entered(stage, ["/bin/sh", "-c", f"command -v {tool}"]),
            capture_output=True,
            check=False,
        ).returncode
        == 0
    ]
    run("mount", "--bind", stage.root, stage.root)
    run("mount", "-o", "remount,bind,ro", stage.root)
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", stage.root / "tmp")
    run("mount", "-t", "proc", "proc", stage.root / "proc")
    for volume in stage.volumes:
        kept = work / "volume"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(mode=0o700)
        os.chown(kept, int(stage.user), int(stage.user))
        run("mount", "--bind", kept, stage.root / volume.lstrip("/"))
    with (work / "server.log").open("wb") as log:
        server = subprocess.Popen(entered(stage, stage.command), stdout=log, stderr=log)
        try:
            begun = time.monotonic()
            while subprocess.run(entered(stage, stage.health), capture_output=True).returncode:
                if server.poll() is not None or time.monotonic() - begun > HEALTHY_SECONDS:
                    return [*wrong, f"it does not live: see {log.name}"]
                time.sleep(0.5)
            print(f"Healthy after {time.monotonic() - begun:.0f} s.")
            wrong += look_around(stage)
        finally:
            server.terminate()
            server.wait(30)
    return wrong


LOOK = """
import json, os, urllib.request
def ask(path):
    try:
        with urllib.request.urlopen("http://127.0.0.1:8501" + path, timeout=90) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
told = {path: ask(path)[0] for path in ("/healthz", "/", "/export/covid_series.csv")}
status, picture = ask("/export/covid_series.png")
told["/export/covid_series.png"] = status if picture[:4] == b"\\x89PNG" else picture[:200].decode()
told["ready"] = json.loads(ask("/readyz")[1])["ready"]
told["user"] = os.getuid()
written = []
for folder in ("/app", "/opt/monitor", "/etc", "/usr", "/"):
    try:
        with open(os.path.join(folder, "written"), "w"):
            written.append(folder)
    except OSError:
        pass
told["writable"] = written
print(json.dumps(told))
"""


def look_around(stage: Stage) -> list[str]:
    """Return what is wrong with a server that lives."""
    answer = subprocess.run(
        entered(stage, ["python", "-c", LOOK]), capture_output=True, text=True, check=True
    )
    told = json.loads(answer.stdout)
    print(json.dumps(told))
    wrong = [f"{path}: {code}" for path, code in told.items() if path[0] == "/" and code != 200]
    if told["writable"] or not told["user"] or not told["ready"]:
        wrong.append(f"user {told['user']} may write {told['writable']}; ready {told['ready']}")
    return wrong


def main() -> int:
    """Build and start it, in mounts of its own; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--bind", action="append", default=[])
    asked = parser.parse_args()
    if os.environ.get("IN_OWN_MOUNTS") != "1":
        again = [sys.executable, *sys.argv]
        own = {**os.environ, "IN_OWN_MOUNTS": "1"}
        return subprocess.run(["unshare", "--mount", "--", *again], env=own, check=False).returncode
    asked.work.mkdir(parents=True, exist_ok=True)
    stage = build(asked.base.resolve(), asked.work.resolve(), asked.bind)
    sizes = subprocess.run(
        ["du", "-sm", *(f"--exclude={stage.root}{each}" for each in asked.bind), str(stage.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"The image: {sizes.stdout.split()[0]} MB.")
    wrong = live(stage, asked.work.resolve())
    print("\n".join(wrong) or "Nothing is wrong.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
