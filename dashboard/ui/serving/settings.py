"""What can be set from outside: one table, checked when the server starts.

Each is a variable of the environment, or a line of the same name at the top of the secrets file,
which Streamlit puts into the environment.
"""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.types import Scope
from streamlit.auth_util import get_secrets_auth_section, validate_auth_credentials
from streamlit.errors import StreamlitAuthError

from dashboard.briefing.content import ADDRESS_SETTING
from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.datapackage.documents import FOLDER_SETTING as DOCUMENTS_SETTING
from dashboard.engine.address import PREFIX
from dashboard.engine.address import SETTING as DATA_SETTING
from dashboard.engine.cache import CACHE_SETTING
from dashboard.house import SETTING as HOUSE_SETTING
from dashboard.house import house_faults
from dashboard.importing.refreshable import ACCOUNT
from dashboard.importing.refreshable import SETTING as REFRESH_SETTING
from dashboard.wording import LANGUAGE_SETTING

READ_ONLY = f"{PREFIX}READ_ONLY"
READERS = f"{PREFIX}READERS"
EDITORS = f"{PREFIX}EDITORS"
ADMINS = f"{PREFIX}ADMINS"
ROLE_CLAIM = f"{PREFIX}ROLE_CLAIM"
SIGN_INS_A_MINUTE = f"{PREFIX}SIGN_INS_A_MINUTE"
FILES_A_MINUTE = f"{PREFIX}FILES_A_MINUTE"
SIGNED_IN_HOURS = f"{PREFIX}SIGNED_IN_HOURS"
FRAMED_BY = f"{PREFIX}FRAMED_BY"
LOGGED_SEARCHES = f"{PREFIX}LOG_SEARCHES"
METRICS_TOKEN = f"{PREFIX}METRICS_TOKEN"
LEAST_SECRET = 32
# A sign-in is three requests; people of one office may come from one address.
USUAL_A_MINUTE, USUAL_HOURS = 120, 12
SWITCHED = ("1", "true", "yes", "0", "false", "no")


class SettingsWrong(SystemExit):
    """The server does not start: the message says which settings are wrong, a line each."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name, what it does and when it is not set, and what is wrong with a value.

    `fault` returns half a sentence for a value that cannot be, and nothing for one that can.
    """

    name: str
    meaning: str
    usual: str
    fault: Callable[[str], str] = lambda value: ""


def _folder(value: str) -> str:
    return "" if Path(value).expanduser().is_dir() else "is no folder"


def _folder_to_make(value: str) -> str:
    path = Path(value).expanduser()
    while not path.exists() and path != path.parent:
        path = path.parent
    if not path.is_dir():
        return "is below a file"
    return "" if os.access(path, os.W_OK | os.X_OK) else "cannot be written"


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        return "is no address"
    is_one = parts.scheme in ("http", "https") and parts.netloc
    return "" if is_one else "does not begin with http:// or https://"


def _house(value: str) -> str:
    faults = house_faults(value)
    return f"cannot be used: {' '.join(faults)}".removesuffix(".") if faults else ""


def _switch(value: str) -> str:
    return "" if value.lower() in SWITCHED else f"is none of {', '.join(SWITCHED)}"


def _hours(value: str) -> str:
    try:
        hours = float(value)
    except ValueError:
        return "is no number of hours"
    return "" if 0 < hours <= 720 else "is not between 0 and 720 hours"


def _often(value: str) -> str:
    is_number = value.isascii() and value.isdigit() and int(value[:9]) > 0 and len(value) < 9
    return "" if is_number else "is no number from 1"


def _who_may_frame(value: str) -> str:
    wrong = [
        each for each in value.split() if each not in ("'self'", "'none'") and _web_address(each)
    ]
    return f"holds “{wrong[0]}”, which is neither 'self' nor 'none' nor an address" if wrong else ""


def _machines(value: str) -> str:
    for part in filter(None, map(str.strip, value.split(","))):
        try:
            ip_network(part)
        except ValueError:
            if part != "*":
                return f"holds “{part}”, which is no address or network of machines"
    return ""


def _token(value: str) -> str:
    return "" if len(value) >= 20 else "is shorter than 20 characters"


SETTINGS = (
    Setting(
        DATA_SETTING, "the data: a folder, a file, a database (*The data*)", "the shipped data"
    ),
    Setting(
        FOLDER_SETTING,
        "folder of trays, saved views, frozen panels, the audit trail",
        "`~/.cache/central-asia-monitor`",
        _folder_to_make,
    ),
    Setting(
        CACHE_SETTING,
        "folder of what is prepared of long data",
        "the user's cache folder",
        _folder_to_make,
    ),
    Setting(
        DOCUMENTS_SETTING, "folder of the sources as text files", "no paragraphs shown", _folder
    ),
    Setting(
        ADDRESS_SETTING,
        "address of the app, which links in files begin with, and from which it may be opened",
        "the address in use",
        _web_address,
    ),
    Setting(
        HOUSE_SETTING,
        "file with the logo, colours and font of the house (*The look of the house*)",
        "our own",
        _house,
    ),
    Setting(LANGUAGE_SETTING, "language of the sentences", "English"),
    Setting(READ_ONLY, "1: nobody imports", "imports are taken", _switch),
    Setting(
        READERS, "who may look and export, with commas: addresses, `*@desk.org`, `*`", "nobody"
    ),
    Setting(EDITORS, "who may also import, fetch, undo, and keep views for everyone", "nobody"),
    Setting(ADMINS, "who may also read the audit trail and the metrics", "nobody"),
    Setting(
        ROLE_CLAIM,
        "claim of the identity that the three lists name values of, as `groups`",
        "the e-mail address",
    ),
    Setting(
        SIGN_INS_A_MINUTE,
        "how often a machine may ask to sign in, three requests each, a minute",
        str(USUAL_A_MINUTE),
        _often,
    ),
    Setting(
        FILES_A_MINUTE,
        "how many files one who is signed in may take, a minute",
        f"{USUAL_A_MINUTE}; without sign-in no limit",
        _often,
    ),
    Setting(SIGNED_IN_HOURS, "after how many hours one signs in again", str(USUAL_HOURS), _hours),
    Setting(
        FRAMED_BY,
        "which sites may show the app in a frame: addresses, `'self'`, `'none'`",
        "`'self'`",
        _who_may_frame,
    ),
    Setting(LOGGED_SEARCHES, "1: the log has the words searched for", "it has not", _switch),
    Setting(
        METRICS_TOKEN,
        "word with which a program reads `/metrics`, as its bearer token",
        "admins alone; without sign-in this machine alone",
        _token,
    ),
    Setting(
        f"{REFRESH_SETTING}…",
        "address to fetch a source from (*Current files*)",
        "the source's own",
    ),
    Setting(
        "FORWARDED_ALLOW_IPS",
        "environment alone: addresses, networks of proxies whose `X-Forwarded-…` are believed",
        "those on this machine",
        _machines,
    ),
    Setting("CHROMIUM", "the browser that draws pictures", "the one that is found"),
    *(Setting(name, "account of ACLED, to fetch it", "none") for name in ACCOUNT),
)


def named(name: str) -> str:
    """Return what a setting holds, empty when it is not set."""
    return os.environ.get(name, "").strip()


def several(name: str) -> tuple[str, ...]:
    """Return the parts of a setting that holds several, between commas."""
    return tuple(part.strip() for part in named(name).split(",") if part.strip())


def is_on(name: str) -> bool:
    """Return whether a switch is on."""
    return named(name).lower() in ("1", "true", "yes")


def check_settings() -> None:
    """Read the secrets file and check every setting. Raises `SettingsWrong`."""
    faults = faults_of_secrets_files()
    if not faults:
        st.secrets.load_if_toml_exists()
        faults = [*faults_of_settings(), *faults_of_sign_in()]
    if faults:
        raise SettingsWrong("\n".join(faults))


def faults_of_secrets_files() -> list[str]:
    """Return a sentence for each secrets file that is there and cannot be read."""
    faults = []
    for each in st.get_option("secrets.files"):
        try:
            tomllib.loads(Path(each).read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except (OSError, ValueError) as trouble:
            faults.append(f"{each} cannot be read: {trouble}.")
    return faults


def faults_of_sign_in() -> list[str]:
    """Return a sentence for each thing that keeps people from signing in."""
    section = get_secrets_auth_section()
    if not section and not st.get_option("server.trustedUserHeaders"):
        return []
    faults = []
    if not any(map(several, (READERS, EDITORS, ADMINS))):
        faults.append(f"People sign in, and none may look: name some in {READERS}.")
    if not section:
        return faults
    for provider in providers() or ("default",):
        try:
            validate_auth_credentials(provider)
        except StreamlitAuthError as trouble:
            faults.append(f"[auth] in the secrets file: {trouble}")
            return faults
    if len(str(section["cookie_secret"])) < LEAST_SECRET:
        faults.append(f"[auth] cookie_secret is shorter than {LEAST_SECRET} characters.")
    wanted = f"{base_path()}/oauth2callback"
    if urlsplit(str(section["redirect_uri"])).path != wanted:
        faults.append(f"[auth] redirect_uri does not end with {wanted}, where this app stands.")
    return faults


def providers() -> tuple[str, ...]:
    """Return the names of those that people may sign in with; `default` is the unnamed one."""
    section = get_secrets_auth_section()
    if not section:
        return ()
    held = section.to_dict()
    named = (name for name, own in held.items() if isinstance(own, dict) and "client_id" in own)
    return ("default", *named) if "client_id" in held else tuple(named)


def faults_of_settings() -> list[str]:
    """Return a sentence for each setting that cannot be; never what a secret one holds."""
    known = {each.name: each for each in SETTINGS}
    faults = []
    for name, value in sorted(os.environ.items()):
        if name.startswith(REFRESH_SETTING) or not (name in known or name.startswith(PREFIX)):
            continue
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f" Is {near[0]} meant?" if near else ""
            faults.append(f"{name}: there is no such setting.{meant}")
        elif value and (fault := known[name].fault(value)):
            shown = "what it holds" if known[name].fault is _token else f"“{value}”"
            faults.append(f"{name}: {shown} {fault}.")
    return faults


def settings_table() -> str:
    """Return all settings as the README's table."""
    rows = (f"| `{each.name}` | {each.meaning} | {each.usual} |" for each in SETTINGS)
    return "\n".join(("| Setting | What it does | Without it |", "|---|---|---|", *rows))


def base_path() -> str:
    """Return the path that the app stands below, as "/monitor"; empty at the root."""
    named = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{named}" if named else ""


def own_path(scope: Scope) -> str:
    """Return the path that a request asks for, without what the app stands below."""
    base, path = base_path(), str(scope["path"])
    if base and (path == base or path.startswith(f"{base}/")):
        return path[len(base) :] or "/"
    return path
