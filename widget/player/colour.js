// The shop's colours: only plain hex is taken, and text on them is always readable.

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

function brightness(hex) {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two hex colours as WCAG counts it, 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Pick the text colour for `accent`: the wished one when it can be read on it, else black or white. */
export function textOn(accent, wished) {
  if (HEX.test(wished ?? "") && contrast(accent, wished) >= 4.5) return wished;
  return contrast(accent, "#ffffff") >= contrast(accent, "#000000") ? "#ffffff" : "#000000";
}

/** Put the shop's appearance on the page as custom properties. */
export function paint(appearance, root = document.documentElement) {
  const { accent, accent_text: wished, radius } = appearance ?? {};
  if (HEX.test(accent ?? "")) {
    root.style.setProperty("--accent", accent);
    root.style.setProperty("--accent-text", textOn(accent, wished));
  }
  if (Number.isFinite(radius)) root.style.setProperty("--radius", `${Math.min(Math.max(radius, 0), 24)}px`);
}
