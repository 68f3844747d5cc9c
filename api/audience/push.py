"""`GET /push/lives/<uid>`: what is new in a live, pushed to its viewers as server-sent events.

A server of its own, without Flask (`docs/decisions/0021-live-shows.md`): one event loop holds
thousands of lines (`gateways/lines.py`), reads twice a second what is new in the lives somebody
watches, and gives the same bytes to all viewers of one. Several such processes need not know one
another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from typing import Any, TypeVar

import structlog

from api.audience.channels import BEAT, RESET, Channel, farewell, greeting, totals_words
from api.audience.heads import Asked, Refused, read_head, refusal
from gateways.lines import Line, Lines
from models.base import new_uid
from usecases import audience, pushing
from usecases.audience import Held
from usecases.passes import network_of
from usecases.pushing import Opening, Watch

log = structlog.get_logger()
Name = tuple[str, str | None]
Found = TypeVar("Found")

# Seconds: from look to look, of silence on a line, until a channel that nobody watches is closed.
BATCH, HEARTBEAT, EMPTY_FOR = 0.5, 15.0, 30.0
# Seconds between two tellings of totals, and between two countings of viewers.
TOTALS_EVERY, COUNTED_EVERY = 1.0, audience.PUSHED_EVERY.total_seconds()
# Milliseconds after which a viewer who lost the line comes back: not all at once.
RETRY, RETRIES_WITHIN = 2_000, 4_000
# Lives looked for in a row: a flood of made-up ones must not hold up what is new in others.
LET_IN_AT_ONCE = 200
WHY = {"full": 503, "crowd": 429, "long": 431, "slow": 408}


async def serve_push(
    host: str,
    port: int,
    *,
    connections: int = 10_000,
    from_one: int = 500,
    proxies: int = 0,
) -> None:
    """Push to viewers until cancelled; port 0: do nothing.

    At most `connections` at once, and `from_one` from one address; behind `proxies` trusted ones,
    addresses are those they tell.
    """
    if not port:
        return
    push = Push(connections=connections, from_one=from_one, proxies=proxies)
    try:
        push.open(host, port)
    except OSError as error:
        raise OSError(error.errno, f"cannot listen on {host}:{port}: {error.strerror}") from error
    log.info("pushing to viewers", host=host, port=port)
    try:
        await push.run()
    finally:
        await push.close()


class Push:
    """The pushing of one process: its lines, its channels and its clock."""

    def __init__(self, *, connections: int, from_one: int, proxies: int) -> None:
        self._proxies = proxies
        place_of = None if proxies else network_of
        self._lines = Lines(self, most=connections, most_from_one=from_one, place_of=place_of)
        self._channels: dict[Watch, Channel] = {}
        self._named: dict[Name, Channel] = {}
        self._knocking: dict[Name, list[tuple[Line, Asked]]] = {}
        self._knock = asyncio.Event()
        # Whoever writes may have to wait for other writers; reading must not wait with them.
        self._reader, self._writer = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._counting: asyncio.Task[None] | None = None
        self._process = f"push {new_uid()}"
        self._count = 0
        self._totals_at = self._counted_at = 0.0
        # The moment of the loop's clock at which what is new is told next; if it was last time.
        self.due, self._sound = 0.0, True

    def open(self, host: str, port: int) -> int:
        """Listen, and answer at which port."""
        return self._lines.open(host, port)

    async def run(self) -> None:
        """Let viewers in as they come, and tell them twice a second what is new."""
        loop = asyncio.get_running_loop()
        self.due = loop.time() + BATCH
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self.due):
                    await self._knock.wait()
            self._knock.clear()
            try:
                await self._let_in()
                if loop.time() >= self.due:
                    await self.beat(loop.time())
                    self._sound = True
            except Exception as error:
                # Nothing is lost, it is read again at the next beat; where it broke is told once.
                log.error("what is new was not told", error=repr(error), exc_info=self._sound)
                self._sound = False
            if loop.time() >= self.due:
                self.due = max(self.due + BATCH, loop.time())

    async def close(self) -> None:
        """Ask everybody to come back later, to whoever pushes then, and end."""
        for watch in list(self._channels):
            self._send_away(watch)
        self._lines.close()
        if self._counting:
            await self._counting
        try:
            await self._do(self._writer, audience.let_go, self._process)
        except Exception:
            log.exception("viewers of this process are counted until they are due")
        self._reader.shutdown()
        self._writer.shutdown()

    async def beat(self, now: float) -> None:
        """Do what is due at a moment of the loop's clock."""
        self._lines.sweep()
        if not self._channels:
            return
        ahead = {watch: list(each.ahead) for watch, each in self._channels.items()}
        known = {watch: each.number for watch, each in self._channels.items()}
        found = await self._do(self._reader, pushing.news, known)
        for watch, channel in list(self._channels.items()):
            if changes := found.get(watch):
                everybody, words = set(channel.viewers), channel.take(changes)
                await self._tell(channel, everybody, words, now)
            for line, after in channel.caught_up(ahead.get(watch, ())):
                self._join(channel, line, after)
        if now >= self._totals_at + TOTALS_EVERY:
            self._totals_at = now
            await self._tell_totals(now)
        counting = self._counting is not None and not self._counting.done()
        if now >= self._counted_at + COUNTED_EVERY and not counting:
            self._counted_at = now
            self._counting = asyncio.create_task(self._count_viewers(now))
        for channel in list(self._channels.values()):
            if now >= channel.spoke_at + HEARTBEAT:
                await self._tell(channel, set(channel.viewers), BEAT, now)
            self._close_empty(channel, now)

    def asked(self, line: Line, head: bytes) -> None:
        """Let a viewer in, or put them aside until it is known whether there is such a live."""
        try:
            asked = read_head(head)
            if self._proxies and not self._lines.settle(line, self._place_of(asked)):
                raise Refused(429)
        except Refused as refused:
            self._lines.end(line, refusal(refused.status))
            return
        name = asked.uid, asked.app_id
        if channel := self._named.get(name):
            self._enter(channel, line, asked)
        else:
            self._knocking.setdefault(name, []).append((line, asked))
            self._knock.set()

    def refused(self, line: Line, why: str) -> None:
        """Answer a caller who cannot be heard."""
        self._lines.end(line, refusal(WHY[why]))

    def left(self, line: Line) -> None:
        """Forget a viewer."""
        if line.place is not None:
            line.place.leave(line)

    async def _let_in(self) -> None:
        if not self._knocking:
            return
        names = list(self._knocking)[:LET_IN_AT_ONCE]
        knocking = {name: self._knocking.pop(name) for name in names}
        if self._knocking:
            self._knock.set()
        try:
            found = await self._do(self._reader, pushing.opened, list(knocking))
        except Exception:
            for line, _ in chain.from_iterable(knocking.values()):
                self._lines.end(line, refusal(503))
            raise
        for name, waiting in knocking.items():
            channel = self._channel(name, found[name])
            for line, asked in waiting:
                if channel is None:
                    self._lines.end(line, refusal(404))
                elif line.sock is not None:
                    self._enter(channel, line, asked)

    def _channel(self, name: Name, opening: Opening | None) -> Channel | None:
        if opening is None:
            return None
        if name not in self._named:
            channel = Channel(opening)
            channel.spoke_at = channel.counted_at = asyncio.get_running_loop().time()
            self._named[name] = self._channels[opening.watch] = channel
        return self._named[name]

    def _enter(self, channel: Channel, line: Line, asked: Asked) -> None:
        after = channel.number if asked.after is None else asked.after
        line.place, channel.empty_since = channel, None
        channel.visits += not asked.again
        self._lines.write(line, greeting(after, self._retry_ms()))
        if line.sock is not None and after > channel.number:
            channel.ahead[line] = after
        elif line.sock is not None:
            self._join(channel, line, after)

    def _join(self, channel: Channel, line: Line, after: int | None) -> None:
        missed = None if after is None else channel.missed(after)
        if missed is None:
            self._lines.end(line, RESET)
            return
        words = missed + (totals_words(channel.totals) if channel.totals else b"")
        channel.viewers.add(line)
        if words:
            self._lines.write(line, words)

    async def _tell(
        self, channel: Channel, everybody: set[Line], words: bytes | None, now: float
    ) -> None:
        channel.spoke_at = now
        if words is not None:
            await self._lines.write_all(everybody, words)
            return
        # What came in between is forgotten already: all of them take the state anew.
        for line in everybody:
            self._lines.end(line, RESET)

    async def _tell_totals(self, now: float) -> None:
        found = await self._do(self._reader, pushing.counted, list(self._channels))
        for watch, totals in found.items():
            channel = self._channels.get(watch)
            if channel is not None and totals != channel.totals:
                channel.totals = totals
                await self._tell(channel, set(channel.viewers), totals_words(totals), now)

    async def _count_viewers(self, now: float) -> None:
        """Write down how many watch; who may not any more is sent away."""
        held: dict[int, Held] = {}
        came = [(each, each.visits) for each in self._channels.values()]
        for channel, visits in came:
            before = held.get(channel.watch.content_id, Held(0))
            held[channel.watch.content_id] = Held(
                before.count + channel.count,
                before.visits + visits,
                before.watch_s + round(channel.count * (now - channel.counted_at)),
            )
        try:
            await self._do(self._writer, audience.hold, self._process, held)
            for channel, visits in came:
                channel.visits -= visits
                channel.counted_at = now
            watched = [each.watch for each, _ in came]
            for watch in await self._do(self._reader, pushing.unwatchable, watched):
                self._send_away(watch)
        except Exception:
            log.exception("viewers could not be counted")

    def _send_away(self, watch: Watch) -> None:
        channel = self._channels.pop(watch, None)
        if channel is not None:
            del self._named[watch.uid, watch.app_id]
            for line in (*channel.viewers, *channel.ahead):
                self._lines.end(line, farewell(self._retry_ms()))

    def _close_empty(self, channel: Channel, now: float) -> None:
        if channel.count:
            return
        if channel.empty_since is None:
            channel.empty_since = now
        elif now >= channel.empty_since + EMPTY_FOR and not channel.visits:
            self._send_away(channel.watch)

    async def _do(
        self, thread: ThreadPoolExecutor, use_case: Callable[..., Found], *words: Any
    ) -> Found:
        return await asyncio.get_running_loop().run_in_executor(thread, use_case, *words)

    def _place_of(self, asked: Asked) -> str:
        told = asked.forwarded[-self._proxies :]
        return network_of(told[0]) if told else ""

    def _retry_ms(self) -> int:
        # Spread evenly, in no order.
        self._count += 1
        return RETRY + self._count * 1_597 % RETRIES_WITHIN
