"""Speaks to Vitrine's public API the way any merchant's server would."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from demo.trouble import Trouble

Fields = dict[str, Any]
TIMEOUT = (5, 60)


class Refused(Trouble):
    """The API said no; `status` is its HTTP status."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


class Api:
    """One shop's access: its two headers and the handful of calls that the demo needs."""

    def __init__(self, url: str, app_id: str, api_key: str) -> None:
        self.url = url
        self._http = requests.Session()
        # No proxy or .netrc of the person's own between the demo and its own server.
        self._http.trust_env = False
        self._http.headers.update({"App-Id": app_id, "Api-Key": api_key})

    def shop(self) -> Fields:
        """Give the shop itself; raises Refused (401) when the key is not its key."""
        return self._data("GET", "/shop")

    def change_shop(self, fields: Fields) -> None:
        """Change the shop's settings."""
        self._ask("PATCH", "/shop", json=fields)

    def every(self, resource: str) -> Iterator[Fields]:
        """Give all items of a resource, page by page."""
        page, pages = 1, 1
        while page <= pages:
            answer = self._ask("GET", f"/{resource}", params={"page": page})
            yield from answer.json()["data"]
            pages = int(answer.headers.get("Total-Pages", 1))
            page += 1

    def show(self, resource: str, uid: str) -> Fields:
        """Give one item."""
        return self._data("GET", f"/{resource}/{uid}")

    def create(self, resource: str, fields: Fields, picture: Path | None = None) -> Fields:
        """Create an item; with a picture as multipart, as a form with a file would."""
        return self._send("POST", f"/{resource}", fields, picture)

    def change(
        self, resource: str, uid: str, fields: Fields, picture: Path | None = None
    ) -> Fields:
        """Change the named fields of an item."""
        return self._send("PATCH", f"/{resource}/{uid}", fields, picture)

    def put(self, path: str, fields: Fields) -> None:
        """Replace something by JSON."""
        self._ask("PUT", path, json=fields)

    def put_text(self, path: str, text: str, kind: str) -> None:
        """Replace something by a text of the given media type."""
        self._ask("PUT", path, data=text.encode(), headers={"Content-Type": kind})

    def parts(self, uid: str, name: str) -> list[Fields]:
        """Give what belongs to a video: its `captions` or its `timecodes`."""
        return list(self._ask("GET", f"/videos/{uid}/{name}").json()["data"])

    def upload_url(self, uid: str) -> str:
        """Get a new upload link for a video."""
        return str(self._ask("POST", f"/videos/{uid}/upload_url").json()["url"])

    def upload(self, url: str, file: Path) -> None:
        """Send a file to an upload link; the link alone is the permission."""
        with file.open("rb") as body:
            answer = requests.put(
                url, data=body, headers={"Content-Type": "video/mp4"}, timeout=TIMEOUT
            )
        _refuse(answer, f"PUT {file.name}")

    def _send(self, method: str, path: str, fields: Fields, picture: Path | None) -> Fields:
        if picture is None:
            return self._data(method, path, json=fields)
        form = {
            name: value if isinstance(value, str | list) else json.dumps(value)
            for name, value in fields.items()
        }
        with picture.open("rb") as body:
            return self._data(
                method, path, data=form, files={"thumbnail": (picture.name, body, "image/webp")}
            )

    def _data(self, method: str, path: str, **sent: Any) -> Fields:
        data = self._ask(method, path, **sent).json()["data"]
        if not isinstance(data, dict):
            raise Trouble(f"{method} {path} answered something unexpected.")
        return data

    def _ask(self, method: str, path: str, **sent: Any) -> requests.Response:
        try:
            answer = self._http.request(method, f"{self.url}/api/v1{path}", timeout=TIMEOUT, **sent)
        except requests.RequestException as error:
            raise Trouble(f"Vitrine did not answer {method} {path}: {error}") from error
        _refuse(answer, f"{method} {path}")
        return answer


def _refuse(answer: requests.Response, asked: str) -> None:
    if answer.ok:
        return
    try:
        first = answer.json()["errors"][0]
        words = f"{first['title']}: {first['detail']} {first.get('source') or ''}".strip()
    except (ValueError, KeyError, IndexError, TypeError):
        words = answer.text[:200]
    raise Refused(f"{asked} was refused ({answer.status_code}): {words}", answer.status_code)
