"""GET /embed/lives/…/calendar…: a planned show as an iCalendar file, or in a calendar on the web.

The file is iCalendar (RFC 5545). Its UID stays the same, so that who imports it again after the
start has moved gets the event moved and no second one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from icalendar import Alarm, Calendar, Event, vUri
from werkzeug.wrappers import Response as Redirect

from models.errors import NotFound
from pages.languages import spoken_here
from pages.rendering import absolute, page
from usecases.showtimes import Showtime, showtime

routes = Blueprint("calendars", __name__, url_prefix="/embed")

WARNS_BEFORE = timedelta(minutes=10)
# Addresses of a web calendar that is longer are cut by some mail programs and servers.
LONGEST = 1_000


@routes.get("/lives/<uid>/calendar.ics")
def file(uid: str) -> Response:
    """Give the show as a file that calendar programs open; `?shop=` as for its player."""
    show = showtime(uid, request.args.get("shop"))
    answer = Response(written(show, page_of(show)), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="live-{show.uid[:8]}.ics"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@routes.get("/lives/<uid>/calendar")
def tab(uid: str) -> Response:
    """Give the file from a tab of its own: shops' frames of our player may not download any."""
    show = showtime(uid, request.args.get("shop"))
    address = f"/embed/lives/{show.uid}/calendar.ics{_query()}"
    return page("embeds/calendar.html", spoken_here(), show=show, address=address)


@routes.get("/lives/<uid>/calendar/<kind>")
def elsewhere(uid: str, kind: str) -> Redirect:
    """Lead to a new event in a calendar on the web: google, outlook or yahoo."""
    show = showtime(uid, request.args.get("shop"))
    found = links(show, page_of(show)).get(kind)
    if found is None:
        raise NotFound(f"there is no calendar named {kind} here")
    answer = redirect(found, 302)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def page_of(show: Showtime) -> str:
    """Tell the address of the show's player, as the shop that shows it does."""
    return absolute(f"/embed/lives/{show.uid}") + _query()


def _query() -> str:
    return f"?{urlencode({'shop': request.args['shop']})}" if "shop" in request.args else ""


def written(show: Showtime, address: str) -> bytes:
    """Write the show as an iCalendar file."""
    event = Event()
    event.add("uid", f"{show.uid}@vitrine")
    event.add("dtstamp", show.changed_at)
    event.add("last-modified", show.changed_at)
    # Later versions win in calendars that know the event already.
    event.add("sequence", int(show.changed_at.timestamp()) % 2**31)
    event.add("dtstart", show.starts_at)
    event.add("dtend", show.ends_at)
    event.add("summary", f"{show.name} · {show.shop}")
    event.add("description", _text(show, address))
    event.add("location", address)
    event["url"] = vUri(address)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", show.name)
    alarm.add("trigger", -WARNS_BEFORE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Vitrine//Live shows//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    told: bytes = calendar.to_ical()
    return told


def links(show: Showtime, address: str) -> dict[str, str]:
    """Give the addresses at which calendars on the web make a new event of the show."""
    title, text = f"{show.name} · {show.shop}", _text(show, address)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_short(show.starts_at)}/{_short(show.ends_at)}",
        "details": text,
        "location": address,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": _long(show.starts_at),
        "enddt": _long(show.ends_at),
        "body": text,
        "location": address,
    }
    yahoo = {
        "v": "60",
        "title": title,
        "st": _short(show.starts_at),
        "et": _short(show.ends_at),
        "desc": text,
        "in_loc": address,
    }
    return {
        "google": f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        "outlook": f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        "yahoo": f"https://calendar.yahoo.com/?{urlencode(yahoo)}",
    }


def _text(show: Showtime, address: str) -> str:
    told = show.description[:LONGEST].strip()
    return f"{told}\n\n{address}" if told else address


def _short(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _long(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
