/* Hears of every new address of a page that is not loaded anew. */

/** Call `moved` after each change of the address, until the signal. */
export function watchRoute(moved, signal) {
  let { href } = location;
  const look = () => href !== (href = location.href) && moved();
  if (window.navigation) return navigation.addEventListener("currententrychange", look, { signal });
  const timer = setInterval(look, 250);
  signal.addEventListener("abort", () => clearInterval(timer));
}
