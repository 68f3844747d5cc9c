/* The part that plays: dialogs, frames and the cart; fetched when somebody is about to press play. */
import { createCart } from "./cart.js";
import { context, emit } from "./context.js";
import { part } from "./parts.js";
import { openPlayer } from "./player.js";
import { systemOf } from "./shops.js";

export { openDialog } from "./dialog.js";

let builtIn;
/** What the shop registered, else what is known of its system; after `use(null)` nothing. */
function adapter() {
  const given = context.adapter();
  return given === undefined ? builtIn : given;
}

context.cart = createCart({
  adapter,
  warn: context.warn,
  changed: (state) => context.players.forEach(({ host }) => emit(host, "cart-change", state)),
});

// A theme's one change is often several requests.
let heard;
function changed() {
  clearTimeout(heard);
  heard = setTimeout(context.cart.read, 150);
}

const system = context.adapter() === undefined && systemOf(window);
if (system)
  part(system)
    .then(({ adapt }) => {
      builtIn = adapt(window, changed);
      context.cart.read();
    })
    .catch(({ message }) => context.warn("cart-part", message));

/** Open a content in the very box of its poster; answers how to close it. `closed` hears whether it had the focus. */
export function openInline(content, { host, box, closed }) {
  let player;
  const show = (shown) => {
    player?.close();
    player = openPlayer(host, shown, { leave: close, swap: show });
    box.append(player.iframe);
  };
  const close = () => {
    const focused = host.shadowRoot.activeElement === player.iframe;
    player.close();
    box.classList.remove("open");
    closed(focused);
  };
  box.classList.add("open");
  show(content);
  return close;
}
