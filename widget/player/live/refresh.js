// When a live's manifest is asked for again: right after each segment, without asking more often.
//
// The library asks once in a segment's length, at whatever moment it began, so that it may learn of
// each segment almost a whole length late and run dry so close to live. Told that segments are half as
// long, it asks twice as often, and soon again where nothing is new: what is new after that has just
// come. From then on its own pace is the right one, until it comes too early or has gone on for long.

const MOST_ALIGNED = 20;
const TARGET = /^(#EXT-X-TARGETDURATION:)(\d+)/m;

/** Answer a function from each manifest to the one the library is given. */
export function pacer() {
  let before = null;
  let waited = false;
  let aligned = 0;

  return function paced(text) {
    const fresh = text !== before;
    if (!fresh) aligned = 0;
    else if (waited) aligned = MOST_ALIGNED;
    else if (aligned) aligned--;
    waited = !fresh;
    before = text;
    return aligned ? text : text.replace(TARGET, (_, name, seconds) => name + Math.ceil(seconds / 2));
  };
}

/** Make the library's loader of manifests one that keeps this pace. */
export function pacedLoader(Loader) {
  const pace = pacer();
  return class extends Loader {
    load(context, config, callbacks) {
      const { onSuccess } = callbacks;
      super.load(context, config, {
        ...callbacks,
        onSuccess(response, ...rest) {
          if (context.type === "level") response.data = pace(response.data);
          onSuccess(response, ...rest);
        },
      });
    }
  };
}
