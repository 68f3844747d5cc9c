"""Pictures of the picnic things: blanket, basket, mugs, napkins."""

from demo.art import palette as p


def blanket() -> str:
    """Draw a folded plaid blanket, two leather straps around it."""
    folds = ""
    for index, (top, tone) in enumerate([(470, p.MOSS), (385, "#558546"), (300, "#5f9150")]):
        outline = f"M170 {top} Q150 {top + 42} 170 {top + 86} H624 Q656 {top + 43} 624 {top} Z"
        plaid = p.box(140, top, 540, 90, tone)
        for x in range(170, 650, 118):
            plaid += p.box(x, top, 34, 90, p.SPRUCE, extra='opacity=".45"')
            plaid += p.box(x + 62, top, 8, 90, p.CREAM, extra='opacity=".8"')
        plaid += p.box(140, top + 30, 540, 22, p.SPRUCE, extra='opacity=".35"')
        plaid += p.box(140, top + 66, 540, 5, p.SUN)
        plaid += p.box(140, top + 78, 540, 12, p.SPRUCE, extra='opacity=".28"')
        folds += p.clipped(f"fold{index}", outline, plaid)
        folds += p.line(
            f"M624 {top + 8} Q646 {top + 43} 624 {top + 78}", p.SPRUCE, 5, 'opacity=".5"'
        )
    straps = ""
    for x in (262, 500):
        straps += p.box(x, 288, 40, 280, p.BARK, 6) + p.box(x, 288, 9, 280, p.BARK_DARK, 4)
        straps += p.box(x - 8, 392, 56, 50, p.SUN, 8) + p.box(x + 4, 404, 32, 26, p.BARK, 4)
    handle = p.line("M282 288 C282 214 520 214 520 288", p.BARK, 26)
    handle += p.line("M282 288 C282 222 520 222 520 288", p.BARK_DARK, 6, 'opacity=".5"')
    fringe = "".join(p.line(f"M{x} 556 v{16 + x % 3 * 3}", p.CREAM, 5) for x in range(186, 620, 15))
    return p.shadow(400, 580, 540) + handle + fringe + folds + straps


def basket() -> str:
    """Draw a willow basket with a cloth over its edge."""
    body = "M176 380 H624 L584 600 Q580 622 556 622 H244 Q220 622 216 600 Z"
    weave = p.box(160, 370, 480, 260, p.STRAW)
    for row, y in enumerate(range(384, 630, 30)):
        for x in range(130 + row % 2 * 40, 680, 80):
            weave += p.box(x, y, 62, 24, p.STRAW_DARK if row % 2 else "#d5a660", 12)
    weave += p.path("M560 370 h90 v260 h-130 Z", p.BARK_DARK, 'opacity=".22"')
    handle = p.line("M214 392 C214 120 586 120 586 392", p.BARK, 30)
    handle += p.line("M208 380 C214 112 580 112 590 380", p.STRAW, 7, 'opacity=".75"')
    rim = p.box(156, 362, 488, 44, p.BARK, 22) + p.box(172, 370, 456, 9, p.STRAW, 5)
    cloth = "M250 366 H470 L484 492 L424 462 L366 516 L306 466 L242 490 Z"
    checks = p.box(230, 350, 270, 180, p.CREAM)
    checks += "".join(
        p.box(x, 350, 20, 180, p.POPPY, 0, 'opacity=".55"') for x in range(244, 500, 42)
    )
    checks += "".join(
        p.box(230, y, 270, 18, p.POPPY, 0, 'opacity=".55"') for y in range(372, 530, 42)
    )
    bread = p.path("M468 366 C470 252 560 214 588 262 C602 300 560 340 552 366 Z", "#d99a4e")
    for x, y in ((500, 306), (526, 276), (552, 250)):
        bread += p.line(f"M{x} {y} q26 4 40 22", p.CREAM, 7)
    leaves = p.path("M330 362 C300 300 318 252 352 226 C376 272 372 326 352 362 Z", p.MOSS)
    leaves += p.path("M292 362 C248 330 240 286 252 256 C292 280 312 320 314 362 Z", p.GRASS)
    apple = p.disc(418, 336, 46, p.POPPY) + p.line("M418 294 q4 -20 18 -26", p.BARK_DARK, 7)
    apple += p.oval(400, 322, 9, 14, p.BLUSH, 'opacity=".7"')
    return (
        p.shadow(400, 626, 500)
        + leaves
        + bread
        + apple
        + handle
        + p.clipped("basket", body, weave)
        + rim
        + p.clipped("cloth", cloth, checks)
    )


def mugs() -> str:
    """Draw two enamel mugs, one with flowers in it."""

    def mug(x: int, y: int, colour: str, dark: str, edge: str) -> str:
        handle = p.line(f"M{x + 190} {y + 62} c96 -8 96 128 -8 122", dark, 24)
        body = f"M{x} {y} h204 l-8 214 q-2 26 -28 26 h-132 q-26 0 -28 -26 Z"
        inside = p.box(x, y, 210, 250, colour)
        inside += p.box(x + 150, y, 60, 250, dark, 0, 'opacity=".55"')
        inside += p.box(x + 26, y + 30, 15, 160, p.WHITE, 8, 'opacity=".35"')
        inside += "".join(
            p.disc(x + dx, y + dy, 4, p.CREAM, 'opacity=".85"')
            for dx, dy in ((62, 66), (112, 110), (74, 158), (140, 190), (160, 52), (104, 214))
        )
        rim = p.oval(x + 102, y, 104, 22, edge) + p.oval(
            x + 102, y, 90, 15, p.SPRUCE, 'opacity=".85"'
        )
        return handle + p.clipped(f"mug{x}", body, inside) + rim

    stems = p.line("M300 340 C296 260 268 214 244 178", p.MOSS, 8)
    stems += p.line("M306 340 C312 250 312 202 318 146", p.MOSS, 8)
    stems += p.line("M314 340 C332 270 362 238 384 216", p.MOSS, 8)
    stems += p.path("M304 282 C262 278 242 254 238 236 C276 236 300 256 304 282 Z", p.GRASS)
    flowers = p.flower(240, 170, 25, p.CREAM, p.SUN) + p.flower(318, 134, 29, p.POPPY, p.SPRUCE)
    flowers += p.flower(390, 206, 23, p.SUN, p.BARK_DARK)
    back = mug(202, 330, p.CREAM, "#e2d2bb", p.SPRUCE)
    front = mug(386, 388, p.SPRUCE, "#0c241b", p.CREAM)
    return p.shadow(330, 574, 290) + p.shadow(510, 632, 320) + back + stems + flowers + front


def napkins() -> str:
    """Draw a stack of four linen napkins with a sprig on top."""
    stack = ""
    tones = [
        ("#d9a79c", "#c98f83"),
        (p.LIME, "#a9bd5f"),
        (p.BROOK, "#8db6be"),
        (p.CREAM, "#ead9c0"),
    ]
    for index, (tone, dark) in enumerate(tones):
        y = 560 - index * 42
        x = 164 + index % 2 * 14
        stack += p.box(x, y, 460, 52, dark, 22) + p.box(x, y - 6, 460, 46, tone, 22)
        stack += p.line(f"M{x + 26} {y + 17} H{x + 432}", p.WHITE, 4, 'opacity=".6"')
    top = p.path("M172 426 L288 300 H560 Q640 300 650 330 L628 428 Z", p.CREAM)
    top += p.path("M288 300 H560 Q640 300 650 330 L520 372 Z", "#f3e4cd")
    top += p.line("M206 414 L302 318 H566", p.POPPY, 6, 'stroke-dasharray="2 15"')
    band = p.path("M352 300 h72 l-26 132 h-78 Z", p.BARK)
    band += p.path("M352 300 h16 l-26 132 h-22 Z", p.BARK_DARK)
    sprig = p.line("M300 400 C380 350 440 296 520 236", p.MOSS, 9)
    for x, y, turn in ((352, 366, -76), (398, 330, -84), (446, 292, -80), (492, 256, -70)):
        for side in (turn, turn + 92):
            sprig += (
                f'<ellipse cx="{x + 30}" cy="{y}" rx="32" ry="12" fill="{p.MOSS}" '
                f'transform="rotate({side} {x} {y})"/>'
            )
    sprig += p.flower(532, 224, 22, p.SUN, p.BARK_DARK)
    return p.shadow(402, 622, 520) + stack + top + band + sprig
