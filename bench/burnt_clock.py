"""A camera whose picture is the time of day, so that any screen tells how late it is.

The time is 40 bits of milliseconds (modulo 2**40) in black and white blocks, eight in a row, and a
sixth row is their sum: a torn or blended picture reads as none. `READ` reads them in a browser.
"""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import suppress
from types import TracebackType

COLUMNS, ROWS = 8, 6
BLOCK = (40, 30)
RATE = 15
SPAN = 2**40
# Words that leave it to whoever shows the picture what is done when it has been read.
READ = """(video) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0, 320, 180);
    const {data} = context.getImageData(0, 0, 320, 180);
    const rows = [0, 1, 2, 3, 4, 5].map((row) => {
        let byte = 0;
        for (let column = 0; column < 8; column++) {
            const light = data[4 * ((row * 30 + 15) * 320 + column * 40 + 20)];
            byte = 2 * byte + (light > 127 ? 1 : 0);
        }
        return byte;
    });
    const sum = rows.slice(0, 5).reduce((all, byte) => all + byte, 0) % 256;
    const time = rows.slice(0, 5).reduce((all, byte) => 256 * all + byte, 0);
    return sum === rows[5] && time > 0 ? time : null;
}"""


def picture(milliseconds: int) -> bytes:
    """Draw a moment: 320 by 180 grey pixels."""
    said = (milliseconds % SPAN).to_bytes(5, "big")
    width, height = BLOCK
    lines = []
    for byte in (*said, sum(said) % 256):
        bits = (byte >> (COLUMNS - 1 - column) & 1 for column in range(COLUMNS))
        lines.append(b"".join((b"\xff" if bit else b"\0") * width for bit in bits) * height)
    return b"".join(lines)


class Camera:
    """Sends the time of day to an address in the format flv until the block ends.

    A picture shows when it was due, and what is sent is that regular however busy the machine is.
    """

    def __init__(self, ffmpeg: str, address: str, *, gop: int = 2 * RATE) -> None:
        self._over = threading.Event()
        self._process = subprocess.Popen(
            [ffmpeg, "-hide_banner", "-loglevel", "error",
             "-f", "rawvideo", "-pix_fmt", "gray", "-s", "320x180", "-r", str(RATE), "-i", "pipe:0",
             "-f", "lavfi", "-i", "sine", "-shortest",
             "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
             "-g", str(gop), "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k",
             "-f", "flv", address],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._film)
        self._thread.start()

    def kill(self) -> None:
        """Be gone without taking leave."""
        self._over.set()
        self._process.kill()
        self._thread.join()
        self._process.wait()

    @property
    def ended(self) -> bool:
        """Tell whether whoever took the pictures has hung up."""
        return self._process.poll() is not None

    def _film(self) -> None:
        assert self._process.stdin
        began, number = time.time(), 0
        with suppress(OSError), self._process.stdin as sink:
            while not self._over.wait(max(began + number / RATE - time.time(), 0)):
                sink.write(picture(round(1000 * (began + number / RATE))))
                sink.flush()
                number += 1

    def __enter__(self) -> Camera:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _at: TracebackType | None
    ) -> None:
        self.kill()
