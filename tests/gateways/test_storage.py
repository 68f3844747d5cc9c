"""Files by key: whole or not at all, and never outside their folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateways.storage import LocalStorage, NullStorage


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


@pytest.mark.parametrize(
    "key",
    ["../secret", "media/../../secret", "/etc/passwd", "", ".", "media/..", "a\0b"],
)
def test_a_key_outside_the_storage_is_refused(key: str, storage: LocalStorage) -> None:
    for act in (storage.path, storage.working, storage.remove):
        with pytest.raises(ValueError, match=r"outside|null"):
            act(key)


def test_a_link_that_leads_outside_is_refused(storage: LocalStorage, tmp_path: Path) -> None:
    (storage.root / "media" / "way-out").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="outside"):
        storage.path("media/way-out/secret")


def test_writing_replaces_a_file_whole(storage: LocalStorage) -> None:
    for content in (b"first", b"second"):
        storage.write("media/captions/a.vtt", content)
    assert storage.path("media/captions/a.vtt").read_bytes() == b"second"
    assert [name for name, _ in storage.entries("media/captions")] == ["a.vtt"]


def test_publishing_moves_a_whole_folder(storage: LocalStorage) -> None:
    for content in ("first", "second"):
        folder = storage.working("work/a")
        folder.mkdir()
        (folder / content).write_text(content)
        storage.publish(folder, "media/videos/a")
        assert not folder.exists()
    assert [each.name for each in storage.path("media/videos/a").iterdir()] == ["second"]


def test_removing_what_is_not_there_is_fine(storage: LocalStorage) -> None:
    storage.write("media/a/b", b"x")
    for _ in range(2):
        storage.remove("media/a")
        storage.remove("media/none/here")
    assert list(storage.entries("media")) == []


def test_entries_tell_when_they_changed(storage: LocalStorage) -> None:
    noon = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
    storage.write("uploads/a/part", b"x")
    os.utime(storage.path("uploads/a"), (noon.timestamp(), noon.timestamp()))
    assert list(storage.entries("uploads")) == [("a", noon)]
    assert list(storage.entries("nothing/here")) == []


def test_a_storage_that_cannot_be_written_is_not_healthy(storage: LocalStorage) -> None:
    assert storage.healthy()
    (storage.root / "media").rmdir()
    storage.root.rmdir()
    assert not storage.healthy()


def test_free_room_is_told_in_bytes(storage: LocalStorage) -> None:
    assert 0 < storage.free() < 1 << 60


def test_without_a_storage_everything_is_refused() -> None:
    with pytest.raises(RuntimeError, match=r"app\.py"):
        NullStorage().path("media/a")  # type: ignore[operator]
