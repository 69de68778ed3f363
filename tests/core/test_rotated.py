"""The log file: several processes write, any turns it over, no line is lost, cut or written twice."""

from __future__ import annotations

import json
import logging
import multiprocessing

import pytest

from portal.core import log
from portal.core.rotated import Rotated
from portal.settings import Nonsense, read

WRITERS, LINES = 4, 400


def lines_in(folder) -> list[str]:
    files = sorted(folder.glob("portal.log*"), key=lambda path: -int(path.suffix[1:]) if path.suffix[1:].isdigit() else 0)
    return [line for path in files for line in path.read_text("utf-8").splitlines()]


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("portal", logging.INFO, __file__, 1, text, (), None)


def write(path, writer: int) -> None:
    handler = Rotated(path, most=4_000, kept=200)
    for number in range(LINES):
        handler.emit(record(f"{writer} {number} " + "x" * 60))
    handler.close()


def test_processes_that_write_at_once_lose_nothing(tmp_path):
    fork = multiprocessing.get_context("spawn")
    writers = [fork.Process(target=write, args=(tmp_path / "portal.log", number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = [tuple(map(int, line.split()[:2])) for line in lines_in(tmp_path)]
    assert sorted(found) == [(writer, number) for writer in range(WRITERS) for number in range(LINES)]
    assert len(list(tmp_path.glob("portal.log.*"))) > 10


def test_the_oldest_go(tmp_path):
    handler = Rotated(tmp_path / "portal.log", most=100, kept=3)
    for number in range(50):
        handler.emit(record(f"{number} " + "x" * 99))
    handler.close()
    assert {path.name for path in tmp_path.glob("portal.log*")} == {"portal.log", *(f"portal.log.{n}" for n in (1, 2, 3))}
    assert [line.split()[0] for line in lines_in(tmp_path)] == ["46", "47", "48", "49"]


def test_a_file_that_somebody_moved_is_begun_anew(tmp_path):
    handler = Rotated(tmp_path / "portal.log", most=1_000, kept=3)
    handler.emit(record("one"))
    (tmp_path / "portal.log").rename(tmp_path / "elsewhere")
    handler.emit(record("two"))
    handler.close()
    assert (tmp_path / "portal.log").read_text() == "two\n"


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path, capsys):
    handler = Rotated(tmp_path / "logs" / "portal.log", most=10, kept=3)
    handler.emit(record("a line that fills it"))
    (tmp_path / "logs" / "portal.lock").mkdir()
    handler.emit(record("one that would turn it over"))
    handler.close()
    assert "IsADirectoryError" in capsys.readouterr().err


@pytest.fixture
def portal_log():
    logger = logging.getLogger("portal")
    before = logger.handlers, logger.propagate, logger.level
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.propagate = before[0], before[1]
    logger.setLevel(before[2])


def test_the_settings_name_the_folder(tmp_path, portal_log, capsys):
    log.set_up(read({"PORTAL_LOGS": str(tmp_path / "logs")}, home=tmp_path))
    portal_log.info("said")
    line = json.loads((tmp_path / "logs" / "portal.log").read_text("utf-8"))
    assert (line["text"], line["level"]) == ("said", "INFO")
    assert (tmp_path / "logs" / "portal.log").stat().st_mode & 0o077 == 0
    assert capsys.readouterr().err == ""


def test_without_one_it_goes_to_standard_error(tmp_path, portal_log, capsys):
    log.set_up(read({}, home=tmp_path))
    portal_log.info("said")
    assert json.loads(capsys.readouterr().err)["text"] == "said"


def test_a_folder_that_is_not_named_in_full_is_refused(tmp_path):
    with pytest.raises(Nonsense, match="PORTAL_LOGS"):
        read({"PORTAL_LOGS": "logs"}, home=tmp_path)
