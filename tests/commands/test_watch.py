"""The command `watch`: its formats and exit codes as a scheduler meets them."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.briefing.kept import FOLDER_SETTING, HOUSE_VIEWS, VIEWS
from dashboard.commands.watch import ATOM
from dashboard.views.saved import HOUSE, View, Views, Watch, kept_views, views_json

FIRES = View(
    "Osh <b>&</b> [31mred", "protests_and_arrests", (("countries", "KGZ"),), Watch("protest", 2)
)
QUIET = View("Quiet", "", (("to", "2020-06"),), Watch("new_cases", 10**8))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def watch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(
        *views: View, options: tuple[str, ...] = (), content: bytes = b""
    ) -> tuple[int, str, str]:
        file = tmp_path / "views.json"
        file.write_bytes(content or views_json(Views(views)))
        code = main(["watch", str(file), *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_it_ends_with_10_when_one_fired_and_with_0_when_none_did(watch: Run) -> None:
    code, told, _ = watch(FIRES, QUIET, options=("--since", "2020-06-15"))
    assert code == 10
    assert told.startswith("Osh <b>&</b> [31mred: ")
    assert " protests in June 2020 (threshold: 2 protests)\n" in told
    code, told, _ = watch(QUIET, options=("--since", "2020-06"))
    assert code == 0
    assert told.endswith("1 could not be checked for every month.\n")
    assert "0 of 1 watch fired since June 2020; " in told


def test_without_a_file_the_views_for_everyone_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    assert main(["watch"]) == 2
    trouble = capsys.readouterr().err
    assert f"No view for everyone in {tmp_path} is watched." in trouble
    assert FOLDER_SETTING in trouble
    kept_views(tmp_path, VIEWS).change("a visitor", lambda views: views.with_view(QUIET))
    kept_views(tmp_path, HOUSE_VIEWS).change(HOUSE, lambda views: views.with_view(FIRES))
    assert main(["watch", "--since", "2020-06"]) == 10
    told = capsys.readouterr().out
    assert told.startswith("Osh <b>&</b> [31mred: ")
    assert "of 1 watch fired since June 2020" in told
    for kept in (tmp_path / HOUSE_VIEWS).glob("*.json"):
        kept.unlink()
        kept.mkdir()
    assert main(["watch"]) == 2
    assert f"The views for everyone in {tmp_path} cannot be read." in capsys.readouterr().err


def test_a_file_or_a_day_that_cannot_be_ends_with_2(watch: Run, tmp_path: Path) -> None:
    code, told, trouble = watch(content=b"{}")
    assert (code, told) == (2, "")
    assert "This is not a file of saved views" in trouble
    code, _, trouble = watch(View("Osh", "", ()))
    assert code == 2
    assert "has no view that is watched" in trouble
    assert main(["watch", str(tmp_path / "nowhere.json")]) == 2
    for day in ("yesterday", "2020-13-01", "20200601", "2020-06-1"):
        with pytest.raises(SystemExit) as ended:
            watch(FIRES, options=("--since", day))
        assert ended.value.code == 2


def test_what_is_wrong_with_a_part_is_said_and_the_rest_is_checked(watch: Run) -> None:
    for view, expected in ((QUIET, 1), (FIRES, 10)):
        told = json.loads(views_json(Views((view,))))
        told["views"].append({"name": "Storms", "watch": {"measure": "storms", "at_least": 1}})
        options = ("--since", "2020-06")
        code, out, trouble = watch(content=json.dumps(told).encode(), options=options)
        assert code == expected
        assert "no measure “storms” to watch" in trouble
        assert view.name in out


def test_json_has_every_watch_and_month(watch: Run) -> None:
    options = ("--since", "2023-02", "--format", "json", "--address", "http://monitor.example")
    code, told, _ = watch(FIRES, QUIET, options=options)
    answer = json.loads(told)
    assert code == 0
    assert (answer["format"], answer["version"]) == ("central-asia-monitor/watch", 1)
    found = {(each["view"], each["month"]): each for each in answer["outcomes"]}
    assert found["Quiet", "2023-02"]["verdict"] == "unknown"
    last = found["Quiet", "2023-03"]
    assert (last["verdict"], last["measure"], last["at_least"]) == ("unknown", "new_cases", 10**8)
    assert {"reason": "not_covered", "countries": ["TKM"]} in last["gaps"]
    assert last["link"] == "http://monitor.example/?to=2023-03&from=2023-03"
    assert ("Quiet", "2023-04") not in found


def test_the_feed_is_atom_and_the_same_bytes_again(watch: Run) -> None:
    options = ("--since", "2020-06", "--format", "atom", "--address", "http://monitor.example/")
    code, told, _ = watch(FIRES, QUIET, options=options)
    assert code == 10
    assert watch(FIRES, QUIET, options=options)[1] == told
    assert told.isascii()
    feed = ET.fromstring(told)  # noqa: S314  (our own)
    names = {"a": ATOM}
    assert feed.tag == f"{{{ATOM}}}feed"
    for element in [feed, *feed.findall("a:entry", names)]:
        assert element.findtext("a:id", "", names).startswith("urn:uuid:")
        assert element.findtext("a:title", "", names)
        updated = element.findtext("a:updated", "", names)
        assert datetime.fromisoformat(updated).tzinfo
    assert feed.findtext("a:author/a:name", "", names) == "Central Asia Monitor"
    entries = feed.findall("a:entry", names)
    assert len({entry.findtext("a:id", "", names) for entry in entries}) == len(entries) > 0
    (june,) = [entry for entry in entries if "June 2020" in entry.findtext("a:title", "", names)]
    assert june.findtext("a:title", "", names).startswith("Osh <b>&</b> [31mred: ")
    link = june.find("a:link", names)
    assert link is not None
    assert link.get("href", "").startswith("http://monitor.example/protests_and_arrests?countries")


def test_data_that_cannot_be_read_ends_with_1(watch: Run, tmp_path: Path) -> None:
    code, _, trouble = watch(FIRES, options=("--data", str(tmp_path / "nowhere")))
    assert code == 1
    assert trouble
