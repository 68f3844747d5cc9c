/* The part that plays: dialogs, frames and the cart; fetched when somebody is about to press play. */
import { createCart } from "./cart.js";
import { context, emit } from "./context.js";
import { openPlayer } from "./player.js";

export { openDialog } from "./dialog.js";

context.cart = createCart({
  adapter: context.adapter,
  warn: context.warn,
  changed: (state) => context.players.forEach(({ host }) => emit(host, "cart-change", state)),
});

/** Open a content in the very box of its poster; answers how to close it. `closed` hears whether it had the focus. */
export function openInline(content, { host, box, closed }) {
  const close = () => {
    const focused = host.shadowRoot.activeElement === player.iframe;
    player.close();
    box.classList.remove("open");
    closed(focused);
  };
  const player = openPlayer(host, content, { leave: close });
  box.classList.add("open");
  box.append(player.iframe);
  return close;
}
