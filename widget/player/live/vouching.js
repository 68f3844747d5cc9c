// Who the viewer is to the shop: its page is asked, which has its server sign a token for its user.

// Who wants to bid may have to sign in first.
const PATIENCE_MS = { bid: 120_000 };
const LITTLE_MS = 5000;

/** Answer a function that asks for a token of one use, and says what for; it gives null where nobody can say. */
export function voucher(wire, later = setTimeout) {
  let answered = () => {};
  wire.on("user", ({ token }) => answered(token));
  return (why = "chat") =>
    new Promise((resolve) => {
      answered = resolve;
      // An older script in the shop's page knows nothing of this.
      if (wire.send("user", { why })) later(resolve, PATIENCE_MS[why] ?? LITTLE_MS, null);
      else resolve(null);
    });
}
