// The shop's own script: the cart in the header, the add form, and Vitrine's way into this cart.

async function ask(path, change) {
  const options = change && {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(change),
  };
  const answer = await fetch(path, options);
  const said = await answer.json();
  if (!answer.ok) throw said;
  show(said);
  return said;
}

function show({ count }) {
  for (const each of document.querySelectorAll("[data-cart-count]")) each.textContent = count;
  for (const each of document.querySelectorAll("[data-cart-link]")) each.classList.toggle("full", count > 0);
}

let fading;
function say(words) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { toast.hidden = true; }, 4000);
}

// Everything Vitrine needs to know about this shop.
(window.vitrine = window.vitrine || []).push((vitrine) => vitrine.cart.use({
  add: ({ ref, quantity, key }) => ask("/cart/add", { ref, quantity, key }),
  read: () => ask("/cart.json"),
  checkout: () => location.assign("/cart"),
}));

// Whoever signed in here may bid and needs no nickname there; who wants to bid is shown where to sign in.
window.vitrine.push((vitrine) => vitrine.user.use(async ({ why }) => {
  const { token } = await (await fetch("/user.json")).json();
  if (!token && why === "bid") say("Sign in on the page of our live to bid");
  return token;
}));

for (const form of document.querySelectorAll("[data-add]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refusal = form.querySelector("[data-refusal]");
    const { ref, quantity } = Object.fromEntries(new FormData(form));
    refusal.textContent = "";
    try {
      await ask("/cart/add", { ref, quantity: Number(quantity) });
      say("Added to your cart");
      window.vitrine.push((vitrine) => vitrine.cart.changed());
    } catch (error) {
      refusal.textContent = error.message || "That did not work. Please try again.";
    }
  });
}

// A page taken back out of the browser's memory may show an old count.
addEventListener("pageshow", (event) => { if (event.persisted) ask("/cart.json").catch(() => {}); });
