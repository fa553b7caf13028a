"""The data folder: made once, private, its key kept."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from jalon.site.home import Home, HomeError


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "jalon")


def test_a_home_is_new_until_it_is_prepared(home):
    assert home.is_new

    home.prepare()

    assert not home.is_new


def test_the_key_is_made_once_and_kept(home):
    home.prepare()
    key = home.secret_key()

    home.prepare()

    assert home.secret_key() == key
    assert len(key) >= 50


def test_processes_that_prepare_at_once_agree_on_the_key(home):
    home.path.mkdir()

    def prepare(_):
        home.prepare()
        return home.secret_key()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(prepare, range(16)))

    assert len(keys) == 1
    assert [path.name for path in home.path.iterdir() if path.name.startswith(".")] == []


def test_others_cannot_read_what_is_private(home):
    home.prepare()

    assert all(
        part.stat().st_mode & 0o077 == 0 for part in (home.documents, home.segments, home.secret_key_file)
    )
    assert home.path.stat().st_mode & 0o066 == 0


def test_two_homes_never_share_a_socket(home, tmp_path):
    assert home.digest != Home(tmp_path / "jalon2").digest
    assert home.digest == Home(tmp_path / "." / "jalon").digest


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(HomeError, match="JALON_HOME="):
        Home(tmp_path / "jalon").prepare()
