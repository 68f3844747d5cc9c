// How loud it is: a host sees at a glance that they are heard.

/** Show the level of a stream's sound as `--level` (0 to 1) of an element; answers how to stop. */
export function meter(stream, element) {
  if (!stream.getAudioTracks().length) return () => {};
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 512;
  context.createMediaStreamSource(stream).connect(ear);
  const samples = new Float32Array(ear.fftSize);
  let level = 0;
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    level = Math.max(loudness(samples), level * 0.8);
    element.style.setProperty("--level", level.toFixed(2));
  }, 80);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

/** Turn samples into 0 (silence, below -55 dB) to 1 (full scale). */
export function loudness(samples) {
  const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
  return Math.min(Math.max((10 * Math.log10(power + 1e-9) + 55) / 55, 0), 1);
}
