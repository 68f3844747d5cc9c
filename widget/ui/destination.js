/* Where an address that a player asks for may be opened: the page decides, never the frame. */

/**
 * Answer `{url, same}`: the address and whether it opens in this tab, or null when it opens nowhere.
 *
 * This tab is for the shop itself: the page's own origin, and the hosts of the products the server
 * listed for the video. Everything else is a new tab; what is not http(s) is refused.
 */
export function destination(asked, hosts = [], page = location.href) {
  try {
    const url = new URL(asked);
    if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
    return { url: url.href, same: url.origin === new URL(page).origin || hosts.includes(url.host) };
  } catch {
    return null;
  }
}
