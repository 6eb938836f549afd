from pathlib import Path

import polib
import pytest

from config.launcher import messages

GATHERED = [polib.POEntry(msgid="Kiểm phiếu"), polib.POEntry(msgid="Biên bản")]


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose code shows two texts, and a translator who knows both."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "_gather", lambda _copy: GATHERED)
    monkeypatch.setattr("shutil.which", lambda name: name)
    file = tmp_path / messages.CATALOGUE
    file.parent.mkdir(parents=True)
    write(file, {"Kiểm phiếu": "Count", "Biên bản": "Minutes"})
    return file


def write(file: Path, words: dict[str, str], *, fuzzy: bool = False) -> None:
    book = polib.POFile()
    for msgid, msgstr in words.items():
        flags = ["fuzzy"] if fuzzy else []
        book.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
    book.save(str(file))
    book.save_as_mofile(str(file.with_suffix(".mo")))


def test_a_complete_catalogue_passes_in_silence(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert messages.main() == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ({"Kiểm phiếu": "Count"}, "1 not in the catalogue"),
        (
            {"Kiểm phiếu": "Count", "Biên bản": "Minutes", "Cũ": "Old"},
            "1 no longer in the code",
        ),
        ({"Kiểm phiếu": "Count", "Biên bản": ""}, "1 not translated"),
    ],
)
def test_what_is_wrong_is_named(
    catalogue: Path,
    capsys: pytest.CaptureFixture[str],
    words: dict[str, str],
    finding: str,
) -> None:
    write(catalogue, words)

    assert messages.main() == 1
    assert capsys.readouterr().out.startswith(finding)


def test_a_fuzzy_translation_is_none(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(catalogue, {"Kiểm phiếu": "Count", "Biên bản": "Minutes"}, fuzzy=True)

    assert messages.main() == 1
    assert capsys.readouterr().out.startswith("2 fuzzy")


def test_a_stale_compiled_catalogue_is_noticed(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue.with_suffix(".mo").unlink()

    assert messages.main() == 1
    assert capsys.readouterr().out.startswith("2 compiled otherwise")
