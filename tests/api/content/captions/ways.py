"""Captions as callers send them, and where to."""

from __future__ import annotations

from models.content import Content

VTT = "WEBVTT\n\n1\n00:00.000 --> 00:01.500\nA jacket for rain\n\n00:02.000 --> 00:03.000\nTwo\n"
Key = dict[str, str]


def address(video: Content, language: str = "en") -> str:
    return f"/api/v1/videos/{video.uid}/captions/{language}"
