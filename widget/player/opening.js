// Other contents that are offered as links: opened by the shop's page where it listens, else followed.

/** Let the links with `data-content` inside an element open in the shop's page. */
export function opening(root, wire) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-content]");
    if (!link || !wire.connected || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    wire.send("open", { content: link.dataset.content });
  });
}
