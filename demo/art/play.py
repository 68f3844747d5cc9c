"""Pictures of the things to play with and to wear outdoors: kite, boules, rope, hat."""

from demo.art import palette as p


def kite() -> str:
    """Draw a four-coloured diamond kite with a bow tail."""
    sail = p.path("M0 -230 L-170 -40 L0 -40 Z", p.POPPY) + p.path(
        "M0 -230 L170 -40 L0 -40 Z", p.SUN
    )
    sail += p.path("M-170 -40 L0 240 L0 -40 Z", p.CREAM) + p.path(
        "M170 -40 L0 240 L0 -40 Z", p.SPRUCE
    )
    sail += p.line("M0 -230 V240 M-170 -40 H170", p.BARK_DARK, 8)
    sail += p.disc(0, -40, 12, p.BARK)
    sail += p.line("M-150 -46 L-14 -200", p.WHITE, 6, 'opacity=".4"')
    tail = p.line("M330 514 C270 560 360 610 296 650 C256 676 214 650 190 676", p.BARK_DARK, 6)
    for x, y, colour, turn in (
        (318, 556, p.SUN, 30),
        (314, 622, p.POPPY, -34),
        (236, 662, p.MOSS, 10),
    ):
        bow = p.path("M0 0 L-36 -20 V20 Z", colour) + p.path("M0 0 L36 -20 V20 Z", colour)
        tail += (
            f'<g transform="translate({x} {y}) rotate({turn})">{bow}{p.disc(0, 0, 7, p.CREAM)}</g>'
        )
    thread = p.line("M432 300 C560 420 600 520 624 640", p.CREAM, 4)
    reel = p.box(590, 606, 76, 52, p.BARK, 10) + p.box(606, 594, 44, 76, p.STRAW, 10)
    reel += "".join(p.line(f"M608 {y} h40", p.STRAW_DARK, 4) for y in range(608, 664, 12))
    flying = f'<g transform="translate(420 296) rotate(21)">{sail}</g>'
    return p.shadow(628, 668, 130, 12) + thread + tail + flying + reel


def boules() -> str:
    """Draw five wooden boules and the small jack."""

    def ball(x: int, y: int, r: int, tone: str, dark: str, stripe: str) -> str:
        outline = f"M{x - r} {y} a{r} {r} 0 1 0 {2 * r} 0 a{r} {r} 0 1 0 {-2 * r} 0 Z"
        inside = p.disc(x, y, r, tone)
        inside += p.disc(x + r * 0.42, y + r * 0.42, r * 1.05, dark, 'opacity=".45"')
        inside += p.disc(x - r * 0.12, y - r * 0.12, r * 0.86, tone)
        inside += p.line(
            f"M{x - r} {y + r * 0.1:.0f} Q{x} {y + r * 0.52:.0f} {x + r} {y + r * 0.02:.0f}",
            stripe,
            r * 0.17,
        )
        inside += p.line(
            f"M{x - r} {y - r * 0.22:.0f} Q{x} {y + r * 0.2:.0f} {x + r} {y - r * 0.3:.0f}",
            stripe,
            r * 0.07,
        )
        inside += p.oval(x - r * 0.4, y - r * 0.5, r * 0.2, r * 0.13, p.WHITE, 'opacity=".5"')
        return p.clipped(f"ball{x}x{y}", outline, inside)

    wood = ("#cf9a66", p.BARK_DARK)
    back = ball(290, 410, 92, *wood, p.POPPY) + ball(478, 396, 92, *wood, p.SPRUCE)
    front = ball(196, 532, 96, *wood, p.SUN) + ball(394, 540, 100, *wood, p.BROOK)
    front += ball(592, 526, 94, *wood, p.CREAM)
    jack = ball(520, 622, 38, p.POPPY, p.BRICK, p.CREAM)
    shade = p.shadow(200, 622, 220, 20) + p.shadow(398, 636, 240, 22) + p.shadow(594, 616, 220, 20)
    return shade + back + front + p.shadow(524, 658, 90, 9) + jack


def rope() -> str:
    """Draw a coiled skipping rope with turned handles."""
    coil = ""
    for index, (rx, ry) in enumerate(((226, 122), (184, 96), (140, 70))):
        y = 540 - index * 40
        coil += p.oval(400, y, rx, ry, "none", f'stroke="{p.STRAW_DARK}" stroke-width="40"')
        coil += p.oval(400, y - 6, rx, ry, "none", f'stroke="{p.CREAM}" stroke-width="32"')
        coil += p.oval(
            400,
            y - 6,
            rx,
            ry,
            "none",
            f'stroke="{p.POPPY}" stroke-width="32" stroke-dasharray="13 25" opacity=".85"',
        )

    def handle(x: int, y: int, turn: int, colour: str) -> str:
        grip = p.path(
            "M-24 0 C-40 -60 -26 -120 -30 -190 Q0 -214 30 -190 C26 -120 40 -60 24 0 Z", p.BARK
        )
        grip += p.path(
            "M6 0 C20 -60 8 -120 10 -200 Q24 -200 30 -190 C26 -120 40 -60 24 0 Z",
            p.BARK_DARK,
            'opacity=".55"',
        )
        grip += p.box(-31, -150, 62, 26, colour, 8) + p.box(-27, -112, 54, 12, colour, 6)
        grip += p.disc(0, 4, 22, p.BARK_DARK)
        return f'<g transform="translate({x} {y}) rotate({turn})">{grip}</g>'

    left = p.line("M290 432 C240 400 244 360 262 332", p.CREAM, 30)
    left += p.line("M290 432 C240 400 244 360 262 332", p.POPPY, 30, 'stroke-dasharray="1 40"')
    right = p.line("M500 440 C562 410 566 372 548 340", p.CREAM, 30)
    right += p.line("M500 440 C562 410 566 372 548 340", p.POPPY, 30, 'stroke-dasharray="1 40"')
    return (
        p.shadow(400, 660, 540, 28)
        + coil
        + left
        + right
        + handle(264, 326, -16, p.SUN)
        + handle(546, 334, 22, p.MOSS)
    )


def hat() -> str:
    """Draw a wide straw hat with a ribbon and a poppy."""
    brim = p.oval(400, 540, 280, 92, p.STRAW_DARK) + p.oval(400, 528, 280, 90, p.STRAW)
    for rx, ry in ((254, 78), (226, 66), (198, 54)):
        brim += p.oval(
            400, 528, rx, ry, "none", f'stroke="{p.STRAW_DARK}" stroke-width="4" opacity=".55"'
        )
    crown = "M232 516 C226 380 262 262 400 262 C538 262 574 380 568 516 C500 560 300 560 232 516 Z"
    inside = p.box(220, 250, 360, 320, p.STRAW)
    for y in range(290, 480, 26):
        inside += p.line(
            f"M220 {y + 20} Q400 {y - 16} 580 {y + 20}", p.STRAW_DARK, 4, 'opacity=".5"'
        )
    for x in range(240, 580, 34):
        inside += p.line(
            f"M{x} 560 Q{x + (400 - x) * 0.2:.0f} 380 {x + (400 - x) * 0.55:.0f} 262",
            p.STRAW_DARK,
            3,
            'opacity=".35"',
        )
    inside += p.path("M470 250 H590 V570 H490 C540 460 530 340 470 250 Z", p.BARK, 'opacity=".28"')
    inside += p.path("M220 452 Q400 510 580 452 V530 Q400 590 220 530 Z", p.SPRUCE)
    inside += p.path("M220 466 Q400 524 580 466 V474 Q400 532 220 474 Z", p.WHITE, 'opacity=".2"')
    ribbon = p.path("M300 508 L262 604 L292 596 L304 622 L334 516 Z", p.SPRUCE)
    ribbon += p.path("M326 512 L338 612 L358 594 L382 608 L364 516 Z", "#0c241b")
    bloom = p.flower(326, 500, 36, p.POPPY, p.SPRUCE, 5) + p.flower(388, 520, 18, p.CREAM, p.SUN)
    return p.shadow(400, 626, 560, 22) + brim + p.clipped("crown", crown, inside) + ribbon + bloom
