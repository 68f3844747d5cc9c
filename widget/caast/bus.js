/* Who listens to what: `caast.on` and `caast.off`. */

/** Make a bus; `common()` answers what is told with every event. */
export function makeBus(common, report = (error) => reportError(error)) {
  const listeners = new Map(); // name → functions

  const call = (name, told) => {
    for (const listener of listeners.get(name) || [])
      try {
        listener(told);
      } catch (error) {
        report(error);
      }
  };

  return {
    async on(name, listener) {
      if (typeof listener != "function") throw new TypeError("caast.on wants a function");
      listeners.set(name, [...(listeners.get(name) || []), listener]);
    },
    off: (name) => void listeners.delete(name),
    tell(name, more) {
      const data = { ...common(), ...more };
      call(name, data);
      call("all", { type: name, data });
    },
  };
}
