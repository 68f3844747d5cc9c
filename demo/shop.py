"""The demo shop's own site: pages, cart and a strict policy; all it knows of Vitrine is one tag."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, g, jsonify, redirect, render_template, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from demo import catalogue, mailbox, maker, shopper
from demo.cart import LIMIT, Cart, Refusal
from demo.show import REFS

REMEMBERED_KEYS = 8
LONGEST_KEY = 64


@dataclass(frozen=True)
class Site:
    """What differs from one start of the shop to the next."""

    origin: str
    vitrine_url: str
    app_id: str
    video_uid: str
    live_uid: str
    secret: str
    viewer_secret: str
    maker_app_id: str
    maker_video_uid: str
    outbox: Path


def create_shop(site: Site) -> Flask:
    """Build the shop's web application."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=site.secret,
        SESSION_COOKIE_NAME=f"hollow_hay_{site.origin.rpartition(':')[2]}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=16_384,
        TRUSTED_HOSTS=[site.origin.partition("//")[2]],
    )
    app.jinja_env.globals.update(
        brand=catalogue.BRAND, categories=catalogue.CATEGORIES, sellers=catalogue.SELLERS,
        euros=catalogue.euros, decimal=catalogue.decimal, limit=LIMIT, site=site,
    )  # fmt: skip
    app.after_request(_with_policy(site))
    app.context_processor(lambda: {"cart": cart()})
    app.register_error_handler(HTTPException, _lost)
    app.before_request(_refuse_other_sites(site))
    _pages(app, site.outbox)
    _cart(app)
    shopper.mount(app, site.app_id, site.viewer_secret)
    return app


def cart() -> Cart:
    """Give the shopper's cart, read once per request."""
    if "cart" not in g:
        g.cart = Cart(session.get("cart"))
    held: Cart = g.cart
    return held


def _pages(app: Flask, outbox: Path) -> None:
    @app.get("/")
    def home() -> str:
        return render_template("home.html", products=catalogue.PRODUCTS)

    @app.get("/c/<slug>")
    def category(slug: str) -> str:
        shelf = next((each for each in catalogue.CATEGORIES if each.slug == slug), None)
        if shelf is None:
            abort(404)
        there = [each for each in catalogue.PRODUCTS if each.category == slug]
        return render_template("category.html", category=shelf, products=there)

    @app.get("/p/<slug>")
    def product(slug: str) -> str:
        thing = catalogue.BY_SLUG.get(slug) or abort(404)
        label = next(each for each in catalogue.SELLERS if each.external_id == thing.seller)
        others = [each for each in catalogue.PRODUCTS if each is not thing]
        near = sorted(others, key=lambda each: each.category != thing.category)[:4]
        return render_template("product.html", product=thing, seller=label, near=near)

    @app.get("/journal/the-first-hour")
    def article() -> str:
        named = [catalogue.BY_REF[ref] for ref in ("HH-101", "HH-102", "BW-201", "HH-107")]
        return render_template("article.html", products=named)

    @app.get("/live")
    def live() -> str:
        return render_template("live.html", products=[catalogue.BY_REF[ref] for ref in REFS])

    @app.get("/watch")
    def watch() -> str:
        return render_template("watch.html")

    @app.get(maker.PATH)
    def workshop() -> str:
        return render_template("brookside.html", maker=maker.SELLER)

    @app.get("/mail")
    def mails() -> str:
        return render_template("mail.html", mails=mailbox.newest(outbox))

    @app.get("/about")
    def about() -> str:
        return render_template("about.html")

    @app.get("/cart")
    def basket() -> str:
        lines = [(catalogue.BY_REF[ref], quantity) for ref, quantity in cart().lines.items()]
        return render_template("cart.html", lines=lines, refusal=session.pop("refusal", None))

    @app.get("/checkout")
    def checkout() -> str:
        return render_template("checkout.html")


def _cart(app: Flask) -> None:
    @app.get("/cart.json")
    def read() -> Response:
        return jsonify(cart().as_json())

    @app.post("/cart/add")
    def add() -> Answer:
        return _changed("add", 1)

    @app.post("/cart/change")
    def change() -> Answer:
        return _changed("change", None)


def _changed(verb: str, quantity: object) -> Answer:
    """Carry out one change and answer as asked: JSON to a script, a page to a form."""
    scripted = request.is_json
    sent = request.get_json(silent=True) if scripted else request.form.to_dict()
    try:
        if not isinstance(sent, dict):
            raise Refusal("invalid", "Send an object with ref and quantity.")
        key = sent.get("key")
        if key is not None and not (isinstance(key, str) and len(key) <= LONGEST_KEY):
            raise Refusal("invalid", f"A key is a text of at most {LONGEST_KEY} characters.")
        done = session.get("keys", [])
        if key is None or key not in done:
            getattr(cart(), verb)(sent.get("ref"), sent.get("quantity", quantity))
            session["cart"] = cart().lines
            if key is not None:
                session["keys"] = [*done, key][-REMEMBERED_KEYS:]
    except Refusal as refusal:
        if scripted:
            answer = jsonify(code=refusal.code, message=refusal.message)
            answer.status_code = 400 if refusal.code == "invalid" else 409
            return answer
        session["refusal"] = refusal.message
    return jsonify(cart().as_json()) if scripted else redirect("/cart", 303)


def _refuse_other_sites(site: Site) -> Callable[[], None]:
    """Build the check that a change comes from this shop's own pages.

    Browsers say where a request comes from, in `Sec-Fetch-Site` or `Origin`, and a page can forge
    neither; a request that says nothing is no browser's form.
    """

    def check() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        fetched = request.headers.get("Sec-Fetch-Site")
        if fetched not in (None, "same-origin") or request.headers.get("Origin") != site.origin:
            abort(403, "This shop's cart is changed from its own pages only.")

    return check


def _with_policy(site: Site) -> Callable[[Response], Response]:
    """Build the step that sends the shop's strict content security policy."""
    own, video = "'self'", site.vitrine_url
    policy = "; ".join(
        [
            "default-src 'none'", f"script-src {own} {video}", f"connect-src {own} {video}",
            f"frame-src {video}", f"img-src {own} {video}", f"media-src {video}",
            f"style-src {own}", f"form-action {own}", "base-uri 'none'", "frame-ancestors 'none'",
            "require-trusted-types-for 'script'", "trusted-types 'none'",
        ]
    )  # fmt: skip

    def send(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        if not request.path.startswith("/static/"):
            answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    return send


def _lost(error: HTTPException) -> tuple[Answer | str, int]:
    code = error.code or 500
    if request.path.startswith(("/cart/", "/cart.json")):
        words = {403: "not-from-here", 413: "too-big"}.get(code, "invalid")
        return jsonify(code=words, message=error.description), code
    return render_template("lost.html", code=code), code
