"""A browser's own recorder goes on air: its chunks, as they really are, become a show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import Settings, create_app
from media.ffmpeg import find_ffmpeg
from media.probe import probe
from models import clock
from models.asset import READY, Asset
from models.broadcast import Broadcast, Take
from models.content import STARTED, Content
from models.database import database
from tests import builders
from tests.browser import chromium
from tests.commands.running import Running, free_port, heard, until
from usecases import lives

pytestmark = pytest.mark.xdist_group("browser")
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# Sends until so many chunks were answered; each is tried until it is.
SEND = """async ({address, stream_key, type, chunks}) => {
    const post = (path, method, body) => fetch(address + path, {
        method, body, headers: {'Content-Type': 'application/json'}});
    const {session} = await (await post('', 'POST', JSON.stringify({stream_key}))).json();
    const media = await navigator.mediaDevices.getUserMedia(
        {audio: true, video: {width: 320, height: 240}});
    const recorder = new MediaRecorder(
        media, {mimeType: type, videoKeyFrameIntervalDuration: 2000, videoBitsPerSecond: 300000});
    let number = 0, sent = Promise.resolve();
    await new Promise((done, fail) => {
        recorder.ondataavailable = ({data}) => {
            const mine = number++;
            sent = sent.then(async () => {
                const answer = await post(`/${session}/${mine}`, 'PUT', data);
                if (answer.status !== 204) fail(new Error(await answer.text()));
                if (mine >= chunks) done();
            });
        };
        recorder.start(250);
    });
    recorder.stop();
    await new Promise((done) => { recorder.onstop = done; });
    await sent;
    await post(`/${session}`, 'DELETE');
    media.getTracks().forEach((each) => each.stop());
    return number;
}"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", port=free_port())


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test to look at its records."""
    made = create_app(settings)
    with database.connection_context():
        yield made
    database.close_all()


@pytest.mark.parametrize("codec", ["h264", "vp8"])
def test_a_camera_goes_on_air_and_into_the_replay(
    app: Flask, settings: Settings, chrome: Browser, tmp_path: Path, codec: str
) -> None:
    live: Content = builders.a_live(builders.a_shop())
    key = Broadcast.get(Broadcast.content == live).stream_key
    with Running(settings, "serve", log=tmp_path / "log"):
        until(lambda: heard(settings.port))
        flags = [*chromium.FLAGS, *CAMERA]
        camera = chrome.browser_type.launch(executable_path=chromium.find(), args=flags)
        page = camera.new_page()
        page.goto(f"{settings.url}/healthz")
        told = {
            "address": f"{settings.url}/audience/v1/lives/{live.uid}/sending",
            "stream_key": key,
            "type": f"video/webm;codecs={codec},opus",
            "chunks": 20,
        }
        assert page.evaluate(SEND, told) > 20
        camera.close()
        until(lambda: Take.get().ended_at)
        assert Content.get_by_id(live.id).state == STARTED
        assert Take.get().duration_ms >= 4000
        lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
        until(lambda: Asset.get().state == READY)
    asset = Asset.get()
    assert abs(asset.duration_ms - Take.get().duration_ms) < 400
    facts = probe(settings.data / "files" / asset.folder / asset.files["mp4"], ffmpeg=find_ffmpeg())
    assert (facts.width, facts.height, facts.audio_codec) == (320, 240, "aac")
