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
    "moment_auction": N_("Auction"),
    "moment_chapter": N_("Chapter"),
    "refused_banned": N_("You cannot write in this chat."),
    "refused_closed": N_("The chat does not take this now."),
    "refused_finished": N_("The show is over, and its chat is closed."),
    "refused_link": N_("Links cannot be sent here."),
    "refused_fast": N_("That was fast. Please wait a moment, then send it again."),
    "refused_unreachable": N_("No connection. Your message is kept here; try again."),
    "refused_words": N_("This cannot be sent. Please change it."),
    "refused_failed": N_("This could not be sent. Please try again."),
    "rehearsal": N_("Rehearsal"),
    "address": N_("The address of this live"),
    "copied": N_("The address is copied"),
    "lot_soon": N_("Auction soon"),
    "lot_on": N_("Auction"),
    "lot_ending": N_("Ending…"),
    "lot_sold": N_("Sold"),
    "lot_over": N_("Auction over"),
    "lot_won": N_("You won!"),
    "lot_from": N_("From {price}"),
    "lot_no_bids": N_("No bids yet"),
    "lot_unsold": N_("Ended without a bid"),
    "lot_leads": N_("{name} leads"),
    "lot_leading": N_("You are leading"),
    "lot_outbid": N_("{name} outbid you"),
    "lot_sold_to": N_("to {name}"),
    "lot_begun": N_("Auction: {name}, from {price}."),
    "lot_bid": N_("{who} bids {price}."),
    "lot_you_outbid": N_("You were outbid: {who} bids {price}."),
    "lot_extended": N_("{count} more seconds."),
    "lot_to_go": N_("{count} seconds left."),
    "lot_went": N_("{name} is sold to {who} for {price}."),
    "lot_went_unsold": N_("The auction of {name} has ended without a bid."),
    "lot_you_won": N_("You won {name} for {price}!"),
    "lot_reset": N_("The auction of {name} was reset. Bids so far do not count."),
    "lot_payable": N_("You can pay now."),
    "one_moment": N_("One moment…"),
    "bid_at": N_("Bid {price}"),
    "bid_other": N_("Other amount"),
    "bid_higher": N_("Bid higher"),
    "bid_confirm": N_("Confirm {price}"),
    "bid_sending": N_("Sending…"),
    "bid_taken": N_("Your bid of {price} is in."),
    "bid_number": N_("Please enter an amount."),
    "bid_least": N_("Bid at least {price}."),
    "bid_most": N_("Bid at most {price}."),
    "bid_faster": N_("Others were faster. It takes a higher bid now."),
    "bid_late": N_("Too late: no more bids are taken."),
    "bid_sign_in": N_("Please sign in to the shop, then bid again."),
    "bid_elsewhere": N_("Please sign in on the shop's own page to bid."),
    "bid_not_allowed": N_("The shop has not allowed you to bid."),
    "bid_unsure": N_("No connection. Please confirm again: your bid counts once."),
    "bid_failed": N_("Your bid was not taken. Please try again."),
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
