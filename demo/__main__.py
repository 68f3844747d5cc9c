"""The command behind `make demo`: from nothing to a shop that shows video, and back to nothing.

Everything lives in DIR. What exists is found and kept, so a second start takes seconds; a start
that was cut short goes on where it stopped. `DIR/demo.json` is written last.
"""

import argparse
import fcntl
import json
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from demo import catalogue, clips, maker, merchant, servers, show, terminal
from demo.api import Api
from demo.films import FILMS
from demo.shop import Site, create_shop
from demo.trouble import Trouble

SHOWN = "meadow-morning"


class Ended(BaseException):
    """The person, or the system, asked the demo to end."""


def main() -> int:
    """Run the demo until it is asked to end; give the exit status."""
    asked = _parser().parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Set by hand: a shell that starts the demo in the background has SIGINT ignored.
        signal.signal(number, _end)
    try:
        with ExitStack() as open_things:
            run(asked.port, Path(asked.dir).resolve(), small=asked.clips == "small", on=open_things)
    except Ended:
        terminal.step("Stopped. Everything is kept for the next start.")
    except Trouble as trouble:
        terminal.fail(str(trouble))
        return 1
    return 0


def run(port: int, data: Path, *, small: bool, on: ExitStack) -> None:
    """Start everything, write the facts and stay; `on` ends it all, in reverse."""
    data.mkdir(parents=True, exist_ok=True)
    on.enter_context(_alone(data))
    facts_file = data / "demo.json"
    facts_file.unlink(missing_ok=True)
    for each in (port, *servers.own_ports(port)):
        servers.listen(each).close()
    taken = on.enter_context(servers.listen(port + 1))
    origin = f"http://{servers.HOST}:{port + 1}"
    env, log = servers.environment(data, port), data / "vitrine.log"
    films = clips.prepare(data / ("clips-small" if small else "clips"), small=small)
    kept = _credentials(data / "shop.json", catalogue.BRAND, env, origin)
    kept_by_maker = _credentials(data / "maker.json", maker.SELLER.name, env, origin)
    leash = on.enter_context(servers.vitrine(env, log))
    terminal.step("Vitrine runs")
    url = env["VITRINE_PUBLIC_URL"]
    api = Api(url, kept["app_id"], kept["api_key"])
    there = merchant.stock(api, origin, films, lambda: servers.alive(leash, log))
    live = show.plan(api, there.sellers, there.products, datetime.now(UTC))
    show.auction(api, live, there.products)
    merchant.place(api, show.placements(origin, live))
    terminal.step(f"A live is planned: {show.NAME}")
    film = there.videos[maker.FILM.slug]
    own = Api(url, kept_by_maker["app_id"], kept_by_maker["api_key"])
    maker.stock(own, api, origin, kept_by_maker["app_id"], film)
    terminal.step(f"{maker.SELLER.name} sells from a film, without a shop")
    vouching = str(api.shop()["attributes"]["viewer_secret"])
    site = Site(
        origin, url, kept["app_id"], there.videos[SHOWN], live, kept["secret"], vouching,
        kept_by_maker["app_id"], film, Path(env["VITRINE_DATA"]) / "outbox",
    )  # fmt: skip
    on.enter_context(servers.shop(create_shop(site), taken))
    shown = next(film for film in FILMS if film.slug == SHOWN).refs[0]
    facts = {
        "vitrine_url": url,
        "shop_url": origin,
        **{name: kept[name] for name in ("app_id", "api_key", "slug", "access_key")},
        "product_ref": shown,
        "product_url": origin + catalogue.BY_REF[shown].path,
        "video_uid": there.videos[SHOWN],
        "collection_uid": there.collection,
        "live_uid": live,
        "live_url": f"{origin}/live",
        "host_url": show.host_link(api, live),
        "maker_url": origin + maker.PATH,
        "maker_app_id": kept_by_maker["app_id"],
        "maker_api_key": kept_by_maker["api_key"],
        "mail_url": origin + "/mail",
    }
    write(facts_file, facts)
    _greet(facts, facts_file)
    leash.wait()
    servers.alive(leash, log)


def _credentials(file: Path, name: str, env: dict[str, str], origin: str) -> dict[str, Any]:
    """Give a shop's ids and its key: as kept, or of a shop opened now.

    The key is shown once and kept at once. A start that was killed in between opens another shop,
    and the one without a key stays empty.
    """
    if file.exists() and (Path(env["VITRINE_DATA"]) / "vitrine.db").exists():
        kept: dict[str, Any] = json.loads(file.read_text())
        return kept
    words = ["shop", "create", "--name", name, "--origin", origin, "--json"]
    words += ["--currency", catalogue.CURRENCY, "--locale", "en"]
    kept = servers.command_json(words, env) | {"secret": secrets.token_hex(32)}
    write(file, kept)
    terminal.step(f"Opened the shop {kept['slug']}")
    return kept


def write(file: Path, facts: dict[str, Any]) -> None:
    """Write JSON that is whole or not there, readable by its owner alone."""
    half = file.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(json.dumps(facts, indent=2) + "\n")
    half.replace(file)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Keep a second demo out of the same folder while this one runs."""
    with (data / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Trouble(
                f"A demo already runs in {data}. Another one needs its own DIR."
            ) from error
        yield


def _greet(facts: dict[str, Any], file: Path) -> None:
    rows = [
        ("The shop", facts["shop_url"]),
        ("A product with a film", facts["product_url"]),
        ("A film in an article", facts["shop_url"] + "/journal/the-first-hour"),
        ("A live's page", facts["live_url"]),
        ("Go on air yourself", facts["host_url"]),
        ("Buy from a film", facts["maker_url"]),
        ("What is mailed", facts["mail_url"]),
        ("Vitrine itself", facts["vitrine_url"]),
        ("Ids and keys", min(os.path.relpath(file), str(file), key=len)),
    ]
    print()
    for name, place in rows:
        print(f"  {name:<23}{terminal.bright(place)}")
    print("\n  Ctrl-C ends it all.\n", flush=True)


def _end(number: int, _frame: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Once is enough: a second Ctrl-C must not cut the ending short.
        signal.signal(each, signal.SIG_IGN)
    raise Ended(number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description="Run the demo shop.")
    parser.add_argument(
        "--port", type=int, default=8000, help="Vitrine's; the shop and lives take the next three"
    )
    parser.add_argument("--dir", default="var", help="where the demo keeps everything")
    parser.add_argument(
        "--clips", choices=["full", "small"], default="full", help="small: two seconds, for tests"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
