"""The units for systemd and the container file: they start commands that there are, on the home that they may write to."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser

import pytest

from portal.__main__ import COMMANDS

UNITS = ("portal.service", "portal-web.service", "portal-scheduler.service")
WORDS = {command.words for command in COMMANDS}


def unit(project, name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(project / "scripts" / "systemd" / name, "utf-8")
    return parser


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_a_command_of_the_portal_on_the_home_it_may_write_to(project, name):
    service = unit(project, name)["Service"]
    home = service["Environment"].removeprefix("PORTAL_HOME=")
    assert home == service["ReadWritePaths"]
    for line in filter(None, (service.get("ExecStartPre"), service["ExecStart"])):
        program, _, words = line.partition(" ")
        assert program == "/opt/portal/scripts/portal"
        assert words in WORDS


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_it(project, tmp_path, name):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = (project / "scripts" / "systemd" / name).read_text("utf-8")
    (tmp_path / name).write_text(text.replace("/opt/portal", str(project)), "utf-8")
    answer = subprocess.run(["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False)
    assert [line for line in answer.stderr.splitlines() if line.startswith(name)] == []


def test_the_container_starts_commands_that_there_are(project):
    text = (project / "scripts" / "Containerfile").read_text("utf-8")
    started = re.findall(r"scripts/portal ([a-z]+)", text.partition("\nCMD")[2])
    assert started == ["init", "migrate", "serve"]
    assert set(started) <= WORDS
    assert (project / "scripts" / "start").exists()
