"""Current files from a server that answers as the real ones do, through the same import."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from data_servers import STAMP, Answer, Asked, DataServer, data_server, file, pages, tokens
from source_files import ACLED, table

from dashboard.__main__ import main
from dashboard.commands.import_files import ProgressLine
from dashboard.engine.address import current_version
from dashboard.importing import acled_api
from dashboard.importing import refresh as refreshing
from dashboard.importing.downloads import CHUNK, Ask, NotFetched, Patience, Stamp, Web, Why
from dashboard.importing.steps import Step

FETCHED, NOT_FETCHED, WRONG_USE = 0, 1, 2
OWID = b"""country,date,total_cases,new_cases,total_deaths,new_deaths,code,continent
Kazakhstan,2020-06-01,11308,0,41,0,KAZ,Asia
Kazakhstan,2020-06-02,11571,263,44,3,KAZ,Asia
World,2020-06-02,6200000,1,380000,1,OWID_WRL,
"""
LATER = OWID.replace(b"World", b"Kazakhstan,2020-06-03,11796,225,48,4,KAZ,Asia\nWorld")
PAGE = b"<!DOCTYPE html><html>Please sign in</html>"
LONG = OWID + b"World,2020-06-03,6200000,1,380000,1,OWID_WRL,\n" * 2000
WIDE = b"Province/State,Country/Region,Lat,Long,3/4/20,3/5/20\n,Kazakhstan,48,67,0,5\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[DataServer]:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    with data_server() as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, server: DataServer) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_REFRESH_ACLED", server.address)
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_ACLED_USERNAME", "desk@example.org")
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_ACLED_PASSWORD", "right")
    server.gives("/oauth/token", tokens("right"))


def fetched(target: Path, *sources: str) -> int:
    return main(["refresh", *sources, "--into", str(target)])


def rows_of(target: Path, name: str) -> list[dict[str, str]]:
    with (current_version(target) / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def ledger_of(target: Path) -> list[dict[str, str]]:
    return json.loads((current_version(target) / "version.json").read_text("utf-8"))["files"]


def set_address(monkeypatch: pytest.MonkeyPatch, source: str, *addresses: str) -> None:
    monkeypatch.setenv(f"CENTRAL_ASIA_MONITOR_REFRESH_{source.upper()}", " ".join(addresses))


def test_a_file_is_fetched_kept_in_the_ledger_and_asked_for_again_only_if_changed(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = server.gives("/compact.csv", file(OWID))
    set_address(monkeypatch, "owid", address.replace("//", "//desk:secret@") + "?key=secret")
    assert fetched(target, "owid") == FETCHED
    assert "Version 0001 is in use: compact.csv" in capsys.readouterr().out
    assert [row["total_cases"] for row in rows_of(target, "covid_daily")] == ["11308", "11571"]
    (held,) = ledger_of(target)
    assert (held["address"], held["etag"], held["format"]) == (address, STAMP["ETag"], "owid")
    assert re.fullmatch("[0-9a-f]{64}", held["sha256"])
    assert datetime.now(UTC) - datetime.fromisoformat(held["fetched"]) < timedelta(hours=1)
    assert "secret" not in "".join(
        each.read_text("utf-8", "replace") for each in target.rglob("*") if each.is_file()
    )
    (source,) = [row for row in rows_of(target, "sources") if row["source_id"] == "owid"]
    assert source["retrieved"] == held["fetched"][:10]

    assert fetched(target, "owid") == FETCHED
    assert server.asked[-1].headers["If-None-Match"] == STAMP["ETag"]
    assert server.asked[-1].headers["If-Modified-Since"] == STAMP["Last-Modified"]
    assert "Our World in Data, COVID-19: nothing new." in capsys.readouterr().out
    assert len([*(target / "versions").glob("[0-9]*")]) == 2
    assert main(["import", "--ledger", "--into", str(target)]) == FETCHED
    assert address in capsys.readouterr().out

    # What was taken back is fetched anew.
    assert main(["import", "--undo", "--into", str(target)]) == FETCHED
    assert fetched(target, "owid") == FETCHED
    assert "If-None-Match" not in server.asked[-1].headers
    assert len(rows_of(target, "covid_daily")) == 2


def test_a_changed_file_adds_what_is_new(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [Answer(OWID), Answer(OWID), Answer(LATER)]
    set_address(monkeypatch, "owid", server.gives("/compact.csv", *plain))
    assert [fetched(target, "owid") for _ in range(3)] == [FETCHED] * 3
    assert current_version(target).name == "0002"  # the second file was the first again
    assert len(rows_of(target, "covid_daily")) == 3


def test_a_new_row_that_is_refused_is_told_though_nothing_else_is_new(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    worse = OWID + b"Kazakhstan,2020-06-31,1,1,1,1,KAZ,Asia\n"
    set_address(monkeypatch, "owid", server.gives("/owid.csv", Answer(OWID), Answer(worse)))
    assert [fetched(target, "owid") for _ in range(2)] == [FETCHED, NOT_FETCHED]
    assert "nothing new.\nrefused, 1: is not a day" in capsys.readouterr().out
    assert current_version(target).name == "0001"


def test_several_files_of_a_source_are_one_version(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"/time_series_covid19_{what}_global.csv" for what in ("confirmed", "deaths")]
    addresses = [server.gives(name, file(WIDE)) for name in names]
    set_address(monkeypatch, "jhu", *addresses)
    assert fetched(target, "jhu") == FETCHED
    assert current_version(target).name == "0001"
    last = rows_of(target, "covid_daily")[-1]
    assert (last["total_cases"], last["total_deaths"]) == ("5", "5")
    # One has changed since: the other is as it was, and stays so.
    server.gives(names[0], Answer(WIDE.replace(b"0,5", b"0,7"), headers={"ETag": '"v2"'}))
    assert fetched(target, "jhu") == FETCHED
    last = rows_of(target, "covid_daily")[-1]
    assert (last["total_cases"], last["total_deaths"]) == ("7", "5")
    assert fetched(target, "jhu") == FETCHED
    assert current_version(target).name == "0002"


def test_files_of_one_name_do_not_take_each_others_place(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [OWID, OWID.replace(b"Kazakhstan", b"Kyrgyzstan").replace(b"KAZ", b"KGZ")]
    addresses = [server.gives(f"/{n}/owid.csv", file(part)) for n, part in enumerate(parts)]
    set_address(monkeypatch, "owid", *addresses)
    assert [fetched(target, "owid") for _ in range(2)] == [FETCHED] * 2
    assert len(rows_of(target, "covid_daily")) == 4 and current_version(target).name == "0001"
    assert [held["name"] for held in ledger_of(target)] == ["1-owid.csv", "2-owid.csv"]


def test_addresses_stand_in_the_secrets_file_too(
    server: DataServer, target: Path, tmp_path: Path
) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    address = server.gives("/owid.csv", file(OWID))
    secrets.write_text(f'[refresh]\nowid = ["{address}"]\n')
    assert fetched(target, "owid") == FETCHED
    assert len(rows_of(target, "covid_daily")) == 2


def day_of_rates(asked: Asked) -> Answer:
    day = asked.query["fdate"]
    item = "<item><title>USD</title><description>470.5</description><quant>1</quant></item>"
    return Answer(f"<rates><date>{day}</date>{item}</rates>".encode())


def test_rates_are_asked_for_day_by_day_since_the_last_refresh(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = datetime.now(UTC).date() - timedelta(days=3)
    address = server.gives("/get_rates.cfm", day_of_rates)
    set_address(monkeypatch, "nbk", f"{address}?fdate={{day:%d.%m.%Y}}")
    asked = ["refresh", "nbk", "--into", str(target), "--since", f"{first}"]
    # The second day has none.
    missing = Answer(PAGE, 404)
    server.gives("/get_rates.cfm", day_of_rates, missing, day_of_rates)
    assert main(asked) == FETCHED
    days = [first + timedelta(days=n) for n in range(len(server.asked))]
    asked_for = [each.query["fdate"] for each in server.asked]
    assert asked_for == [f"{day:%d.%m.%Y}" for day in days] and len(days) >= 4
    assert [row["date"] for row in rows_of(target, "rates")] == [
        str(day) for day in days if day != days[1]
    ]
    assert fetched(target, "nbk") == FETCHED
    assert server.asked[len(days)].query["fdate"] == asked_for[-1]
    # One that fails keeps none out that was fetched before it.
    server.gives("/get_rates.cfm", day_of_rates, day_of_rates, Answer(PAGE, 403))
    other = target.with_name("other")
    assert main([*asked[:3], str(other), *asked[4:]]) == NOT_FETCHED
    assert [row["date"] for row in rows_of(other, "rates")] == [str(day) for day in days[:2]]
    assert current_version(target).name == "0001"


def test_an_address_that_has_no_day_at_all_has_moved(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_address(monkeypatch, "cbu", f"{server.address}/{{day:%Y-%m-%d}}/")
    assert fetched(target, "cbu") == NOT_FETCHED
    assert "if it has moved, set CENTRAL_ASIA_MONITOR_REFRESH_CBU." in capsys.readouterr().err
    set_address(monkeypatch, "cbu", f"{server.address}/{{day:%Y}}/{{month}}")
    assert fetched(target, "cbu") == NOT_FETCHED
    assert "is no address that can be asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(PAGE, 401), "127.0.0.1:PORT wants an account, or does not accept this one (401)."),
        (Answer(PAGE, 403), "127.0.0.1:PORT refuses access (403)."),
        (Answer(PAGE, 404), "There is no file at ADDRESS (404): if it has moved, set SETTING."),
        (Answer(PAGE, 503), "127.0.0.1:PORT has a fault of its own (503): try again later."),
        (
            Answer(b"", 429, {"Retry-After": "Thu, 01 Jan 2060 09:30:00 GMT"}),
            "127.0.0.1:PORT takes no more requests now (429). Try again after 09:30 UTC on "
            "1 January 2060.",
        ),
        (Answer(PAGE), "ADDRESS: this is a web page, not data: the download has failed"),
        (Answer(b""), "ADDRESS: the file is empty."),
        (
            Answer(OWID.replace(b"total_cases", b"cases_total")),
            "The layout of ADDRESS has changed: it is not that of Our World in Data, COVID-19. "
            "Its columns are cases_total, code, continent, country, date",
        ),
        (Answer(b"code,continent,date,total_cases,total_deaths\n"), "ADDRESS: a header and no row"),
    ],
)
def test_what_goes_wrong_is_said_plainly_and_nothing_is_written(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Answer,
    said: str,
) -> None:
    monkeypatch.setattr(refreshing, "PATIENCE", Patience(back_off=0))
    address = server.gives("/compact.csv", answer)
    set_address(monkeypatch, "owid", address)
    assert fetched(target, "owid") == NOT_FETCHED
    words = said.replace("127.0.0.1:PORT", server.address.removeprefix("http://"))
    words = words.replace("ADDRESS", address).replace(
        "SETTING", "CENTRAL_ASIA_MONITOR_REFRESH_OWID"
    )
    assert f"owid: {words}" in capsys.readouterr().err
    assert not target.exists()


def test_one_source_that_fails_does_not_keep_another_out(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_address(monkeypatch, "who", server.gives("/who.csv", Answer(PAGE, 403)))
    set_address(monkeypatch, "owid", server.gives("/owid.csv", file(OWID)))
    assert fetched(target, "who", "owid") == NOT_FETCHED
    assert len(rows_of(target, "covid_daily")) == 2


def test_ctrl_c_leaves_all_as_it_was(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def press(line: ProgressLine, step: Step) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ProgressLine, "__call__", press)
    set_address(monkeypatch, "owid", server.gives("/owid.csv", file(LONG)))
    assert fetched(target, "owid") == NOT_FETCHED
    assert "Stopped. Nothing has changed." in capsys.readouterr().err
    assert not target.exists()


def test_wrong_use_calls_nobody(
    server: DataServer,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for source in ("owid", "acled"):
        set_address(monkeypatch, source, server.address)
    assert fetched(target, "nobody") == WRONG_USE
    assert fetched(target) == FETCHED
    assert "owid            Our World in Data, COVID-19; not fetched yet" in capsys.readouterr().out
    assert fetched(target, "acled") == NOT_FETCHED
    assert "ACLED wants an account: set CENTRAL_ASIA" in capsys.readouterr().err
    assert main(["refresh", "nbk", "--since", "2999-01-01", "--into", str(target)]) == WRONG_USE
    set_address(monkeypatch, "owid", "http://[::1/owid.csv")
    assert fetched(target, "owid") == NOT_FETCHED
    set_address(monkeypatch, "owid", "ftp://127.0.0.1/owid.csv")
    assert fetched(target, "owid") == NOT_FETCHED
    assert "“ftp://127.0.0.1/owid.csv” is no address" in capsys.readouterr().err
    assert server.asked == [] and not target.exists()


def web(**patience: float) -> Web:
    return Web(Patience(**{"back_off": 0, **patience}))  # pyright: ignore[reportArgumentType]


def test_what_passes_is_waited_for(server: DataServer, tmp_path: Path) -> None:
    busy = Answer(b"", 429, {"Retry-After": "0"})
    address = server.gives("/a.csv", busy, Answer(b"", 503), file(OWID))
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    assert web().fetch(Ask(address), place, part, Stamp()) == Stamp(*[*STAMP.values()][:2])
    assert place.read_bytes() == OWID and len(server.asked) == 3


def test_a_broken_download_goes_on_where_it_broke_off(server: DataServer, tmp_path: Path) -> None:
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    address = server.gives(
        "/a.csv", file(LONG, 40_000), file(LONG, 20_000), file(LONG, 100), file(LONG)
    )
    with pytest.raises(NotFetched) as caught:
        web().fetch(Ask(address), place, part, Stamp())
    assert caught.value.why is Why.BROKEN_OFF
    assert (caught.value.got, caught.value.size) == (3 * CHUNK, len(LONG))
    assert not place.exists()
    # The next refresh, in another process, begins there.
    assert web().fetch(Ask(address), place, part, Stamp()) is not None
    assert place.read_bytes() == LONG
    ranges = [asked.headers.get("Range") for asked in server.asked]
    assert ranges == [None, *(f"bytes={n * CHUNK}-" for n in (2, 3, 3))]
    assert not part.exists()


def test_a_file_that_has_changed_meanwhile_is_fetched_from_its_start(
    server: DataServer, tmp_path: Path
) -> None:
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    address = server.gives("/a.csv", file(LONG, 40_000), Answer(OWID, headers={"ETag": '"v2"'}))
    assert web().fetch(Ask(address), place, part, Stamp()) == Stamp('"v2"', "")
    assert place.read_bytes() == OWID
    # Without a stamp nobody can tell: so too.
    address = server.gives("/b.csv", Answer(LONG, cut=40_000), Answer(OWID))
    assert web().fetch(Ask(address), place, part, Stamp()) == Stamp()
    assert place.read_bytes() == OWID and "Range" not in server.asked[-1].headers


def test_a_rest_that_is_none_is_fetched_from_its_start(server: DataServer, tmp_path: Path) -> None:
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    other = STAMP | {"Content-Range": f"bytes 0-9/{len(LONG)}"}
    beyond, wrong = Answer(b"", 416), Answer(LONG[:10], 206, other)
    for odd in (beyond, wrong):
        address = server.gives("/a.csv", file(LONG, 40_000), odd, file(LONG))
        assert web().fetch(Ask(address), place, part, Stamp()) is not None
        assert place.read_bytes() == LONG


def test_a_file_that_is_packed_all_the_same_is_unpacked(server: DataServer, tmp_path: Path) -> None:
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    packed = gzip.compress(LONG)
    whole = Answer(packed, headers=STAMP | {"Content-Encoding": "gzip"})
    cut = Answer(packed, headers=whole.headers, cut=100)
    address = server.gives("/a.csv", cut, whole)
    assert web().fetch(Ask(address), place, part, Stamp()) is not None
    assert place.read_bytes() == LONG
    assert "Range" not in server.asked[-1].headers


def test_a_server_that_is_silent_or_gone_is_not_waited_for(
    server: DataServer, tmp_path: Path
) -> None:
    def late(asked: Asked) -> Answer:
        done.wait(20)
        return Answer()

    done = Event()
    address = server.gives("/a.csv", late)
    place, part = tmp_path / "a.csv", tmp_path / "a.part"
    with pytest.raises(NotFetched) as caught:
        web(silence=0.2, tries=1).fetch(Ask(address), place, part, Stamp())
    done.set()
    assert caught.value.why is Why.TOO_SLOW
    with pytest.raises(NotFetched) as caught:
        web(whole_file=-1).fetch(Ask(server.gives("/b.csv", file(OWID))), place, part, Stamp())
    assert caught.value.why is Why.TOO_SLOW
    with pytest.raises(NotFetched) as caught:
        web(tries=1).fetch(Ask("http://127.0.0.1:1/a.csv"), place, part, Stamp())
    assert caught.value.why is Why.UNREACHABLE


def row(key: str, **more: object) -> dict[str, object]:
    return {**ACLED, "event_id_cnty": key, "event_date": "2023-06-03", "fatalities": "1", **more}


@pytest.mark.usefixtures("account")
def test_acled_is_fetched_page_by_page_then_only_what_has_changed_or_gone(
    server: DataServer, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = row("TKM1", country="Turkmenistan", iso="795", location="Ashgabat", admin1="Ashgabat")
    far |= {"latitude": "37.95", "longitude": "58.38", "event_date": "2021-02-01"}
    server.gives("/api/acled/read", pages([row("KGZ1"), row("KGZ2"), row("KGZ3"), far], 2))
    assert fetched(target, "acled") == FETCHED
    first = [each for each in server.asked if each.path == "/api/acled/read"]
    assert [each.query["page"] for each in first] == ["1", "2", "3"]
    assert first[0].query["country"] == "Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan"
    assert {each.path for each in server.asked} == {"/oauth/token", "/api/acled/read"}
    assert server.asked[0].form["username"] == "desk@example.org"
    assert len(rows_of(target, "events")) == 4

    corrected = row("KGZ1", fatalities="3", timestamp="1790000000", event_date="2023-06-04")
    server.gives("/api/acled/read", pages([corrected], 2))
    gone = [{"event_id_cnty": key, "deleted_timestamp": 1790000000} for key in ("KGZ2", "MEX7")]
    server.gives("/api/deleted/read", pages([dict(each) for each in gone], 2))
    capsys.readouterr()
    assert fetched(target, "acled") == FETCHED
    assert "events.csv: 1 removed, which its source has deleted" in capsys.readouterr().out
    since = int(server.asked[-1].query["deleted_timestamp"])
    assert (
        datetime.fromtimestamp(since, UTC).date() == (datetime.now(UTC) - refreshing.OVERLAP).date()
    )
    assert server.asked[-1].query["deleted_timestamp_where"] == ">="
    events = {event["event_id"]: event for event in rows_of(target, "events")}
    assert {*events} == {"acled:KGZ1", "acled:KGZ3", "acled:TKM1"}
    assert events["acled:KGZ1"]["event_date"] == "2023-06-04"
    # The few rows that were new are no sign that nothing else is reviewed any more.
    (source,) = [row for row in rows_of(target, "sources") if row["source_id"] == "acled"]
    assert source["covers_countries"] == "KGZ;TKM"
    assert (source["covers_from"], source["covers_to"]) == ("2021-02-01", "2023-06-04")

    assert fetched(target, "acled") == FETCHED
    assert "ACLED: nothing new." in capsys.readouterr().out
    assert main(["import", "--undo", "--into", str(target)]) == FETCHED
    assert len(rows_of(target, "events")) == 4
    assert "right" not in "".join(each.read_text("utf-8") for each in target.rglob("*.json"))


@pytest.mark.usefixtures("account")
def test_events_imported_by_hand_that_acled_has_deleted_since_go_at_the_first_refresh(
    server: DataServer, target: Path, tmp_path: Path
) -> None:
    export = tmp_path / "acled.csv"
    export.write_bytes(table([ACLED | {"event_id_cnty": key} for key in ("KGZ1", "KGZ2")]))
    assert main(["import", str(export), "--yes", "--into", str(target)]) == FETCHED
    server.gives("/api/acled/read", pages([row("KGZ1"), row("KGZ3")], 2))
    gone: list[dict[str, object]] = [{"event_id_cnty": "KGZ2", "deleted_timestamp": 1500000000}]
    server.gives("/api/deleted/read", pages(gone, 2))
    assert fetched(target, "acled") == FETCHED
    assert "deleted_timestamp" not in server.asked[-1].query
    assert [row["event_id"] for row in rows_of(target, "events")] == ["acled:KGZ1", "acled:KGZ3"]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/oauth/token", tokens("other"), "ACLED does not accept the username and password"),
        ("/oauth/token", Answer(PAGE), "The layout of ADDRESS/oauth/token has changed"),
        (
            "/api/acled/read",
            Answer(b'{"message": "Access denied"}', 403),
            "refuses access (403). Log in at acleddata.com, accept the terms",
        ),
        ("/api/acled/read", Answer(PAGE), "this is a web page, not data"),
        ("/api/acled/read", Answer(b'{"data": [{"event_'), "the JSON is cut off or broken"),
        (
            "/api/acled/read",
            Answer(b'{"success": false, "error": "no quota left"}'),
            "answers: “no quota left”",
        ),
        ("/api/acled/read", pages([], 2), "gives this account no row: that does not mean"),
        ("/api/acled/read", pages([{"id": 1}], 2), "has changed: it is not that of ACLED. Its"),
        ("/api/acled/read", Answer(b'{"rows": []}'), "The layout of ADDRESS/api/acled/read has"),
    ],
)
def test_what_acled_refuses_is_said(
    server: DataServer,
    target: Path,
    capsys: pytest.CaptureFixture[str],
    path: str,
    answer: Answer,
    said: str,
) -> None:
    server.gives(path, answer)
    assert fetched(target, "acled") == NOT_FETCHED
    assert said.replace("ADDRESS", server.address) in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.usefixtures("account")
def test_an_api_that_gives_one_page_for_ever_is_left(
    server: DataServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = pages([row("KGZ1")], 1)
    server.gives("/api/acled/read", lambda asked: same(Asked(*_first(asked))))
    assert fetched(target, "acled") == FETCHED
    assert len(rows_of(target, "events")) == 1
    monkeypatch.setattr(acled_api, "PAGE", 1)
    assert fetched(target.with_name("other"), "acled") == NOT_FETCHED


def _first(asked: Asked) -> tuple[str, dict[str, str], dict[str, str]]:
    return asked.path, {**asked.query, "page": "1"}, dict(asked.headers)


@pytest.mark.parametrize("option", [("refresh", "--since"), ("import", "--retrieved")])
@pytest.mark.parametrize("day", ["yesterday", "2020-13-01", "20200601", "1 June 2020"])
def test_what_is_no_day_is_told_as_it_is_to_be_written(
    option: tuple[str, str], day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*option, day])
    assert ended.value.code == WRONG_USE
    assert f"“{day}” is not a day written as 2020-06-30" in capsys.readouterr().err
