// Full screen and picture-in-picture, with the older names some phones still use.

/** Full screen of the whole player, else of the bare video (iPhone). `able` is false where neither exists. */
export function fullScreen(root, video, changed) {
  const own = root.requestFullscreen ?? root.webkitRequestFullscreen;
  const page = document.fullscreenEnabled ?? document.webkitFullscreenEnabled;
  const whole = Boolean(own && page);
  const active = () => Boolean(document.fullscreenElement ?? document.webkitFullscreenElement);
  for (const name of ["fullscreenchange", "webkitfullscreenchange"])
    document.addEventListener(name, () => changed(active()));

  async function toggle() {
    if (active()) return (document.exitFullscreen ?? document.webkitExitFullscreen).call(document);
    if (whole) return own.call(root);
    return video.webkitEnterFullscreen?.();
  }

  return {
    able: whole || "webkitEnterFullscreen" in video,
    active,
    // Refused by the page that framed us, or no touch came before: nothing to tell the shopper.
    toggle: () => toggle().catch(() => {}),
  };
}

/** Picture-in-picture of the video. */
export function pictureInPicture(video, changed) {
  const standard = document.pictureInPictureEnabled && !video.disablePictureInPicture;
  const apple = !standard && video.webkitSupportsPresentationMode?.("picture-in-picture");
  const active = () =>
    standard ? document.pictureInPictureElement === video : video.webkitPresentationMode === "picture-in-picture";
  for (const name of ["enterpictureinpicture", "leavepictureinpicture", "webkitpresentationmodechanged"])
    video.addEventListener(name, () => changed(active()));

  async function toggle() {
    if (apple) return video.webkitSetPresentationMode(active() ? "inline" : "picture-in-picture");
    return active() ? document.exitPictureInPicture() : video.requestPictureInPicture();
  }

  return { able: Boolean(standard || apple), toggle: () => toggle().catch(() => {}) };
}
