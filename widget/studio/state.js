// Where the show stands and what its big button does next: decided here, drawn elsewhere.

/**
 * Tell how a show stands from what the server says of it and what this page sends.
 * `phase` is ready, testing (a rehearsal), live, waiting (on air without a picture) or over;
 * `act` is what the big button does: go, rehearse, start, resume, end, or null.
 */
export function standing(live, sending, sender) {
  if (live.state === "finished") return { phase: "over", act: null, stop: false };
  const here = sender !== "idle";
  const elsewhere = Boolean(sending) && !here;
  if (live.state === "started") {
    if (here || elsewhere) return { phase: live.interrupted && !here ? "waiting" : "live", act: "end", stop: false };
    return { phase: "waiting", act: "resume", stop: true };
  }
  if (here) return live.starts_by === "hand" ? { phase: "testing", act: "start", stop: true } : { phase: "live", act: "end", stop: false, soon: true };
  if (elsewhere && live.starts_by === "hand") return { phase: "testing", act: "start", stop: false };
  return { phase: "ready", act: live.starts_by === "hand" ? "rehearse" : "go", stop: false };
}

/** Write seconds as a clock: 0:07, 12:34, 1:02:03. */
export function clock(seconds) {
  const whole = Math.max(Math.floor(seconds) || 0, 0);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** How good the line to the server is: off, good, slow (much waits) or lost. */
export function lineOf(sender, waiting) {
  if (sender === "idle") return "off";
  if (sender === "lost") return "lost";
  // A quarter of a second each: three seconds of picture wait.
  return waiting > 12 ? "slow" : "good";
}
