"""Spells what is said besides sound and pictures (sections 7.1 and 7.2), and reads commands."""

from dataclasses import dataclass

from media import chunks
from media.amf import AmfError, Value, decode, encode
from media.chunks import Message

# 7.2.1.1 and 7.2.2.6 show such codes; encoders know them by heart.
BAD_NAME = "NetStream.Publish.BadName"
CALL_FAILED = "NetConnection.Call.Failed"
CONNECTED = "NetConnection.Connect.Success"
PLAY_FAILED = "NetStream.Play.Failed"
PUBLISH_FAILED = "NetStream.Publish.Failed"
PUBLISH_REJECTED = "NetStream.Publish.Rejected"
PUBLISH_START = "NetStream.Publish.Start"
REJECTED = "NetConnection.Connect.Rejected"
SHUTDOWN = "NetConnection.Connect.AppShutdown"
UNPUBLISHED = "NetStream.Unpublish.Success"

# 7.1.7: what user control messages are about.
STREAM_BEGIN, PING, PONG = 0, 6, 7


@dataclass(frozen=True)
class Command:
    """A command (7.1.1): a name, a number to answer to, values; on a message stream."""

    name: str
    transaction: float
    values: list[Value]
    stream: int

    def text(self, at: int) -> str:
        """Return the value at a place if it is a text, else an empty one."""
        value = self.values[at] if at < len(self.values) else None
        return value if isinstance(value, str) else ""


def read_command(message: Message) -> Command:
    """Read a command of either kind; raise AmfError."""
    # The kind said to be AMF3 has a byte more in front and is AMF0 after it.
    values = decode(message.payload[message.type == chunks.COMMAND_AMF3 :])
    match values:
        case [str(name), float(transaction), *others]:
            return Command(name, transaction, others, message.stream)
    raise AmfError("a command has a name and a number")


def answer(stream: int, name: str, transaction: float, *values: Value) -> Message:
    """Return an answer to a command: a command itself, with the number of the first or 0."""
    return Message(chunks.COMMAND, stream, 0, encode(name, transaction, *values))


def status(code: str, description: str, level: str = "status") -> dict[str, Value]:
    """Return what answers have last: a level (status, error), a code, a sentence."""
    return {"level": level, "code": code, "description": description}


def user_control(event: int, value: int) -> Message:
    """Return a user control message (6.2)."""
    payload = event.to_bytes(2, "big") + value.to_bytes(4, "big")
    return Message(chunks.USER_CONTROL, 0, 0, payload)
