// Seconds as people read them on a player: 0:07, 12:34, 1:02:03.

/** Write seconds as a clock; what is no number reads 0:00. */
export function clock(seconds) {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** Keep a number between two others. */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
