"""How the content API spells components: house word to its word."""

COMPONENTS = {
    "bubble": "floating",
    "inline": "embed",
    "carousel": "shorts_card",
    "stories": "shorts_story",
    "slider": "cards_slider",
    "launcher": "launcher",
    "highlight": "highlight",
    "landing": "landing",
}
HOUSE_WORDS = {spelled: word for word, spelled in COMPONENTS.items()}
