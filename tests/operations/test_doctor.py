"""`portal doctor`: each check says in one sentence what is missing and what to do; only the essential ones fail it."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.core import time
from portal.operations import doctor
from portal.operations.checks import BAD, GOOD, NOTE, bad, good, home, machine, note, paper, parts
from portal.settings import PROJECT, Settings, read
from tests import postgres
from tests.operations.homes import opened, portal

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def absent(*_names):
    raise OSError("cannot open shared object file")


# ---- the machine ----


@pytest.mark.parametrize(
    ("version", "mark"), [((3, 10, 9), BAD), ((3, 11, 0), GOOD), ((3, 13, 1), GOOD), ((4, 0), GOOD)]
)
def test_python(version, mark):
    assert machine.python(version).mark == mark


def test_every_library_is_locked_and_importable_here():
    assert machine.libraries(PROJECT).mark == GOOD


def test_a_library_of_another_version_is_named(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "flask==9.9.9 \\\n    --hash=sha256:00\nno-such-library==1 \\\n", "utf-8"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = []\n", "utf-8")
    mark, text = machine.libraries(tmp_path)
    assert mark == BAD
    assert "not 9.9.9" in text
    assert "no-such-library is missing, not 1" in text


def test_a_line_for_other_machines_does_not_count():
    text = "brotlicffi==1.2 ; platform_python_implementation != 'CPython' \\\n    --hash=x\npeewee==4.5.3 \\\n"
    assert machine.locked_versions(text) == {"peewee": "4.5.3"}


def test_a_module_that_cannot_be_imported_is_named():
    assert list(machine.unimportable(["json", "no_such_module"])) == [
        "no_such_module cannot be imported: No module named 'no_such_module'"
    ]


@pytest.mark.parametrize("kind", ["sqlcipher", "sqlite", "postgresql://portal@db/portal"])
def test_the_database_engines_are_there(kind):
    assert machine.database_engine(kind).mark == GOOD


def test_zones():
    assert machine.zones().mark == GOOD

    def unknown(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    assert machine.zones(unknown) == bad(
        "The time zone Asia/Shanghai is unknown; install the library tzdata with `scripts/start --setup-only`."
    )


# ---- paper ----


def test_missing_drawing_libraries_are_named_with_their_packages():
    assert "install libpango-1.0-0" in paper.pango(absent).text
    assert "install libharfbuzz-subset0" in paper.harfbuzz_subset(absent).text
    assert paper.pango(absent).mark == paper.harfbuzz_subset(absent).mark == BAD


def test_here_paper_has_all_it_needs():
    assert [check().mark for check in (paper.pango, paper.harfbuzz_subset, paper.han_glyph)] == [GOOD] * 3


def test_without_a_chinese_font_the_boxes_are_noticed(tmp_path):
    """Asked of Pango itself, on a machine (a process) whose font configuration has no fonts."""
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", "ascii")
    ask = "from portal.operations.checks import paper; print(*paper.han_glyph())"
    answer = subprocess.run(
        [sys.executable, "-c", ask], env=os.environ | {"FONTCONFIG_FILE": str(nothing)}, cwd=PROJECT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.startswith("✗ No font here has 中")
    assert "install fonts-noto-cjk" in answer.stdout


def test_without_pango_nobody_can_say():
    assert paper.han_glyph(absent).mark == BAD


# ---- the project's parts ----


def test_the_browser_parts_are_the_pinned_ones(tmp_path):
    assert parts.browser_parts(PROJECT / "static").mark == GOOD
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor.sha256").write_text(f"{'0' * 64}  vendor/htmx.min.js\n", "ascii")
    assert "vendor/htmx.min.js" in parts.browser_parts(tmp_path).text
    (tmp_path / "vendor" / "htmx.min.js").write_text("another version", "ascii")
    assert parts.browser_parts(tmp_path).mark == BAD


def test_translations_are_compiled_and_not_older_than_their_texts(tmp_path):
    assert parts.translations(tmp_path).mark == BAD
    folder = tmp_path / "zh_Hans_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text, binary = folder / "messages.po", folder / "messages.mo"
    text.touch()
    assert "zh_Hans_CN/LC_MESSAGES/messages.po" in parts.translations(tmp_path).text
    binary.touch()
    assert parts.translations(tmp_path).mark == GOOD
    os.utime(text, (binary.stat().st_mtime + 1,) * 2)
    assert parts.translations(tmp_path).mark == BAD


# ---- the home ----


def key_file(folder, content: str, mode: int):
    path = folder / "master.key"
    path.write_text(content, "ascii")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("content", "mode", "mark", "said"),
    [
        ("5a" * 32, 0o600, GOOD, "only its owner reads it"),
        ("5a" * 32, 0o640, BAD, "chmod 600"),
        ("5a" * 32, 0o604, BAD, "chmod 600"),
        ("5a" * 31, 0o600, BAD, "32 bytes"),
        ("", 0o600, BAD, "32 bytes"),
        ("words", 0o600, BAD, "32 bytes"),
    ],
)
def test_the_master_key(tmp_path, content, mode, mark, said):
    found = home.master_key(key_file(tmp_path, content, mode))
    assert found.mark == mark
    assert said in found.text


def test_room_on_the_disk(tmp_path):
    assert home.disk(tmp_path).mark == GOOD
    assert home.disk(tmp_path, free=199_000_000).mark == BAD
    assert "199 MB" in home.disk(tmp_path, free=199_000_000).text
    assert home.disk(tmp_path / "nowhere").mark == BAD


@pytest.mark.parametrize(
    ("now", "newest", "mark"),
    [
        (NOW, None, GOOD),
        (NOW, NOW, GOOD),
        (NOW, NOW + timedelta(seconds=1), BAD),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), None, BAD),
        (datetime(2026, 1, 1, tzinfo=UTC), None, GOOD),
    ],
)
def test_a_sane_clock(now, newest, mark):
    assert home.clock_against(now, newest).mark == mark


@pytest.mark.parametrize(
    ("now", "years"),
    [(datetime(2026, 10, 31, tzinfo=UTC), [2026]), (datetime(2026, 11, 1, tzinfo=UTC), [2026, 2027])],
)
def test_next_years_calendars_are_asked_for_from_november_on(now, years):
    assert home.years_asked(now) == years


def test_calendars_that_are_not_announced_are_a_note(database):
    found = home.calendars_of([2027])
    assert found.mark == NOTE
    assert "Headquarters (mainland China) 2027 (not announced yet)" in found.text
    assert "Europe" not in found.text


# ---- all of it ----


def test_a_good_home_passes(demo_home):
    answer = portal("doctor", home=demo_home)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert len(answer.stdout.splitlines()) == len(doctor.CHECKS)
    assert answer.stdout.count("✓") >= len(doctor.CHECKS) - 2


def test_before_there_is_a_home_nothing_fails_and_nothing_is_made(tmp_path):
    answer = portal("doctor", home=tmp_path / "nowhere")
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.count("not made yet; `portal init` makes it.") == 6
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.once("the database is a file here")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: (path / "data" / "portal.db").unlink(), "portal.db is not there"),
        (lambda path: (path / "data" / "portal.db").write_bytes(b"x" * 8192), "The database does not open"),
        (lambda path: (path / "keys" / "master.key").write_text("00" * 32), "The database does not open"),
        (lambda path: (path / "keys" / "master.key").write_text("00"), "does not hold a readable key"),
        (lambda path: (path / "keys" / "master.key").chmod(0o644), "chmod 600"),
    ],
    ids=["no database", "a damaged database", "another key", "half a key", "a key for everybody"],
)
def test_a_damaged_home_fails_with_a_sentence(demo_home, damage, said):
    for trace in (demo_home / "data").glob("portal.db-*"):
        trace.unlink()
    damage(demo_home)
    answer = portal("doctor", home=demo_home)
    assert answer.returncode == 1
    assert said in answer.stdout
    assert "Traceback" not in answer.stderr


def settings_of(folder) -> Settings:
    return read({"PORTAL_DATABASE": postgres.setting_of(folder)}, home=folder)


def test_a_database_of_yesterday_is_sent_to_migrate(bare_home):
    from portal import migrations

    with opened(bare_home):
        last = migrations.runner().down()[0]
        found = home.database(settings_of(bare_home))
    assert found == bad(f"The database lacks {last}; `portal migrate` brings it up to date.")


def test_the_journal_is_asked_what_time_it_was(demo_home):
    with opened(demo_home), time.frozen(time.now() - timedelta(days=100)):
        assert "the journal was written at" in home.clock(settings_of(demo_home)).text


def test_only_what_is_essential_fails_the_whole(monkeypatch, capsys, tmp_path):
    checks = [
        doctor.Check("A font", lambda _: bad("no font."), essential=False),
        doctor.Check("All", lambda _: good("ok.")),
    ]
    monkeypatch.setattr(doctor, "CHECKS", checks)
    assert doctor.run(SimpleNamespace(), Settings(home=tmp_path)) == 0
    checks.append(doctor.Check("A key", lambda _: bad("no key.")))
    assert doctor.run(SimpleNamespace(), Settings(home=tmp_path)) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == ["✗ A font: no font.", "✓ All: ok.", "✗ A key: no key."]


def test_a_check_of_the_home_waits_for_the_home(tmp_path):
    check = doctor.Check("Key", lambda _: bad("looked."), of_home=True)
    assert doctor.finding(check, Settings(home=tmp_path)) == note("not made yet; `portal init` makes it.")
