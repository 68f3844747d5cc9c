"""The widget's files, served by WhiteNoise; the build lays their compressed twins beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The rolling script is asked for again after five minutes; everything else has a hash or a
# version in its name and never changes.
ROLLING = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = 31_536_000


def serve_widget(application: WSGIApplication, widget: Path) -> WSGIApplication:
    """Answer `/vitrine.js` and `/widget/…` before the application does."""
    static = WhiteNoise(
        application,
        max_age=FOREVER,
        immutable_file_test=lambda _path, url: not url.endswith("/vitrine.js"),
        add_headers_function=_add_headers,
    )
    static.add_files(str(widget / "dist"), "/widget/")
    static.add_files(str(widget / "vendor"), "/widget/vendor/")
    static.add_file_to_dictionary("/vitrine.js", str(widget / "dist" / "vitrine.js"))
    served: WSGIApplication = static
    return served


def _add_headers(headers: Any, _path: str, url: str) -> None:
    # Any page may load the script, with an integrity hash if it likes; nothing may sniff it.
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if url.endswith("/vitrine.js"):
        headers["Cache-Control"] = ROLLING
