"""`/api/v1/videos`: videos, their links to products, and the links their films are sent to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from api.auth import shop
from api.body import facts_of, partial
from api.content.content_shapes import WORDS, as_content, filters_of
from api.content.envelope import Data, answer, data, item, moment
from api.content.video_shapes import NewVideo, UploadLink, VideoItem, VideosQuery
from api.links import absolute, player_url
from api.operation import Answer, operation
from api.paging import paged
from models.asset import ERROR, READY, WAITING_UPLOAD
from models.content import Content
from models.errors import NotFound
from models.share import SharedContent
from usecases import screening, uploads, videos
from usecases.screening import Video

routes = Blueprint("videos", __name__)


@routes.get("")
@operation("List videos", query=VideosQuery, answer=Data[list[VideoItem]], paged=True)
def index(query: VideosQuery) -> Answer:
    """List the shop's videos and those shared with it, newest first, 20 on a page."""
    listed = screening.listed(shop(), **filters_of(query))
    rows, headers = paged(listed, query.page)
    return data([as_video(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a video",
    body=NewVideo,
    multipart=True,
    answer=Data[VideoItem],
    status=201,
    scope="content.write",
    words=WORDS,
)
def create(body: NewVideo) -> Answer:
    """Make a video and answer the link its film is sent to within the hour."""
    video = videos.add(shop(), **facts_of(body, WORDS))
    url, ends = _link(video.content)
    spelled = as_video(video)
    spelled["attributes"] |= {"upload_url": url, "upload_url_expires_at": moment(ends)}
    return data(spelled, 201)


@routes.get("/<uid>")
@operation("Retrieve a video", answer=Data[VideoItem], errors=(NotFound,))
def show(uid: str) -> Answer:
    """Show one video; ask again while its status is `processing`."""
    return data(as_video(screening.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a video",
    body=NewVideo,
    multipart=True,
    answer=Data[VideoItem],
    scope="content.write",
    errors=(NotFound, SharedContent),
    words=WORDS,
)
def update(uid: str, body: NewVideo) -> Answer:
    """Change a video; optional fields that are not sent stay as they are."""
    return data(as_video(videos.change(shop(), uid, **facts_of(body, WORDS))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a video",
    body=partial(NewVideo),
    multipart=True,
    answer=Data[VideoItem],
    scope="content.write",
    errors=(NotFound, SharedContent),
    words=WORDS,
)
def change(uid: str, body: NewVideo) -> Answer:
    """Change the fields that are sent."""
    return data(as_video(videos.change(shop(), uid, **facts_of(body, WORDS))))


@routes.delete("/<uid>")
@operation("Delete a video", status=204, scope="content.write", errors=(NotFound, SharedContent))
def remove(uid: str) -> Answer:
    """Remove a video with its film, its captions and the placements that show only it."""
    videos.remove(shop(), uid)
    return "", 204


@routes.post("/<uid>/upload_url")
@operation(
    "Generate a new upload url",
    answer=UploadLink,
    scope="content.write",
    errors=(NotFound, SharedContent),
)
def renew(uid: str) -> Answer:
    """Give a new link for the film; what plays now goes on playing until the new one is ready."""
    url, _ = _link(videos.await_film(shop(), uid))
    return answer({"url": url})


def as_video(video: Video) -> dict[str, Any]:
    """Spell a video."""
    content, film = video.content, video.film
    attributes = {
        **as_content(video),
        **_progress(video),
        "duration": film.duration_ms / 1000 if film else None,
        "width": film.width if film else None,
        "height": film.height if film else None,
        "playback_url": absolute(film.hls_url) if film else None,
        "preview_url": absolute(film.preview_url) if film else None,
        "player_url": player_url(content, shop() if video.shared else None),
        "upload_url": None,
        "upload_url_expires_at": None,
    }
    return item("video", content.uid, attributes)


def _progress(video: Video) -> dict[str, Any]:
    asset = video.asset
    status = asset.state if asset else WAITING_UPLOAD
    return {
        "status": status,
        "progress": 1.0 if status == READY else asset.progress if asset else 0.0,
        "error": asset.reason if asset and status == ERROR else None,
    }


def _link(video: Content) -> Any:
    config = current_app.config
    return uploads.upload_link(video, config["PUBLIC_URL"], config["SECRET_KEY"])
