// The page of a live show, inside our iframe or alone in a tab.

import { paint } from "./colour.js";
import { teller } from "./film.js";
import { show } from "./live/show.js";
import { measured } from "./measure.js";
import { part, readPage } from "./page.js";
import { connect } from "./port.js";

const page = readPage();
paint(page.appearance);
show(page, {
  wire: measured(connect(page.allowed_origins), page),
  // The panel outlives the picture, and so does the voice.
  tell: teller(part("live-status")),
  asked: new URLSearchParams(location.search),
});
