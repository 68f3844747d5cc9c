// Where picture and sound come from: a camera, the screen, a microphone; one stream for the recorder.

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Why there is no picture, as this page's sentences are named. */
export function reasonOf(failure) {
  if (failure.name === "NotAllowedError" || failure.name === "SecurityError") return "camera_refused";
  if (failure.name === "NotFoundError" || failure.name === "OverconstrainedError") return "camera_missing";
  return "camera_busy";
}

/** Tell whether this browser can share its screen. */
export const canShare = () => Boolean(navigator.mediaDevices?.getDisplayMedia);

export class Sources {
  /** `onEnded()` is called when the picture ends by itself, as when sharing is stopped outside. */
  constructor({ onEnded }) {
    this.onEnded = onEnded;
    this.stream = null;
    this.kind = null;
    this.camera = null;
    this.microphone = null;
    this.facing = "user";
    this.muted = false;
    this.made = [];
  }

  /** Use a camera: the chosen one, or the one that looks this way. */
  async useCamera() {
    const picture = this.camera ? { ...PICTURE, deviceId: { exact: this.camera } } : { ...PICTURE, facingMode: this.facing };
    this.freePicture();
    const stream = await navigator.mediaDevices.getUserMedia({ video: picture, audio: this.sound() });
    this.take("camera", stream, [stream]);
  }

  /** Share the screen, with what is heard there and the microphone. */
  async useScreen() {
    const screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: true });
    let voice = null;
    try {
      voice = await navigator.mediaDevices.getUserMedia({ audio: this.sound() });
    } catch {
      // A screen without a voice is shared all the same.
    }
    this.take("screen", new MediaStream([...screen.getVideoTracks(), ...this.mixed(screen, voice)]), [screen, voice]);
  }

  /** Use the camera on the other side of the phone. */
  turn() {
    this.facing = this.facing === "user" ? "environment" : "user";
    this.camera = null;
    return this.useCamera();
  }

  /** Send silence, or sound again. */
  mute(muted) {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** List what can be chosen: `{cameras, microphones}` of `{id, name}`. */
  async choices() {
    const found = await navigator.mediaDevices.enumerateDevices();
    const of = (kind) => found.filter((each) => each.kind === kind && each.deviceId).map(({ deviceId, label }) => ({ id: deviceId, name: label }));
    return { cameras: of("videoinput"), microphones: of("audioinput") };
  }

  /** Tell which devices are used now. */
  used() {
    const id = (track) => track?.getSettings().deviceId ?? "";
    return { camera: id(this.stream?.getVideoTracks()[0]), microphone: this.microphone ?? id(this.stream?.getAudioTracks()[0]) };
  }

  sound() {
    return this.microphone ? { ...SOUND, deviceId: { exact: this.microphone } } : SOUND;
  }

  /** Put two sounds together, since a recorder takes one. */
  mixed(screen, voice) {
    const heard = [screen, voice].filter((each) => each?.getAudioTracks().length);
    if (heard.length < 2) return heard.flatMap((each) => each.getAudioTracks());
    this.mixer = new AudioContext();
    const together = this.mixer.createMediaStreamDestination();
    for (const each of heard) this.mixer.createMediaStreamSource(each).connect(together);
    return together.stream.getAudioTracks();
  }

  take(kind, stream, made) {
    const before = this.made;
    this.kind = kind;
    this.stream = stream;
    this.made = made.filter(Boolean);
    this.mute(this.muted);
    for (const each of before) for (const track of each.getTracks()) track.stop();
    const [picture] = stream.getVideoTracks();
    picture.addEventListener("ended", () => this.stream === stream && this.onEnded());
  }

  /** Many phones open one camera at a time: let go of the one in use before the next. */
  freePicture() {
    if (this.kind === "camera") for (const track of this.stream?.getVideoTracks() ?? []) track.stop();
  }
}
