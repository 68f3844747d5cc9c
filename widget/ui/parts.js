/* What is fetched only when it is wanted: files beside this one that share its modules and carry its hash. */
import { context } from "./context.js";

/** Fetch a part; answers what it exports. Its code runs once. */
export const part = (name) => import(import.meta.url.replace(/ui(?=\.\w+\.js$)/, name));

/**
 * Let the players' part do something; its `closed` hears of the end, also when the part does not come.
 * Answers how to close what was opened, or is about to be.
 */
export function opened(verb, content, options) {
  let close;
  let over;
  part("open")
    .then((open) => over || (close = open[verb](content, options)))
    .catch((error) => {
      context.failed(error);
      options.closed?.();
    });
  return () => {
    over = true;
    close?.();
  };
}
