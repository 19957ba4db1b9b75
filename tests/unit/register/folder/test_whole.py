"""A folder whole or not at all: nothing is written over, and nothing half written is left."""

import stat
from pathlib import Path

import pytest

from supervise.errors import RegisterError
from supervise.register.folder.whole import whole_folder


def test_the_folder_takes_its_name_at_the_end_and_is_for_its_owner_alone(tmp_path):
    target = tmp_path / "r"
    with whole_folder(target) as folder:
        (folder / "a").write_text("1")
        assert not target.exists()
        assert folder.parent == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    assert (target / "a").read_text() == "1"
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def test_an_empty_folder_is_taken_over(tmp_path):
    (tmp_path / "r").mkdir(mode=0o755)
    with whole_folder(tmp_path / "r") as folder:
        (folder / "a").write_text("1")
    assert (tmp_path / "r" / "a").read_text() == "1"
    assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_error_leaves_nothing(tmp_path, error):
    def interrupted():
        with whole_folder(tmp_path / "r") as folder:
            (folder / "a").write_text("1")
            raise error

    with pytest.raises(error):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_written_over(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("mine")
    for name in ("file", "full"):
        with pytest.raises(RegisterError, match=f"^{name}: there already"), whole_folder(tmp_path / name):
            pass
    assert (tmp_path / "file").read_text() == (tmp_path / "full" / "a").read_text() == "mine"


def test_a_folder_in_no_folder_is_refused_by_its_own_name(tmp_path):
    with (
        pytest.raises(RegisterError, match=r"^r: the folder it is to be in is not there"),
        whole_folder(tmp_path / "nowhere" / "r"),
    ):
        pass


def test_one_that_cannot_be_made_is_called_by_its_own_name(tmp_path):
    target = tmp_path / ("r" * 250)  # the name it has meanwhile is too long
    with pytest.raises(OSError, match="too long") as caught, whole_folder(target):
        pass
    assert caught.value.filename == str(target)


def test_the_folder_one_is_in_has_a_name_too(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegisterError, match=r"^\.: there already"), whole_folder(Path()):
        pass
