"""Whatever comes gets an answer that says what is wrong and keeps what was typed. The portal never falls over it."""

from __future__ import annotations

import io
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest

from portal.audit import queries as journal
from portal.core import db
from portal.core.db import Row
from tests import postgres
from tests.whole import nasty
from tests.whole import world as worlds

# The test client writes large bodies to a temporary file and leaves closing it to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

PARAMETERS = ["q", "after", "stage", "state", "level", "channel", "region", "owner", "customer", "do", "next", "as"]
PARAMETERS += ["country", "name", "how", "role", "language", "zone", "profile", "page"]
PARAMETERS += ["period", "by", "time", "from", "until", "kind", "person", "rule", "stopwatch"]
PARAMETERS += ["about", "digest", "version"]
PARAMETERS += ["handover", "gap", "who", "what", "subject", "since", "same", "origin", "reason"]
MEGABYTES = 10 * 1_000_000
TEXT_CONTROLS = "input:not([type]), input[type=text], input[type=search], input[type=datetime-local], textarea"
WORDLESS = {"csrf_token", "seen", "version", "revision", "place"}
GROWS_ANYWAY = {"session", "sign_in_attempt"}


def is_sound(reply, what: str) -> None:
    """An answer that a person can use: no error of ours, no trace, nothing of theirs carried out."""
    assert reply.status < 500, what
    assert "Traceback" not in reply.text, what
    assert nasty.SCRIPT not in reply.text, what
    assert urlsplit(reply.place or "").netloc in ("", "localhost"), what
    assert reply.headers.get("Set-Cookie", "").find("a=b") == -1, what


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = [model._meta.table_name for model in Row.__subclasses__() if model._meta.table_name not in GROWS_ANYWAY]
    there = set(db.database.get_tables())
    return {table: db.select(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables if table in there}


@contextmanager
def taken_back():
    """Whatever is written inside is taken back; a refused request must have written nothing."""
    with db.atomic() as transaction:
        yield
        transaction.rollback()


@pytest.fixture
def browser(browse, world):
    return browse(world.everything)


def parts_of(texts: dict[str, str], number: int) -> list:
    """Texts in so many heaps, one test each."""
    values = list(texts.values())
    return [values[start::number] for start in range(number)]


@pytest.mark.parametrize("texts", parts_of(nasty.IN_ADDRESS, 4), ids="abcd")
def test_every_page_with_every_parameter(app, browser, world, texts):
    urls = [world.url(app, rule) for rule in worlds.routes(app, "GET")]
    for turn, text in enumerate(texts):
        query = "&".join(f"{name}={text}" for name in PARAMETERS)
        for url in urls:
            is_sound(browser.get(f"{url}?{query}&q=twice", htmx=turn % 2 == 1, check=False), f"{url} with {text[:80]}")


@pytest.mark.parametrize("texts", parts_of({name: text for name, text in nasty.IN_ADDRESS.items() if text}, 4), ids="abcd")
def test_every_address_with_something_else_in_it(app, browser, world, texts):
    before = rows()
    for rule in worlds.routes(app, "GET", "POST"):
        known = {name: quote(str(value), safe="") for name, value in world.arguments(rule).items()}
        for url in (_address(rule, known | {place: text}) for place in known for text in texts):
            reply = browser.get(url, check=False) if "GET" in rule.methods else browser.post(url, check=False)
            is_sound(reply, url[:200])
            assert reply.status in (200, 204, 303, 308, 400, 404, 405, 409, 422), url[:200]
    assert rows() == before


def _address(rule, parts: dict) -> str:
    """The address with its parts as they are, whatever a converter would say of them."""
    return "".join(parts[data] if is_part else data for is_part, data in rule._trace if data and data != "|")


class Sent:
    """A form found on a page: where it goes, and what stands in it."""

    def __init__(self, form):
        self.action = form["action"]
        self.fields = {}
        for control in form.select("[name]"):
            self.fields.setdefault(control["name"], _value(control))
        self.words = [control["name"] for control in form.select(TEXT_CONTROLS) if control.get("name") not in WORDLESS]
        self.files = [control["name"] for control in form.select("input[type=file]")]
        self.fields.pop("csrf_token", None)
        for name in self.files:
            self.fields.pop(name)

    def __repr__(self) -> str:
        return self.action


def _value(control) -> str:
    if control.name == "textarea":
        return control.text.removeprefix("\n")
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select("option")[-1]
        return chosen.get("value", "")
    return control.get("value", "")


FOUND: dict[str, Sent] = {}


@pytest.fixture
def forms(app, browser, world) -> list[Sent]:
    """Every form that the pages of the portal hold, each once. The world is the same in each test, so one look will do;
    but on PostgreSQL, which numbers what is made anew with other numbers."""
    if postgres.is_chosen():
        FOUND.clear()
    if not FOUND:
        rules = [rule for rule in worlds.routes(app, "GET") if rule.endpoint not in ("static_files.send", "home.healthz")]
        steps = browser.get(f"/enquiries/{world.ticket.number}").soup.select("#moves .tabs a")
        more = ["/policy/versions/new?target=CS-3.1a"]
        for url in [*more, *(world.url(app, rule) for rule in rules), *(tag["href"].partition("#")[0] for tag in steps)]:
            for form in browser.get(url, check=False).soup.select("form[method=post]"):
                FOUND.setdefault(form["action"], Sent(form))
    assert any(world.ticket.number in action for action in FOUND)
    return [form for form in FOUND.values() if form.action not in ("/logout", "/language")]


def test_every_unsafe_address_was_found(app, forms, world):
    """But for those whose form needs something the world does not hold; `test_every_address…` reaches these too."""
    adapter = app.url_map.bind("localhost")
    found = {adapter.match(form.action, method="POST")[0] for form in forms}
    others = {rule.endpoint for rule in worlds.routes(app, "POST")} - found
    assert others == {
        "access.confirm_factor", "access.finish_sign_in", "access.remove_factor", "access.remove_factor_of",
        "access.renew_recovery_codes",
        "access.test_source",
        "access.open_session", "access.sign_out", "access.reinstate", "access.end_session", "access.end_session_of",
        "clocks.type_prayers", "clocks.untype_prayers", "enquiries.bring_in", "enquiries.insert", "enquiries.put_canned",
        "enquiries.revert",
        "handover.accept", "handover.answer_violation", "handover.query", "handover.reply", "handover.withdraw",
        "home.language",
        "knowledge.review_answer", "operations.run_job",
        "policy.confirm", "policy.withdraw", "rebases.look_at_calendar",
        "signing.refuse", "signing.renew", "signing.revoke", "signing.sign", "team.withdraw_departure",
        "rebases.undo", "tickets.be_at", "tickets.claim", "tickets.keep", "tickets.look_at_run_again", "tickets.merge",
        "tickets.pin_view", "tickets.preview", "tickets.save_view", "tickets.undo_run",
    }  # fmt: skip


@pytest.mark.parametrize("texts", parts_of(nasty.TEXTS, 6), ids="abcdef")
def test_every_form_with_the_same_in_every_field(browser, forms, texts):
    for turn, text in enumerate(texts):
        for form in forms:
            if form.fields:
                send(browser, form, dict.fromkeys(form.fields, text), htmx=turn % 2 == 1)


@pytest.mark.parametrize("texts", parts_of(nasty.TEXTS, 6), ids="abcdef")
def test_every_form_with_one_odd_field(browser, forms, texts):
    """Each field with each kind of nonsense would take an hour; here each kind meets another field of each form."""
    kinds = list(nasty.TEXTS.values())
    for text in texts:
        for form in forms:
            if len(form.fields) > 1:
                name = list(form.fields)[kinds.index(text) % len(form.fields)]
                send(browser, form, form.fields | {name: text})


def as_fields(texts: dict) -> dict:
    """Fields of a form, also where one is called what `Browser.post` calls something else."""
    return {f"{name}_": text for name, text in texts.items()}


def send(browser, form: Sent, fields: dict, *, htmx: bool = False, **more) -> None:
    """Send it; the answer must be sound, a refused one must have changed nothing and a wrong form must come back filled."""
    with taken_back():
        before = rows()
        reply = browser.post(form.action, htmx=htmx, check=False, **as_fields(fields), **more)
        is_sound(reply, f"{form} with {str(fields)[:200]}")
        if reply.status >= 400:
            assert rows() == before, form
        if reply.status == 422 and "data-draft" in reply.text:
            keeps(reply, form, fields)


def keeps(reply, form: Sent, fields: dict) -> None:
    soup = reply.soup
    for name in form.words:
        typed, field = fields.get(name), soup.select_one(f"[name='{name}']")
        if isinstance(typed, str) and field is not None:
            assert _blank_folded(_value(field)) == _blank_folded(typed), f"{form} lost {name}"


def _blank_folded(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def test_every_form_with_nothing_in_it(browser, forms):
    for form in forms:
        send(browser, form, {})


def test_every_form_with_every_field_three_times(browser, forms):
    for form in forms:
        send(browser, form, {name: ["a", "-1", ""] for name in form.fields})


def test_every_form_with_files_for_texts_and_texts_for_files(browser, forms):
    for form in forms:
        send(browser, form, {name: (io.BytesIO(b"\0file"), "x.txt") for name in form.fields})
        send(browser, form, form.fields | dict.fromkeys(form.files, "text"))


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", ""])
def test_every_form_with_another_kind_of_body(browser, forms, kind):
    for form in forms:
        for body in (b'{"text": {"a": [1]}}', b"\xff\xfe\0--x\r\n\r\n"):
            with taken_back():
                before = rows()
                headers = {"X-CSRFToken": browser.token}
                response = browser.client.post(form.action, data=body, content_type=kind, headers=headers)
                assert response.status_code < 500, form
                assert rows() == before or response.status_code < 400, form


@pytest.mark.parametrize(
    ("address", "name"), [("/enquiries", "text"), ("/archive", "name"), ("/moves/note", "text"), ("/me/interface", "zone")]
)
def test_ten_megabytes_are_too_long_and_are_kept(browser, forms, address, name):
    form = next(form for form in forms if form.action.endswith(address))
    with taken_back():
        before = rows()
        reply = browser.post(form.action, check=False, **form.fields | {name: "x" * MEGABYTES})
        assert reply.status == 422
        assert "too long" in reply.text
        assert "x" * MEGABYTES in reply.text
        assert rows() == before


def test_more_than_anybody_may_send(browser, forms):
    form = next(form for form in forms if form.action == "/enquiries")
    assert browser.post(form.action, check=False, text="x" * 17_000_000).status == 413


@pytest.mark.parametrize("header", nasty.HEADERS)
def test_absurd_headers(browse, cast, header):
    browser, stranger = browse(cast.clerk), browse()
    for value in nasty.HEADERS[header]:
        headers, what = {header: value}, f"{header}: {value[:80]}"
        for url in ("/enquiries", "/nowhere", "/healthz"):
            is_sound(browser.get(url, headers=headers, check=False), what)
        is_sound(stranger.get("/enquiries", headers=headers, check=False), what)
        for token in (None, "old"):
            fields = {"language": "en", "zone": "Mars/Base"}
            is_sound(browser.post("/me/interface", token=token, headers=headers, check=False, **fields), what)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "FOO"])
def test_other_methods(app, browser, world, method):
    before = rows()
    for rule in worlds.routes(app, "GET", "POST"):
        assert browser.client.open(world.url(app, rule), method=method).status_code == 405, rule
    assert rows() == before


@pytest.mark.parametrize("name", ["portal", "portal-language"])
@pytest.mark.parametrize("value", ["", "x", "a.b.c", "eyJfdXNlcl9pZCI6IjEifQ.x.y", "../..", "'\"", "9" * 4_000])
def test_a_made_up_cookie_is_nobody_s(browse, name, value):
    browser = browse()
    browser.client.set_cookie(name, value)
    assert browser.get("/enquiries").place.startswith("/login")
    assert browser.get("/login").status == 200


def test_the_number_of_somebody_else_s_ticket_is_no_number(app, browse, cast, world):
    stranger = browse(cast.stranger)
    before = journal.head()
    mine = [rule for rule in worlds.routes(app, "GET", "POST") if rule.endpoint.startswith(("enquiries.", "tickets."))]
    mine = [rule for rule in mine if world.values(rule.endpoint)["number"] == world.ticket.number and "number" in rule.arguments]
    assert len(mine) >= 4
    for rule in mine:
        url = world.url(app, rule)
        ask = stranger.get if "GET" in rule.methods else stranger.post
        assert [ask(url, htmx=htmx).status for htmx in (False, True)] == [404, 404], rule
        nothing = stranger.get(url.replace(world.ticket.number, "E26-99999"), check=False)
        assert "GET" not in rule.methods or nothing.status == 404
    assert journal.head() == before


def test_the_customer_and_the_notice_of_somebody_else_are_not_there(browse, cast, world):
    stranger = browse(cast.stranger)
    for url in (f"/archive/{world.customer.id}", f"/archive/{world.customer.id}/edit"):
        assert stranger.get(url).status == 404
    assert stranger.post(f"/archive/{world.customer.id}", name="x").status == 404
    assert stranger.post(f"/notices/{world.notice.id}/reading").status == 404
    assert worlds.TITLE not in stranger.get("/tickets/search?q=Pumpe").text
    assert worlds.CUSTOMER not in stranger.get("/archive?q=M%C3%BCller").text


def test_an_expired_token_keeps_every_form(browse, world, forms):
    browser = browse(world.everything)
    for form in forms:
        if not form.words:
            continue
        typed = form.fields | {name: f"kept {number}" for number, name in enumerate(form.words)}
        reply = browser.post(form.action, token="old", headers={"Origin": "http://localhost"}, **as_fields(typed))
        assert reply.status == 422, form
        for name in form.words:
            assert typed[name] in reply.text, f"{form} lost {name}"
