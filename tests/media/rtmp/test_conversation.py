"""What clients say and are answered, byte by byte, over real sockets."""

import pytest

from media import flv
from media.amf import EcmaArray, Value, decode, encode
from media.chunks import AUDIO, COMMAND_AMF3, DATA, USER_CONTROL, VIDEO
from media.flv import tags
from media.rtmp import Ending
from tests.media.rtmp.cast import (
    AUDIO_HEADER,
    CONNECT,
    CREATE,
    KEY,
    VIDEO_HEADER,
    Client,
    House,
    chunk,
    coded,
    command,
    described,
    live,
    on_air,
    picture,
    publish,
    sound,
)

META = encode("@setDataFrame", "onMetaData", EcmaArray({"width": 320.0, "videocodecid": 7.0}))


@live
async def test_an_encoder_that_speaks_as_obs_does() -> None:
    """The order, chunk streams, headers and sizes of OBS's library, laid out by hand."""
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        client.say(
            bytes.fromhex("02 000000 000004 01 00000000 00001000"),  # chunks of 4096 bytes
            # so that this is one chunk
            whole(3, 20, encode("connect", 1, {
                "app": "live", "type": "nonprivate", "flashVer": "FMLE/3.0 (compatible; FMSc/1.0)",
                "swfUrl": "rtmp://127.0.0.1/live", "tcUrl": "rtmp://127.0.0.1/live",
            })),
        )  # fmt: skip
        connected = await client.hear("_result")
        assert coded(connected) == "NetConnection.Connect.Success"
        client.say(
            bytes.fromhex("42 000000 000004 05 002625a0"),  # a window of 2,500,000, by type 1
            again(3, 20, encode("releaseStream", 2, None, KEY)),
            again(3, 20, encode("FCPublish", 3, None, KEY)),
            again(3, 20, encode("createStream", 4, None)),
        )
        assert [(await client.hear("_result"))[1] for _ in range(2)] == [2, 3]
        created = await client.hear("_result")
        assert created[1:] == [4, None, 1]
        assert house.asked == []
        client.say(whole(4, 20, encode("publish", 5, None, KEY, "live"), stream=1))
        assert coded(await client.hear("onFCPublish")) == "NetStream.Publish.Start"
        started = await client.hear("onStatus")
        assert coded(started) == "NetStream.Publish.Start"
        # Sound, picture and metadata share chunk stream 4; full headers first, then type 1.
        client.say(
            whole(4, 18, META, stream=1),
            whole(4, 9, VIDEO_HEADER, stream=1),
            whole(4, 8, AUDIO_HEADER, stream=1),
            again(4, 9, picture(bytes(5000), key=True)),
            again(4, 8, sound(), later=21),
            again(4, 9, picture(), later=12),
            again(2, 3, (123456).to_bytes(4, "big")),  # it got so many bytes
            again(3, 20, encode("FCUnpublish", 6, None, KEY)),
            again(3, 20, encode("deleteStream", 7, None, 1)),
        )
        assert coded(await client.hear("onStatus")) == "NetStream.Unpublish.Success"
        client.hang_up()
        (sink,) = house.sinks
        assert await sink.ending() is Ending.UNPUBLISHED
    (asked,) = house.asked
    assert (asked.app, asked.name, asked.query, asked.address) == ("live", KEY, {}, "127.0.0.1")
    assert [(kind, ms, body) for kind, ms, body in tags(sink.flv[13:])][1:] == [
        (VIDEO, 0, VIDEO_HEADER),
        (AUDIO, 0, AUDIO_HEADER),
        (VIDEO, 0, picture(bytes(5000), key=True)),
        (AUDIO, 21, sound()),
        (VIDEO, 33, picture()),
    ]
    assert house.faults == []


def whole(number: int, kind: int, payload: bytes, stream: int = 0) -> bytes:
    """A message in chunks of 4096 bytes, with a full header."""
    head = bytes([number, 0, 0, 0]) + len(payload).to_bytes(3, "big") + bytes([kind])
    return cut(number, head + stream.to_bytes(4, "little"), payload)


def again(number: int, kind: int, payload: bytes, later: int = 0) -> bytes:
    """A message in chunks of 4096 bytes, with a header of type 1."""
    head = bytes([0x40 | number]) + later.to_bytes(3, "big") + len(payload).to_bytes(3, "big")
    return cut(number, head + bytes([kind]), payload)


def cut(number: int, head: bytes, payload: bytes) -> bytes:
    pieces = [payload[at : at + 4096] for at in range(0, len(payload), 4096)]
    return head + bytes([0xC0 | number]).join(pieces)


NAMES = {
    "the key as the name": (KEY, KEY, {}),
    "a public name with the key": (f"spring?key={KEY}", "spring", {"key": KEY}),
    "with other things beside": (f"s?a=&key={KEY}&b=%20", "s", {"a": "", "key": KEY, "b": " "}),
}


@pytest.mark.parametrize(("said", "name", "query"), NAMES.values(), ids=NAMES)
@live
async def test_the_key_is_the_name_or_in_its_query(
    said: str, name: str, query: dict[str, str]
) -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, CREATE, publish(said))
        assert coded(await client.hear("onStatus")) == "NetStream.Publish.Start"
        client.hang_up()
    assert [(each.name, each.query) for each in house.asked] == [(name, query)]


@live
async def test_an_application_is_named_without_its_slashes_and_query() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        client.say(command("connect", 1, {"app": "/shop/live/?a=b"}), CREATE, publish())
        await client.hear("onStatus", "NetStream.Publish.Start")
        client.hang_up()
    assert house.asked[0].app == "shop/live"


REFUSED = {
    "a wrong key": ([CREATE, publish("wrong")], "NetStream.Publish.BadName", "not known"),
    "a wrong key in the query": (
        [CREATE, publish("spring?key=wrong")],
        "NetStream.Publish.BadName",
        "not known",
    ),
    "a query of a thousand fields": (
        [CREATE, publish("s?" + "&".join(f"k{each}=" for each in range(99)) + f"&key={KEY}")],
        "NetStream.Publish.BadName",
        "not known",
    ),
    "no key": ([CREATE, publish("")], "NetStream.Publish.BadName", "key is needed"),
    "a query alone": ([CREATE, publish(f"?key={KEY}")], "NetStream.Publish.BadName", "is needed"),
    "an endless key": ([CREATE, publish("x" * 2000)], "NetStream.Publish.BadName", "is needed"),
    "no name but nothing": (
        [CREATE, command("publish", 3, None, None, stream=1)],
        "NetStream.Publish.BadName",
        "is needed",
    ),
    "a stream that was not created": (
        [publish(stream=1)],
        "NetStream.Publish.BadName",
        "createStream",
    ),
    "a second connect": ([CONNECT], "NetConnection.Connect.Rejected", "Connect once"),
    "streams without end": (9 * [CREATE], "NetConnection.Call.Failed", "More than 8"),
    "a command without a number": (
        [chunk(3, 0, 20, encode("createStream"))],
        "NetStream.Publish.Failed",
        "no RTMP",
    ),
    "a command that is no AMF": (
        [chunk(3, 0, 20, b"GET /")],
        "NetStream.Publish.Failed",
        "no RTMP",
    ),
    "a large message": ([chunk(4, 0, 9, bytes(70_000))], "NetStream.Publish.Failed", "70000 bytes"),
    "much and nothing published": (
        12 * [chunk(4, 0, 9, bytes(12_000))],
        "NetStream.Publish.Failed",
        "nothing published",
    ),
}


@pytest.mark.parametrize(("said", "code", "sentence"), REFUSED.values(), ids=REFUSED)
@live
async def test_before_anybody_is_let_in(said: list[bytes], code: str, sentence: str) -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, *said)
        name = "_error" if code == "NetConnection.Connect.Rejected" else "onStatus"
        answer = await client.hear(name, code)
        assert sentence in described(answer)
        assert isinstance(answer[-1], dict)
        assert answer[-1]["level"] == "error"
        client.finish()
        await client.hear_end()
    assert house.sinks == []
    assert house.faults == []


@pytest.mark.parametrize(
    "said",
    [CREATE, publish(), command("connect", 1), command("connect", 1, {"app": 1.0})],
    ids=["a stream first", "publish first", "connect to nothing", "connect to a number"],
)
@live
async def test_connect_comes_first_and_names_an_application(said: bytes) -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        client.say(said)
        assert coded(await client.hear("_error")) == "NetConnection.Connect.Rejected"
        client.finish()
        await client.hear_end()
    assert house.asked == []


@pytest.mark.parametrize(
    "said", [b"GET / HTTP/1.1\r\n\r\n", b"\x06" + bytes(1536)], ids=["a browser", "another version"]
)
@live
async def test_who_speaks_something_else_is_told_nothing(said: bytes) -> None:
    async with on_air(House()) as listener:
        client = await Client.call(listener)
        client.say(said)
        assert await client.hear_rest() == b""


@live
async def test_the_handshake_is_echoed() -> None:
    async with on_air(House()) as listener:
        client = await Client.call(listener)
        hello = bytes(range(256)) * 6
        client.say(b"\x03" + hello, bytes(1536))
        client.finish()
        answer = await client.hear_rest()
    assert answer[:9] == b"\x03" + bytes(8)
    assert answer[1537:] == hello[:4] + bytes(4) + hello[8:]


@live
async def test_nothing_is_kept_of_what_comes_before_somebody_is_let_in() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        early = [chunk(4, 0, VIDEO, VIDEO_HEADER, 1), chunk(4, 0, VIDEO, picture(key=True), 1)]
        client.say(CONNECT, CREATE, *early, chunk(4, 0, DATA, META, 1), publish())
        await client.hear("onStatus", "NetStream.Publish.Start")
        client.say(chunk(4, 40, VIDEO, VIDEO_HEADER, 1), chunk(4, 40, VIDEO, picture(b"k"), 1))
        client.finish()
        (sink,) = house.sinks
        assert await sink.ending() is Ending.LOST
    assert [body for _, _, body in tags(sink.flv[13:])] == [VIDEO_HEADER, picture(b"k")]


@live
async def test_pictures_sent_together_with_the_question_are_taken_after_the_answer() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        large = picture(bytes(300_000), key=True)
        client.say(CONNECT, CREATE, publish(), chunk(4, 0, VIDEO, VIDEO_HEADER, 1))
        client.say(chunk(4, 0, VIDEO, large, 1))
        client.finish()
        await client.hear_end()
    assert [body for _, _, body in tags(house.sinks[0].flv[13:])] == [VIDEO_HEADER, large]


@live
async def test_times_beyond_three_bytes_come_through() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        body = picture(bytes(range(250)), key=True)
        time = (1 << 24) + 5
        client.say(
            extended(time, VIDEO_HEADER),
            extended(time, body),
            # A difference of 40 ms, and the same once more in a chunk of type 3.
            bytes.fromhex("84 000028") + body[:128] + b"\xc4" + body[128:],
            b"\xc4" + body[:128] + b"\xc4" + body[128:],
        )
        client.finish()
        await client.hear_end()
    found = list(tags(house.sinks[0].flv[13:]))
    assert found == [(VIDEO, 0, VIDEO_HEADER), *((VIDEO, ms, body) for ms in (0, 40, 80))]


def extended(time: int, payload: bytes) -> bytes:
    """A picture at a time beyond three bytes; every chunk says it (5.3.1.3)."""
    head = b"\x04\xff\xff\xff" + len(payload).to_bytes(3, "big") + b"\x09\1\0\0\0"
    stamp = time.to_bytes(4, "big")
    pieces = [stamp + payload[at : at + 128] for at in range(0, len(payload), 128)]
    return head + b"\xc4".join(pieces)


@live
async def test_a_second_publisher_is_refused_and_the_first_goes_on() -> None:
    house = House()
    async with on_air(house) as listener:
        first = await Client.publish(listener)
        second = await Client.greet(listener)
        second.say(CONNECT, CREATE, publish())
        refused = await second.hear("onStatus", "NetStream.Publish.BadName")
        assert "already" in described(refused)
        second.finish()
        await second.hear_end()
        first.say(chunk(4, 0, VIDEO, VIDEO_HEADER, 1), chunk(4, 0, VIDEO, picture(), 1))
        (sink,) = house.sinks
        await sink.wrote.wait()
        first.hang_up()
        assert await sink.ending() is Ending.LOST


@live
async def test_one_connection_publishes_one_stream_at_a_time() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        client.say(publish("another"))
        assert "one stream" in described(await client.hear("onStatus", "NetStream.Publish.BadName"))
        client.finish()
        assert await house.sinks[0].ending() is Ending.BROKEN


@live
async def test_after_a_goodbye_the_same_connection_may_publish_again() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        for _ in range(2):
            client.say(command("closeStream", 0, None, stream=1), publish())
            await client.hear("onStatus", "NetStream.Unpublish.Success")
            await client.hear("onStatus", "NetStream.Publish.Start")
        client.say(command("deleteStream", 0, None, 1.0))
        await client.hear("onStatus", "NetStream.Unpublish.Success")
        client.hang_up()
    assert [await each.ending() for each in house.sinks] == 3 * [Ending.UNPUBLISHED]


CODECS = {
    "HEVC": (VIDEO, bytes.fromhex("90 68766331 01"), "is HEVC"),
    "AV1": (VIDEO, bytes.fromhex("90 61763031 01"), "is AV1"),
    "MP3": (AUDIO, bytes.fromhex("2f ff"), "is MP3"),
}


@pytest.mark.parametrize(("kind", "payload", "sentence"), CODECS.values(), ids=CODECS)
@live
async def test_another_codec_is_refused_with_what_to_do(
    kind: int, payload: bytes, sentence: str
) -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        client.say(chunk(4, 0, kind, payload, 1))
        assert sentence in described(await client.hear("onStatus", "NetStream.Publish.Rejected"))
        client.finish()
        (sink,) = house.sinks
        assert await sink.ending() is Ending.REFUSED
    assert sentence in sink.endings[0][1]
    assert sink.pieces == []


@live
async def test_what_is_no_rtmp_ends_a_stream() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        client.say(b"\xc9")  # chunk stream 9 goes on that never began
        assert "no RTMP" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        assert await house.sinks[0].ending() is Ending.BROKEN


@pytest.mark.parametrize("name", ["play", "play2"])
@live
async def test_who_wants_to_watch_is_told_that_this_is_not_the_place(name: str) -> None:
    async with on_air(House()) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, CREATE, command(name, 3, None, KEY, stream=1), CREATE)
        assert coded(await client.hear("onStatus")) == "NetStream.Play.Failed"
        assert (await client.hear("_result"))[1] == 2
        client.hang_up()


@live
async def test_an_unknown_command_is_refused_politely() -> None:
    async with on_air(House()) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, command("_checkbw", 7, None), command("unheardOf", 0, None), CREATE)
        refused = await client.hear("_error")
        assert refused[1] == 7
        assert coded(refused) == "NetConnection.Call.Failed"
        assert (await client.hear("_result"))[1] == 2
        assert client.heard == []
        client.hang_up()


@live
async def test_a_ping_is_answered_with_its_own_time() -> None:
    async with on_air(House()) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, chunk(2, 0, USER_CONTROL, bytes.fromhex("0006 12345678")))
        client.say(chunk(2, 0, USER_CONTROL, bytes.fromhex("0003 00000000 00000bb8")), CREATE)
        await client.hear("_result")
        while not (pongs := [each for each in client.heard if each.type == USER_CONTROL]):
            await client.hear("_result")
        assert [each.payload.hex() for each in pongs] == ["000712345678"]
        client.hang_up()


@live
async def test_commands_said_to_be_amf3_are_understood() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.greet(listener)
        said = [
            encode("connect", 1, {"app": "live", "objectEncoding": 3}),
            encode("createStream", 2),
        ]
        client.say(*(chunk(3, 0, COMMAND_AMF3, b"\0" + each) for each in said), publish())
        connected = await client.hear("_result")
        assert isinstance(connected[-1], dict)
        assert connected[-1]["objectEncoding"] == 0
        await client.hear("onStatus", "NetStream.Publish.Start")
        client.say(chunk(4, 0, 15, b"\0" + META, 1))
        await house.sinks[0].wrote.wait()
        client.hang_up()
    ((kind, _, body),) = tags(house.sinks[0].flv[13:])
    assert (kind, decode(body)) == (
        flv.SCRIPT,
        ["onMetaData", {"width": 320.0, "videocodecid": 7.0}],
    )


@pytest.mark.parametrize(
    "values",
    [["onMetaData", {"width": 1.0}], ["@setDataFrame", "onMetaData", {"width": 1.0}]],
    ids=["directly", "asked to be kept"],
)
@live
async def test_metadata_come_either_way(values: list[Value]) -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        client.say(chunk(4, 0, DATA, encode("@clearDataFrame", "onMetaData"), 1))
        client.say(chunk(4, 0, DATA, encode("onTextData", {"text": "x"}), 1))
        client.say(chunk(4, 0, DATA, encode(*values), 1))
        client.finish()
        await client.hear_end()
    ((_, _, body),) = tags(house.sinks[0].flv[13:])
    assert decode(body) == ["onMetaData", {"width": 1.0}]


@live
async def test_who_asks_for_acknowledgements_gets_them() -> None:
    house = House()
    async with on_air(house) as listener:
        client = await Client.publish(listener)
        client.say(chunk(2, 0, 5, (1000).to_bytes(4, "big")))
        client.say(chunk(4, 0, VIDEO, VIDEO_HEADER, 1), chunk(4, 0, VIDEO, picture(bytes(5000)), 1))
        await house.sinks[0].wrote.wait()
        client.finish()
        said = await client.hear_rest()
    *_, last = said.split(bytes.fromhex("02 000000 000004 03 00000000"))
    # What was said from connect to the picture, 5,000 bytes of it the picture's.
    assert 5000 < int.from_bytes(last[:4], "big") < 6000


@live
async def test_arrivals_are_told_by_the_clock_that_was_given() -> None:
    house = House()
    async with on_air(house, clock=iter(range(1000)).__next__) as listener:
        client = await Client.publish(listener)
        client.say(chunk(4, 0, VIDEO, VIDEO_HEADER, 1), chunk(4, 0, VIDEO, picture(), 1))
        await house.sinks[0].wrote.wait()
        house.sinks[0].wrote.clear()
        client.say(chunk(4, 40, VIDEO, picture(), 1))
        await house.sinks[0].wrote.wait()
        client.hang_up()
    one, two = (stamp for piece in house.sinks[0].pieces for stamp in piece.stamps)
    assert (one.ms, two.ms) == (0, 40)
    assert one.arrived < two.arrived
