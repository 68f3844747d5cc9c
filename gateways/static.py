"""The widget's files, served by WhiteNoise; the build lays their compressed twins beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Rolling scripts are asked for again after five minutes; everything else has a hash or a
# version in its name and never changes.
ROLLING_FILES = ("vitrine.js", "caast.js", "caastEmitter.js")
# Where pages with the predecessor's snippet look for its scripts.
CAAST_FOLDERS = ("", "/caast-latest", "/caast-staging")
ROLLING = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = 31_536_000


def serve_widget(application: WSGIApplication, widget: Path) -> WSGIApplication:
    """Answer scripts and `/widget/…` before the application does."""
    static = WhiteNoise(
        application,
        max_age=FOREVER,
        immutable_file_test=lambda _path, url: not _is_rolling(url),
        add_headers_function=_add_headers,
    )
    static.add_files(str(widget / "dist"), "/widget/")
    static.add_files(str(widget / "vendor"), "/widget/vendor/")
    for name in ROLLING_FILES:
        for folder in ("",) if name == "vitrine.js" else CAAST_FOLDERS:
            static.add_file_to_dictionary(f"{folder}/{name}", str(widget / "dist" / name))
    served: WSGIApplication = static
    return served


def _is_rolling(url: str) -> bool:
    return url.rsplit("/", 1)[-1] in ROLLING_FILES


def _add_headers(headers: Any, _path: str, url: str) -> None:
    # Any page may load the script, with an integrity hash if it likes; nothing may sniff it.
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if _is_rolling(url):
        headers["Cache-Control"] = ROLLING
