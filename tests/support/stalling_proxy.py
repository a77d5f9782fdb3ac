"""A line to a server that can be made silent, as a machine that hangs is: nothing is refused."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """The port of the line; nothing passes while it is `silent`."""

    def __init__(self, port: int) -> None:
        self._to, self._open = port, threading.Event()
        self._open.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def fall_silent(self) -> None:
        """Pass nothing on from now on."""
        self._open.clear()

    def speak(self) -> None:
        """Pass all on again."""
        self._open.set()

    def close(self) -> None:
        """End every connection and take no more."""
        self._open.set()
        for each in (*self._sockets, self._listener):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        for each in (*self._sockets, self._listener):
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._sockets.append(near)
                far = socket.create_connection(("127.0.0.1", self._to))
                self._sockets.append(far)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while content := one.recv(65_536):
                self._open.wait()
                other.sendall(content)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Open a line to a port of this machine."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
