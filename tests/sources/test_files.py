"""What a file is, told by its bytes and never by its name."""

import zipfile
from pathlib import Path

import pytest

from dashboard.sources.reading.files import Content, Unreadable, look_at

TABLE = "date,place,note\n2020-06-03,Osh,a picket\n2020-06-04,Naryn,a march\n"


def put(folder: Path, data: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "content", "rule"),
    [
        (b"", Content.EMPTY, "empty_file"),
        (b" \n\0\n", Content.EMPTY, "empty_file"),
        (b"<!DOCTYPE html><html><body>404</body></html>", Content.HTML, "html_page"),
        (b"PAR1\x00\x01", Content.BINARY, "not_a_table"),
    ],
)
def test_what_cannot_be_a_table_is_named(
    tmp_path: Path, data: bytes, content: Content, rule: str
) -> None:
    file = look_at(put(tmp_path, data))
    assert file.content is content
    assert file.refusal and file.refusal.rule == rule


def test_a_zip_under_another_name_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.csv", TABLE)
    file = look_at(path)
    assert file.content is Content.ZIP
    assert file.refusal and (file.refusal.value, file.refusal.rule) == ("PK", "zip_archive")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1251", "windows-1251"),
    ],
)
def test_russian_is_read_in_the_encodings_it_comes_in(
    tmp_path: Path, encoding: str, shown: str
) -> None:
    words = "Жители посёлка вышли на площадь и просили починить водопровод"
    text = f"дата;место;что\n03.06.2020;Ош;{words}\n04.06.2020;Нарын;{words} ещё раз\n"
    file = look_at(put(tmp_path, text.encode(encoding)))
    assert (file.encoding, file.delimiter) == (shown, ";")
    assert [cells for _, cells in file.rows()][1] == ["03.06.2020", "Ош", words]


def test_french_letters_are_not_taken_for_russian(tmp_path: Path) -> None:
    text = "date,place,note\n2020-06-03,Osh,Journée à l'école de Genève\n" * 3
    file = look_at(put(tmp_path, text.encode("latin-1")))
    assert file.encoding == "iso-8859-1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_parts_the_rows_evenly(tmp_path: Path, delimiter: str) -> None:
    rows = [["date", "place", "note"], ["2020-06-03", "Osh", '"1,200; more, and more; people"']]
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    file = look_at(put(tmp_path, text.encode()))
    assert file.delimiter == delimiter


def test_a_note_of_several_lines_is_one_row(tmp_path: Path) -> None:
    text = 'date,note\n2020-06-03,"first line\nsecond line"\n2020-06-04,short\n'
    file = look_at(put(tmp_path, text.encode()))
    assert [row for row, _ in file.rows()] == [1, 2, 3]


def test_an_encoding_that_is_no_name_is_not_looked_up(tmp_path: Path) -> None:
    data = b'<?xml version="1.0" encoding="utf\0-8"?><rss></rss>'
    assert look_at(put(tmp_path, data)).encoding == "utf-8"


def test_a_file_that_is_another_by_the_time_it_is_read_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("day,rate\n1,2\n".encode("utf-16"))
    file = look_at(path)
    path.write_bytes(b"day,rate\n1,2\n")
    for rows in (file.rows, lambda: file.batches(10)):
        with pytest.raises(Unreadable) as trouble:
            list(rows())
        assert trouble.value.refused.rule == "not_a_table"
