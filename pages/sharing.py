"""What search engines, messengers and other sites are told about a video or a collection."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pages.rendering import absolute
from pages.spelling import carousel_url, player_url
from usecases.playbill import Show
from usecases.watching import Film, Reel

Json = dict[str, Any]


def iso_duration(milliseconds: int) -> str:
    """Write a duration as ISO 8601 does: `PT1H2M3S`."""
    total = max(round(milliseconds / 1000), 0)
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    parts = [(hours, "H"), (minutes, "M"), (rest, "S")]
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


def of_film(film: Film) -> Json:
    """Say what a video page offers to share."""
    url = player_url(film)
    poster = film.shared_url and absolute(film.shared_url)
    size = [("width", str(film.width)), ("height", str(film.height))]
    open_graph = [
        ("og:type", "video.other"),
        ("og:site_name", film.shop.name),
        ("og:title", film.name),
        ("og:url", url),
        *_told("og:description", film.description),
        *_told("og:image", poster),
        ("og:video", url),
        *([("og:video:secure_url", url)] if url.startswith("https:") else []),
        ("og:video:type", "text/html"),
        *((f"og:video:{name}", value) for name, value in size),
    ]
    card = [
        ("twitter:card", "player"),
        ("twitter:title", film.name),
        *_told("twitter:description", film.description),
        *_told("twitter:image", poster),
        ("twitter:player", url),
        *((f"twitter:player:{name}", value) for name, value in size),
    ]
    return _sharing(film.name, film.description, url, open_graph, card, _linked_data(film, url))


def of_reel(reel: Reel) -> Json:
    """Say what a collection page offers to share."""
    url = carousel_url(reel.uid)
    first = next((absolute(each.shared_url) for each in reel.films if each.shared_url), None)
    open_graph = [
        ("og:type", "website"),
        ("og:site_name", reel.shop.name),
        ("og:title", reel.name),
        ("og:url", url),
        *_told("og:image", first),
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": reel.name,
        "itemListElement": [
            {"@type": "ListItem", "position": number, "url": player_url(film)}
            for number, film in enumerate(reel.films, 1)
        ],
    }
    return _sharing(reel.name, None, url, open_graph, [("twitter:card", "summary")], data)


def of_show(show: Show) -> Json:
    """Say what the page of a live offers to share: its replay once that plays."""
    if show.film:
        told = of_film(show.film)
        told["linked_data"]["publication"] = _broadcast(show)
        return told
    url = player_url(show)
    poster = show.shared_url and absolute(show.shared_url)
    open_graph = [
        ("og:type", "video.other"),
        ("og:site_name", show.shop.name),
        ("og:title", show.name),
        ("og:url", url),
        *_told("og:description", show.description),
        *_told("og:image", poster),
    ]
    card = [
        ("twitter:card", "summary_large_image" if poster else "summary"),
        ("twitter:title", show.name),
        *_told("twitter:description", show.description),
        *_told("twitter:image", poster),
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": show.name,
        "description": show.description or show.name,
        "uploadDate": _iso(show.starts_at or show.announced_at),
        "embedUrl": url,
        "url": url,
        "publication": _broadcast(show),
    }
    if poster:
        data["thumbnailUrl"] = poster
    return _sharing(show.name, show.description, url, open_graph, card, data)


def _broadcast(show: Show) -> Json:
    """Describe the show as an event; search engines mark it as live while it is."""
    started = show.state["started_at"]
    event: Json = {
        "@type": "BroadcastEvent",
        "name": show.name,
        "isLiveBroadcast": show.phase in ("on", "lost"),
    }
    if started or show.starts_at:
        event["startDate"] = started or _iso(show.starts_at)
    if show.ends_at:
        event["endDate"] = _iso(show.ends_at)
    return event


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _linked_data(film: Film, url: str) -> Json:
    data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": film.name,
        # Search engines refuse a video without a description.
        "description": film.description or film.name,
        "uploadDate": film.published_at.isoformat(timespec="seconds"),
        "duration": iso_duration(film.duration_ms),
        "embedUrl": url,
        "url": url,
    }
    if film.shared_url:
        data["thumbnailUrl"] = absolute(film.shared_url)
    if film.mp4_url:
        data["contentUrl"] = absolute(film.mp4_url)
    return data


def _sharing(
    title: str,
    description: str | None,
    url: str,
    open_graph: list[tuple[str, str]],
    card: list[tuple[str, str]],
    linked_data: Json,
) -> Json:
    return {
        "title": title,
        "description": description,
        "url": url,
        "oembed_url": absolute("/oembed?" + urlencode({"url": url, "format": "json"})),
        "open_graph": open_graph,
        "card": card,
        "linked_data": linked_data,
    }


def _told(name: str, value: str | None) -> list[tuple[str, str]]:
    return [(name, value)] if value else []
