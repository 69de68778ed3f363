"""Settings: what is read from where, and that nonsense is named and stops the program."""

import pytest

from portal.settings import Nonsense, read


def test_without_anything_the_defaults_serve_this_machine_alone(tmp_path):
    settings = read({}, home=tmp_path)
    assert (settings.host, settings.port, settings.database, settings.demo) == ("127.0.0.1", 8000, "sqlcipher", False)
    assert settings.master_key_file == tmp_path / "keys" / "master.key"


def test_the_file_in_the_home_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / "settings.toml").write_text('port = 9000\nworkers = 3\ncompany_en = "Harbour & Co."\n', "utf-8")
    settings = read({"PORTAL_PORT": "9001"}, home=tmp_path)
    assert (settings.port, settings.workers, settings.company_en) == (9001, 3, "Harbour & Co.")


def test_what_the_command_line_says_wins_over_both(tmp_path):
    assert read({"PORTAL_PORT": "9001"}, home=tmp_path, port=9002).port == 9002
    assert read({"PORTAL_PORT": "9001"}, home=tmp_path, port=None).port == 9001


def test_a_value_may_come_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("postgresql://portal@db/portal\n", "utf-8")
    settings = read({"PORTAL_DATABASE_FILE": str(secret)}, home=tmp_path)
    assert settings.database == "postgresql://portal@db/portal"


@pytest.mark.parametrize(("typed", "meant"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("", False)])
def test_yes_and_no_are_understood(tmp_path, typed, meant):
    assert read({"PORTAL_HTTPS": typed}, home=tmp_path).https is meant


NONSENSE = [
    ("PORTAL_PORT", "eighty"),
    ("PORTAL_PORT", "80.5"),
    ("PORTAL_PORT", "0"),
    ("PORTAL_PORT", "65536"),
    ("PORTAL_PORT", ""),
    ("PORTAL_HOST", " "),
    ("PORTAL_DATABASE", "mysql://portal@db/portal"),
    ("PORTAL_DATABASE", ""),
    ("PORTAL_WORKERS", "0"),
    ("PORTAL_THREADS", "-4"),
    ("PORTAL_IDLE_HOURS", "0"),
    ("PORTAL_SESSION_HOURS", "all day"),
    ("PORTAL_ONE_TIME_HOURS", "0"),
    ("PORTAL_TRUSTED_PROXIES", "-1"),
    ("PORTAL_TRUSTED_PROXIES", "10"),
    ("PORTAL_TRUSTED_PROXIES", "10.0.0.1"),
    ("PORTAL_TRUSTED_PROXIES", "yes"),
    ("PORTAL_UPLOAD_BYTES", "20 MB"),
    ("PORTAL_FORM_BYTES", "0"),
    ("PORTAL_DEMO", "perhaps"),
    ("PORTAL_FORCE_DEMO", "2"),
    ("PORTAL_HTTPS", "https"),
    ("PORTAL_DATABASE_FILE", "/nowhere/at/all"),
]


@pytest.mark.parametrize(("variable", "value"), NONSENSE)
def test_nonsense_is_refused_and_its_variable_named(tmp_path, variable, value):
    with pytest.raises(Nonsense, match=variable):
        read({variable: value}, home=tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = true", "PORTAL_PORT"),
        ("port = 80.5", "PORTAL_PORT"),
        ("company_zh = 5", "PORTAL_COMPANY_ZH"),
        ("demo = 'perhaps'", "PORTAL_DEMO"),
        ("colour = 'blue'", "colour"),
        ("port = ", "settings.toml"),
    ],
)
def test_nonsense_in_the_file_is_named_too(tmp_path, text, said):
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(Nonsense, match=said):
        read({}, home=tmp_path)


def test_a_file_that_is_not_text_is_named(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Nonsense, match=r"settings\.toml"):
        read({}, home=tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_demo_company_is_served_on_this_machine(tmp_path, host):
    assert read({"PORTAL_DEMO": "yes", "PORTAL_HOST": host}, home=tmp_path).demo


def test_the_demo_company_is_not_served_to_others_unless_forced(tmp_path):
    there = {"PORTAL_DEMO": "yes", "PORTAL_HOST": "0.0.0.0"}
    with pytest.raises(Nonsense, match=r"PORTAL_HOST is 0\.0\.0\.0"):
        read(there, home=tmp_path)
    assert read(there | {"PORTAL_FORCE_DEMO": "yes"}, home=tmp_path).demo
