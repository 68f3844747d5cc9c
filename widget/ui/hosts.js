/* Which other hosts belong to the shop: those of the products that the server listed. */

/** List the hosts of the products' own pages. */
export function productHosts(contents) {
  const hosts = new Set();
  for (const content of contents)
    for (const { url } of content.attributes.products || [])
      try {
        hosts.add(new URL(url).host);
      } catch {}
  hosts.delete("");
  return [...hosts];
}
