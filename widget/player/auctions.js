// What shows auctions, and takes bids: a part of a live's page that is fetched once there is one.

export { sell, tellAgain } from "./live/auctions.js";
