"""Where the data is: a folder, a DuckDB file or a database, as the environment or a file says.

Opening it is left to `opening`. An address is never part of the code, and its password never of a
message.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SETTING = "CENTRAL_ASIA_MONITOR_DATA"
# What all settings of ours begin with.
PREFIX = SETTING.removesuffix("DATA")
SECRET = "data"  # noqa: S105 - the name of the entry, not a password
SECRETS_FILE = Path(".streamlit") / "secrets.toml"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://")
FOLDER, DUCKDB, DATABASE = "folder", "duckdb", "database"
# A folder that was imported into names the version in use in a small file; a version has notes.
CURRENT, VERSIONS, NOTES = "current", "versions", "version.json"


@dataclass(frozen=True)
class DataAddress:
    """Where the data is. `text` is the address as given, `kind` what stands there."""

    text: str
    kind: str

    @property
    def path(self) -> Path:
        """The folder or file with the tables, a folder's version in use; only for these kinds."""
        named = Path(self.text).expanduser()
        return current_version(named) if self.kind == FOLDER else named

    @property
    def shown(self) -> str:
        """The address without a user's name and password.

        >>> read_address("postgres://desk:secret@server:5432/events").shown
        'postgres://server:5432/events'
        """
        if self.kind != DATABASE:
            return self.text
        scheme, _, rest = self.text.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"

    @property
    def login(self) -> str:
        """The user's name and password as given, an empty string without."""
        return self.text.partition("://")[2].rpartition("@")[0] if self.kind == DATABASE else ""

    def __repr__(self) -> str:
        return f"DataAddress({self.shown!r}, {self.kind!r})"


def current_version(folder: Path) -> Path:
    """Return the version in use of a folder that was imported into; any other as it is."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, ValueError):
        return folder
    version = folder / VERSIONS / name
    return version if name.isalnum() and version.is_dir() else folder


def read_address(text: str) -> DataAddress:
    """Tell what kind of address a text is.

    >>> read_address("/srv/acled.duckdb").kind, read_address("data").kind
    ('duckdb', 'folder')
    """
    if SCHEME.match(text) and not text.startswith(("file://", "duckdb://")):
        return DataAddress(text, DATABASE)
    plain = re.sub(r"^(file|duckdb)://", "", text)
    return DataAddress(plain, DUCKDB if plain.endswith((".duckdb", ".ddb")) else FOLDER)


def named_address(project: Path) -> DataAddress | None:
    """Return the address in the environment, else that in the secrets file; None without either.

    `project` is the folder of the app, whose `.streamlit/secrets.toml` is read as Streamlit does,
    before that of the user's home. A secrets file that is no TOML is passed over.
    """
    setting = setting_in(project, SETTING, SECRET)
    return read_address(setting) if isinstance(setting, str) else None


def setting_in(project: Path, variable: str, *keys: str) -> object:
    """Return what the environment has of a variable, else a secrets file under keys; else None."""
    return settings_in(project, (variable, *keys))[0]


def settings_in(project: Path, *asked: tuple[str, ...]) -> Sequence[object]:
    """Return settings that belong together, of the first place that has them all; else Nones.

    Each is asked for by its variable of the environment, then its keys in a secrets file.
    """
    named = [os.environ.get(variable, "").strip() for variable, *_ in asked]
    if all(named):
        return named
    for held in _secrets_of(project):
        settings = [_under(held, keys) for _, *keys in asked]
        if all(settings):
            return settings
    return [None] * len(asked)


def _under(held: object, keys: Sequence[str]) -> object:
    for key in keys:
        held = held.get(key) if isinstance(held, dict) else None
    return held


def settings_of_commands(project: Path) -> None:
    """Put settings that stand at the top of a secrets file into the environment, as a server does.

    What is there already stays.
    """
    for held in _secrets_of(project):
        for name, setting in held.items():
            if name.startswith(PREFIX) and not isinstance(setting, (dict, list)):
                os.environ.setdefault(name, str(setting))


def _secrets_of(project: Path) -> Iterator[dict[str, object]]:
    """Yield what the secrets files hold: the app's own first, then that of the user's home."""
    for folder in (project, Path.home()):
        try:
            yield tomllib.loads((folder / SECRETS_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            continue
