/* The fragments by which a link opens a content: caast-open, caast-jump, caast-question. */

const SHAPE = /^#caast-(open|jump|question)(?:\/([\w-]{0,64}))?(?:[/_]([\w.-]{1,64}))?$/;
const PLACE = { jump: /^\d{1,8}(\.\d*)?$/, question: /^[0-9a-f]{32}$/ };

/**
 * Read a fragment. Answers `{uid, at}`, or undefined when it is none of these: `uid` is undefined where
 * it names no content; `at` is a second of it, the id of a question that is answered in it, or undefined.
 */
export function readHash(hash) {
  const [, verb, uid, rest] = SHAPE.exec(hash) || [];
  if (!verb) return;
  const at = PLACE[verb]?.test(rest) ? rest : undefined;
  return { uid: uid || undefined, at: verb === "jump" && at ? Number(at) : at };
}
