// What a viewer does, told to the page that framed us once the server has taken it.

import { Audience } from "./audience.js";

export class OutspokenAudience extends Audience {
  #tell;

  /** `tell(type, fields)` is the wire's `send`; the rest as an Audience takes it. */
  constructor(tell, ...given) {
    super(...given);
    this.#tell = tell;
  }

  async write(text, question) {
    const told = await super.write(text, question);
    const { author, text: taken } = told.message;
    this.#tell("chat-send", { author, text: taken, question });
    return told;
  }

  async react(counts) {
    await super.react(counts);
    for (const [emoji, count] of Object.entries(counts)) this.#tell("reaction", { emoji, count });
  }

  async remind(mail, consent) {
    await super.remind(mail, consent);
    this.#tell("remind", { by: "mail", done: true });
  }
}
