"""The command `brief`: files, messages and exit codes as a scheduler meets them."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray, TrayItem, tray_json
from dashboard.datapackage.store import load_package
from dashboard.exports.documents import make_documents
from dashboard.selection import Selection

CHOSEN = Selection(countries=("KGZ", "TJK"))
STEM = "central-asia-monitor_briefing_2020-06_kgz_tjk"
FRIDAY = ["--date", "2026-11-20", "--address", "http://monitor.example"]
TRAY = Tray((TrayItem("sentences", "protests_and_arrests", tuple(CHOSEN.to_query().items())),))


def brief(*arguments: str) -> int:
    return main(["brief", *arguments])


@pytest.mark.usefixtures("chromium_path")
def test_it_makes_the_same_bytes_as_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "tray.json"
    saved.write_bytes(tray_json(TRAY))
    asked = ["--countries", "KGZ", "TJK", "--month", "2020-06", "--tray", str(saved)]
    formats = ["pptx", "docx", "pdf", "xlsx"]
    assert brief(*asked, "--format", *formats, "--output", str(tmp_path / "out"), *FRIDAY) == 0
    page = make_documents(
        assemble(
            load_package(),
            TRAY,
            CHOSEN,
            made_on=date(2026, 11, 20),
            address="http://monitor.example/",
        ),
        formats,
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == page.files
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / name) for name in page.files]


def test_a_link_or_names_of_charts_say_the_same_as_options(tmp_path: Path) -> None:
    common = ["--charts", "sentences", "--format", "xlsx", "--quiet", *FRIDAY]
    options = ["--countries", "TJK", "KGZ", "--from", "2020-06", "--to", "2020-06"]
    link = "http://x/?countries=KGZ%2CTJK&from=2020-06&to=2020-06&status=occurred"
    assert brief(*options, *common, "--output", str(tmp_path / "a")) == 0
    assert brief("--view", link, *common, "--output", str(tmp_path / "b")) == 0
    first, second = ((tmp_path / name / f"{STEM}.xlsx").read_bytes() for name in "ab")
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--countries", "RUS"], "RUS"),
        (["--month", "June"], "“June” is not a month written as 2020-06"),
        (["--date", "20-6-1"], "“20-6-1” is not a day written as 2020-06-30"),
        (["--format", "odt"], "odt"),
        (["--charts", "no_such"], "no_such"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        brief(*arguments)
    assert end.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--month", "2020-06", "--from", "2020-05"], "Give either --month, or --from and --to."),
        (["--from", "2020-06", "--to", "2020-05"], "--from 2020-06 is after --to 2020-05."),
        (["--view", "x?from=2020-06", "--exact"], "--view brings its own filters"),
        (["--view", "x?countries=XXX"], "country “XXX”"),
        (["--tray", "/no/such.json"], "/no/such.json cannot be read: No such file"),
        (["--template", "/no/such.pptx"], "/no/such.pptx cannot be read: No such file"),
        (["--output", "/proc/no/such"], "The folder /proc/no/such cannot be made"),
    ],
)
def test_what_does_not_go_together_is_said(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brief(*arguments) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_is_no_tray_or_template_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("{")
    assert brief("--tray", str(wrong), "--output", str(tmp_path)) == 2
    assert "is not JSON" in capsys.readouterr().err
    assert brief("--template", str(wrong), "--format", "pptx", "--output", str(tmp_path)) == 2
    assert f"{wrong}: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["wrong"]


def test_a_tray_with_one_wrong_chart_gives_the_rest_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "tray.json"
    saved.write_bytes(tray_json(TRAY).replace(b'"items": [', b'"items": [5,'))
    arguments = ["--tray", str(saved), "--format", "xlsx", "--output", str(tmp_path / "out")]
    assert brief(*arguments, "--quiet") == 1
    assert "Chart 1 is not an object; it was left out." in capsys.readouterr().err
    assert len([*(tmp_path / "out").iterdir()]) == 1


def test_data_that_cannot_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brief("--data", str(tmp_path / "none"), "--output", str(tmp_path)) == 1
    assert "There is no data folder" in capsys.readouterr().err


def test_help_names_every_choice(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        brief("--help")
    assert end.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    for words in ("KAZ, KGZ, TJK, TKM, UZB", "pptx, docx, pdf, xlsx, zip", "exit codes:"):
        assert words in told
