"""Form fields: whatever a browser sends gets a sentence, and what was typed stays."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict

from portal.core import i18n
from portal.core.forms import Form, Moment, cleaned, filled, line, strange_character, text
from tests.core import samples
from tests.core.probe import ProbeForm


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Pumpe \r\n P-200\r ", "Pumpe \n P-200"),
        ("e\u0301", "é"),
        ("\u3000中文\u3000", "中文"),
        ("", ""),
        (None, None),
        ("אבג مرحبا 😀👩‍🔧", "אבג مرحبا 😀👩‍🔧"),
    ],
)
def test_text_is_cleaned(typed, kept):
    assert cleaned(typed) == kept


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=30))
def test_cleaning_twice_changes_nothing(typed):
    assert cleaned(cleaned(typed)) == cleaned(typed)


@pytest.mark.parametrize("character", [*"\0\x01\x08\x0b\x0c\x1b\x7f\x85\x9f", "\ud800"])
def test_control_characters_are_strange(character):
    assert strange_character(f"a{character}b{character}") == character


@pytest.mark.parametrize("character", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_so_is_what_turns_a_text_around(character):
    assert strange_character(f"invoice{character}fdp.exe") == character


@pytest.mark.parametrize(
    "welcome",
    ["שלום עולם", "مرحبا ۱۲۳", "👩‍🔧 😀 🇨🇳", "می‌خواهم", "中文，ｆｕｌｌ", "a\tb\nc", "\u200f\u200eabc", "\xa0ﬁ"],
)
def test_every_writing_is_welcome(welcome):
    assert strange_character(welcome) is None


@pytest.fixture
def sent(app):
    """`sent(Form, field=…)`: the form as a browser sent it, and whether it holds."""

    class Probe(Form):
        class Meta(Form.Meta):
            csrf = False

        title = line("Title", filled(), longest=10)
        words = text("Words", longest=1_000)
        at = Moment("At")

    def send(zone="Europe/Berlin", language="en", **fields):
        i18n.use(language=language, zone=zone)
        form = Probe(MultiDict(fields))
        return form, form.validate()

    with app.test_request_context():
        yield send


def test_too_long_names_its_limit_and_keeps_the_text(sent):
    form, good = sent(title="x" * 11, words="y" * 1_001)
    assert not good
    assert [str(fault) for fault in form.title.errors] == ["This is too long: at most 10 characters fit."]
    assert "1000" in str(form.words.errors[0])
    assert (form.title.data, form.words.data) == ("x" * 11, "y" * 1_001)
    assert 'value="xxxxxxxxxxx"' in form.title()


def test_exactly_as_long_as_it_may_be(sent):
    assert sent(title="中" * 10)[1]


def test_a_strange_character_is_named(sent):
    form, good = sent(title="a\x07b")
    assert not good
    assert "U+0007" in str(form.title.errors[0])
    assert form.title.data == "a\x07b"


def test_one_line_is_one_line_and_text_may_be_many(sent):
    form, good = sent(title="a\nb", words="a\nb")
    assert not good
    assert form.title.errors and not form.words.errors


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u3000", "\xa0"])
def test_blanks_are_nothing(sent, blank):
    form, good = sent(title=blank)
    assert not good
    assert [str(fault) for fault in form.title.errors] == ["Please fill this in."]


def test_several_values_for_one_field_are_its_first(app):
    with app.test_request_context(method="POST", data={"title": ["one", "two"]}):
        assert ProbeForm().title.data == "one"


@pytest.mark.parametrize(
    ("zone", "typed", "moment"),
    [
        ("Europe/Berlin", "2026-11-24T10:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("Asia/Shanghai", "2026-11-24 10:00", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        ("Asia/Kolkata", "2026-11-24T10:00:30", datetime(2026, 11, 24, 4, 30, 30, tzinfo=UTC)),
        ("Europe/Berlin", "2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: by the old offset
        ("Europe/Berlin", "2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first
        ("America/New_York", "2026-03-08T02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", "2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Europe/Berlin", "  2026-11-24T10:00  ", datetime(2026, 11, 24, 9, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_reader_s_zone(sent, zone, typed, moment):
    form, good = sent(zone=zone, title="x", at=typed)
    assert good
    assert form.at.data == moment


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "2026-13-01T10:00", "2026-02-30T10:00", "2026-11-24", "10:00", "0001-01-01T00:00", "9999-99-99T00:00",
     "-1", "1e9", "2026-11-24T10:00+01:00", "２０２６-11-24T10:00\0", "x" * 10_000],
)  # fmt: skip
def test_what_is_no_moment_is_said_and_kept(sent, typed):
    form, good = sent(zone="Asia/Shanghai", title="x", at=typed)
    assert not good
    assert "Write a date and a time" in str(form.at.errors[0])
    assert form.at._value() == typed


def test_no_moment_is_none_and_one_is_shown_in_the_reader_s_zone(app, sent):
    assert sent(title="x", at=" ")[0].at.data is None
    i18n.use(language="en", zone="Asia/Shanghai")
    assert ProbeForm(formdata=None, at=datetime(2026, 11, 24, 2, tzinfo=UTC)).at._value() == "2026-11-24T10:00"


@pytest.fixture
def upload(app):
    """`upload((name, bytes), …)`: the form with files, and whether they are kept."""

    def send(*files):
        data = {"title": "x", "files": [(io.BytesIO(content), name) for name, content in files]}
        with app.test_request_context(method="POST", data=data):
            i18n.use(language="en", zone="Europe/Berlin")
            form = ProbeForm()
            form.validate()
            return form.files

    return send


def test_files_are_kept_with_their_names(upload):
    field = upload(("报价.pdf", samples.PDF), ("a.txt", b"text"))
    assert not field.errors
    assert list(field.kept) == [("报价.pdf", samples.PDF), ("a.txt", b"text")]


def test_no_file_chosen_is_no_file(upload):
    assert list(upload(("", b"")).kept) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\\\Users\\\\me\\\\报价.txt", "报价.txt"),
        ("in\u202efdp.txt", "infdp.txt"),
        ("a\x07b\x00.txt", "ab.txt"),
        ("x" * 300 + ".txt", "x" * 140 + ".txt"),
        ("مرحبا 😀.txt", "مرحبا 😀.txt"),
        ("<b>&'.txt", "<b>&'.txt"),
    ],
)
def test_a_name_is_a_name_and_no_path(upload, name, kept):
    assert [name for name, _data in upload((name, b"text")).kept] == [kept]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("virus.exe", samples.EXE, "virus.exe: files of this kind are not kept."),
        ("bill.pdf", samples.EXE, "bill.pdf is not what its name says"),
        ("empty.pdf", b"", "empty.pdf is empty."),
    ],
)
def test_what_is_not_kept_is_named_with_its_reason(upload, name, data, words):
    assert str(upload(("good.txt", b"text"), (name, data)).errors[0]).startswith(words)


def test_a_file_in_the_place_of_a_text_is_no_text(probing):
    reply = probing().post("/probe/form", title=(io.BytesIO(b"text"), "title.txt"), words="kept")
    assert reply.status == 422
    assert reply.has(".errors a[href='#title']")
    assert reply.value_of("words") == "kept"


def test_a_text_in_the_place_of_a_file_is_no_file(probing):
    assert "[]" in probing().post("/probe/form", title="x", files="text").text_of("#piece")


@pytest.mark.parametrize("body", ['{"title": 5}', '{"title": {"a": 1}}', "[1, 2]", "5", "null", '{"title": "x"', ""])
def test_json_is_no_form(probing, body):
    browser = probing()
    response = browser.client.post(
        "/probe/form", data=body, content_type="application/json", headers={"X-CSRFToken": browser.token}
    )
    assert response.status_code == 422
    assert "Please fill this in." in response.text


def test_a_good_form_reaches_the_view(probing):
    reply = probing().post("/probe/form", title=" Müller ", words="a\r\nb", at="2026-11-24T10:00")
    expected = ("Müller", "a\nb", datetime(2026, 11, 24, 2, tzinfo=UTC), [])
    assert reply.text_of("#piece") == repr(expected)
