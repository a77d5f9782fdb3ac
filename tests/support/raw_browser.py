"""Speaks to a running app as Streamlit's script in a browser does, but says what it likes."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from google.protobuf.message import Message
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

SECONDS = 120


class RawBrowser:
    """One visit. `widgets` are what the page last showed, `failures` the errors that it showed.

    A widget is its kind, which is the name of the element in Streamlit's protocol ("selectbox",
    "button_group"), and its identity.
    """

    def __init__(self, url: str, query: dict[str, str] | None = None) -> None:
        self.query = urlencode(query or {})
        self.widgets: list[tuple[str, str]] = []
        self.failures: list[str] = []
        self.pages: dict[str, str] = {}
        self.page = ""
        self._open = ExitStack()
        self._url = url

    def __enter__(self) -> "RawBrowser":
        address = self._url.replace("http://", "ws://")
        line = connect(
            f"{address}/_stcore/stream",
            origin=Origin(self._url),
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        )
        self._line = self._open.enter_context(line)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def run(self, states: list[WidgetState] | None = None, page: str = "") -> None:
        """Have the script run with these states of its widgets.

        Raises `TimeoutError` when it does not come to an end.
        """
        self.page = page or self.page
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.pages.get(self.page, "")
        asked.rerun_script.page_name = "" if self.page in self.pages else self.page
        asked.rerun_script.widget_states.widgets.extend(states or ())
        self._line.send(asked.SerializeToString())
        self.widgets, self.failures = [], []
        while not self._is_finished(self._line.recv(SECONDS)):
            pass

    def _is_finished(self, told: str | bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(told if isinstance(told, bytes) else told.encode())
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = {
                page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
            }
        if kind == "delta":
            self._take(message.delta)
        return kind == "script_finished"

    def _take(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "new_element":
            element: Element = delta.new_element
            if element.WhichOneof("type") == "exception":
                self.failures.append(f"{element.exception.type}: {element.exception.message}")
        self.widgets += [each for each in _widgets(delta) if each not in self.widgets]


def component_states(identity: str, value: object) -> Iterator[WidgetState]:
    """Yield what a component tells of its events `picked` and `followed`."""
    told = [{"event": name, "value": value} for name in ("picked", "followed")]
    trigger = _make_trigger_id(identity, "events")
    yield WidgetState(id=trigger, json_trigger_value=json.dumps(told))


def _widgets(message: Message) -> Iterator[tuple[str, str]]:
    """Yield every widget in a message, however deep."""
    for field, value in message.ListFields():
        if field.type != field.TYPE_MESSAGE:
            continue
        parts = value if field.is_repeated else [value]
        for part in parts if not hasattr(value, "items") else ():
            identity = getattr(part, "id", "")
            if isinstance(identity, str) and identity.startswith("$$"):
                yield field.name, identity
            yield from _widgets(part)
