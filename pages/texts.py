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
    "low_stock": N_("Only a few left"),
    "add": N_("Add to cart"),
    "add_named": N_("Add to cart: {name}"),
    "adding": N_("Adding…"),
    "added": N_("Added"),
    "added_named": N_("{name} is in your cart"),
    "unavailable": N_("Not available"),
    "choose": N_("Please choose: {name}"),
    "choose_one": N_("Choose"),
    "view_named": N_("View product: {name}"),
    "add_out_of_stock": N_("Sorry, this is out of stock now."),
    "add_login": N_("Please sign in to the shop first, then add it again."),
    "add_limit": N_("You have reached the most you can order of this."),
    "add_options": N_("Please choose a size, colour or other option first."),
    "add_timeout": N_("The shop takes too long to answer. Look into your cart, then try again."),
    "add_failed": N_("This could not be added. Please try again."),
    "failed": N_("This video cannot be played right now."),
}

# Each key is used by widget/player/live/; a test compares them.
LIVE = {
    "starts_on": N_("Starts {date}"),
    "soon": N_("Starting any moment"),
    "days": N_("days"),
    "hours": N_("hours"),
    "minutes": N_("minutes"),
    "seconds_left": N_("seconds"),
    "on_air": N_("The show has begun"),
    "lost": N_("Back in a moment"),
    "lost_more": N_("The picture is gone for now. It comes back by itself."),
    "over": N_("The show is over"),
    "over_more": N_("The replay will start here as soon as it is ready."),
    "trailer_pause": N_("Pause the trailer"),
    "trailer_play": N_("Play the trailer"),
    "remind_mail": N_("Please enter a whole e-mail address."),
    "remind_consent": N_("Please tick the box if you agree."),
    "remind_late": N_("The show is about to begin. Just stay here."),
    "remind_full": N_("No more reminders can be taken. A calendar can remind you."),
    "behind": N_("{clock} behind live"),
    "at_edge": N_("Live"),
    "viewers": N_("{count} watching"),
    "host": N_("Host"),
    "moderator": N_("Moderator"),
    "nobody": N_("Anonymous"),
    "waits": N_("Waiting for a moderator"),
    "hidden": N_("A moderator has hidden a message."),
    "hidden_own": N_("A moderator has hidden your message."),
    "one_new": N_("1 new message"),
    "many_new": N_("{count} new messages"),
    "write": N_("Say something…"),
    "ask": N_("Ask a question…"),
    "closed": N_("The chat is closed"),
    "slow": N_("You can write again in {count} s"),
    "too_long": N_("{count} characters too many"),
    "name_refused": N_("Please choose one word of at most 25 characters."),
    "name_taken": N_("This name cannot be used here. Please choose another one."),
    "vote": N_("Vote for this question"),
    "votes": N_("Votes: {count}"),
    "answered": N_("Answered"),
    "react": N_("React with {emoji}"),
    "shown_now": N_("On screen now · {count}"),
    "moments": N_("Moments"),
    "moment_question": N_("Question"),
    "moment_product": N_("Product"),
    "moment_announcement": N_("Announcement"),
    "moment_chapter": N_("Chapter"),
    "refused_banned": N_("You cannot write in this chat."),
    "refused_closed": N_("The chat does not take this now."),
    "refused_finished": N_("The show is over, and its chat is closed."),
    "refused_link": N_("Links cannot be sent here."),
    "refused_fast": N_("That was fast. Please wait a moment, then send it again."),
    "refused_unreachable": N_("No connection. Your message is kept here; try again."),
    "refused_words": N_("This cannot be sent. Please change it."),
    "refused_failed": N_("This could not be sent. Please try again."),
}

# What a viewer agrees to who asks for a reminder, by its version (`usecases/reminders.py`), the one
# that is asked now last. A sentence that has been agreed to is never edited.
CONSENTS = {
    "1": N_(
        "{shop} may send me an e-mail shortly before this show. My address is used for nothing "
        "else and is deleted a day after the show."
    ),
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


def live_texts(language: Language) -> dict[str, str]:
    """Give the sentences of a live's page in a language, its player's included."""
    return {**player_texts(language), **{key: language(said) for key, said in LIVE.items()}}


def consent(language: Language, shop: str) -> tuple[str, str]:
    """Give the version and the sentence of what is agreed to with a reminder now."""
    version, sentence = list(CONSENTS.items())[-1]
    return version, language(sentence).format(shop=shop)


def caption_choices(language: Language) -> Choices:
    """Give the caption settings in a language: name, legend, choices and the first choice."""
    return [
        (name, language(legend), [(value, language(label), first) for value, label, first in each])
        for name, legend, each in CAPTION_CHOICES
    ]
