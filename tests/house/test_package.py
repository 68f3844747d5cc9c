"""What is shipped: the wheel carries every folder that the application needs, under one name."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
STAYS_HOME = {"bench", "demo", "deploy", "docs", "tests", "widget", "var", "build", "dist"}


def test_every_folder_is_shipped_or_known_to_stay() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    shipped = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    listed = subprocess.run(
        ["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=True
    ).stdout
    folders = {line.split("/")[0] for line in listed.splitlines() if "/" in line}
    unknown = {each for each in folders if not each.startswith(".")} - shipped - STAYS_HOME
    assert not unknown
    assert {"widget/dist", "widget/frozen", "widget/vendor"} <= shipped


def test_the_wheel_gains_one_name_and_runs_from_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=HOME, capture_output=True, check=True)
    [wheel] = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    names = {each.name for each in place.iterdir() if not each.name.endswith(".dist-info")}
    assert names == {"vitrine"}
    assert (place / "vitrine" / "widget" / "dist" / "vitrine.js").exists()
    assert (place / "vitrine" / "templates" / "locale").is_dir()
    script = (
        "import vitrine, os; os.environ['VITRINE_DATA'] = 'data'; print(vitrine.create_app().name)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(place), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.strip().endswith("vitrine"), ran.stderr
