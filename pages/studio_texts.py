"""The sentences of the host's page that its scripts say; its template holds the others."""

from pages.languages import Language
from pages.texts import N_

# Each key is used by widget/studio/; a test compares them.
STUDIO = {
    "title": N_("Studio"),
    "link_needed": N_("Open the link you were sent"),
    "link_needed_text": N_(
        "This page works by a personal link. For your safety it is not kept here: after reloading, "
        "open it again from where you got it."
    ),
    "link_over": N_("This link is not good any more"),
    "link_over_text": N_("It has expired or was revoked. Ask your shop for a new one."),
    "unreachable": N_("The server cannot be reached. Trying again…"),
    "failed": N_("This did not work. Please try again."),
    "camera_refused": N_(
        "Camera or microphone are blocked. Allow them in your browser's settings."
    ),
    "camera_missing": N_("No camera was found. Plug one in, or share the screen."),
    "camera_busy": N_("The camera cannot be used: another program may have it."),
    "phase_ready": N_("Off air"),
    "phase_testing": N_("Rehearsal"),
    "phase_live": N_("On air"),
    "phase_waiting": N_("No picture"),
    "phase_over": N_("Finished"),
    "go": N_("Go on air"),
    "go_title": N_("Go on air now?"),
    "go_text": N_("The show begins with your first picture, and viewers see you."),
    "rehearse": N_("Begin rehearsal"),
    "stop_rehearsal": N_("Stop rehearsal"),
    "start": N_("Start the show"),
    "start_title": N_("Start the show now?"),
    "start_text": N_("From now on viewers see and hear you."),
    "resume": N_("Go on with the show"),
    "end": N_("End the show"),
    "end_title": N_("End the show?"),
    "end_text": N_("Viewers see no more of you, and the replay is made."),
    "ending": N_("Sending the last seconds…"),
    "soon": N_("Your first picture is on its way."),
    "testing_text": N_("Nobody sees you yet. Try everything in peace."),
    "waiting_text": N_("The show is on, and viewers wait for the picture."),
    "ready_text": N_("Turn on the camera to begin."),
    "unpublished": N_("This show is not published: nobody can find it yet."),
    "full": N_("The server's disk is full, so nothing can be sent. Tell whoever looks after it."),
    "software_sends": N_("The picture comes from your broadcasting software."),
    "over_text": N_(
        "The show is over and its replay is being made. Most viewers at once: {count}."
    ),
    "taken_title": N_("This show is being sent already"),
    "taken_text": N_("Another page or program sends the picture. Take over from it?"),
    "take_over": N_("Take over"),
    "begins_in": N_("in {clock}"),
    "line_good": N_("Connection good"),
    "line_slow": N_("Slow connection: {count} s are waiting"),
    "line_lost": N_("Connection lost. {count} s are kept and sent when it is back."),
    "line_off": N_("Not sending"),
    "anonymous": N_("Anonymous"),
    "host": N_("Host"),
    "moderator": N_("Moderator"),
    "question": N_("Question"),
    "hidden": N_("Hidden"),
    "waiting": N_("Waiting for your leave: {count}"),
    "let_in": N_("Let in"),
    "delete": N_("Delete"),
    "more_named": N_("What to do with the message of {name}"),
    "pin": N_("Pin"),
    "unpin": N_("Unpin"),
    "answer": N_("Answer"),
    "hide": N_("Hide"),
    "unhide": N_("Show again"),
    "ban_soft": N_("Mute silently"),
    "ban_soft_title": N_("Mute {name} silently?"),
    "ban_soft_text": N_(
        "They go on writing, and nobody but they see it. Their messages are hidden."
    ),
    "ban_hard": N_("Ban"),
    "ban_hard_title": N_("Ban {name}?"),
    "ban_hard_text": N_("They can write no more in this show. Their messages are hidden."),
    "votes": N_("{count} votes"),
    "votes_word": N_("votes"),
    "answered": N_("Answered"),
    "show": N_("Show"),
    "take_off": N_("Take off"),
    "sold_out": N_("Out of stock"),
    "key_show": N_("Show the key"),
    "key_hide": N_("Hide the key"),
    "copied": N_("Copied"),
    "rotate": N_("Make a new key"),
    "rotate_title": N_("Make a new key?"),
    "rotate_text": N_("The old one stops working at once; whoever sends with it is cut off."),
    "rotated": N_("The new key is there."),
}


def studio_texts(language: Language) -> dict[str, str]:
    """Give the sentences of the host's page in a language."""
    return {key: language(sentence) for key, sentence in STUDIO.items()}
