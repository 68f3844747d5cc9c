"""Which renditions a source gets, and the command that makes them."""

from fractions import Fraction

import pytest

from media.facts import Probe
from media.ladder import Rendition, choose, frame_rate, ladder_command


def facts(width: int = 1280, height: int = 720, **more: object) -> Probe:
    return Probe("mp4", 5000, width, height, 0, 25, "h264", 0, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        pytest.param(1280, 720, ["1280x720", "854x480", "640x360"], id="720p"),
        pytest.param(
            3840, 2160, ["1920x1080", "1280x720", "854x480", "640x360"], id="4K comes down"
        ),
        pytest.param(
            1080, 1920, ["1080x1920", "720x1280", "480x854", "360x640"], id="a phone held upright"
        ),
        pytest.param(1080, 1080, ["1080x1080", "720x720", "480x480", "360x360"], id="square"),
        pytest.param(
            1920, 816, ["1920x816", "1280x544", "854x362", "640x272"], id="cinema, shape kept"
        ),
        pytest.param(640, 480, ["640x480", "480x360"], id="old television"),
        pytest.param(900, 506, ["900x506", "640x360"], id="a near twin is left out"),
        pytest.param(321, 181, ["320x180"], id="odd sides become even and not larger"),
        pytest.param(176, 144, ["176x144"], id="small stays small"),
    ],
)
def test_a_source_gets_the_sizes_below_it(width: int, height: int, expected: list[str]) -> None:
    chosen = choose(facts(width, height))
    assert [f"{each.width}x{each.height}" for each in chosen] == expected
    assert len({each.name for each in chosen}) == len(chosen)


@pytest.mark.parametrize("width", range(32, 2600, 61))
def test_no_source_is_enlarged_bent_or_left_odd(width: int) -> None:
    for height in range(32, 2600, 67):
        if max(width, height) > 8 * min(width, height):
            continue
        for each in choose(facts(width, height)):
            assert each.width <= width
            assert each.height <= height
            assert each.width % 2 == each.height % 2 == 0
            # Half a step of evenness on either side is all that the shape may lose.
            assert abs(each.width * height - each.height * width) <= 2 * (width + height)


def test_a_server_may_set_a_lower_ceiling() -> None:
    assert [each.name for each in choose(facts(1920, 1080), highest=480)] == ["480p", "360p"]


@pytest.mark.parametrize(
    ("fps", "expected"),
    [
        (23.98, Fraction(24000, 1001)),
        (24, Fraction(24)),
        (29.93, Fraction(30000, 1001)),
        (30, Fraction(30)),
        (50, Fraction(25)),
        (59.94, Fraction(30000, 1001)),
        (240, Fraction(30)),
        (12.5, Fraction(25, 2)),
        (1, Fraction(1)),
    ],
    ids=str,
)
def test_a_rate_is_kept_or_halved_but_never_mixed(fps: float, expected: Fraction) -> None:
    assert frame_rate(fps) == expected


TWO = (Rendition("480p", 854, 480, 1300), Rendition("360p", 640, 360, 800))
OPENING = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats"]


def test_one_command_makes_every_rendition_with_its_own_sound() -> None:
    probe = facts(audio_codec="aac", audio_stream=1)
    assert ladder_command("ffmpeg", ["-i", "file:/in.mp4"], probe, TWO, limit_ms=60_000) == [
        *(*OPENING, "-progress", "pipe:1", "-t", "60", "-i", "file:/in.mp4"),
        "-filter_complex",
        "[0:0]fps=25/1,split=2[s0][s1];"
        "[s0]scale=854:480:out_range=tv,setsar=1[v0];"
        "[s1]scale=640:360:out_range=tv,setsar=1[v1]",
        *("-map", "[v0]", "-map", "0:1", "-map", "[v1]", "-map", "0:1"),
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"),
        *("-pix_fmt", "yuv420p", "-crf", "23"),
        *("-maxrate:v:0", "1300k", "-bufsize:v:0", "1820k"),
        *("-maxrate:v:1", "800k", "-bufsize:v:1", "1120k"),
        *("-g", "50", "-keyint_min", "50", "-sc_threshold", "0"),
        *("-force_key_frames", "expr:gte(t,n_forced*2)"),
        *("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"),
        *("-af", "aresample=async=1:first_pts=0"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-threads", "0"),
        *("-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"),
        *("-var_stream_map", "v:0,a:0,name:480p v:1,a:1,name:360p"),
        *("-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", "%v/%05d.m4s", "%v/index.m3u8"),
    ]


def test_a_silent_source_asks_for_no_sound() -> None:
    command = ladder_command("ffmpeg", ["-i", "file:/in.mp4"], facts(), TWO, limit_ms=60_000)
    assert "0:1" not in command
    assert not {"-c:a", "-b:a", "-af"} & set(command)
    assert command[command.index("-var_stream_map") + 1] == "v:0,name:480p v:1,name:360p"


def test_a_wide_range_of_light_is_mapped_only_where_the_server_can() -> None:
    hdr = facts(hdr=True)

    def graph(probe: Probe, tone_map: bool) -> str:
        command = ladder_command("ffmpeg", [], probe, TWO, limit_ms=1000, tone_map=tone_map)
        return command[command.index("-filter_complex") + 1]

    assert "scale=854:480,zscale=t=linear" in graph(hdr, tone_map=True)
    assert "zscale" not in graph(hdr, tone_map=False)
    assert "zscale" not in graph(facts(), tone_map=True)


def test_half_pictures_are_joined_before_anything_else() -> None:
    command = ladder_command("ffmpeg", [], facts(interlaced=True), TWO, limit_ms=1000)
    graph = command[command.index("-filter_complex") + 1]
    assert graph.startswith("[0:0]yadif=deint=interlaced,fps=25/1,split")
