// The player of one video inside our iframe, or alone in a tab.

import { cartOf } from "./bridge.js";
import { paint } from "./colour.js";
import { playFilm, teller } from "./film.js";
import { measured } from "./measure.js";
import { Offers } from "./offers.js";
import { part, readPage } from "./page.js";
import { connect } from "./port.js";

const page = readPage();
const wire = measured(connect(page.allowed_origins), page);
paint(page.appearance);
playFilm(page, {
  wire,
  cart: cartOf(wire, page),
  offers: new Offers(wire, document.documentElement.dataset.locale),
  tell: teller(part("status")),
  asked: new URLSearchParams(location.search),
});
