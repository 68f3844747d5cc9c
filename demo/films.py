"""The demo shop's six films: what they are called, what they sell, and how each is cut."""

from dataclasses import dataclass

# Source names; demo/clips.py knows where they come from.
BURROW, OPENING = "burrow", "opening"
WIDE = "scale=1280:720"
TALL = "crop=ih*9/16:ih:{x}:0,scale=720:1280"
# Forwards, then backwards: a scene of under four seconds becomes one that never jumps.
SWAY = "split[f][b];[b]reverse[r];[f][r]concat=n=2:v=1"
SWAY_SOUND = "asplit[f][b];[b]areverse[r];[f][r]concat=n=2:v=0:a=1"


@dataclass(frozen=True)
class Cut:
    """A piece of a source: where it begins, how long it is, and what is done to it."""

    source: str
    begin: float
    seconds: float
    picture: str
    sound: str = "anull"


@dataclass(frozen=True)
class Film:
    """One video of the shop; `moments` are (product reference, from, to) in seconds."""

    slug: str
    name: str
    description: str
    moments: tuple[tuple[str, float, float], ...]
    words: tuple[tuple[float, float, str], ...]
    cut: Cut
    # Used when the opening scenes cannot be had, and for small test clips.
    instead: Cut
    seller: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def refs(self) -> list[str]:
        """Give the references it carries, in order of appearance, each once."""
        return list(dict.fromkeys(ref for ref, _, _ in self.moments))


FILMS = (
    Film(
        "meadow-morning",
        "A morning in the meadow",
        "Pink light, wet grass, and the best spot on the hill still free.",
        (("HH-101", 0, 4), ("HH-102", 2.5, 6.5)),
        ((0.3, 3.2, "The best spot on the hill"), (3.4, 6.2, "is free until about seven.")),
        Cut(OPENING, 4.2, 6.5, WIDE),
        Cut(BURROW, 0, 5.2, "crop=iw*0.62:ih*0.62:iw*0.38:ih*0.3,scale=1280:720"),
        seller="hollow-hay",
        tags=("morning", "picnic"),
    ),
    Film(
        "along-the-brook",
        "Along the brook",
        "Fill the can, rinse the mugs, forget the time.",
        (("BW-203", 0, 4), ("BW-201", 3.5, 7.3)),
        ((0.4, 3.4, "Fill the can, rinse the mugs,"), (3.8, 6.8, "forget the time.")),
        Cut(OPENING, 11.96, 3.7, TALL.format(x="iw*0.37") + "," + SWAY, SWAY_SOUND),
        Cut(BURROW, 0, 5.2, TALL.format(x="iw*0.62")),
        seller="brookside",
        tags=("water", "garden"),
    ),
    Film(
        "songbird",
        "Somebody is moving in",
        "The first visitor inspects the branch beside the new house.",
        (("BW-204", 0, 3), ("HH-104", 2.5, 5.1)),
        ((0.4, 2.4, "Hm."), (2.8, 4.9, "It will do.")),
        Cut(OPENING, 15.84, 4.1, WIDE + ",setpts=1.25*PTS", "atempo=0.8"),
        Cut(BURROW, 0, 4.2, "crop=iw/2:ih/2:iw*0.14:0," + WIDE + ",setpts=1.25*PTS", "atempo=0.8"),
        tags=("birds", "garden"),
    ),
    Film(
        "good-morning",
        "Good morning, everybody",
        "Out of the burrow, arms up, nothing planned.",
        (("HH-101", 0, 2.6), ("HH-107", 2, 5.2), ("HH-106", 3, 5.2)),
        ((0.3, 2.4, "Careful with the ears."), (2.6, 5.0, "And up!")),
        Cut(BURROW, 0, 5.2, WIDE),
        Cut(BURROW, 0, 5.2, WIDE),
        seller="hollow-hay",
        tags=("morning", "play"),
    ),
    Film(
        "stretch",
        "Stretch first",
        "One good stretch before the kite goes up.",
        (("HH-105", 0, 5.2), ("HH-107", 1.5, 5.2)),
        ((0.3, 2.4, "First a good stretch,"), (2.6, 5.0, "then the kite.")),
        Cut(BURROW, 0, 5.2, TALL.format(x="iw*0.13")),
        Cut(BURROW, 0, 5.2, TALL.format(x="iw*0.13")),
        seller="hollow-hay",
        tags=("play",),
    ),
    Film(
        "down-the-hill",
        "Down the hill to the water",
        "Boules roll further here than anywhere.",
        (("BW-205", 0, 3.4), ("HH-103", 2.9, 6.4)),
        ((0.3, 2.7, "Mind the slope,"), (3.1, 6.1, "or fetch them from the brook.")),
        Cut(OPENING, 8.9, 6.4, WIDE),
        Cut(BURROW, 0, 5.2, "crop=iw*0.45:ih*0.45:iw*0.55:ih*0.55,scale=1280:720"),
        tags=("play", "picnic"),
    ),
)  # fmt: skip


def captions(film: Film) -> str:
    """Write a film's words as WebVTT."""
    cues = (f"{_moment(a)} --> {_moment(b)}\n{words}" for a, b, words in film.words)
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _moment(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 60_000:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
