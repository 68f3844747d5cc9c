"""Chooses the renditions of a source and writes the one command that makes them all.

Sound is muxed into every rendition: players without alternate audio would play in silence.
One command decodes once, and forced key frames at every even second stand at the same moments
in every rendition, so that a player can change between them at any segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from media.facts import Probe
from media.ffmpeg import opening

GOP_SECONDS = 2
SEGMENT_SECONDS = 4
MAX_FPS = 30.5

# Sides of a box, and the most that its pictures may cost (kbit/s). A picture is fitted into it
# lying or standing, so that a wide film costs no more than an ordinary one.
BOXES = (
    (1920, 1080, 5000),
    (1280, 720, 3000),
    (854, 480, 1300),
    (640, 360, 800),
    (426, 240, 400),
    (256, 144, 200),
)
# Small sources keep their size; large ones need nothing below this width.
_LOWEST_STEP = 640
# A rendition nearly as large as the one before costs work and disk and helps nobody.
_NEAR = 0.85
_RATES = [Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1))]
# A picture that says it is of high dynamic range, to try the mapping on.
HDR_TRIAL = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"
TO_SDR = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)


@dataclass(frozen=True)
class Rendition:
    """One size of the picture; `maxrate` caps its pictures, in kbit/s."""

    name: str
    width: int
    height: int
    maxrate: int


def choose(probe: Probe, highest: int = 1080) -> tuple[Rendition, ...]:
    """Return the renditions for a source, largest first, never larger than the source.

    `highest` is the short side of the largest box in use.
    """
    short, long = sorted((probe.width, probe.height))
    boxes = [box for box in BOXES if box[1] <= highest]
    holding = [index for index, box in enumerate(boxes) if long <= box[0] and short <= box[1]]
    start = holding[-1] if holding else 0
    chosen: list[Rendition] = []
    last = 0.0
    for box_long, box_short, maxrate in boxes[start:]:
        scale = min(1.0, box_long / long, box_short / short)
        if not chosen or (box_long >= _LOWEST_STEP and scale <= last * _NEAR):
            chosen.append(_rendition(probe, scale, maxrate))
            last = scale
    return tuple(chosen)


def _rendition(probe: Probe, scale: float, maxrate: int) -> Rendition:
    # H.264 in 4:2:0 needs even sides. Rounding down where nothing is scaled never enlarges.
    width, height = (
        max(2, side // 2 * 2 if scale == 1 else round(side * scale / 2) * 2)
        for side in (probe.width, probe.height)
    )
    return Rendition(f"{min(width, height)}p", width, height, maxrate)


def frame_rate(fps: float) -> Fraction:
    """Return the rate of the renditions: the source's, halved until it is at most 30."""
    while fps > MAX_FPS:
        fps /= 2
    nearest = min(_RATES, key=lambda rate: abs(float(rate) - fps))
    if abs(float(nearest) - fps) < 0.012 * fps:
        # 23.98 and 24 lie 0.1 % apart, so the nearest is the one that is meant.
        return nearest
    return Fraction(round(fps * 100), 100)


def ladder_command(
    ffmpeg: str,
    source: Sequence[str],
    probe: Probe,
    renditions: Sequence[Rendition],
    *,
    limit_ms: int,
    threads: int = 0,
    tone_map: bool = False,
) -> list[str]:
    """Return the command that writes every rendition as fMP4 HLS below the working folder.

    `source` opens the upload (see `probe.untrusted`); no more than `limit_ms` of it is read.
    `tone_map` brings a picture of high dynamic range down to what every screen shows.
    """
    rate = frame_rate(probe.fps)
    gop = max(1, round(rate * GOP_SECONDS))
    graph = _graph(probe, renditions, rate, tone_map and probe.hdr)
    sound = probe.audio_stream is not None
    command = [*opening(ffmpeg), "-t", f"{limit_ms / 1000:g}", *source, "-filter_complex", graph]
    for index in range(len(renditions)):
        command += ["-map", f"[v{index}]"]
        if sound:
            command += ["-map", f"0:{probe.audio_stream}"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"]
    command += ["-pix_fmt", "yuv420p", "-crf", "23"]
    for index, each in enumerate(renditions):
        command += [f"-maxrate:v:{index}", f"{each.maxrate}k"]
        command += [f"-bufsize:v:{index}", f"{each.maxrate * 7 // 5}k"]
    command += ["-g", str(gop), "-keyint_min", str(gop), "-sc_threshold", "0"]
    command += ["-force_key_frames", f"expr:gte(t,n_forced*{GOP_SECONDS})"]
    if sound:
        # Gaps of a phone's recording are filled, so that sound and picture stay together.
        command += ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
        command += ["-af", "aresample=async=1:first_pts=0"]
    # A phone writes where the film was made into its metadata: that stays with the merchant.
    command += ["-map_metadata", "-1", "-map_chapters", "-1", "-threads", str(threads)]
    return [*command, *_hls(renditions, sound)]


def _graph(probe: Probe, renditions: Sequence[Rendition], rate: Fraction, tone_map: bool) -> str:
    first = f"[0:{probe.video_stream}]"
    if probe.interlaced:
        first += "yadif=deint=interlaced,"
    first += f"fps={rate.numerator}/{rate.denominator}"
    if tone_map:
        # Scaled before, because mapping works on wide numbers and costs by the pixel.
        first += f",scale={renditions[0].width}:{renditions[0].height},{TO_SDR}"
    outputs = "".join(f"[s{index}]" for index in range(len(renditions)))
    parts = [f"{first},split={len(renditions)}{outputs}"]
    for index, each in enumerate(renditions):
        size = f"scale={each.width}:{each.height}:out_range=tv,setsar=1"
        parts.append(f"[s{index}]{size}[v{index}]")
    return ";".join(parts)


def _hls(renditions: Sequence[Rendition], sound: bool) -> list[str]:
    streams = " ".join(
        f"v:{index},a:{index},name:{each.name}" if sound else f"v:{index},name:{each.name}"
        for index, each in enumerate(renditions)
    )
    return [
        *("-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"),
        *("-var_stream_map", streams, "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", "%v/%05d.m4s", "%v/index.m3u8"),
    ]
