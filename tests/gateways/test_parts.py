"""A file that arrives in pieces has one writer at a time, the latest to come."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateways.parts import MovedOnError, Part, TurnLostError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one"


def test_pieces_follow_one_another(folder: Path) -> None:
    for at, piece in ((0, b"one "), (4, b"two "), (8, b"three")):
        with Part(folder).writing(at=at) as writer:
            writer.append(piece)
    assert Part(folder).size == 13
    assert Part(folder).head(7) == b"one two"


def test_beginning_anew_forgets_what_came(folder: Path) -> None:
    for piece in (b"a long beginning", b"short"):
        with Part(folder).writing(at=None) as writer:
            writer.append(piece)
    assert Part(folder).head(100) == b"short"


@pytest.mark.parametrize("at", [None, 6], ids=["beginning anew", "going on"])
def test_a_later_writer_takes_the_turn(folder: Path, at: int | None) -> None:
    with Part(folder).writing(at=None) as early:
        early.append(b"early ")
        with Part(folder).writing(at=at) as late:
            with pytest.raises(TurnLostError):
                early.append(b"lost")
            with pytest.raises(TurnLostError):
                early.head(5)
            with pytest.raises(TurnLostError):
                early.finish("source")
            early.drop()
            late.append(b"late")
            late.finish("source")
    assert (folder / "source").read_bytes() == (b"early late" if at else b"late")


@pytest.mark.parametrize("at", [0, 5, 7])
def test_a_writer_who_would_go_on_elsewhere_leaves_the_turn_and_the_bytes(
    folder: Path, at: int
) -> None:
    with Part(folder).writing(at=None) as early:
        early.append(b"early ")
        with pytest.raises(MovedOnError), Part(folder).writing(at=at):
            pass
        assert early.head(5) == b"early"
        early.append(b"and late")
        early.finish("source")
    assert (folder / "source").read_bytes() == b"early and late"


def test_a_writer_whose_folder_was_swept_away_fails(folder: Path) -> None:
    with Part(folder).writing(at=None) as writer:
        shutil.rmtree(folder)
        with pytest.raises(TurnLostError):
            writer.append(b"into nothing")


def test_a_finished_file_is_no_part_any_more(folder: Path) -> None:
    with Part(folder).writing(at=None) as writer:
        writer.append(b"whole")
        writer.finish("source")
    assert Part(folder).size == 0
    assert sorted(each.name for each in folder.iterdir()) == ["source", "turn"]


def test_nothing_has_come_before_the_first_piece(folder: Path) -> None:
    assert Part(folder).size == 0
    Part(folder).drop()
