"""The command that packages a live stream, read whole, and what a browser's recorder sends."""

from __future__ import annotations

import pytest

from media.errors import MediaError
from media.live_ladder import FLV, Incoming, look_at_recording, package_command

EBML, CLUSTER = b"\x1a\x45\xdf\xa3", b"\x1f\x43\xb6\x75"
MP4 = b"\0\0\0\x1cftypiso5avc1mp41\0\0\1\0moov"

OPENED = (
    "ffmpeg -hide_banner -nostdin -y -loglevel error -nostats -f flv -protocol_whitelist pipe "
    "-format_whitelist flv,matroska,webm,mov,mp4 "
    "-codec_whitelist h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,aac,opus "
    "-analyzeduration 2000000 -max_pixels 9000000 -i pipe:0 "
)
MAPS = "-map 0:v:0 -map 0:a:0? -map_metadata -1 -map_chapters -1 "


def output(name: str) -> str:
    return (
        "-f hls -hls_time 1.98 -hls_list_size 0 -hls_segment_type fmp4 "
        "-hls_flags independent_segments+temp_file -hls_fmp4_init_filename init.mp4 "
        f"-hls_segment_filename {name}/%05d.m4s {name}/index.m3u8"
    )


def test_what_browsers_play_is_copied() -> None:
    assert " ".join(package_command("ffmpeg", FLV)) == (
        f"{OPENED}{MAPS}-c:v copy -c:a copy {output('source')}"
    )


def test_a_cheaper_rendition_has_its_key_frames_where_the_source_has_them() -> None:
    told = " ".join(package_command("ffmpeg", FLV, [480]))
    assert told.endswith(
        f"{output('source')} {MAPS}-vf "
        "scale=w='if(gte(iw,ih),-2,trunc(min(480,min(iw,ih))/2)*2)'"
        ":h='if(gte(iw,ih),trunc(min(480,min(iw,ih))/2)*2,-2)',setsar=1 "
        "-c:v libx264 -preset superfast -bf 0 -pix_fmt yuv420p -crf 24 -maxrate 1300k "
        "-bufsize 1300k -g 600 -sc_threshold 0 -force_key_frames source "
        f"-c:a copy {output('480p')}"
    )


def test_what_browsers_do_not_all_play_is_coded_anew() -> None:
    told = " ".join(package_command("ffmpeg", Incoming("matroska", False, False)))
    assert "-vf fps=30,setsar=1 -c:v libx264" in told
    assert "-force_key_frames expr:gte(t,n_forced*2)" in told
    assert "-c:a aac -b:a 128k" in told
    assert "copy" not in told


@pytest.mark.parametrize(
    ("head", "incoming"),
    [
        (EBML + b"V_MPEG4/ISO/AVC A_OPUS" + CLUSTER, Incoming("matroska", True, False)),
        (EBML + b"V_MPEG4/ISO/AVC A_AAC" + CLUSTER, Incoming("matroska", True, True)),
        (EBML + b"V_VP8 A_OPUS" + CLUSTER, Incoming("matroska", False, False)),
        (EBML + b"V_VP9" + CLUSTER, Incoming("matroska", False, True)),
        (EBML + b"V_MPEG4/ISO/AVC A_OPUS", None),
        (EBML, None),
        (MP4 + b"avc1 mp4a moof", Incoming("mov", True, True)),
        (MP4 + b"avc1 Opus moof", Incoming("mov", True, False)),
        (MP4 + b"hvc1 mp4a moof", Incoming("mov", False, True)),
        (MP4 + b"avc1 mp4a", None),
        (b"\x1a\x45", None),
    ],
    ids=[
        "Chromium with H.264",
        "AAC in WebM",
        "Firefox",
        "VP9 without sound",
        "a head whose end is still to come",
        "four bytes",
        "Safari",
        "Opus in MP4",
        "HEVC; a brand is no codec",
        "an MP4 whose pictures are still to come",
        "two bytes",
    ],
)
def test_a_recording_is_known_by_its_first_bytes(head: bytes, incoming: Incoming | None) -> None:
    assert look_at_recording(head) == incoming


@pytest.mark.parametrize(
    "head", [b"#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd", b"FLV\x01\x05" + bytes(9), bytes(64)]
)
def test_what_is_no_recording_is_refused(head: bytes) -> None:
    with pytest.raises(MediaError) as refused:
        look_at_recording(head)
    assert refused.value.code == "not-a-recording"
