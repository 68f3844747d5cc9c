"""The sentences that scripts and notices say; templates hold their own. English is the source."""

from pages.languages import Language


def N_(sentence: str) -> str:  # noqa: N802 (the name the extractor looks for)
    """Mark a sentence for the catalogs."""
    return sentence


# Each key is used by widget/player/; a test compares them.
PLAYER = {
    "play": N_("Play"),
    "pause": N_("Pause"),
    "replay": N_("Watch again"),
    "position": N_("{at} of {duration}"),
    "mute": N_("Mute"),
    "unmute": N_("Sound on"),
    "muted": N_("Sound is off"),
    "unmuted": N_("Sound is on"),
    "captions_on": N_("Captions are on"),
    "captions_off": N_("Captions are off"),
    "fullscreen": N_("Full screen"),
    "fullscreen_exit": N_("Leave full screen"),
    "seconds": N_("{count} s"),
    "products": N_("Products · {count}"),
    "now_showing": N_("Now showing: {name}"),
    "sold_out": N_("Out of stock"),
    "add": N_("Add to cart"),
    "add_named": N_("Add to cart: {name}"),
    "adding": N_("Adding…"),
    "added": N_("Added"),
    "added_named": N_("{name} is in your cart"),
    "view_named": N_("View product: {name}"),
    "add_out_of_stock": N_("Sorry, this is out of stock now."),
    "add_login": N_("Please sign in to the shop first, then add it again."),
    "add_limit": N_("You have reached the most you can order of this."),
    "add_timeout": N_("The shop takes too long to answer. Look into your cart, then try again."),
    "add_failed": N_("This could not be added. Please try again."),
    "failed": N_("This video cannot be played right now."),
}

CAPTION_CHOICES = (
    (
        "size",
        N_("Size"),
        (
            ("small", N_("Small"), False),
            ("medium", N_("Medium"), True),
            ("large", N_("Large"), False),
            ("huge", N_("Very large"), False),
        ),
    ),
    (
        "background",
        N_("Background"),
        (
            ("none", N_("None"), False),
            ("soft", N_("Soft"), True),
            ("solid", N_("Solid"), False),
        ),
    ),
)

Choices = list[tuple[str, str, list[tuple[str, str, bool]]]]


def player_texts(language: Language) -> dict[str, str]:
    """Give the player's sentences in a language."""
    return {key: language(sentence) for key, sentence in PLAYER.items()}


def caption_choices(language: Language) -> Choices:
    """Give the caption settings in a language: name, legend, choices and the first choice."""
    return [
        (name, language(legend), [(value, language(label), first) for value, label, first in each])
        for name, legend, each in CAPTION_CHOICES
    ]
