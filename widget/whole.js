/* What the all-in-one file does instead of fetching; the build puts these in the place of boot's own (build.mjs, WHOLE). */
import * as ui from "./ui/index.js";

/** Stands for the address of each part's own file, from which parts read where their server is. */
export let ADDRESS;

/** Answer the server's origin: this file may lie anywhere, so the tag names it. */
export const serverOf = ({ dataset, src }) => (ADDRESS = new URL(dataset.server || src).origin);

/** Give the second part, which is here. */
export const second = async () => ui;
