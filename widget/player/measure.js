// Measures a player that is open by itself, in a tab or in a frame that is no shop's page: there nobody else does.

import { sender } from "../seen/sender.js";
import { Tally } from "../seen/tally.js";
import { watching } from "../seen/watching.js";

const COMPONENT = "page";

/** Answer the wire with an ear on what is sent over it, where no page hears that; nobody is ever named. */
export function measured(wire, { content, shop }) {
  if (wire.invited) return wire;
  const tally = new Tally();
  const sending = sender(`/audience/v1/seen?app_id=${shop}`, () => {
    const seen = tally.take();
    return seen.length ? { seen } : undefined;
  });
  function count(name, number, product) {
    tally.add({ content: content.id, component: COMPONENT, product }, name, number);
    if (tally.any) sending.stir();
  }
  const watched = watching(count);
  const hears = {
    play: watched.play,
    progress: watched.progress,
    pause: watched.stop,
    ended: watched.end,
    "product-view": ({ product }) => count("clicks", 1, product),
  };
  return Object.create(wire, {
    send: {
      value(type, fields) {
        hears[type]?.(fields);
        return wire.send(type, fields);
      },
    },
  });
}
