/* The fragments by which a link opens a content: caast-open, caast-jump, caast-question. */

const SHAPE = /^#caast-(open|jump|question)(?:\/([^/]*))?(?:[/_](.*))?$/;

/**
 * Read a fragment. Answers `{uid, at}`, or undefined when it is none of these: `uid` is undefined where
 * it names no content, `at` a second of it or undefined.
 */
export function readHash(hash) {
  const [, verb, uid, rest] = SHAPE.exec(hash) || [];
  if (!verb) return;
  const at = verb === "jump" ? Number(rest) : NaN;
  return { uid: uid || undefined, at: rest && at >= 0 ? at : undefined };
}
