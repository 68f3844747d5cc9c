/* What the shop's page is about, as the script's first part asks it, with the seller that the snippet names. */
import { whereabouts as plain } from "../ui/reference.js";
import { read } from "./tag.js";

export { inBlocks } from "../ui/reference.js";

export function whereabouts() {
  const where = plain();
  return (...given) => {
    const { seller } = read.dataset;
    return { ...where(...given), ...(seller && { seller_id: seller }) };
  };
}
