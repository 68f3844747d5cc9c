"""A command on the leash never outlives the process that holds it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
LEASH = [sys.executable, "-m", "demo.leash", sys.executable, "-c"]
# Says that it is there, together with its own child; then stays until it is ended.
STAY = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(os.getpid(), child.pid, flush=True)\n"
    "time.sleep(600)\n"
)
# Tells how often it is asked to end: a signal that the leash passed on would show as another.
ANSWER = (
    "import signal, sys, time\n"
    "def told(number, frame):\n"
    "    print('asked to end' if number == signal.SIGTERM else 'disturbed', flush=True)\n"
    "    sys.exit(0)\n"
    "for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(each, told)\n"
    "print('here', flush=True)\n"
    "time.sleep(600)\n"
)
# A pipe ends when the last process that could write to it has ended.
EVERYBODY_GONE = ""
# Holds a leash, tells what the command said, and waits to be killed.
HOLDER = (
    "import subprocess, sys, time\n"
    "leash = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\n"
    "time.sleep(600)\n"
)


def start(script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*LEASH, script], cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_letting_go_ends_the_command_and_its_children() -> None:
    with start(STAY) as leash:
        assert leash.stdin
        assert leash.stdout
        assert len(leash.stdout.readline().split()) == 2
        leash.stdin.close()
        assert leash.stdout.read() == EVERYBODY_GONE
        assert leash.wait(30) == 128 + signal.SIGTERM


def test_a_holder_that_is_killed_takes_its_command_along() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *LEASH, STAY], cwd=HOME, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert len(holder.stdout.readline().split()) == 2
        holder.kill()
        assert holder.stdout.read() == EVERYBODY_GONE


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_leash_is_the_holders_to_answer(number: signal.Signals) -> None:
    with start(ANSWER) as leash:
        assert leash.stdin
        assert leash.stdout
        assert leash.stdout.readline() == "here\n"
        leash.send_signal(number)
        leash.stdin.close()
        assert leash.stdout.read() == "asked to end\n"
        assert leash.wait(30) == 0


@pytest.mark.parametrize("status", [0, 3], ids=["well", "badly"])
def test_a_command_that_ends_by_itself_gives_its_status(status: int) -> None:
    with start(f"raise SystemExit({status})") as leash:
        assert leash.wait(30) == status
