/* The words of components that are parts of their own. */
import { learn } from "./texts.js";

// English, French.
learn({
  soon: ["Soon", "Bientôt"],
  replay: ["Replay", "Replay"],
  video: ["Video", "Vidéo"],
  all: ["All", "Tout"],
  startsIn: ["Starts in", "Commence dans"],
  begins: ["About to begin", "Sur le point de commencer"],
  watchLive: ["Watch live", "Regarder le direct"],
  watchReplay: ["Watch the replay", "Revoir le direct"],
  watchVideo: ["Watch", "Regarder"],
  remind: ["Remind me", "Me le rappeler"],
  programme: ["Lives and replays", "Directs et replays"],
  stories: ["Stories", "Stories"],
  shown: ["Shown: {0}", "Affichés : {0}"],
  none: ["Nothing here yet", "Rien pour l’instant"],
});
