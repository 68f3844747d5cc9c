"""What is sent and told of a video; `videos.py` says when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.content.content_shapes import MEDIA, SAMPLE, ContentAttributes, ContentsQuery, NewContent
from api.operation import Output


class VideoAttributes(ContentAttributes):
    """What is told of a video."""

    status: Literal["waiting_upload", "processing", "ready", "error"] = Field(examples=["ready"])
    progress: float = Field(
        description="Extension: how far the preparing is, 0 to 1.", examples=[1.0]
    )
    error: str | None = Field(
        description="Extension: why the film could not be prepared.", examples=[None]
    )
    duration: float | None = Field(description="Seconds.", examples=[6.2])
    width: int | None = Field(description="Extension: pixels.", examples=[1280])
    height: int | None = Field(description="Extension: pixels.", examples=[720])
    playback_url: str | None = Field(
        description="HLS manifest of what plays.", examples=[f"{MEDIA}/master.m3u8"]
    )
    preview_url: str | None = Field(
        description="Extension: three silent seconds.", examples=[f"{MEDIA}/preview.mp4"]
    )
    player_url: str = Field(
        description="Extension: the player's page.",
        examples=[f"https://vitrine.example/embed/videos/{SAMPLE}"],
    )
    upload_url: str | None = Field(
        description="Where to send the film; told when the video is created.",
        examples=["https://vitrine.example/api/v1/uploads/WyI1ZDFjIiwxNzUwXQ.signature"],
    )
    upload_url_expires_at: str | None = Field(examples=["2026-06-15T13:00:00.000Z"])


class VideoItem(Output):
    """A video."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["video"]
    attributes: VideoAttributes


class UploadLink(Output):
    """Where to send a film."""

    url: str = Field(examples=["https://vitrine.example/api/v1/uploads/WyI1ZDFjIiwxNzUwXQ.sig"])


class NewVideo(NewContent):
    """A video as callers send it."""


class VideosQuery(ContentsQuery):
    """What narrows the list."""
