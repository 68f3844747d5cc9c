/* The words of components that are parts of their own. */
import { learn } from "./texts.js";

// English, French.
learn({
  soon: ["Soon", "Bientôt"],
  replay: ["Replay", "Replay"],
  video: ["Video", "Vidéo"],
  all: ["All", "Tout"],
  starts_in: ["Starts in", "Commence dans"],
  begins: ["About to begin", "Sur le point de commencer"],
  watch_live: ["Watch live", "Regarder le direct"],
  watch_replay: ["Watch the replay", "Revoir le direct"],
  watch_video: ["Watch", "Regarder"],
  remind: ["Remind me", "Me le rappeler"],
  calendar: ["Add to calendar", "Ajouter au calendrier"],
  programme: ["Lives and replays", "Directs et replays"],
  stories: ["Stories", "Stories"],
  shown: ["Shown: {0}", "Affichés : {0}"],
  none: ["Nothing here yet", "Rien pour l’instant"],
});
