"""`PUT /api/v1/videos/<uid>/captions/<language>`: WebVTT is kept, faults are told by their line."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.asset import Caption
from models.content import Content
from tests.api.content.captions.ways import VTT, Key, address


def test_captions_are_kept_and_served(client: FlaskClient, video: Content, key: Key) -> None:
    response = client.put(address(video), data=VTT, content_type="text/vtt", headers=key)
    assert response.status_code == 200
    assert response.json is not None
    attributes = response.json["data"]["attributes"]
    assert (attributes["language"], attributes["label"]) == ("en", "English")
    assert attributes["url"].startswith("https://vitrine.example/media/captions/")
    served = client.get(attributes["url"].removeprefix("https://vitrine.example"), buffered=True)
    assert (served.text, served.mimetype) == (VTT, "text/vtt")


@pytest.mark.parametrize(
    ("language", "label"),
    [("fr", "Français"), ("pt-BR", "Português (Brasil)"), ("ar", "العربية"), ("tlh", "tlh")],
)
def test_a_track_is_called_what_its_language_calls_itself(
    language: str, label: str, client: FlaskClient, video: Content, key: Key
) -> None:
    client.put(address(video, language), data=VTT, content_type="text/vtt", headers=key)
    assert Caption.get().label == label


def test_a_track_is_called_what_the_merchant_says(
    client: FlaskClient, video: Content, key: Key
) -> None:
    url = address(video) + "?label=English+(for+the+deaf)"
    client.put(url, data=VTT, content_type="text/vtt", headers=key)
    assert Caption.get().label == "English (for the deaf)"


def test_a_second_track_of_a_language_takes_the_place_of_the_first_at_a_new_address(
    client: FlaskClient, video: Content, key: Key
) -> None:
    urls = []
    for text in (VTT, VTT.replace("rain", "snow")):
        answer = client.put(address(video), data=text, content_type="text/vtt", headers=key)
        assert answer.json is not None
        urls.append(answer.json["data"]["attributes"]["url"])
    assert urls[0] != urls[1]
    listed = client.get(f"/api/v1/videos/{video.uid}/captions", headers=key)
    assert listed.json is not None
    assert [each["attributes"]["url"] for each in listed.json["data"]] == [urls[1]]


@pytest.mark.parametrize("method", ["put", "delete", "get"])
def test_charlie_sees_nothing_of_alices_captions(
    method: str, client: FlaskClient, video: Content, charlies_key: Key
) -> None:
    url = address(video) if method != "get" else f"/api/v1/videos/{video.uid}/captions"
    response = client.open(
        url, method=method.upper(), data=VTT, content_type="text/vtt", headers=charlies_key
    )
    assert response.status_code == 404
    assert Caption.select().count() == 0


def test_without_a_key_nobody_sets_captions(client: FlaskClient, video: Content) -> None:
    assert client.put(address(video), data=VTT, content_type="text/vtt").status_code == 401


CUE = "00:00.000 --> 00:01.000\nText\n"
FAULTS = {
    "nothing": (b"", "line 1: a WebVTT file begins with the word WEBVTT"),
    "SubRip": (
        b"1\n00:00:00,000 --> 00:00:01,000\nText\n",
        "line 1: a WebVTT file begins with the word WEBVTT",
    ),
    "a longer first word": (b"WEBVTTX\n\n", "line 1: a WebVTT file begins with the word WEBVTT"),
    "Latin-1": ("WEBVTT\n\né".encode("latin-1"), "line 1: the file must be UTF-8 text"),
    "a NUL": (b"WEBVTT\n\n00:\0", "line 3: a NUL character"),
    "no cue": (
        b"WEBVTT\n\nNOTE only a note\n",
        "line 3: there is no cue; captions need at least one",
    ),
    "commas for points": (
        b"WEBVTT\n\n00:00,000 --> 00:01,000\nText\n",
        "line 3: a timing looks like 00:01.000 --> 00:04.000",
    ),
    "61 seconds": (
        b"WEBVTT\n\n00:00.000 --> 00:61.000\nText\n",
        "line 3: a timing looks like 00:01.000 --> 00:04.000",
    ),
    "an end before the start": (
        b"WEBVTT\n\n00:02.000 --> 00:01.000\nText\n",
        "line 3: a cue must end after it starts",
    ),
    "cues out of order": (
        b"WEBVTT\n\n00:02.000 --> 00:03.000\nText\n\n00:01.000 --> 00:03.000\nText\n",
        "line 6: cues must stand in the order of their starts",
    ),
}


@pytest.mark.parametrize(("body", "why"), FAULTS.values(), ids=FAULTS)
def test_what_is_no_webvtt_is_told_with_its_line(
    body: bytes, why: str, client: FlaskClient, video: Content, key: Key
) -> None:
    response = client.put(address(video), data=body, content_type="text/vtt", headers=key)
    assert response.status_code == 422
    assert response.json is not None
    assert [each["detail"] for each in response.json["errors"]] == [why]
    assert Caption.select().count() == 0


GOOD = {
    "a byte order mark": "\ufeffWEBVTT\n\n" + CUE,
    "a title": "WEBVTT - Rain test\n\n" + CUE,
    "Windows line ends": ("WEBVTT\n\n" + CUE).replace("\n", "\r\n"),
    "hours and settings": "WEBVTT\n\n01:00:00.000 --> 100:00:01.000 line:0 align:start\nText\n",
    "notes and styles": "WEBVTT\n\nNOTE a\n\nSTYLE\n::cue{color:red}\n\n" + CUE,
    "two at once": "WEBVTT\n\n" + CUE + "\n" + CUE,
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_players_read_is_taken(
    text: str, client: FlaskClient, video: Content, key: Key
) -> None:
    response = client.put(address(video), data=text, content_type="text/vtt", headers=key)
    assert response.status_code == 200


@pytest.mark.parametrize("language", ["english", "e", "EN", "en_US", "en-us", "../x", "x" * 30])
def test_what_is_no_language_tag_is_refused(
    language: str, client: FlaskClient, video: Content, key: Key
) -> None:
    response = client.put(address(video, language), data=VTT, content_type="text/vtt", headers=key)
    assert response.status_code in (404, 422)
    assert Caption.select().count() == 0


def test_a_caption_file_has_a_largest_size(client: FlaskClient, video: Content, key: Key) -> None:
    body = VTT + "NOTE " + "x" * 1_000_000
    response = client.put(address(video), data=body, content_type="text/vtt", headers=key)
    assert response.status_code == 413


def test_captions_are_not_sent_as_something_else(
    client: FlaskClient, video: Content, key: Key
) -> None:
    response = client.put(address(video), data=VTT, content_type="application/json", headers=key)
    assert response.status_code == 415


def test_a_long_name_is_refused_rather_than_cut(
    client: FlaskClient, video: Content, key: Key
) -> None:
    for length, status in ((100, 200), (101, 422)):
        url = f"{address(video)}?label={'é' * length}"
        answer = client.put(url, data=VTT, content_type="text/vtt", headers=key)
        assert answer.status_code == status
    assert answer.json["errors"][0]["source"] == {"parameter": "label"}
    assert Caption.get().label == "é" * 100
