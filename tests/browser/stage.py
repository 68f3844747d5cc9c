"""A whole Vitrine in this process with one live on air, a picture that plays, and real pushing."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg
from flask import Flask
from werkzeug.serving import make_server

from models import clock
from models.broadcast import Broadcast
from models.content import FINISHED, STARTED, Content
from models.message import Message
from models.shop import Shop
from tests import builders
from tests.pushing import Pushing, pushing
from usecases import chat_settings
from usecases.changes import note
from usecases.chat import told

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EMOJIS = ["❤️", "👏", "🔥", "😍", "😂", "👍"]


@dataclass
class Stage:
    """A running server, its shop and its live."""

    origin: str
    folder: Path
    shop: Shop
    live: Content
    push: Pushing

    @property
    def page(self) -> str:
        """The address of the live's page."""
        return f"{self.origin}/embed/lives/{self.live.uid}"

    def say(self, text: str = "Is it waterproof?", **facts: Any) -> Message:
        """Write into the chat, and tell everybody."""
        message = builders.a_message(self.live, text, **facts)
        note(self.live, "message", told(message))
        return message

    def begin(self) -> None:
        """Go on air."""
        self.change(STARTED, playback_url=f"/media/lives/{self.live.uid}/live.m3u8")

    def lose(self) -> None:
        """Lose the picture, and wait for it."""
        stream = f"/media/lives/{self.live.uid}/live.m3u8"
        self.change(STARTED, playback_url=stream, interrupted=True)

    def change(self, state: str, **facts: Any) -> None:
        """Change how far the show is, and tell everybody."""
        Content.update(state=state).where(Content.id == self.live.id).execute()
        plain = {"interrupted": False, "starts_at": None, "playback_url": None}
        started = None if state == "not_started" else "2026-06-15T12:00:00.000Z"
        note(self.live, "state", {"state": state, "started_at": started, **plain, **facts})

    def film(self) -> None:
        """Put a picture where the live's stream is: forty seconds that anybody may rewind."""
        folder = self.folder / "media" / "lives" / self.live.uid
        folder.mkdir(parents=True)
        program = imageio_ffmpeg.get_ffmpeg_exe()
        source = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=40"]
        sound = ["-f", "lavfi", "-i", "sine=d=40"]
        coded = [
            *["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20"],
            "-c:a",
            "aac",
        ]
        cut = ["-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_type", "fmp4"]
        ends = ["-hls_flags", "omit_endlist", str(folder / "live.m3u8")]
        quiet = [program, "-loglevel", "error", "-nostdin"]
        subprocess.run([*quiet, *source, *sound, *coded, *cut, *ends], check=True, cwd=folder)

    def forget(self, segments: int) -> None:
        """Let the oldest segments be kept no longer."""
        listed = self.folder / "media" / "lives" / self.live.uid / "live.m3u8"
        first, *rest = listed.read_text().split("#EXTINF")
        head = first.replace("SEQUENCE:0", f"SEQUENCE:{segments}")
        listed.write_text("#EXTINF".join([head, *rest[segments:]]))

    def trailer(self) -> None:
        """Let a film of two seconds play before the show."""
        video = builders.a_video(self.shop)
        folder = self.folder / video.assets.get().folder
        folder.mkdir(parents=True)
        program = imageio_ffmpeg.get_ffmpeg_exe()
        source = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=2"]
        coded = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        quiet = [program, "-loglevel", "error", "-nostdin"]
        subprocess.run([*quiet, *source, *coded, str(folder / "video.mp4")], check=True)
        Broadcast.update(trailer=video).where(Broadcast.content == self.live).execute()

    def replay(self) -> None:
        """Let the replay play: the same picture, with an end."""
        folder = f"media/lives/{self.live.uid}"
        listed = (self.folder / folder / "live.m3u8").read_text()
        (self.folder / folder / "master.m3u8").write_text(listed + "#EXT-X-ENDLIST\n")
        made = {"hls": "master.m3u8", "posters": []}
        builders.an_asset(self.live, folder=folder, files=made, duration_ms=40_000)
        self.change(FINISHED, playback_url=f"/{folder}/master.m3u8")

    def past(self, name: str) -> Content:
        """Make another live, of a day ago, whose replay plays."""
        begun = clock.now() - timedelta(days=1)
        other = replace(self, live=builders.a_live(self.shop, name=name, started_at=begun))
        other.film()
        other.replay()
        return other.live

    def set_chat(self, **facts: Any) -> None:
        """Change the chat's settings, as a host does."""
        chat_settings.change(self.shop, self.live.uid, **facts)


def closing(app: Flask) -> WSGIApplication:
    """Close what an answer has open also when the browser is gone.

    The server reads once more from who is asking before it closes the answer, and when that fails
    it leaves the file that was sent open.
    """

    def served(environ: WSGIEnvironment, begin: StartResponse) -> Iterator[bytes]:
        answer = app(environ, begin)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return served


@contextmanager
def staged(app: Flask, folder: Path, port: int) -> Iterator[Stage]:
    """Serve the application with a live that has not begun."""
    server = make_server("127.0.0.1", port, closing(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    shop = builders.a_shop("Alice", extension_hosts=["quiz.example"])
    shop.save()
    live = builders.a_live(shop)
    chat = {"emojis": EMOJIS, "reactions": True, "max_length": 200}
    Broadcast.update(chat=chat).where(Broadcast.content == live).execute()
    try:
        with pushing() as push:
            app.config["PUSH_URL"] = f"http://127.0.0.1:{push.port}"
            yield Stage(f"http://127.0.0.1:{port}", folder, shop, live, push)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
