"""Captions: the WebVTT tracks of a video, one a language, read strictly before they are kept."""

from __future__ import annotations

import re
import secrets

from babel import Locale, UnknownLocaleError

from gateways.storage import files
from models.asset import Caption
from models.errors import Invalid, NotFound, Problem, TooLarge
from models.shop import Shop
from usecases.events import tell
from usecases.screening import find_content, find_own, holding
from usecases.sweeping import CAPTIONS

LARGEST, LONGEST_LABEL = 1_000_000, 100
# RFC 5646, as far as captions need it: language, script, region, variants.
LANGUAGE = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*$"
_MOMENT = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t]+\S.*)?")


def captions_of(shop: Shop, video_uid: str) -> list[Caption]:
    """List the caption tracks of a video; raises `NotFound`."""
    video = find_content(shop, video_uid)
    return list(Caption.select().where(Caption.content == video).order_by(Caption.language))


def set_captions(
    shop: Shop, video_uid: str, language: str, content: bytes, label: str = ""
) -> Caption:
    """Keep a caption track, in place of the one of that language.

    `label` (at most LONGEST_LABEL letters) is what viewers choose by; without one it is the
    language's own name for itself.
    Raises `NotFound`, `SharedContent`, `TooLarge`, `Invalid`.
    """
    video = find_own(shop, video_uid)
    if not re.fullmatch(LANGUAGE, language) or len(language) > 20:
        raise Invalid(Problem("language", "must be a language tag like en, pt-BR or zh-Hant"))
    text = read_vtt(content)
    # Published files never change: each version has an address of its own, the old one is swept.
    key = f"{CAPTIONS}/{secrets.token_hex(16)}.vtt"
    files().write(key, text.encode())
    with holding(video):
        track = Caption.get_or_none(Caption.content == video, Caption.language == language)
        if track is None:
            track = Caption(content=video, language=language)
        track.label, track.file = label or _name_of(language), key
        track.save()
        tell(video, "updated")
        kept: Caption = track
        return kept


def remove_captions(shop: Shop, video_uid: str, language: str) -> None:
    """Remove the track of a language; raises `NotFound`, `SharedContent`."""
    video = find_own(shop, video_uid)
    removed = Caption.delete().where(Caption.content == video, Caption.language == language)
    with holding(video):
        # What is no language names no track; PostgreSQL would break on a NUL in it.
        if not re.fullmatch(LANGUAGE, language) or not removed.execute():
            raise NotFound("this video has no captions in this language")
        tell(video, "updated")


def url_of(track: Caption) -> str:
    """Tell the public address of a track's file."""
    return files().url(track.file)


def read_vtt(content: bytes) -> str:
    """Read a WebVTT file and give it back with plain line ends; raises `TooLarge`, `Invalid`.

    https://www.w3.org/TR/webvtt1/#syntax; a fault is told with its line, counted from 1.
    """
    if len(content) > LARGEST:
        raise TooLarge(f"a caption file has at most {LARGEST // 1000} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(1, "the file must be UTF-8 text") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise _fault(text[: text.index("\0")].count("\n") + 1, "a NUL character")
    lines = text.rstrip("\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise _fault(1, "a WebVTT file begins with the word WEBVTT")
    if not _count_cues(lines):
        raise _fault(len(lines), "there is no cue; captions need at least one")
    return "\n".join(lines) + "\n"


def _count_cues(lines: list[str]) -> int:
    count, last = 0, -1
    for number, line in enumerate(lines[1:], 2):
        if "-->" not in line:
            continue
        found = _TIMING.fullmatch(line.strip())
        if not found:
            raise _fault(number, "a timing looks like 00:01.000 --> 00:04.000")
        starts, ends = _ms(found.groups()[:4]), _ms(found.groups()[4:])
        if ends <= starts:
            raise _fault(number, "a cue must end after it starts")
        if starts < last:
            raise _fault(number, "cues must stand in the order of their starts")
        if lines[number - 2].strip() and "-->" in lines[number - 2]:
            raise _fault(number, "a cue needs a text below its timing")
        count, last = count + 1, starts
    return count


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(each or 0) for each in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _fault(line: int, why: str) -> Invalid:
    return Invalid(Problem("", f"line {line}: {why}"))


def _name_of(language: str) -> str:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
