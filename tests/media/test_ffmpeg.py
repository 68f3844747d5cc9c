"""The runner: what it finds, hears, and that nothing outlives it."""

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from media.errors import MediaError
from media.ffmpeg import KEPT_BYTES, can_filter, courtesy, end_all, find_ffmpeg, run

HOME = Path(__file__).resolve().parents[2]


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


@pytest.fixture
def thread_of_life(tmp_path: Path) -> Path:
    """A named pipe that processes hold open for as long as they live."""
    path = tmp_path / "alive"
    os.mkfifo(path)
    return path


def all_let_go(path: Path, reader: int) -> bool:
    """Tell whether, within ten seconds, nobody holds the pipe open for writing any more."""
    # Opening it once ourselves makes its end visible even if nobody ever came.
    os.close(os.open(path, os.O_WRONLY))
    return bool(select.select([reader], [], [], 10)[0]) and os.read(reader, 1) == b""


def holding(path: Path, then: str = "") -> list[str]:
    """A process with a child, both holding the pipe for a minute."""
    return shell(f"sleep 60 >'{path}' & exec 3>'{path}'; {then} exec sleep 60")


def test_a_setting_decides_which_ffmpeg_is_used(wheel: str) -> None:
    assert find_ffmpeg(wheel) == wheel


def test_a_setting_that_names_no_program_is_refused() -> None:
    with pytest.raises(MediaError) as refused:
        find_ffmpeg("/nowhere/ffmpeg")
    assert refused.value.code == "no-ffmpeg"
    assert "/nowhere/ffmpeg" in refused.value.detail
    assert "/nowhere" not in refused.value.message


def test_the_installed_ffmpeg_goes_before_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: str
) -> None:
    own = tmp_path / "ffmpeg"
    own.symlink_to(wheel)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg() == str(own)


def test_without_an_installed_ffmpeg_the_packaged_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg() == wheel


def test_a_filter_that_works_is_told_from_one_that_does_not(ffmpeg: str) -> None:
    assert can_filter(ffmpeg, "scale=16:16,hflip")
    assert not can_filter(ffmpeg, "scale=16:16,no_such_filter")


def test_a_command_is_told_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINE_SECRET_KEY", "hunter2")
    said = run(shell("env >&2"), timeout=60).stderr
    assert "PATH=" in said
    assert "hunter2" not in said


def test_progress_is_heard_as_fractions_that_only_grow() -> None:
    heard: list[float] = []
    times = ["N/A", "-40000", "500000", "1000000", "900000", "9000000"]
    script = ";".join(f"echo out_time_us={each}" for each in times)
    finished = run(shell(script), timeout=60, lasts_ms=4000, on_progress=heard.append)
    assert heard[-1] == 1.0
    assert heard == sorted(set(heard))
    assert finished.reached_ms == 9000


def test_a_real_film_reports_the_time_it_reached(ffmpeg: str) -> None:
    words = ["-hide_banner", "-nostdin", "-v", "error", "-progress", "pipe:1"]
    words += ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=3", "-f", "null", "-"]
    assert run([ffmpeg, *words], timeout=60).reached_ms == pytest.approx(3000, abs=200)


def test_a_command_that_is_too_slow_ends_with_all_its_children(thread_of_life: Path) -> None:
    reader = os.open(thread_of_life, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(MediaError) as refused:
        run(holding(thread_of_life), timeout=0.3)
    assert refused.value.code == "too-slow"
    assert "sleep 60" in refused.value.detail
    assert all_let_go(thread_of_life, reader)
    os.close(reader)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt], ids=["error", "interruption"])
def test_an_exception_of_the_listener_ends_the_command(
    thread_of_life: Path, error: type[BaseException]
) -> None:
    def stop(_: float) -> None:
        raise error

    reader = os.open(thread_of_life, os.O_RDONLY | os.O_NONBLOCK)
    command = holding(thread_of_life, then="echo out_time_us=1000;")
    with pytest.raises(error):
        run(command, timeout=60, lasts_ms=1000, on_progress=stop)
    assert all_let_go(thread_of_life, reader)
    os.close(reader)


def test_everything_that_runs_can_be_ended_from_elsewhere(thread_of_life: Path) -> None:
    reader = os.open(thread_of_life, os.O_RDONLY | os.O_NONBLOCK)
    command = holding(thread_of_life, then="echo out_time_us=1000;")
    with pytest.raises(MediaError) as refused:
        run(command, timeout=60, lasts_ms=1000, on_progress=lambda _: end_all())
    assert refused.value.code == "stopped"
    assert all_let_go(thread_of_life, reader)
    os.close(reader)


@pytest.mark.skipif("setpriv" not in courtesy(), reason="this system cannot bind lives together")
def test_the_command_ends_when_its_worker_is_killed(thread_of_life: Path) -> None:
    script = "import sys; from media.ffmpeg import run; run(sys.argv[1:], timeout=60)"
    only = shell(f"exec sleep 60 >'{thread_of_life}'")
    with subprocess.Popen([sys.executable, "-c", script, *only], cwd=HOME) as worker:
        reader = os.open(thread_of_life, os.O_RDONLY)  # waits until the command holds it
        worker.send_signal(signal.SIGKILL)
    assert all_let_go(thread_of_life, reader)
    os.close(reader)


def test_no_process_is_left_to_be_buried() -> None:
    script = """
import os
from media.ffmpeg import run
run(["sh", "-c", "exit 0"], timeout=60)
run(["sh", "-c", "exit 3"], timeout=60, may_fail=True)
try:
    run(["sh", "-c", "sleep 60"], timeout=0.1)
except Exception:
    os.waitpid(-1, os.WNOHANG)
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True)
    assert "ChildProcessError" in said.stderr


def test_of_endless_complaints_only_both_ends_are_kept() -> None:
    script = "echo first >&2; yes complaint | head -c 3000000 >&2; echo last >&2"
    said = run(shell(script), timeout=60).stderr
    assert len(said) == 2 * KEPT_BYTES
    assert said.startswith("first\n")
    assert said.endswith("\nlast\n")


def test_an_endless_line_of_progress_is_survived() -> None:
    script = "yes | tr -d '\\n' | head -c 3000000; echo; echo out_time_us=2000"
    assert run(shell(script), timeout=60).reached_ms == 2


@pytest.mark.parametrize(
    ("complaint", "code"),
    [("moov is odd", "unreadable"), ("av_write: No space left on device", "disk-full")],
    ids=["a damaged file", "a full disk"],
)
def test_a_failure_has_a_sentence_for_people_and_a_detail_for_the_log(
    complaint: str, code: str
) -> None:
    with pytest.raises(MediaError) as refused:
        run(shell(f"echo {complaint} >&2; exit 8"), timeout=60)
    assert refused.value.code == code
    assert complaint not in refused.value.message
    assert complaint in refused.value.detail
    assert "exit 8" in refused.value.detail


@pytest.mark.parametrize(("name", "code"), [("KILL", "stopped"), ("SEGV", "unreadable")])
def test_a_command_ended_by_the_system_does_not_accuse_the_file(name: str, code: str) -> None:
    with pytest.raises(MediaError) as refused:
        run(shell(f"ulimit -c 0; kill -{name} $$"), timeout=60)
    assert refused.value.code == code


def test_a_command_that_may_fail_answers_its_status() -> None:
    assert run(shell("exit 8"), timeout=60, may_fail=True).status == 8


def test_a_command_that_does_not_exist_is_named_in_the_detail() -> None:
    with pytest.raises(MediaError) as refused:
        run(["no-such-program"], timeout=60)
    assert refused.value.code == "no-ffmpeg"
    assert "no-such-program" in refused.value.detail


def test_commands_give_way_to_the_web_server() -> None:
    if not shutil.which("nice"):
        pytest.skip("this system has no nice")
    here = os.getpriority(os.PRIO_PROCESS, 0)
    script = f"test $(nice) -ge {min(19, here + 10)}"
    assert run(shell(script), timeout=60).status == 0
