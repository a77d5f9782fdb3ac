"""The command `brief`: files, messages and exit codes as a scheduler meets them."""

import signal
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from shipped import shipped_package

from dashboard.__main__ import main
from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import ADDRESS_SETTING
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.briefing.tray_file import read_tray, tray_json
from dashboard.catalogue import EXHIBITS
from dashboard.exports.documents import make_documents
from dashboard.exports.exhibit_entry import ROWS_FOLLOW
from dashboard.exports.pictures import browser
from dashboard.exports.pictures.browser import NO_BROWSER
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
            shipped_package(),
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
    options += ["--compare", "year"]
    link = "http://x/?countries=KGZ%2CTJK&from=2020-06&to=2020-06&compare=year&status=occurred"
    assert brief(*options, *common, "--output", str(tmp_path / "a")) == 0
    assert brief("--view", link, *common, "--output", str(tmp_path / "b")) == 0
    first, second = ((tmp_path / name / f"{STEM}.xlsx").read_bytes() for name in "ab")
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--countries", "RUS"], "RUS"),
        (["--month", "June"], "“June” is not a month written as 2020-06"),
        (["--compare", "June"], "'June' is no period to compare with"),
        (["--date", "20-6-1"], "“20-6-1” is not a day written as 2020-06-30"),
        (["--format", "odt"], "odt"),
        (["--address", "desk.example"], "“desk.example” does not begin with http:// or https://"),
        (["--address", "javascript:alert(1)"], "does not begin with http:// or https://"),
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
    arguments = ["--tray", str(saved), "--month", "2020-06", "--format", "xlsx"]
    arguments += ["--output", str(tmp_path / "out")]
    assert brief(*arguments, "--quiet") == 1
    assert "Chart 1 is not an object; it was left out." in capsys.readouterr().err
    assert len([*(tmp_path / "out").iterdir()]) == 1


TWO_YEARS = Selection(countries=("UZB",), first_month="2020-01", last_month="2021-12")


def made_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_tray_keeps_the_filters_that_it_was_saved_with(tmp_path: Path) -> None:
    saved, out = tmp_path / "tray.json", tmp_path / "out"
    saved.write_bytes(tray_json(replace(TRAY, filters=tuple(TWO_YEARS.to_query().items()))))
    asked = ["--tray", str(saved), "--quiet", "--output", str(out), *FRIDAY]
    assert brief(*asked, "--format", "xlsx", "json") == 0
    stem = "central-asia-monitor_briefing_2020-01-to-2021-12_uzb"
    assert made_in(out) == [f"{stem}.json", f"{stem}.xlsx"]
    again, _ = read_tray((out / f"{stem}.json").read_bytes(), EXHIBITS)
    assert Selection.from_query(dict(again.filters)) == TWO_YEARS
    assert brief(*asked, "--format", "json", "--month", "2020-07") == 0
    assert "central-asia-monitor_briefing_2020-07_uzb.json" in made_in(out)


def test_a_tray_of_an_earlier_version_needs_a_period(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "tray.json"
    saved.write_bytes(tray_json(TRAY))
    out = ["--format", "json", "--output", str(tmp_path / "out")]
    assert brief("--tray", str(saved), *out) == 2
    assert "does not say what period it is about" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert brief("--tray", str(saved), "--month", "2020-06", *out) == 0


def test_own_words_written_for_another_period_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filters = tuple(TWO_YEARS.to_query().items())
    saved = tmp_path / "tray.json"
    own = {"judgements": ("Calm.",), "judgements_for": filters, "filters": filters}
    saved.write_bytes(tray_json(replace(TRAY, **own)))
    out = ["--tray", str(saved), "--format", "json", "--output", str(tmp_path)]
    assert brief(*out) == 0
    assert brief(*out, "--month", "2020-06") == 1
    assert (
        "The key judgements were written for Uzbekistan, January 2020 to December 2021. "
        "The filters are now Uzbekistan, June 2020."
    ) in capsys.readouterr().err


def test_pictures_that_are_missing_are_told_to_the_maker_not_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda: "")
    asked = ["--charts", "overview_map", "events_by_week", "--quiet", "--output", str(tmp_path)]
    assert brief("--format", "xlsx", *asked, *FRIDAY) == 0
    assert brief("--format", "docx", *asked, *FRIDAY) == 1
    assert f"2 pictures missing from the documents. {NO_BROWSER}" in capsys.readouterr().err
    (path,) = tmp_path.glob("*.docx")
    text = "\n".join(each.text for each in Document(str(path)).paragraphs)
    assert "Chromium" not in text and text.count(ROWS_FOLLOW) == 2


def test_a_period_of_which_the_data_has_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--format", "xlsx", "--quiet", "--output", str(tmp_path)]
    assert brief("--month", "1900-01", *out) == 1
    told = "The data has nothing at all for five countries, January 1900."
    assert told in capsys.readouterr().err


def test_a_title_is_cleaned_and_links_are_left_out_without_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ADDRESS_SETTING, raising=False)
    asked = ["--charts", "events_by_week", "--format", "pptx", "--title", "a\nb\x07" + "c" * 900]
    assert brief(*asked, "--quiet", "--output", str(tmp_path)) == 0
    deck = Presentation(str(next(tmp_path.glob("*.pptx"))))
    assert deck.core_properties.title.startswith("a bc") and len(deck.slides[0].name or "") < 500
    notes = "\n".join(
        frame.text
        for slide in deck.slides
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame)
    )
    assert "localhost" not in notes and "Link:" not in notes


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


def test_a_full_disk_is_said_and_leaves_what_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / f"{STEM}.xlsx"
    before.write_bytes(b"of last week")
    # What is written there goes to the device that is always full.
    (tmp_path / f".{STEM}.xlsx.part").symlink_to("/dev/full")
    asked = ["--countries", "KGZ", "TJK", "--month", "2020-06", "--charts", "sentences"]
    out = ["--format", "xlsx", "json", "--quiet", "--output", str(tmp_path)]
    assert brief(*asked, *out) == 1
    told = capsys.readouterr()
    assert told.err == f"{before} could not be written: No space left on device.\n"
    assert told.out.split() == [str(tmp_path / f"{STEM}.json")]
    assert before.read_bytes() == b"of last week"
    assert made_in(tmp_path) == [f"{STEM}.json", f"{STEM}.xlsx"]


def test_a_template_is_read_up_to_a_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dashboard.commands.brief.MOST_BYTES", 1_000_000)
    assert brief("--template", "/dev/zero", "--output", str(tmp_path)) == 2
    assert capsys.readouterr().err == "/dev/zero is too large: at most 1 MB are read.\n"


# The command, which hears Ctrl-C also where the tests run in the background of a shell.
HEARING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("dashboard", run_name="__main__", alter_sys=True)
"""


def test_an_interrupted_command_says_so_in_one_line_and_leaves_nothing_behind(
    tmp_path: Path, python: str
) -> None:
    asked = ["brief", "--month", "2020-06", "--format", "xlsx", "--output", str(tmp_path)]
    with subprocess.Popen(
        [python, "-c", HEARING, *asked],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        assert command.stderr
        first = command.stderr.readline()
        command.send_signal(signal.SIGINT)
        printed, rest = command.communicate(timeout=120)
    steps = [line for line in rest.splitlines() if line != "Interrupted."]
    assert first
    assert command.returncode == 130
    assert rest.endswith("Interrupted.\n")
    assert not [line for line in steps if "Traceback" in line or line.startswith(" ")]
    assert (printed, made_in(tmp_path)) == ("", [])
