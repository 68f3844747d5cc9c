// How lengths and prices are spelled, and the words in each language.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { adopt, clock, language, money, say, voice, when } from "../../widget/ui/texts.js";

beforeEach(() => (globalThis.document = { documentElement: { lang: "" } }));
after(() => delete globalThis.document);

const LENGTHS = { 0: "0:00", 6.2: "0:06", 59.6: "0:59", 61: "1:01", 600: "10:00", 3600: "1:00:00", 3723: "1:02:03" };
for (const [seconds, spelled] of Object.entries(LENGTHS))
  test(`${seconds} seconds are spelled ${spelled}`, () => assert.equal(clock(Number(seconds)), spelled));

test("a price is spelled as the page's language does", () => {
  assert.equal(money("99.00", "EUR", "en"), "€99.00");
  assert.match(money("99.00", "EUR", "fr"), /^99,00\s€$/);
  assert.equal(money("1200", "JPY", "en"), "¥1,200");
});

for (const [name, given, spelled] of [
  ["a currency nobody knows", ["99.00", "EURO", "en"], "99.00 EURO"],
  ["no currency", ["99.00", undefined, "en"], "99.00"],
  ["a language nobody knows", ["99.00", "EUR", "not_a_language"], "99.00 EUR"],
])
  test(`${name} leaves the bare amount`, () => assert.equal(money(...given), spelled));

for (const [locale, zone, spelled] of [
  ["en-GB", "Europe/Paris", "Mon 15 Jun, 14:00"],
  ["en-GB", "Asia/Tokyo", "Mon 15 Jun, 21:00"],
  ["fr", "Asia/Tokyo", "lun. 15 juin, 21:00"],
  ["not_a_language", "UTC", "Mon, Jun 15, 12:00 PM"],
])
  test(`the start of a show is ${spelled} for who reads ${locale} in ${zone}`, () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    assert.equal(when("2026-06-15T12:00:00.000Z", locale).replace(/\s/g, " "), spelled);
    process.env.TZ = before ?? "";
    if (before === undefined) delete process.env.TZ;
  });

for (const [lang, words] of [
  ["", "Play video: Rain"],
  ["en-GB", "Play video: Rain"],
  ["fr", "Lire la vidéo : Rain"],
  ["fr-CA", "Lire la vidéo : Rain"],
  ["FR", "Lire la vidéo : Rain"],
  ["de", "Play video: Rain"],
])
  test(`a page in "${lang}" is spoken to: ${words}`, () => {
    document.documentElement.lang = lang;
    assert.equal(say("play", "Rain"), words);
    assert.equal(language(), lang || "en");
  });

test("a name with signs of its own is said as it is", () => {
  assert.equal(say("play", "$& {0} <b>"), "Play video: $& {0} <b>");
});

test("a component's own texts are said instead, its holes filled in; the others stay", () => {
  const own = voice({ of: "{2}: {0}/{1}" });
  assert.equal(own("of", 1, 2, "Rain"), "Rain: 1/2");
  assert.equal(own("next"), "Next");
  assert.equal(say("of", 1, 2, "Rain"), "1 of 2: Rain");
});

test("a shop's texts are said everywhere, as plain text", () => {
  adopt({ previous: "<b>Zurück</b>" });
  adopt(undefined);
  assert.equal(say("previous"), "<b>Zurück</b>");
  assert.equal(say("close"), "Close the video");
});

test("what is spelled without Intl is spelled as Intl does", () => {
  const amounts = ["0.00", "0.05", "9.90", "129.00", "999.99", "1000.00", "1234.50", "12345.67", "999999.99", "1000000.00", "12.5", "7", "-3.00"];
  for (const locale of ["en", "en-GB", "en-IE", "en-US", "en-CA", "fr", "fr-FR", "fr-CH", "de", "de-DE", "de-AT", "es", "nl"])
    for (const currency of ["EUR", "GBP", "USD", "JPY"]) {
      const spelled = new Intl.NumberFormat(locale, { style: "currency", currency });
      for (const amount of amounts) assert.equal(money(amount, currency, locale), spelled.format(amount), `${locale} ${currency} ${amount}`);
    }
});

test("a browser's first Intl is not made for the prices of most shops", () => {
  const { NumberFormat } = Intl;
  Intl.NumberFormat = () => assert.fail("made");
  try {
    assert.equal(money("1299.00", "EUR", "en"), "€1,299.00");
    assert.equal(money("1299.00", "EUR", "de-DE"), "1.299,00\u00a0€");
  } finally {
    Intl.NumberFormat = NumberFormat;
  }
});
