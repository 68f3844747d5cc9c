/* The panel of a preview: which placement is tried here, whether it is shown, and why. */
import { make, shade, signButton } from "./dom.js";
import css from "./preview.css";
import { language, learn, say, when } from "./texts.js";

// English, French.
learn({
  preview: ["Preview until {0}", "Aperçu jusqu’au {0}"],
  hide: ["Hide this panel", "Masquer ce panneau"],
  here: ["Shown here", "Affiché ici"],
  absent: ["Not shown here", "Non affiché ici"],
});

/** Draw the panel into a host; answer how to take it away. */
export function draw(host, { attributes: { configuration: told } }) {
  const panel = make(
    "aside.preview",
    { "aria-label": say("preview", when(told.ends_at, language())) },
    make(
      "div.told",
      { role: "status" },
      make("p.faint", null, say("preview", when(told.ends_at, language()))),
      make("p.named", null, make("bdi", null, told.title)),
      make(`p.${told.shown ? "here" : "absent"}`, null, make("b", null, say(told.shown ? "here" : "absent")), `: ${told.detail}`),
    ),
    signButton("hide", () => panel.remove()),
  );
  shade(host, {}, css).append(panel);
  return { remove() {} };
}
