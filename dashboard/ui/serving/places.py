"""Where the app stands on its host: at the root, or below a path that `server.baseUrlPath` names.

Links in a page are relative, so that they hold wherever it stands; routes and checks need the path.
"""

import streamlit as st
from starlette.types import Scope


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
