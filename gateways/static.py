"""The widget's files, served by WhiteNoise with precompressed twins.

WhiteNoise answers files that have a `.br` or `.gz` beside them compressed; the twins are made
once per version into a folder of the data directory, so that neither the checkout nor an
installed package is written to.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The rolling script is asked for again after five minutes; everything else has a hash or a
# version in its name and never changes.
ROLLING = 300
FOREVER = 31_536_000
COMPRESSED = {".js", ".mjs", ".css", ".svg", ".json"}


def serve_widget(application: WSGIApplication, widget: Path, cache: Path) -> WSGIApplication:
    """Answer `/vitrine.js` and `/widget/…` before the application does."""
    static = WhiteNoise(
        application,
        max_age=FOREVER,
        immutable_file_test=lambda path, url: url != "/vitrine.js",
        add_headers_function=_add_headers,
    )
    for folder, prefix in ((widget / "dist", "/widget/"), (widget / "vendor", "/widget/vendor/")):
        if folder.is_dir():
            copy = cache / folder.name
            _compressed_copy(folder, copy)
            static.add_files(str(copy), prefix)
    script = cache / "dist" / "vitrine.js"
    if script.exists():
        static.add_file_to_dictionary("/vitrine.js", str(script))
    served: WSGIApplication = static
    return served


def _add_headers(headers: Any, path: str, url: str) -> None:
    # Any page may load the script, with an integrity hash if it likes; nothing may sniff it.
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if url == "/vitrine.js":
        headers["Cache-Control"] = f"public, max-age={ROLLING}, stale-while-revalidate=86400"


def _compressed_copy(folder: Path, copy: Path) -> None:
    copy.mkdir(parents=True, exist_ok=True)
    kept = set()
    for source in (each for each in folder.iterdir() if each.is_file()):
        target = copy / source.name
        kept |= {source.name, f"{source.name}.br", f"{source.name}.gz"}
        content = source.read_bytes()
        if target.exists() and target.read_bytes() == content:
            continue
        if source.suffix in COMPRESSED:
            _write(copy / f"{source.name}.br", brotli.compress(content, quality=11))
            _write(copy / f"{source.name}.gz", gzip.compress(content, 9, mtime=0))
        _write(target, content)
    for old in copy.iterdir():
        if old.name not in kept:
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
