"""Pictures of the garden things: trowel, watering can, seed tin, bird house."""

from demo.art import palette as p


def trowel() -> str:
    """Draw a hand trowel stuck into a heap of earth, a seedling beside it."""
    tool = p.path(
        "M-62 30 C-70 -60 -44 -104 0 -112 C44 -104 70 -60 62 30 C58 120 20 176 0 196 "
        "C-20 176 -58 120 -62 30 Z",
        p.STEEL,
    )
    tool += p.path("M0 -112 C44 -104 70 -60 62 30 C58 120 20 176 0 196 Z", "#a4b2b4")
    tool += p.line("M0 -90 V150", p.WHITE, 6, 'opacity=".55"')
    tool += p.box(-11, -196, 22, 100, p.IRON, 10)
    tool += p.path(
        "M-26 -190 C-42 -270 -40 -330 -28 -396 Q0 -424 28 -396 C40 -330 42 -270 26 -190 Z", p.BARK
    )
    tool += p.path(
        "M4 -190 C22 -270 20 -330 10 -404 Q22 -404 28 -396 C40 -330 42 -270 26 -190 Z",
        p.BARK_DARK,
        'opacity=".6"',
    )
    tool += p.box(-28, -214, 56, 26, p.SUN, 8) + p.disc(0, -384, 8, p.CREAM)
    tool += p.line("M0 -384 C-60 -420 -50 -470 -6 -452", p.POPPY, 8)
    earth = p.path(
        "M150 626 C190 540 280 520 340 536 C420 490 520 520 560 560 C620 566 646 600 656 626 Z",
        "#5b3a26",
    )
    earth += p.path("M150 626 C210 580 300 590 360 580 C440 560 560 590 656 626 Z", "#45291a")
    for x, y in ((260, 566), (338, 556), (470, 560), (540, 592), (300, 600), (420, 604)):
        earth += p.disc(x, y, 7, "#7d5538")
    seedling = p.line("M548 566 C546 500 552 470 562 440", p.MOSS, 10)
    seedling += p.path("M556 470 C500 470 474 436 470 404 C520 402 552 430 556 470 Z", p.GRASS)
    seedling += p.path("M560 446 C560 396 596 364 634 362 C638 408 606 444 560 446 Z", p.MOSS)
    standing = f'<g transform="translate(362 424) rotate(13) scale(.86)">{tool}</g>'
    return p.shadow(404, 630, 560) + standing + earth + seedling


def watering_can() -> str:
    """Draw a long-spouted can with three drops falling."""
    spout = p.path("M330 540 L176 326 L206 306 L372 452 Z", "#2c5a49")
    rose = p.path("M128 340 L214 282 L232 306 L148 366 Z", p.SUN)
    rose += p.path("M128 340 L148 366 L140 372 L120 346 Z", p.STRAW_DARK)
    body = "M318 372 H590 L612 594 Q614 622 586 622 H322 Q294 622 296 594 Z"
    inside = p.box(280, 360, 350, 280, p.SPRUCE)
    inside += p.box(530, 360, 100, 280, "#0c241b", 0, 'opacity=".6"')
    inside += p.box(336, 400, 18, 180, p.WHITE, 9, 'opacity=".18"')
    inside += p.box(280, 574, 350, 12, p.SUN) + p.box(280, 402, 350, 6, p.SUN)
    inside += p.flower(452, 490, 30, p.BLUSH, p.SUN, 7)
    inside += p.path("M444 520 c-46 4 -60 30 -64 48 c40 2 62 -18 64 -48 Z", p.GRASS)
    inside += p.path("M462 520 c46 4 60 30 64 48 c-40 2 -62 -18 -64 -48 Z", p.MOSS)
    top = p.oval(454, 372, 136, 30, "#2c5a49") + p.oval(454, 372, 112, 20, "#081a13")
    handle = p.line("M344 364 C350 212 566 212 594 400 C606 470 640 470 626 540", p.SPRUCE, 24)
    handle += p.line("M352 346 C366 226 556 226 584 392", p.WHITE, 5, 'opacity=".25"')
    drops = "".join(
        p.path(
            f"M{x} {y} c16 24 22 34 22 46 a22 22 0 0 1 -44 0 c0 -12 6 -22 22 -46 Z", p.BROOK_DARK
        )
        for x, y in ((120, 396), (160, 470), (104, 506))
    )
    return (
        p.shadow(456, 628, 380)
        + handle
        + spout
        + rose
        + p.clipped("can", body, inside)
        + top
        + drops
    )


def seed_tin() -> str:
    """Draw a tin of wildflower seed with a label and its lid leaning beside it."""
    body = "M232 300 H528 V596 Q528 620 500 620 H260 Q232 620 232 596 Z"
    label = p.box(230, 290, 300, 340, p.STEEL) + p.box(232, 340, 296, 236, p.CREAM)
    label += p.box(232, 340, 296, 12, p.POPPY) + p.box(232, 564, 296, 12, p.POPPY)
    for x, height, colour, heart in (
        (286, 92, p.POPPY, p.SPRUCE),
        (336, 138, p.SUN, p.BARK_DARK),
        (388, 104, "#8c7cc0", p.SUN),
        (440, 150, "#e58a7a", p.CREAM),
        (484, 96, p.SUN, p.BARK_DARK),
    ):
        label += p.line(
            f"M{x} 562 C{x - 8} {562 - height // 2} {x + 4} {576 - height} {x} {562 - height}",
            p.MOSS,
            7,
        )
        label += p.path(f"M{x} 540 c-30 -4 -38 -24 -38 -36 c26 2 38 16 38 36 Z", p.GRASS)
        label += p.flower(x, 558 - height, 17, colour, heart)
    label += p.box(470, 290, 60, 340, p.SPRUCE, 0, 'opacity=".14"')
    label += p.box(250, 290, 14, 340, p.WHITE, 0, 'opacity=".5"')
    rim = p.oval(380, 300, 148, 32, "#e3eaea") + p.oval(380, 302, 130, 24, "#57401f")
    seeds = "".join(
        p.oval(x, y, 9, 5, c)
        for x, y, c in (
            (318, 300, p.STRAW),
            (350, 308, p.BARK),
            (384, 296, p.STRAW),
            (418, 306, p.STRAW_DARK),
            (448, 298, p.BARK),
            (366, 316, p.STRAW),
            (402, 318, p.STRAW),
            (336, 314, p.STRAW_DARK),
        )
    )
    lid = p.disc(560, 520, 104, "#a4b2b4") + p.disc(552, 520, 102, p.STEEL)
    lid += p.disc(552, 520, 80, "#dde5e5") + p.flower(552, 520, 28, p.POPPY, p.SPRUCE, 7)
    spilt = "".join(
        p.oval(x, y, 9, 5, p.STRAW_DARK)
        for x, y in ((206, 628), (178, 640), (226, 646), (150, 630), (262, 640))
    )
    return p.shadow(420, 624, 500) + p.clipped("tin", body, label) + rim + seeds + lid + spilt


def bird_house() -> str:
    """Draw a nesting box on a post, a small bird on its perch."""
    post = p.box(376, 520, 48, 130, p.BARK_DARK) + p.box(376, 520, 16, 130, p.BARK)
    front = p.path("M244 360 L400 214 L556 360 V548 H244 Z", p.BROOK)
    for x in (296, 348, 400, 452, 504):
        front += p.line(
            f"M{x} {360 - max(0, 150 - abs(x - 400)) // 1.1:.0f} V548",
            p.BROOK_DARK,
            4,
            'opacity=".5"',
        )
    front += p.box(228, 540, 344, 28, p.BARK, 8) + p.box(228, 558, 344, 10, p.BARK_DARK, 5)
    roof = p.path("M400 156 L624 364 L590 398 L400 222 L210 398 L176 364 Z", p.POPPY)
    roof += p.path("M400 156 L624 364 L590 398 L400 222 Z", p.BRICK)
    for step in (52, 104, 156):
        roof += p.line(f"M{400 - step} {204 + step * 0.93:.0f} l34 34", p.BRICK, 5, 'opacity=".6"')
    hole = p.disc(400, 392, 58, p.CREAM) + p.disc(400, 392, 46, p.SPRUCE)
    perch = p.line("M400 482 H470", p.BARK_DARK, 14)
    bird = p.path(
        "M452 472 C430 430 460 388 504 396 C544 402 552 440 540 462 L588 486 L530 486 "
        "C506 500 470 498 452 472 Z",
        p.SUN,
    )
    bird += p.path("M486 440 C512 428 540 446 552 474 C522 484 496 470 486 440 Z", p.STRAW_DARK)
    bird += p.disc(478, 420, 6, p.SPRUCE) + p.path("M456 420 l-26 12 l26 10 Z", p.POPPY)
    bird += p.line("M494 488 v14 M510 490 v12", p.SPRUCE, 5)
    return p.shadow(400, 646, 260) + post + front + roof + hole + perch + bird
