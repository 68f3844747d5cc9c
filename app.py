"""The composition root: settings, database, edges, widget files; the first file to read.

Everything is opened and wired together here, and nothing happens at import. `create_app()`
builds the web application, `main()` is the command `vitrine` (or `python app.py`).
"""

from __future__ import annotations

import re
import secrets
import sys
import time
import uuid
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from werkzeug.exceptions import RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

import api.audience
import api.campaigns
import api.catalog
import api.content
import api.marketplace
import api.streams
import pages
from api import files, health, hooks, limits
from api.audience.push import serve_push
from api.errors import mount_errors
from commands import line
from commands.logs import write_logs
from commands.stage import Service
from gateways import mail, payments, webhooks
from gateways.payments.trial import Trial
from gateways.queue import Job, Queue, open_queue, queue_at
from gateways.static import serve_widget
from gateways.storage import LocalStorage, open_storage
from models.database import database, may_connect, migrate, open_database
from models.webhook import CAMPAIGNS, CATALOG
from pages import mails
from usecases import (
    airing,
    assets,
    audience,
    changes,
    code_mails,
    codes,
    counting,
    deliveries,
    events,
    following,
    leaving,
    lives,
    passes,
    picture_orders,
    purchases,
    refreshing,
    reminders,
    replays,
    rerunning,
    sending,
    sessions,
    shows,
    staging,
    sweeping,
    uploaded_pictures,
    vouching,
    writing,
)
from usecases.auctions import running as auctions
from usecases.catalog import own_schemas, recalculating
from usecases.market import dunning, rates, receipts, renewing, seasons, settling, subscriptions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOME = Path(__file__).resolve().parent
# A caller's own id of a request is taken over when it can stand in a log as it is.
REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{8,128}")
LONGEST_QUERY = 8_192
# A form sends each entry of a list as a part; the longest lists of one body have 500, twice.
MOST_FORM_PARTS = 2_000
log = structlog.get_logger()


class Settings(BaseSettings):
    """Every setting, read from `VITRINE_*` environment variables; the README lists them all."""

    model_config = SettingsConfigDict(env_prefix="VITRINE_", extra="ignore")

    data: Path = Field(
        default=Path("var/data"), description="folder of the database, the files and the queue"
    )
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(default=8000, description="port the server listens on")
    public_url: str = Field(
        default="",
        description="address under which shoppers reach the server; default: http://HOST:PORT",
    )
    rtmp_url: str = Field(
        default="", description="where lives are sent to; default: rtmp://HOST:RTMP_PORT/live"
    )
    rtmp_port: int = Field(
        default=1935, description="port on which broadcasting software is heard; 0: none"
    )
    hook_secret: str = Field(
        default="",
        description="what nginx's RTMP module says to be heard at /hooks/rtmp; default: no such "
        "address",
    )
    database_url: str = Field(
        default="", description="postgresql://… ; default: an SQLite file in DATA"
    )
    queue_url: str = Field(default="", description="redis://… ; default: an SQLite file in DATA")
    secret_key: str = Field(
        default="",
        description="signs upload links and viewers' tokens; default: made once and kept in DATA",
    )
    ffmpeg: str = Field(
        default="", description="path of ffmpeg; default: the one on PATH, else the bundled one"
    )
    stripe_key: str = Field(
        default="",
        description="secret key of a Stripe account, for payments (the extra `stripe`); default, "
        "and for shops of mode test always: a built-in provider that moves no money",
    )
    stripe_hook_secret: str = Field(
        default="",
        description="signing secret of the webhook by which Stripe tells of payments, at "
        "/hooks/payments; default: it is asked instead",
    )
    stripe_url: str = Field(default="", description="another address of Stripe's API, to try it")
    operator_fee: float = Field(
        default=0, description="the operator's part of what is sold in marketplaces, in percent"
    )
    upload_limit: int = Field(default=2_147_483_648, description="largest video file, in bytes")
    video_minutes: int = Field(default=120, description="longest video, in minutes")
    body_limit: int = Field(
        default=16_777_216, description="largest request body but for uploads, in bytes"
    )
    display_lifetime: int = Field(
        default=30, description="seconds until a change shows on shops' pages"
    )
    transcoders: int = Field(
        default=1, description="videos prepared at the same time by one worker"
    )
    fetch_private: bool = Field(
        default=False,
        description="fetch feeds, pictures and schemas, call webhooks, at private addresses too",
    )
    push_port: int = Field(
        default=8001, description="port on which players hear what is new in a live; 0: none"
    )
    push_url: str = Field(
        default="",
        description="address under which players reach that port; default: http://HOST:PUSH_PORT, "
        "or the public address where that is https",
    )
    push_connections: int = Field(
        default=10_000, description="viewers one process pushes to at the same time"
    )
    smtp_url: str = Field(
        default="",
        description="mail server, as smtp://user:password@host:587 or smtps://…; "
        "default: mails are written into the folder outbox in DATA",
    )
    mail_from: str = Field(
        default="", description="address mails are from; default: no-reply@ the public host"
    )
    live_grace: int = Field(
        default=600, description="seconds a show waits for a lost stream before it is finished"
    )
    live_renditions: str = Field(
        default="",
        description="short sides of cheaper renditions of lives, such as 480; each costs CPU",
    )
    live_window: int = Field(default=3600, description="seconds that viewers of a show can go back")
    threads: int = Field(
        default=8, description="requests served at the same time by the embedded server"
    )
    proxies: int = Field(default=0, description="trusted proxies in front of the server")
    key_rate: int = Field(default=1200, description="requests a minute by one key; 0: any number")
    address_rate: int = Field(
        default=2400, description="requests a minute from one address; 0: any number"
    )
    audience_rate: int = Field(
        default=12000,
        description="requests a minute by viewers of lives from one address; 0: any number",
    )

    @property
    def url(self) -> str:
        """The server's public address without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def pushing_url(self) -> str:
        """Where players hear what is new, without `/push`; empty: nowhere."""
        if not self.push_port or self.push_url or self.url.startswith("https:"):
            # A page by https may ask nothing by http: there, /push/ is forwarded to the port.
            return (self.push_url or self.url).rstrip("/") if self.push_port else ""
        host = urlsplit(self.url).hostname or self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.push_port}"

    @property
    def mail_sender(self) -> str:
        """The address that mails are from."""
        host = urlsplit(self.url).hostname or self.host
        return self.mail_from or f"no-reply@{'localhost' if ':' in host else host}"

    @property
    def ingest_url(self) -> str:
        """Where broadcasting software sends a live's stream."""
        host = urlsplit(self.url).hostname or self.host
        port = "" if self.rtmp_port in (0, 1935) else f":{self.rtmp_port}"
        return self.rtmp_url or f"rtmp://{f'[{host}]' if ':' in host else host}{port}/live"


class NoSessions(SessionInterface):
    """Nobody has a session here, so no request pays for reading one."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Open none."""


def open_house(settings: Settings, queue: Queue | None = None) -> Queue:
    """Open database, storage and queue; what web server, worker and commands all need."""
    settings.data.mkdir(parents=True, exist_ok=True)
    url = settings.database_url or f"sqlite:///{(settings.data / 'vitrine.db').resolve()}"
    open_database(url)
    migrate(settings.data / "migrate.lock")
    open_storage(LocalStorage(settings.data / "files"))
    queue = queue or queue_at(settings.queue_url, settings.data / "queue.db")
    assets.configure(
        ffmpeg=settings.ffmpeg,
        upload_limit=settings.upload_limit,
        longest_ms=settings.video_minutes * 60_000,
    )
    airing.configure(grace_s=settings.live_grace)
    shows.configure(window_s=settings.live_window)
    sending.configure(ffmpeg=settings.ffmpeg, renditions=settings.live_renditions)
    passes.configure(secret=secret_of(settings))
    webhooks.configure(private=settings.fetch_private)
    own_schemas.configure(url=settings.url)
    campaigns = api.campaigns.spellers(public_url=settings.url, rtmp_url=settings.ingest_url)
    catalog = api.catalog.spellers(public_url=settings.url)
    events.configure(formats={CAMPAIGNS: campaigns, CATALOG: catalog})
    refreshing.configure(private=settings.fetch_private)
    # Shops of mode test never charge anybody, whatever key is set.
    payments.configure(_provider(settings), test=_trial(settings))
    rates.configure(operator_percent=settings.operator_fee)
    mail.configure(server=settings.smtp_url, outbox=settings.data / "outbox")
    sender = mails.read_sender(settings.mail_sender)
    write_reminder = partial(mails.reminder, url=settings.url, sender=sender)
    write_code = partial(mails.code, url=settings.url, sender=sender)
    write_receipt = partial(mails.receipt, url=settings.url, sender=sender)
    write_unpaid = partial(mails.unpaid, url=settings.url, sender=sender)
    jobs: dict[str, Job] = {
        "prepare": assets.prepare,
        "resume": assets.resume,
        "sweep": sweeping.sweep,
        "feeds": refreshing.begin_due,
        "refresh": refreshing.refresh,
        "pictures": following.fetch_pictures,
        picture_orders.JOB: picture_orders.fetch_ordered,
        "forget deliveries": deliveries.forget_deliveries,
        "forget replays": replays.forget_replays,
        "forget changes": changes.forget_changes,
        "forget purchases": purchases.forget_purchases,
        "forget viewings": counting.forget_viewings,
        "forget absent viewers": audience.forget_absent,
        "forget spent tokens": vouching.forget_spent_tokens,
        "forget addresses": writing.forget_addresses,
        "forget reminders": reminders.forget_reminders,
        "forget codes": codes.forget_codes,
        "forget sessions": sessions.forget_sessions,
        "forget uploaded pictures": uploaded_pictures.forget_uploaded,
        "remove leavers": leaving.remove_leavers,
        recalculating.JOB: recalculating.recalculate,
        "recalculate due": recalculating.begin_due,
        "forget recalculations": recalculating.forget_recalculations,
    }
    quick: dict[str, Job] = {
        "deliver": deliveries.deliver,
        "deliver due": deliveries.deliver_due,
        "look after shows": lives.look_after_shows,
        "tell seasons": seasons.tell_turned,
        "settle contracts": settling.settle_begun,
        "resume subscriptions": subscriptions.resume_due,
        "renew subscriptions": renewing.renew_due,
        "remind": lambda: reminders.remind(write_reminder),
        codes.JOB: lambda: code_mails.mail_codes(write_code),
        receipts.JOB: lambda: receipts.mail_receipts(write_receipt),
        dunning.JOB: lambda: dunning.mail_unpaid(write_unpaid),
    }
    open_queue(queue, jobs, quick=quick)
    return queue


def _trial(settings: Settings) -> payments.Payments:
    return Trial(settings.data / "payments.db")


def _provider(settings: Settings) -> payments.Payments:
    if not settings.stripe_key:
        return _trial(settings)
    from gateways.payments.stripe_sdk import Stripe

    return Stripe(settings.stripe_key, settings.stripe_hook_secret, settings.stripe_url)


def services(settings: Settings) -> list[Service]:
    """List what the stage runs in its event loop, each until it is cancelled."""
    return [
        lambda: staging.serve_rtmp(settings.host, settings.rtmp_port),
        staging.take_from_browsers,
        rerunning.play_reruns,
        auctions.end_in_time,
        lambda: _push_beside(settings),
    ]


async def push_to_viewers(settings: Settings) -> None:
    """Push to viewers of lives what is new, until cancelled."""
    most, proxies = settings.push_connections, settings.proxies
    await serve_push(settings.host, settings.push_port, connections=most, proxies=proxies)


async def _push_beside(settings: Settings) -> None:
    """Push from the stage, which goes on without when another has the port."""
    try:
        await push_to_viewers(settings)
    except OSError as error:
        log.error("nothing is pushed to viewers, whose players ask instead", reason=str(error))


def create_app(settings: Settings | None = None, queue: Queue | None = None) -> Flask:
    """Build the web application."""
    settings = settings or Settings()
    open_house(settings, queue)
    return furnish(mount_edges(settings.hook_secret), settings)


def mount_edges(hook_secret: str = "") -> Flask:
    """Make an application with all its addresses, which knows no settings yet but this one."""
    app = Flask("vitrine", root_path=str(HOME), template_folder="templates", static_folder=None)
    app.session_interface = NoSessions()
    _mount_requests(app)
    health.mount(app)
    files.mount(app)
    hooks.mount(app, hook_secret)
    api.content.mount(app)
    api.audience.mount(app)
    api.streams.mount(app)
    api.campaigns.mount(app)
    api.catalog.mount(app)
    api.marketplace.mount(app)
    pages.mount(app)
    spellers = {each.PREFIX: each.spell_error for each in (api.content, api.audience)}
    # The narrower prefix first: what is below both is the streams API's.
    spellers |= dict.fromkeys(api.streams.PREFIXES, api.streams.spell_error)
    spellers |= dict.fromkeys(api.campaigns.PREFIXES, api.campaigns.spell_error)
    spellers |= dict.fromkeys(api.catalog.PREFIXES, api.catalog.spell_error)
    spellers["/v1/player.html"] = pages.spell_error
    spellers[api.marketplace.PREFIX] = api.marketplace.spell_error
    mount_errors(app, spellers, pages.spell_error)
    return app


def furnish(app: Flask, settings: Settings) -> Flask:
    """Give an application that has its addresses its settings, its meters, and what is asked first.

    Making the addresses takes seven times as long, so the tests make them once.
    """
    app.config.update(
        SECRET_KEY=secret_of(settings),
        MAX_CONTENT_LENGTH=settings.body_limit,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        MAX_FORM_MEMORY_SIZE=settings.body_limit,
        PUBLIC_URL=settings.url,
        RTMP_URL=settings.ingest_url,
        PUSH_URL=settings.pushing_url,
        UPLOAD_LIMIT=settings.upload_limit,
        DISPLAY_LIFETIME=settings.display_lifetime,
    )
    rates = {
        "key": settings.key_rate,
        "address": settings.address_rate,
        "audience": settings.audience_rate,
    }
    app.extensions["vitrine.meters"] = limits.mount_limits(rates)
    served: WSGIApplication = api.content.answer_displays_first(app)
    served = serve_widget(served, HOME / "widget")
    if settings.proxies:
        count = settings.proxies
        served = ProxyFix(served, x_for=count, x_proto=count, x_host=count)
    app.wsgi_app = served  # type: ignore[method-assign, assignment]
    return app


def _mount_requests(app: Flask) -> None:
    """Give every request an id, a connection for its time, and one line in the log."""

    @app.before_request
    def begin() -> None:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        g.connected = may_connect()
        if len(request.query_string) > LONGEST_QUERY:
            raise RequestURITooLarge

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        limits.tell_limits(response)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        took = round((time.perf_counter() - g.began) * 1000, 1)
        # An upload link is a permission: its token stays out of the log.
        path = request.path.replace((request.view_args or {}).get("token", "\0"), "…")
        log.info("request", method=request.method, path=path, status=response.status_code, ms=took)
        return response

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if g.pop("connected", False) and not database.is_closed():
            database.close()


def secret_of(settings: Settings) -> str:
    """Give what this installation signs with."""
    return settings.secret_key or _kept_secret(settings.data / "secret")


def _kept_secret(file: Path) -> str:
    """Read the installation's own secret, made at the first start; processes agree on one."""
    if not file.exists():
        mine = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            file.hardlink_to(mine)  # whole or not at all, and the first one wins
        mine.unlink()
    return file.read_text()


def main() -> None:
    """Run the command line (`commands/line.py`)."""
    write_logs()
    settings = Settings()
    sys.exit(
        line.run(
            sys.argv[1:],
            open_house=lambda: open_house(settings),
            create_app=lambda: create_app(settings),
            services=services(settings),
            push_to_viewers=lambda: push_to_viewers(settings),
            settings=settings,
        )
    )


if __name__ == "__main__":
    main()
