"""Where the shop's things stand: a plain table, the meadow, the home page's wide view."""

from demo.art import palette as p
from demo.art import picnic, play

SIDE = 800
HERO = (1440, 640)
GROUNDS = {
    "picnic": (p.BLUSH, "#f0c4b8"),
    "garden": ("#e2ebc6", "#cbdaa2"),
    "play": ("#d3e6e9", "#b6d5da"),
}
SKY, CLOUD, HILLS = "#f9dcd6", "#fdeee8", "#9fb9bb"


def still(category: str, thing: str) -> str:
    """Set the thing on a plain table in its category's colour."""
    wall, table = GROUNDS[category]
    ground = p.box(0, 0, SIDE, SIDE, wall) + p.path("M0 552 Q400 520 800 552 V800 H0 Z", table)
    return ground + thing


def outdoors(thing: str) -> str:
    """Set the thing smaller into the meadow under the pink morning sky."""
    scene = p.box(0, 0, SIDE, SIDE, SKY)
    scene += _clouds(
        (120, 210, 90), (230, 150, 120), (370, 190, 100), (480, 250, 80), (40, 270, 90)
    )
    scene += p.disc(668, 150, 62, p.SUN, 'opacity=".85"')
    scene += p.path("M0 400 Q200 300 420 370 T800 330 V800 H0 Z", HILLS)
    scene += p.path("M0 460 Q240 360 520 440 T800 420 V800 H0 Z", p.LIME)
    scene += _spruces((664, 470, 1.0), (728, 486, 1.35), (606, 462, 0.7), (70, 480, 0.8))
    scene += p.path("M0 540 Q300 450 800 530 V800 H0 Z", p.GRASS)
    scene += p.path("M0 690 Q420 620 800 680 V800 H0 Z", p.MOSS)
    scene += f'<g transform="translate(96 128) scale(.76)">{thing}</g>'
    scene += _blades(SIDE, SIDE + 4)
    scene += _flowers(13, (92, 716), (170, 758), (640, 736), (716, 702))
    return scene


def hero() -> str:
    """Draw the wide meadow of the home page, a picnic laid out in its right half."""
    wide, high = HERO
    scene = p.box(0, 0, wide, high, SKY) + p.disc(1262, 116, 58, p.SUN)
    scene += _clouds(
        (640, 250, 120), (770, 170, 150), (930, 230, 130), (1050, 290, 100), (520, 320, 90)
    )
    scene += p.path("M0 430 Q260 350 620 410 T1440 340 V640 H0 Z", HILLS)
    scene += p.path("M0 480 Q420 400 860 450 T1440 400 V640 H0 Z", p.LIME)
    scene += _spruces((1204, 440, 0.8), (1286, 456, 1.3), (1376, 474, 1.7), (770, 446, 0.45))
    scene += _spruces((806, 450, 0.6), (40, 480, 0.5), (84, 486, 0.7))
    scene += p.path("M0 550 Q560 440 1440 530 V640 H0 Z", p.GRASS)
    scene += f'<g transform="translate(846 300) scale(.38)">{picnic.basket()}</g>'
    scene += f'<g transform="translate(1020 354) scale(.34)">{picnic.blanket()}</g>'
    scene += f'<g transform="translate(724 404) scale(.24)">{play.hat()}</g>'
    scene += p.path("M0 612 Q700 566 1440 604 V640 H0 Z", p.MOSS) + _blades(wide, high + 4, 0.7)
    scene += _flowers(10, (120, 600), (330, 590), (610, 594), (1180, 600), (1270, 610), (1390, 596))
    return scene


def _clouds(*discs: tuple[int, int, int]) -> str:
    return "".join(p.disc(x, y, r, CLOUD) for x, y, r in discs)


def _spruces(*places: tuple[int, int, float]) -> str:
    """Draw spruces of three tiers, each at its place and size."""
    tiers = "".join(
        p.path(f"M0 {-190 + 44 * n} L{34 + 12 * n} {-90 + 44 * n} H{-34 - 12 * n} Z", tone)
        for n, tone in enumerate(("#2c5a49", "#234d3d", p.SPRUCE))
    )
    tree = p.box(-9, -10, 18, 30, p.BARK_DARK) + tiers
    return "".join(
        f'<g transform="translate({x} {y}) scale({size})">{tree}</g>' for x, y, size in places
    )


def _flowers(r: int, *places: tuple[int, int]) -> str:
    kinds = ((p.CREAM, p.SUN), (p.SUN, p.BARK_DARK), (p.CREAM, p.SUN), (p.POPPY, p.SUN))
    return "".join(p.flower(x, y, r, *kinds[n % 4]) for n, (x, y) in enumerate(places))


def _blades(width: int, ground: int, size: float = 1) -> str:
    """Draw grass along the lower edge."""
    drawn = ""
    for n in range(round((width + 20) / 18 / size)):
        x = round(n * 0.618034 % 1 * (width + 20)) - 10
        tall = (40 + (n * 53) % 46) * size
        drawn += p.path(
            f"M{x} {ground} q{8 - n % 3 * 8} {-tall:g} {14 - n % 5 * 7} {-tall - 12:g} "
            f"q-2 {tall:g} {6 - n % 2 * 4} {tall + 12:g} Z",
            p.SPRUCE if n % 3 else p.GRASS,
        )
    return drawn
