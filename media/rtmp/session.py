"""Speaks with a client until it may publish, and until it no longer does (section 7), no sockets.

`hear` takes each message that is not about the chunk stream, sound or picture, answers it through
`say`, and returns what somebody else has to decide or do. What goes against the protocol raises
Gone, with the answer that the client still has to get.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from media import chunks
from media.amf import Value, decode
from media.chunks import Message
from media.rtmp.commands import (
    BAD_NAME,
    CALL_FAILED,
    CONNECTED,
    PING,
    PLAY_FAILED,
    PONG,
    PUBLISH_START,
    REJECTED,
    STREAM_BEGIN,
    UNPUBLISHED,
    Command,
    answer,
    read_command,
    status,
    user_control,
)
from media.rtmp.publisher import Asked, Ending

# Clients that follow our chunk size send most frames in one piece then.
CHUNK_SIZE = 32 * 1024
WINDOW = 2_500_000
_MAX_NAME = 1024
_MAX_STREAMS = 8


class Gone(Exception):
    """The conversation is over: how, the sentence for both sides, the code the client is told."""

    def __init__(self, ending: Ending, detail: str, code: str = "") -> None:
        super().__init__(detail)
        self.ending = ending
        self.detail = detail
        self.code = code


@dataclass(frozen=True)
class Left:
    """The publisher ended its stream; the connection stays."""


@dataclass(frozen=True)
class Described:
    """The publisher told facts about its stream."""

    facts: dict[str, Value]


class Session:
    """What has been said on one connection from an IP `address`."""

    def __init__(self, address: str, say: Callable[[Message], None]) -> None:
        self.publishing = False
        self._say = say
        self._address = address
        self._app: str | None = None
        self._streams = 0
        self._stream = 0
        self._wants_fc = False

    def hear(self, message: Message) -> Asked | Left | Described | None:
        """Answer a message; return what is asked for or told. Raise Gone or AmfError."""
        match message.type:
            case chunks.COMMAND | chunks.COMMAND_AMF3:
                return self._command(read_command(message))
            case chunks.DATA:
                return self._data(message.payload)
            case chunks.DATA_AMF3:
                return self._data(message.payload[1:])
            case chunks.USER_CONTROL:
                self._control(message.payload)
        return None

    def accept(self) -> None:
        """Tell the client that it may publish."""
        self.publishing = True
        self._say(user_control(STREAM_BEGIN, self._stream))
        if self._wants_fc:
            self._reply("onFCPublish", 0, None, status(PUBLISH_START, "Publishing."))
        self._status(PUBLISH_START, "Publishing.")

    def let_go(self) -> None:
        """Tell the client that its stream has ended well."""
        self.publishing = False
        self._status(UNPUBLISHED, "The stream has ended.")

    def refuse(self, code: str, description: str) -> None:
        """Tell the client why it has to go."""
        if code == REJECTED:
            self._reply("_error", 1, None, status(code, description, "error"))
        else:
            self._status(code, description, "error")

    def _control(self, payload: bytes) -> None:
        if payload[:2] == PING.to_bytes(2, "big"):
            self._say(user_control(PONG, int.from_bytes(payload[2:6], "big")))

    def _data(self, payload: bytes) -> Described | None:
        if not self.publishing:
            return None
        values = decode(payload)
        # 7.1.2; clients ask the server to keep it for later viewers by a word before it.
        if values[:1] == ["@setDataFrame"]:
            del values[0]
        if values[:1] == ["onMetaData"] and len(values) > 1 and isinstance(values[1], dict):
            return Described(values[1])
        return None

    def _command(self, command: Command) -> Asked | Left | None:
        if self._app is None and command.name != "connect":
            raise Gone(Ending.BROKEN, f"{command.name!r} came before connect.", REJECTED)
        match command.name:
            case "connect":
                self._connect(command)
            case "releaseStream" | "FCPublish":
                self._wants_fc |= command.name == "FCPublish"
                self._reply("_result", command.transaction, None, None)
            case "createStream":
                self._create_stream(command)
            case "publish":
                return self._publish(command)
            case "FCUnpublish" | "deleteStream" | "closeStream":
                return Left() if self.publishing else None
            case "play" | "play2":
                self._stream = command.stream
                self._status(PLAY_FAILED, "This server only takes streams in.", "error")
            case _ if command.transaction:
                words = status(CALL_FAILED, f"There is no {command.name[:64]!r} here.", "error")
                self._reply("_error", command.transaction, None, words)
        return None

    def _connect(self, command: Command) -> None:
        facts = command.values[0] if command.values else None
        app = facts.get("app") if isinstance(facts, dict) else None
        if self._app is not None or not isinstance(app, str) or len(app) > _MAX_NAME:
            raise Gone(Ending.BROKEN, "Connect once, and name the application.", REJECTED)
        self._app = app.partition("?")[0].strip("/")
        self._say(chunks.control(chunks.WINDOW, WINDOW))
        self._say(chunks.control(chunks.PEER_BANDWIDTH, WINDOW, 2))
        self._say(user_control(STREAM_BEGIN, 0))
        self._say(chunks.control(chunks.SET_CHUNK_SIZE, CHUNK_SIZE))
        # Encoders look for these two; the numbers are those of the server they were made for.
        server: dict[str, Value] = {"fmsVer": "FMS/3,0,1,123", "capabilities": 31.0}
        words = status(CONNECTED, "Connected.") | {"objectEncoding": 0.0}
        self._reply("_result", command.transaction, server, words)

    def _create_stream(self, command: Command) -> None:
        self._streams += 1
        if self._streams > _MAX_STREAMS:
            raise Gone(Ending.BROKEN, f"More than {_MAX_STREAMS} streams.", CALL_FAILED)
        self._reply("_result", command.transaction, None, float(self._streams))

    def _publish(self, command: Command) -> Asked:
        if self.publishing:
            raise Gone(Ending.BROKEN, "One connection publishes one stream.", BAD_NAME)
        if not 1 <= command.stream <= self._streams:
            raise Gone(Ending.BROKEN, "Publish on a stream made by createStream.", BAD_NAME)
        self._stream = command.stream
        name, _, query = command.text(1).partition("?")
        if not name or len(command.text(1)) > _MAX_NAME:
            raise Gone(Ending.BROKEN, "A stream key is needed.", BAD_NAME)
        return Asked(self._app or "", name, _read_query(query), self._address)

    def _status(self, code: str, description: str, level: str = "status") -> None:
        self._reply("onStatus", 0, None, status(code, description, level), stream=self._stream)

    def _reply(self, name: str, transaction: float, *values: Value, stream: int = 0) -> None:
        self._say(answer(stream, name, transaction, *values))


def _read_query(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=16))
    except ValueError:
        return {}
