"""Messages that nobody should believe, as expressions of JavaScript that know `nonce`."""

HELLO = "{vitrine: 1, type: 'hello', nonce}"
PORT = "{vitrine: 1, type: 'port', nonce}"
KEY = "a" * 32
ADD = (
    f"{{v: 1, type: 'cart-add', id: 1, key: '{KEY}', product: 'p', ref: 'FORGED', "
    "quantity: 1, attribution: null, url: null}"
)
POLLUTED = (
    """JSON.parse('{"v": 1, "vitrine": 1, "type": "hello", "__proto__": {"polluted": 1}, """
    """"constructor": {"prototype": {"polluted": 1}}}')"""
)

# To the shop's page, before its player has said hello. Who: a stranger's frame, the page itself, a
# frame of the player's own origin that is not this player, this player's window while empty.
HELLOS = {
    "a stranger who knows the nonce": ("stranger", HELLO),
    "a stranger without the nonce": ("stranger", "{vitrine: 1, type: 'hello'}"),
    "a stranger with a port": ("stranger", HELLO, "[new MessageChannel().port1]"),
    "a stranger who writes to all its own": ("stranger", POLLUTED),
    "the page to itself": ("page", HELLO),
    "the page to itself as a port": ("page", PORT, "[new MessageChannel().port1]"),
    "another frame of the player's origin": ("twin", HELLO),
    "another frame with its own nonce": (
        "twin",
        "{vitrine: 1, type: 'hello', nonce: 'f'.repeat(32)}",
    ),
    "the player's window with the page's origin": ("empty", HELLO),
    "the player's window with a text": ("empty", f"JSON.stringify({HELLO})"),
}
# To the shop's page while its player plays.
ORDERS = {
    "adds to the cart": ADD,
    "goes to the till": "{v: 1, type: 'checkout'}",
    "closes": "{v: 1, type: 'close'}",
    "leads away": "{v: 1, type: 'open-url', url: 'https://evil.example/'}",
    "runs a script": "{v: 1, type: 'open-url', url: 'javascript:window.ran=1'}",
    "opens another content": "{v: 1, type: 'open', content: 'x'}",
    "asks who the viewer is": "{v: 1, type: 'user'}",
    "says hello again": HELLO,
    "hands out a port": PORT,
    "pollutes": POLLUTED,
    "is huge": "({v: 1, type: 'close', padding: 'x'.repeat(4e6)})",
}
# To the player, before the page has answered it: who, what, how many ports.
ANSWERS = {
    "a stranger who knows the nonce": ("stranger", PORT, 1),
    "another player": ("twin", PORT, 1),
    "the player itself": ("self", PORT, 1),
    "the page with another nonce": ("page", "{vitrine: 1, type: 'port', nonce: 'f'.repeat(32)}", 1),
    "the page without a nonce": ("page", "{vitrine: 1, type: 'port'}", 1),
    "the page with a nonce that turns into it": (
        "page", "{vitrine: 1, type: 'port', nonce: [nonce]}", 1,
    ),
    "the page with another version": ("page", "{vitrine: 2, type: 'port', nonce}", 1),
    "the page with another word": ("page", "{vitrine: 1, type: 'hello', nonce}", 1),
    "the page with two ports": ("page", PORT, 2),
    "the page with a text": ("page", f"JSON.stringify({PORT})", 1),
    "the page with nothing": ("page", "null", 1),
    "the page with what pollutes": ("page", POLLUTED, 1),
}  # fmt: skip
# On the port, from a player that somebody took over.
FROM_PLAYER = {
    "no piece": ADD.replace("quantity: 1", "quantity: 0"),
    "a thousand pieces": ADD.replace("quantity: 1", "quantity: 1000"),
    "pieces that are no number": ADD.replace("quantity: 1", "quantity: NaN"),
    "a product with markup": ADD.replace("'p'", "'<img src=x onerror=alert(1)>'"),
    "a short key": ADD.replace(KEY, "a"),
    "another version": ADD.replace("v: 1", "v: 2"),
    "a function's name": "{v: 1, type: 'constructor'}",
    "an unknown type": "{v: 1, type: 'eval', code: 'window.ran = 1'}",
    "an address that is a script": "{v: 1, type: 'open-url', url: 'javascript:window.ran=1'}",
    "an address of data": "{v: 1, type: 'open-url', url: 'data:text/html,x'}",
    "an address that is a list": "{v: 1, type: 'open-url', url: ['https://evil.example/']}",
    "a close of 4 MB": "{v: 1, type: 'close', padding: 'x'.repeat(4e6)}",
    "what pollutes": POLLUTED,
    "a list": "[{v: 1, type: 'close'}]",
    "a text": "'close'",
    "nothing": "null",
}
# On the port, from a page that somebody took over: nothing of it moves the film.
FROM_PAGE = {
    "a time that is no number": "{v: 1, type: 'seek', at: NaN}",
    "an endless time": "{v: 1, type: 'seek', at: Infinity}",
    "a time before the start": "{v: 1, type: 'seek', at: -1}",
    "a time as text": "{v: 1, type: 'seek', at: '3'}",
    "a time in a list": "{v: 1, type: 'seek', at: [3]}",
    "another version": "{v: 2, type: 'seek', at: 3}",
    "a method's name": "{v: 1, type: 'toString'}",
    "an unknown type": "{v: 1, type: 'load', url: 'https://evil.example/x.mp4'}",
    "half a cart": "{v: 1, type: 'cart', adapter: true, count: 3}",
    "a cart of markup": (
        "{v: 1, type: 'cart', adapter: 'yes', count: '<b>3</b>', items: null, total: null}"
    ),
    "a total of 4 MB": (
        "{v: 1, type: 'cart', adapter: true, count: 3, items: [], total: 'x'.repeat(4e6)}"
    ),
    "an answer nobody asked for": (
        "{v: 1, type: 'cart-result', id: 99, ok: true, reason: null, message: null}"
    ),
    "what pollutes": POLLUTED,
    "nothing": "undefined",
}
