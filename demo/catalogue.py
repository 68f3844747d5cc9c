"""What the demo shop sells: two labels, three categories, twelve products."""

from dataclasses import dataclass, field

BRAND = "Hollow & Hay"
CURRENCY = "EUR"


@dataclass(frozen=True)
class Seller:
    """A label whose things the shop sells."""

    external_id: str
    name: str
    line: str


@dataclass(frozen=True)
class Category:
    """A shelf of the shop."""

    slug: str
    name: str
    line: str


@dataclass(frozen=True)
class Product:
    """One thing for sale; prices are whole cents, `slug` names its page and its pictures."""

    ref: str
    slug: str
    name: str
    category: str
    seller: str
    price: int
    stock: int
    ean: str
    line: str
    story: str
    facts: dict[str, str] = field(default_factory=dict)
    discount_price: int | None = None

    @property
    def asked(self) -> int:
        """Give what a shopper pays, in cents."""
        return self.price if self.discount_price is None else self.discount_price

    @property
    def path(self) -> str:
        """Give the product's page on the shop."""
        return f"/p/{self.slug}"

    @property
    def picture(self) -> str:
        """Give the file name of its picture on a plain ground."""
        return f"{self.slug}-still.webp"

    @property
    def scene(self) -> str:
        """Give the file name of its picture in the meadow."""
        return f"{self.slug}-meadow.webp"


def decimal(cents: int) -> str:
    """Spell cents the way the API wants a price: `8900` is `89.00`."""
    return f"{cents // 100}.{cents % 100:02d}"


def euros(cents: int) -> str:
    """Spell cents the way a shopper reads them: `8900` is `€89.00`."""
    return f"€{cents // 100:,}.{cents % 100:02d}"


SELLERS = (
    Seller("hollow-hay", "Hollow & Hay", "Our own label: woven, folded and packed by hand."),
    Seller("brookside", "Brookside Works", "Enamel, ash and iron, made to be handed down."),
)
CATEGORIES = (
    Category("picnic", "Picnic", "For the long lunch that turns into the afternoon."),
    Category("garden", "Garden", "For dirty knees, first seedlings and noisy songbirds."),
    Category("play", "Play", "For wind, for wide lawns and for nobody keeping score."),
)
_OWN, _BROOK = (each.external_id for each in SELLERS)
PRODUCTS = (
    Product(
        "HH-101",
        "meadow-blanket",
        "Meadow blanket",
        "picnic",
        _OWN,
        8900,
        24,
        "2000000001012",
        "Wool on top, waxed cotton below.",
        "Big enough for four and a pie. The wool side is soft on bare legs, the waxed side keeps "
        "the dew where it belongs, and two straps turn it into a parcel for the walk home.",
        {"Size": "180 × 150 cm", "Weight": "1.6 kg", "Care": "Shake, air, brush"},
        discount_price=6900,
    ),
    Product(
        "HH-102",
        "willow-basket",
        "Willow basket",
        "picnic",
        _OWN,
        12400,
        11,
        "2000000001029",
        "Whole willow, bent green, with a lined lid.",
        "Woven from unpeeled willow that darkens with every summer. Room for a loaf, a bottle "
        "and whatever you find on the way.",
        {"Size": "42 × 30 × 38 cm", "Holds": "18 litres", "Material": "Willow, cotton cloth"},
    ),
    Product(
        "BW-201",
        "enamel-mugs",
        "Enamel mugs, a pair",
        "picnic",
        _BROOK,
        2400,
        3,
        "2000000002019",
        "One cream, one spruce, no two speckles alike.",
        "Twice-fired enamel on steel. They survive the campfire, the stream bed and being "
        "borrowed for wildflowers.",
        {"Holds": "350 ml each", "Material": "Enamelled steel", "Care": "Dishwasher safe"},
    ),
    Product(
        "HH-103",
        "linen-napkins",
        "Linen napkins, set of four",
        "picnic",
        _OWN,
        3200,
        40,
        "2000000001036",
        "Stonewashed, in four meadow colours.",
        "Heavy linen that needs no ironing and gets better with every jam stain you wash out "
        "of it.",
        {"Size": "45 × 45 cm", "Material": "Linen", "Care": "Wash at 60 °C"},
        discount_price=2560,
    ),
    Product(
        "BW-202",
        "ash-trowel",
        "Ash hand trowel",
        "garden",
        _BROOK,
        2800,
        32,
        "2000000002026",
        "Forged blade, turned ash, a loop to hang it by.",
        "Thin enough to slip between roots and stiff enough to lever out a stone. The handle is "
        "oiled, never lacquered, so that it does not slip in wet hands.",
        {"Length": "31 cm", "Blade": "Forged steel", "Handle": "Oiled ash"},
    ),
    Product(
        "BW-203",
        "watering-can",
        "Watering can",
        "garden",
        _BROOK,
        5400,
        9,
        "2000000002033",
        "A long reach, and a brass rose like summer rain.",
        "Balanced so that it pours without tipping your wrist. The rose unscrews for tomatoes "
        "and goes back on for seedlings.",
        {"Holds": "5 litres", "Material": "Painted steel, brass", "Height": "36 cm"},
        discount_price=4500,
    ),
    Product(
        "HH-104",
        "wildflower-tin",
        "Wildflower seed tin",
        "garden",
        _OWN,
        1250,
        120,
        "2000000001043",
        "Twenty native flowers for a square of sun.",
        "Poppies first, cornflowers after, ox-eye daisies for years. Scatter in April or "
        "September, press with your boots, and leave the rest to the weather.",
        {"Covers": "10 m²", "Weight": "100 g", "Sow": "March to May, September"},
    ),
    Product(
        "BW-204",
        "songbird-house",
        "Songbird house",
        "garden",
        _BROOK,
        4600,
        0,
        "2000000002040",
        "A dry front door for tits and sparrows.",
        "Untreated larch inside, painted outside, and a roof that lifts off once a year for "
        "spring cleaning. The next batch is being built.",
        {"Entrance": "32 mm", "Size": "20 × 22 × 34 cm", "Material": "Larch"},
    ),
    Product(
        "HH-105",
        "diamond-kite",
        "Diamond kite",
        "play",
        _OWN,
        3800,
        18,
        "2000000001050",
        "Flies in a breath of wind, folds into a pocket.",
        "Four panels of ripstop, two ash spars and a tail that you tie yourself. Up in one run, "
        "even with short legs.",
        {"Span": "90 cm", "Wind": "2 to 5 Beaufort", "Line": "40 m on a reel"},
    ),
    Product(
        "BW-205",
        "wooden-boules",
        "Wooden boules",
        "play",
        _BROOK,
        5900,
        14,
        "2000000002057",
        "Five beech balls and a jack, kind to lawns.",
        "Turned beech with painted stripes, heavy enough to roll straight and light enough for "
        "small hands. They live in a cotton bag.",
        {"Diameter": "9 cm", "Material": "Beech", "In the bag": "5 boules, 1 jack"},
    ),
    Product(
        "HH-106",
        "skipping-rope",
        "Skipping rope",
        "play",
        _OWN,
        1600,
        60,
        "2000000001067",
        "Braided cotton, turned handles, endless rhymes.",
        "Long enough for two to turn and one to jump. Knot it shorter for somebody small.",
        {"Length": "2.8 m", "Material": "Cotton, beech", "Age": "From 4 years"},
    ),
    Product(
        "HH-107",
        "straw-hat",
        "Straw sun hat",
        "play",
        _OWN,
        3400,
        21,
        "2000000001074",
        "A brim wide enough for a nap.",
        "Plaited wheat straw with a grosgrain ribbon. Wear it low on a bright morning, lay it "
        "over your face after lunch.",
        {"Brim": "11 cm", "Size": "57 cm, adjustable", "Material": "Wheat straw"},
        discount_price=2900,
    ),
)
BY_REF = {each.ref: each for each in PRODUCTS}
BY_SLUG = {each.slug: each for each in PRODUCTS}
