"""A small OpenID provider of its own, where everybody may say who they are."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from servers import await_start, free_port, listens, stop

SECRETS = """
[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "{secret}"
client_id = "monitor"
client_secret = "known to the provider"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """Start a provider and return its address; its log is kept in a folder."""
    port, log = free_port(), folder / "provider.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        await_start("The OpenID provider", server, log, partial(listens, port))
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


def settings_with_sign_in(folder: Path, provider: str) -> Mapping[str, str]:
    """Return the settings of an app whose people sign in with a provider: two of each role."""
    port, secrets = free_port(), folder / "secrets.toml"
    app = f"http://localhost:{port}"
    secrets.write_text(SECRETS.format(app=app, provider=provider, secret="s" * 40), "utf-8")
    return {
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SECRETS_FILES": str(secrets),
        "CENTRAL_ASIA_MONITOR_READERS": "*@desk.org",
        "CENTRAL_ASIA_MONITOR_EDITORS": "editor@desk.org, second@desk.org",
        "CENTRAL_ASIA_MONITOR_ADMINS": "admin@desk.org",
    }
