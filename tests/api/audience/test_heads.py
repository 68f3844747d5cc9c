"""Heads of requests: whatever comes is read or refused, and never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.audience.heads import DETAILS, Asked, Refused, read_head, refusal

UID = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
LINE = f"GET /push/lives/{UID}"


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        (f"{LINE} HTTP/1.1", Asked(UID, None, None, False, ())),
        (f"{LINE}?after=41 HTTP/1.1", Asked(UID, None, 41, False, ())),
        (f"{LINE}?shop=abc-_1&after=0&again=1 HTTP/1.1", Asked(UID, "abc-_1", 0, True, ())),
        (f"{LINE}?after=1 HTTP/1.1\r\nLast-Event-ID: 7", Asked(UID, None, 7, True, ())),
        (f"{LINE}?after=1 HTTP/1.1\r\nlast-event-id:", Asked(UID, None, 1, False, ())),
        (f"{LINE}?x=y HTTP/1.1\r\nAccept: text/event-stream", Asked(UID, None, None, False, ())),
        (
            f"{LINE} HTTP/1.1\r\nX-Forwarded-For: a, b\r\nX-Forwarded-For: c",
            Asked(UID, None, None, False, ("a", "b", "c")),
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_a_viewer_asks_is_read(head: str, asked: Asked) -> None:
    assert read_head(head.encode()) == asked


PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"GET ", LINE.encode(), b" HTTP/1.1", b"\r\n", b": ", b"?after=", b"Last-Event-ID: 9"]
    ),
)


@given(st.lists(PIECES, max_size=20).map(b"".join))
def test_whatever_comes_is_read_or_refused(head: bytes) -> None:
    try:
        asked, status = read_head(head), 200
    except Refused as refused:
        asked, status = None, refused.status
    assert status in DETAILS or (asked and asked.uid == UID)


@pytest.mark.parametrize("status", DETAILS)
def test_a_refusal_is_one_whole_answer(status: int) -> None:
    head, _, body = refusal(status).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert f"Content-Length: {len(body)}".encode() in head
