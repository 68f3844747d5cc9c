"""What is shown on a page, decided purely: from matched rules and facts to displays with reasons.

The rule: an exclusion beats all; of several contents that match, the ones named most closely are
shown; of several placements for the same component in the same place, the one that names the page
most closely; content that matched and that no placement takes up is shown in a bubble.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from models.address import Rank
from models.collection import Collection
from models.content import STARTED
from models.placement import Placement
from usecases.watchables import Watchable

MOST = 12
# A landing shows all of a shop's lives; beyond this, the newest.
MOST_LANDING = 60
DEFAULT_COMPONENT = "bubble"
AUTOMATIC = "automatic-bubble"
LANDING = "landing"
# A component, the element it stands at, and whether it is for phones or desktops alone.
Place = tuple[str, str, str | None]


@dataclass(frozen=True)
class Match:
    """A rule that covers the page, or hides something on it, and how closely it names it."""

    text: str
    rank: Rank
    hides: bool = False


@dataclass(frozen=True)
class Candidate:
    """A content that a rule, its own or its product's, may bring onto the page."""

    watchable: Watchable
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Rule:
    """A placement, the rules of it that matched, and the contents it names, if it names any."""

    placement: Placement
    matches: tuple[Match, ...]
    contents: tuple[Watchable, ...] | None


@dataclass(frozen=True)
class Verdict:
    """Whether a thing is shown here, and why; `why` is a word, `detail` a sentence."""

    kind: Literal["shop", "content", "placement"]
    uid: str
    name: str
    shown: bool
    why: str
    detail: str


@dataclass(frozen=True)
class Display:
    """One component with its contents, and the collection they are taken from, if they are.

    `placement` None: the bubble that needs no rule, or an element placed by hand.
    """

    component: str
    placement: Placement | None
    contents: tuple[Watchable, ...]
    uid: str
    collection: Collection | None = None


@dataclass(frozen=True)
class Decision:
    """What is shown, and the reason for everything that was looked at."""

    displays: tuple[Display, ...]
    verdicts: tuple[Verdict, ...]


def decide(
    candidates: Sequence[Candidate], rules: Sequence[Rule], locale: str | None, now: datetime
) -> Decision:
    """Decide what a page shows; `locale` is the page's language, if it told one."""
    contents, reasons = _contents(candidates)
    judged = {each.placement.id: _refusal(each, contents, locale, now) for each in rules}
    fit = [each for each in rules if judged[each.placement.id] is None]
    winners = _winners(fit)
    displays = [
        Display(
            each.placement.component,
            each.placement,
            _taken(each, contents),
            each.placement.uid,
            each.placement.collection,
        )
        for each in winners.values()
    ]
    if contents and not any(_takes_up(each) for each in winners.values()):
        displays.append(Display(DEFAULT_COMPONENT, None, tuple(contents[:MOST]), AUTOMATIC))
    shown = {each.content.uid for display in displays for each in display.contents}
    verdicts = [
        *(
            _passed_over(each, contents) if each.shown and each.uid not in shown else each
            for each in reasons
        ),
        *(_verdict(each, judged[each.placement.id], winners) for each in rules),
    ]
    return Decision(tuple(displays), tuple(verdicts))


def _contents(candidates: Sequence[Candidate]) -> tuple[list[Watchable], list[Verdict]]:
    """Choose among the contents that match: the ones named most closely, in order of `_order`."""
    refusals = [(each, _content_refusal(each)) for each in candidates]
    fit = [each for each, refusal in refusals if refusal is None]
    best = max((_rank(each.matches) for each in fit), default=None)
    shown = [each for each in fit if _rank(each.matches) == best]
    shown.sort(key=_order, reverse=True)
    verdicts = []
    for each, refusal in refusals:
        if refusal is None and each not in shown:
            refusal = ("outweighed", "another content names this page more closely")
        why, detail = refusal or ("matched", f"its rule {_best(each.matches).text} covers the page")
        content = each.watchable.content
        verdicts.append(Verdict("content", content.uid, content.name, refusal is None, why, detail))
    return [each.watchable for each in shown], verdicts


def _passed_over(verdict: Verdict, contents: Sequence[Watchable]) -> Verdict:
    """Say why a content that matched stands nowhere."""
    why = (
        f"a place shows at most {MOST}, and others come first"
        if len(contents) > MOST
        else "a placement has the bubble of this page and shows something else in it"
    )
    return replace(verdict, shown=False, why="outweighed", detail=why)


def _order(candidate: Candidate) -> tuple[int, datetime, int]:
    """What is on air comes first, a countdown after all that plays; equals newest first."""
    content, plays = candidate.watchable.content, candidate.watchable.asset is not None
    return 2 if content.state == STARTED else int(plays), content.created_at, content.id


def _content_refusal(candidate: Candidate) -> tuple[str, str] | None:
    content = candidate.watchable.content
    hiding = next((each for each in candidate.matches if each.hides), None)
    if hiding:
        return "excluded", f"its exclusion {hiding.text} covers the page"
    if not any(not each.hides for each in candidate.matches):
        return "no-match", "none of its addresses and products is on this page"
    if not content.published:
        return "unpublished", "it is not published"
    if candidate.watchable.asset is None and content.state is None:
        return "not-ready", "it has no video that plays yet"
    return None


def _refusal(
    rule: Rule, matched: Sequence[Watchable], locale: str | None, now: datetime
) -> tuple[str, str] | None:
    placement = rule.placement
    hiding = next((each for each in rule.matches if each.hides), None)
    if hiding:
        return "excluded", f"its exclusion {hiding.text} covers the page"
    if not any(not each.hides for each in rule.matches):
        return "no-match", "none of its addresses and products is on this page"
    if not placement.active:
        return "inactive", "it is switched off"
    if placement.starts_at and now < placement.starts_at:
        return "too-early", f"it starts at {placement.starts_at.isoformat()}"
    if placement.ends_at and now >= placement.ends_at:
        return "over", f"it ended at {placement.ends_at.isoformat()}"
    if locale and speaks(locale, placement.excluded_locales):
        return "language-excluded", f"it is not shown on pages in {locale}"
    if placement.locales and not (locale and speaks(locale, placement.locales)):
        return "other-language", f"it is shown on pages in {', '.join(placement.locales)} only"
    if not (matched if rule.contents is None else rule.contents):
        return "empty", "it has nothing to show here"
    return None


def speaks(locale: str, tags: Iterable[str]) -> bool:
    """Tell whether one of the tags covers the language: `fr` covers `fr-BE`."""
    spoken = locale.lower().replace("_", "-")
    return any(
        spoken == tag or spoken.startswith(tag + "-")
        for tag in (each.lower().replace("_", "-") for each in tags)
    )


def _winners(fit: Sequence[Rule]) -> dict[Place, Rule]:
    """Keep one placement per component and place: the closest, else by priority, else newest."""
    best: dict[Place, Rule] = {}
    order = sorted(
        fit, key=lambda each: (_rank(each.matches), each.placement.priority, each.placement.id)
    )
    for each in order:
        best[_place(each.placement)] = each
    kept = {each.placement.id for each in best.values()}
    return {_place(each.placement): each for each in reversed(order) if each.placement.id in kept}


def _place(placement: Placement) -> Place:
    # A page has one bubble; other components may stand in several places of it. What is for phones
    # alone and what is for desktops alone are never in each other's way.
    element = (
        ""
        if placement.component == DEFAULT_COMPONENT
        else (placement.target or {}).get("element", "")
    )
    return placement.component, element, placement.configuration.get("only_on")


def _takes_up(rule: Rule) -> bool:
    # What matched is taken up by a placement that names nothing itself; a page has one bubble.
    return rule.contents is None or rule.placement.component == DEFAULT_COMPONENT


def _taken(rule: Rule, matched: Sequence[Watchable]) -> tuple[Watchable, ...]:
    most = MOST_LANDING if rule.placement.component == LANDING else MOST
    return tuple((matched if rule.contents is None else rule.contents)[:most])


def _verdict(rule: Rule, refusal: tuple[str, str] | None, winners: Mapping[Place, Rule]) -> Verdict:
    placement = rule.placement
    winner = winners.get(_place(placement))
    if refusal is None and winner is not rule and winner is not None:
        refusal = (
            "outweighed",
            f"{winner.placement.name} is closer to this page, in the same place",
        )
    why, detail = refusal or ("matched", f"its rule {_best(rule.matches).text} covers the page")
    return Verdict("placement", placement.uid, placement.name, refusal is None, why, detail)


def _best(matches: Sequence[Match]) -> Match:
    return max((each for each in matches if not each.hides), key=lambda each: each.rank)


def _rank(matches: Sequence[Match]) -> Rank:
    return _best(matches).rank
