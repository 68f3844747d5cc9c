"""The command line: reads the words, asks one use case, prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from commands.push import push
from commands.serve import serve, work
from commands.stage import Service, stage
from gateways.releases import scripts
from models.database import connected
from models.errors import DomainError
from usecases import brands, checking, sellers, shops, tokens
from usecases.catalog.scopes import KEY_SCOPES
from usecases.numerals import numeral_of


class Unhealthy(DomainError):
    """A page that was checked is not as it should be."""


class Unreadable(DomainError):
    """A file that was named cannot be read."""


def run(
    words: list[str],
    *,
    open_house: Callable[[], Any],
    create_app: Callable[[], Any],
    services: Sequence[Service],
    push_to_viewers: Callable[[], Coroutine[Any, Any, None]],
    settings: Any,
) -> int:
    """Do what the words say and answer the exit status; a refusal is one line on standard error.

    `services` are what the stage runs.
    """
    asked = _parser().parse_args(words, argparse.Namespace(server=settings.url))
    if asked.command in (None, "serve"):
        return serve(create_app, settings)
    queue = open_house()
    if asked.command == "worker":
        return work(queue, settings, parent=asked.child_of)
    if asked.command == "stage":
        return stage(services, parent=asked.child_of)
    if asked.command == "push":
        return push(push_to_viewers)
    try:
        with connected():
            _ACTIONS[asked.command, getattr(asked, "action", None)](asked)
    except DomainError as refusal:
        print(f"vitrine: {refusal.message}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vitrine", description="Live shopping and shoppable video, self-hosted."
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="run the web server with worker and stage (the default)")
    worker = commands.add_parser("worker", help="run a worker alone, beside other web servers")
    behind = commands.add_parser("stage", help="run a stage alone: it takes live streams in")
    for each in (worker, behind):
        each.add_argument("--child-of", type=int, help=argparse.SUPPRESS)
    commands.add_parser("push", help="push what is new in lives to viewers, beside other servers")
    commands.add_parser("migrate", help="bring the database up to date and stop")
    shop = commands.add_parser("shop", help="open, change and list shops").add_subparsers(
        dest="action", required=True
    )
    create = shop.add_parser("create", help="open a shop and print its app id and first key")
    create.add_argument("--name", required=True)
    create.add_argument(
        "--origin",
        action="append",
        default=[],
        help="https://shop.example; may stand several times",
    )
    create.add_argument("--slug")
    create.add_argument("--currency", default="EUR", help="ISO 4217")
    create.add_argument("--locale", default="en")
    create.add_argument("--mode", default="test", choices=["test", "live"])
    create.add_argument("--json", action="store_true", help="print JSON")
    shop.add_parser("list", help="list the shops")
    allow = shop.add_parser("allow", help="let pages of one more origin show the shop")
    allow.add_argument("slug")
    allow.add_argument("origin")
    switch = shop.add_parser("switch", help="let a shop's pages display nothing, or again")
    switch.add_argument("slug")
    switch.add_argument("state", choices=["off", "on"])
    key = commands.add_parser("key", help="make, list and revoke keys").add_subparsers(
        dest="action", required=True
    )
    for action, text in (
        ("create", "make a key and print it, once"),
        ("list", "list a shop's keys"),
    ):
        made = key.add_parser(action, help=text)
        made.add_argument("slug")
        if action == "create":
            made.add_argument("--name", default="", help="what the key is for")
            made.add_argument(
                "--seller",
                metavar="EXTERNAL_ID",
                help="open this seller's own things alone; EXTERNAL_ID is your own id of it",
            )
            made.add_argument(
                "--scope",
                action="append",
                choices=KEY_SCOPES,
                metavar="SCOPE",
                help=f"carry this alone; may stand several times: {', '.join(KEY_SCOPES)}",
            )
    checked = commands.add_parser("check", help="fetch a page of a shop and name what is wrong")
    checked.add_argument("slug")
    checked.add_argument("url")
    commands.add_parser("script", help="list the script's versions with their integrity")
    revoke = key.add_parser("revoke", help="make a key useless")
    secret = key.add_parser("secret", help="print what tokens for a key are signed with")
    for each in (revoke, secret):
        each.add_argument("slug")
        each.add_argument("uid")
    _add_brands(commands.add_parser("brand", help="make, list and remove brands"))
    return parser


def _add_brands(brand: argparse.ArgumentParser) -> None:
    actions = brand.add_subparsers(dest="action", required=True)
    create = actions.add_parser("create", help="make a brand that campaigns can be shown under")
    create.add_argument("slug")
    create.add_argument("--name", required=True)
    create.add_argument("--identifier", required=True, help="your own word for it")
    create.add_argument("--description")
    create.add_argument("--picture", type=Path, help="a JPEG, PNG, WebP or GIF file")
    actions.add_parser("list", help="list a shop's brands").add_argument("slug")
    remove = actions.add_parser("remove", help="remove a brand; what it stood on stays")
    remove.add_argument("slug")
    remove.add_argument("identifier")


def _create_shop(asked: argparse.Namespace) -> None:
    shop = shops.open_shop(
        asked.name,
        origins=asked.origin,
        mode=asked.mode,
        slug=asked.slug,
        currency=asked.currency.upper(),
        locale=asked.locale,
        locales=[asked.locale],
    )
    _, text = shops.make_key(shop, "first key")
    facts = {name: getattr(shop, name) for name in ("uid", "app_id", "slug", "access_key")}
    _print({**facts, "api_key": text}, as_json=asked.json)


def _list_shops(_asked: argparse.Namespace) -> None:
    for shop in shops.all_shops():
        print(shop.slug, shop.name, shop.mode, shop.app_id, *shop.allowed_origins, sep="\t")


def _allow_origin(asked: argparse.Namespace) -> None:
    shop = shops.find_shop_by_slug(asked.slug)
    shops.change_shop(shop, allowed_origins=[*shop.allowed_origins, asked.origin])
    print("\n".join(shop.allowed_origins))


def _create_key(asked: argparse.Namespace) -> None:
    shop = shops.find_shop_by_slug(asked.slug)
    seller = sellers.find_by_external_id(shop, asked.seller) if asked.seller is not None else None
    key, text = shops.make_key(shop, asked.name, asked.scope, seller)
    print(f"{key.uid}\t{text}")


def _list_keys(asked: argparse.Namespace) -> None:
    for key in shops.keys_of(shops.find_shop_by_slug(asked.slug)):
        state = "usable" if key.usable() else "revoked or expired"
        whose = key.seller.external_id if key.seller else "the shop"
        used = f"last used {key.last_used_at or 'never'}"
        print(key.uid, key.name, state, used, f"opens {whose}", sep="\t")


def _revoke_key(asked: argparse.Namespace) -> None:
    shops.revoke_key(shops.find_shop_by_slug(asked.slug), asked.uid)


def _tell_secret(asked: argparse.Namespace) -> None:
    print(tokens.secret_of(shops.find_key(shops.find_shop_by_slug(asked.slug), asked.uid)))


def _create_brand(asked: argparse.Namespace) -> None:
    try:
        picture = asked.picture.read_bytes() if asked.picture else None
    except OSError as error:
        raise Unreadable(f"{asked.picture} cannot be read: {error.strerror}") from None
    facts = {name: getattr(asked, name) for name in ("name", "identifier", "description")}
    made = brands.add(shops.find_shop_by_slug(asked.slug), picture=picture, **facts)
    print(numeral_of(made.uid))


def _list_brands(asked: argparse.Namespace) -> None:
    for each in brands.listed(shops.find_shop_by_slug(asked.slug)):
        print(numeral_of(each.uid), each.identifier, each.name, sep="\t")


def _remove_brand(asked: argparse.Namespace) -> None:
    brands.remove(shops.find_shop_by_slug(asked.slug), asked.identifier)


def _check(asked: argparse.Namespace) -> None:
    report = checking.check(shops.find_shop_by_slug(asked.slug), asked.url, asked.server)
    for each in report.findings:
        print(each.level, each.code, each.message, sep="\t")
    if not report.healthy:
        raise Unhealthy(f"{report.url} is not as it should be")
    print(f"{report.url} is in order and displays {report.displays}")


def _list_scripts(_asked: argparse.Namespace) -> None:
    for each in scripts():
        print(each.path, each.integrity if each.number else "changes", sep="\t")


def _switch(asked: argparse.Namespace) -> None:
    shop = shops.find_shop_by_slug(asked.slug)
    shops.change_shop(shop, displaying=asked.state == "on")
    print(f"{shop.slug} displays {'again' if shop.displaying else 'nothing'}")


def _print(facts: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(facts))
    else:
        print("\n".join(f"{name:<11}{value}" for name, value in facts.items()))


_ACTIONS: dict[tuple[str, str | None], Callable[[argparse.Namespace], None]] = {
    ("migrate", None): lambda _asked: print("the database is up to date"),
    ("shop", "create"): _create_shop,
    ("shop", "list"): _list_shops,
    ("shop", "allow"): _allow_origin,
    ("shop", "switch"): _switch,
    ("check", None): _check,
    ("script", None): _list_scripts,
    ("key", "create"): _create_key,
    ("key", "list"): _list_keys,
    ("key", "revoke"): _revoke_key,
    ("key", "secret"): _tell_secret,
    ("brand", "create"): _create_brand,
    ("brand", "list"): _list_brands,
    ("brand", "remove"): _remove_brand,
}
