"""Hostile requests, drawn by a seed: odd paths, parameters, cookies, headers, methods and bodies.

`faults_of` says what is wrong with an answer. Against a server that runs:

    python tests/support/attacks.py http://localhost:8501 10000 [signed-out]
"""

import http.client
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS, address_of
from dashboard.exports.formats import FORMATS, PICTURE_FORMATS
from dashboard.filter_table import FILTER_KEYS
from dashboard.ui.serving.gate import address_at

# What no answer may hold: a script of ours, a file of the machine's, a header of our making.
SCRIPT = "alert(7331)"
OUTSIDE = "outside.invalid"
HEADER = "x-hostile"
SECRETS = (b"root:x:0:", b"[auth]", b"BEGIN OPENSSH", b"Traceback (most recent")
HOSTILE = (
    f"<script>{SCRIPT}</script>",
    f'"><img src=x onerror={SCRIPT}>',
    f"'onmouseover='{SCRIPT}",
    f"<svg/onload={SCRIPT}>",
    f"javascript:{SCRIPT}",
    f"![i](http://{OUTSIDE}/x.png) [s](http://{OUTSIDE})",
    f"//{OUTSIDE}/%2f..",
    f"https:\\\\{OUTSIDE}",
    f"x\r\n{HEADER}: 1\r\n\r\n<b>",
    f"x%0d%0a{HEADER}:%201",
    *("../../../../etc/passwd", "..\\..\\etc\\passwd", "....//....//etc/passwd", "/etc/passwd"),
    *("%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%252e%252e%252fetc/passwd", "..;/..;/etc/passwd"),
    *("file:///etc/passwd", ".streamlit/secrets.toml", "~root/.ssh/id_rsa", "\x00.csv", "%00"),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE events; --",
        "(a+)+$",
        "[" * 400,
        "{{7*7}}",
        "${jndi:ldap://x}",
    ),
    *("=cmd|'/c calc'!A0", "@SUM(1)", "__class__", "{0.__class__}", "%s%n", "constructor"),
    *("-1", "0", "1e400", "NaN", "9" * 400, "٣", "２０２０-06", "0x10", "true", "null", "None"),
    *("2020-13", "2020-00", "0000-00", "9999-12", "1900-01", "-2020-06", "2020-06-31"),
    *(
        "KAZ" * 3000,
        "," * 3000,
        "a" * 9000,
        "😀" * 300,
        "\u202eabc",
        "\ud7ff",
        "é\u0301",
        "\x0b\x0c",
    ),
)
GOOD = ("KAZ", "KGZ,TJK", "2020-06", "2021-01", "occurred", "Protests", "Osh", "1", "events_table")
SWITCHES = (
    *("covid_show", "covid_of", "covid_per", "covid_scale", "covid_days", "reconcile_months"),
    *("rate_direction", "rate_scale", "ticker", "count_rule", "view", "outside", "codebook"),
    *("event", "figure", "behind", "verdict", "table_page", "table_rows", "page", "at", "zoom"),
    *("size", "ground", "around", "compare", "lines", "source", "version", "who", "code", "state"),
)
NAMES = (*FILTER_KEYS, *SWITCHES)
PAGES = ("", *map(address_of, PAGE_EXHIBITS), "briefing", "data")
METHODS = (*["GET"] * 20, "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND")
COOKIES = ("_streamlit_user", "_streamlit_xsrf", "central_asia_monitor_onward", "visitor", "x")
SHOWN = ("text/html", "image/svg", "application/xml", "text/xml", "application/xhtml")
MAY_REFUSE = (400, 401, 403, 404, 405, 414, 429, 431)
NAMED = re.compile(rb"<(script|svg|img|b)\b[^>]*>?" + re.escape(SCRIPT.encode()), re.IGNORECASE)


@dataclass(frozen=True)
class Attack:
    """A request: path and query as sent, headers, body."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {self.path}?{self.query} {dict(self.headers)}"[:600]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def attacks(seed: str, count: int, formats: Sequence[str] = ()) -> Iterator[Attack]:
    """Yield requests, the same ones for a seed; files are asked for in `formats`, or odd ones."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        headers = {"Host": "localhost", **_headers(draw)}
        body = draw.choice(HOSTILE).encode("utf-8", "replace") if draw.random() < 0.1 else b""
        path = _path(draw, formats or [name for name in FORMATS if name not in PICTURE_FORMATS])
        yield Attack(draw.choice(METHODS), path, _query(draw), headers, body)


def _word(draw: random.Random) -> str:
    word = draw.choice(HOSTILE if draw.random() < 0.7 else GOOD)
    return word if draw.random() < 0.8 else word + draw.choice(HOSTILE)[:200]


def _path(draw: random.Random, formats: Sequence[str]) -> str:
    odd = quote(_word(draw)[:500], safe="/%.\\;:@" if draw.random() < 0.5 else "")
    name = draw.choice([*EXHIBITS]) if draw.random() < 0.7 else odd
    suffix = draw.choice(formats) if draw.random() < 0.9 else odd
    kinds = (
        *[f"/export/{name}.{suffix}"] * 4,
        *(f"/table/{name}", f"/embed/{name}", f"/briefing-file/{odd}/{name}.pptx"),
        *(f"/geo/{odd}.geojson", f"/basemap-{odd}", f"/drawing/{odd}/{odd}", "/map-dots.json"),
        *("/audit.csv", "/metrics", "/readyz", "/healthz", f"/sign-in/{odd}", "/sign-out"),
        *("/auth/login", "/auth/logout", "/oauth2callback", f"/auth/{odd}"),
        *(f"/static/{odd}", f"/app/static/{odd}", f"/media/{odd}", f"/component/{odd}/index.html"),
        *(f"/_stcore/{odd}", "/_stcore/health", f"/_stcore/upload_file/{odd}/{odd}"),
        *(f"/{draw.choice(PAGES)}", f"/{odd}", f"//{odd}", f"/{draw.choice(PAGES)}/{odd}"),
    )
    return draw.choice(kinds)


def _query(draw: random.Random) -> str:
    parts = []
    for _ in range(draw.choice((0, 1, 1, 2, 3, 6))):
        name = draw.choice(NAMES) if draw.random() < 0.9 else _word(draw)[:60]
        parts.append(f"{quote(name, safe='')}={quote(_word(draw), safe='')}")
    if draw.random() < 0.05:
        parts += ["%ff%fe=%80", "&&=&;", "a" * 50] * 20
    return "&".join(parts)


def _headers(draw: random.Random) -> dict[str, str]:
    sent: dict[str, str] = {}
    if draw.random() < 0.4:
        cookies = (f"{draw.choice(COOKIES)}={quote(_word(draw)[:400])}" for _ in range(3))
        sent["Cookie"] = "; ".join(cookies)
    if draw.random() < 0.2:
        name = draw.choice(("Origin", "Referer", "Range", "If-None-Match", "Accept-Encoding"))
        sent[name] = quote(_word(draw)[:400], safe=":/ ,=-")
    if draw.random() < 0.1:
        named = ("X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Email")
        sent[draw.choice(named)] = draw.choice((OUTSIDE, "https", "/x", "admin@desk.org"))
    if draw.random() < 0.05:
        sent["Host"] = draw.choice((OUTSIDE, "localhost:1", "[::1]", "a" * 300, "local host"))
    return sent


def faults_of(attack: Attack, answer: Answer, *, signed_out: bool = False) -> list[str]:
    """Return what is wrong with an answer, in words; nothing for a good one."""
    wrong = []
    told = {name.lower(): value for name, value in answer.headers.items()}
    kind = told.get("content-type", "")
    if answer.status >= 500 and not (answer.status == 503 and b"try again" in answer.body):
        wrong.append(f"status {answer.status}: {answer.body[:200]!r}")
    if kind.startswith(SHOWN) and NAMED.search(answer.body):
        wrong.append("what was sent comes back as markup")
    wrong += [f"holds {each!r}" for each in SECRETS if each in answer.body]
    if HEADER in told:
        wrong.append("a header of the request's making")
    if OUTSIDE in urlsplit(told.get("location", "")).netloc:
        wrong.append(f"leads to {told['location']}")
    wrong += [
        f"has no {name}"
        for name in ("content-security-policy", "x-content-type-options", "referrer-policy")
        if name not in told
    ]
    if signed_out and not _is_open(attack.path) and answer.status not in (*MAY_REFUSE, 302, 307):
        wrong.append(f"status {answer.status} without a sign-in")
    return wrong


def _is_open(path: str) -> bool:
    address = address_at(path)
    return address is not None and address.role is None


def over_the_wire(connection: http.client.HTTPConnection, attack: Attack) -> Answer | None:
    """Send a request to a server; None where its line cannot be sent or the server hangs up."""
    target = f"{attack.path}?{attack.query}" if attack.query else attack.path
    try:
        connection.putrequest(attack.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in attack.headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(attack.body)))
        connection.endheaders(attack.body)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())
    except (http.client.HTTPException, ConnectionError, UnicodeError, ValueError):
        connection.close()
        return None


def main(url: str, count: int, *, signed_out: bool) -> int:
    """Attack a server; print what was wrong, and how often each status was answered."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    statuses: Counter[str] = Counter()
    wrong = 0
    for attack in attacks(f"over the wire {count}", count):
        answer = over_the_wire(connection, attack)
        statuses[str(answer.status if answer else "not sent")] += 1
        # The server itself refuses what is no request at all, before anything of ours.
        is_ours = answer and answer.body != b"Invalid HTTP request received."
        if answer and is_ours and (faults := faults_of(attack, answer, signed_out=signed_out)):
            wrong += 1
            print(attack, faults, sep="\n  ")
    print(dict(statuses), f"{wrong} of {count} answered wrongly")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), signed_out="signed-out" in sys.argv))
