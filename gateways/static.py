"""The widget's files, served by WhiteNoise; the build lays their compressed twins beside them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise import WhiteNoise

from gateways.releases import scripts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Rolling scripts are asked for again after five minutes; everything else has a hash or a
# version in its name and never changes.
ROLLING = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = 31_536_000
# Where pages with the predecessor's snippet look for its scripts.
CAAST_FILES = ("caast.js", "caastEmitter.js")
CAAST_FOLDERS = ("", "/caast-latest", "/caast-staging")


def serve_widget(application: WSGIApplication, widget: Path) -> WSGIApplication:
    """Answer scripts, frozen ones included, and `/widget/…` before the application does."""
    rolling = {each.path.strip("/") for each in scripts() if each.number is None} | {*CAAST_FILES}
    static = WhiteNoise(
        application,
        max_age=FOREVER,
        immutable_file_test=lambda _path, url: url.rpartition("/")[2] not in rolling,
        add_headers_function=partial(_add_headers, rolling),
    )
    # What frozen scripts fetch has a hash in its name, so it can lie beside what today's fetch.
    for each in sorted((widget / "frozen").iterdir()):
        static.add_files(str(each), "/widget/")
    static.add_files(str(widget / "dist"), "/widget/")
    static.add_files(str(widget / "vendor"), "/widget/vendor/")
    for script in scripts():
        static.add_file_to_dictionary(script.path, str(script.file))
    for name in CAAST_FILES:
        for folder in CAAST_FOLDERS:
            static.add_file_to_dictionary(f"{folder}/{name}", str(widget / "dist" / name))
    served: WSGIApplication = static
    return served


def _add_headers(rolling: set[str], headers: Any, _path: str, url: str) -> None:
    # Any page may load the script, with an integrity hash if it likes; nothing may sniff it.
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if url.rpartition("/")[2] in rolling:
        headers["Cache-Control"] = ROLLING
