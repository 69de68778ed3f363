"""/verify and `portal verify`: what a file or the digits on a paper are worth, in plain words."""

import io
from datetime import timedelta

import pytest

from portal.core import time
from portal.signing.actions import certificates
from portal.signing.models import Document
from tests.signing.files import company, sealed, signed, whole
from tests.signing.test_forms_pages import frozen, newest, sign
from tests.signing.test_verifying import drawn_over

pytestmark = pytest.mark.rule("DM-O1")


@pytest.fixture
def slip(browse, cast, market):
    """A slip that both have signed: (its number, its file)."""
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    assert sign(hands, document, 0).status == sign(takes, document, 1).status == 303
    return document.number, takes.get(f"/forms/{document.number}/file.pdf").data


def verdict(browser, data: bytes) -> str:
    page = browser.post("/verify", file=(io.BytesIO(data), "form.pdf"), digest="")
    assert page.status == 200, page.text
    return page.soup.select_one(".verdict")["data-verdict"]


def test_a_kept_form_is_genuine_for_everybody_who_holds_it(browse, cast, slip):
    number, data = slip
    for person in (cast.clerk, cast.auditor, cast.stranger):
        browser = browse(person)
        assert verdict(browser, data) == "good"
    page = browse(cast.clerk).post("/verify", file=(io.BytesIO(data), "form.pdf"), digest="")
    assert "林市场" in page.text_of(".verdict table") and number in page.text_of("[aria-labelledby=told-title]")
    assert page.has(f"a[href^='/forms/{number}']")
    page = browse(cast.stranger).post("/verify", file=(io.BytesIO(data), "form.pdf"), digest="")
    assert number in page.text_of("main")
    assert not page.has(f"a[href^='/forms/{number}']"), "what stands in it is not theirs to open"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (drawn_over, "added_to"),
        (lambda data: data[:900] + bytes([data[900] ^ 1]) + data[901:], "altered"),
        (lambda data: data[:-3000], "cut_off"),
        (lambda data: b"hello", "no_pdf"),
        (lambda data: whole(), "foreign"),
    ],
    ids=["added to", "altered", "cut off", "no PDF", "foreign"],
)
def test_what_is_not_genuine_is_told_apart(browse, cast, slip, change, expected):
    assert verdict(browse(cast.clerk), change(slip[1])) == expected


def test_stages_copies_and_drafts(browse, cast, market):
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    url = f"/forms/{document.number}"
    empty = hands.get(f"{url}/file.pdf").data
    assert verdict(hands, empty) == "unsigned"
    assert sign(hands, document, 0).status == 303
    half = hands.get(f"{url}/file.pdf").data
    assert verdict(hands, half) == "open"
    assert sign(takes, document, 1).status == 303
    assert verdict(hands, half) == "another", "an earlier stage is not the file that is kept"
    assert verdict(hands, hands.get(f"{url}/copy.pdf").data) == "unsigned"


def test_superseded_and_unknown(browse, cast, market, slip):
    number, data = slip
    hands = browse(market)
    assert hands.post(f"/forms/{number}/renewal").status == 303
    assert verdict(hands, data) == "good", "a draft supersedes nothing"
    assert hands.post(f"/forms/{number}/freeze").status == 303
    assert verdict(hands, data) == "superseded"
    assert "newer version" in hands.get(f"/verify?digest={_digits(number, 1)}").text_of("main")
    Document.delete().execute()
    assert verdict(hands, data) == "unknown"


def _digits(number: str, version: int) -> str:
    return Document.get(Document.number == number, Document.version == version).digest[:16]


def test_a_certificate_that_was_taken_back(browse, cast, market, slip):
    hands, admin = browse(market), browse(cast.admin)
    assert admin.post("/forms/certificates/market/revocation", reason="").status == 422
    assert browse(cast.clerk).post("/forms/certificates/market/revocation", reason="x").status == 403
    assert admin.post("/forms/certificates/market/revocation", reason="Left the company.").status == 303
    assert admin.post("/forms/certificates/nobody/revocation", reason="x").status == 404
    assert verdict(hands, slip[1]) == "good", "what was signed before stays good"
    document = frozen(hands)
    assert sign(hands, document, 0).status == 303, "with a new certificate"
    from portal.signing.models import Certificate

    signer = Certificate.get(Certificate.staff == market, Certificate.revoked_at.is_null())
    Certificate.update(revoked_at=time.now() - timedelta(minutes=1)).where(Certificate.id == signer.id).execute()
    assert verdict(hands, hands.get(f"/forms/{document.number}/file.pdf").data) == "revoked"


def test_the_digits_of_a_paper_lead_to_its_form(browse, cast, slip):
    number, _data = slip
    digits = newest().digest[:16]
    typed = " ".join(digits[at : at + 4] for at in range(0, 16, 4)).upper()
    for given in (digits, typed, digits + newest().digest[16:20]):
        page = browse(cast.auditor).get(f"/verify?digest={given}")
        assert page.status == 200 and number in page.text_of("main") and "林市场" in page.text_of("main")
    assert "No form with these digits" in browse(cast.clerk).get("/verify?digest=" + "0" * 16).text_of("main")
    for nonsense in ("abc", "g" * 16, "0" * 65, "%00"):
        assert browse(cast.clerk).get(f"/verify?digest={nonsense}").status == 422
    assert browse(cast.clerk).post("/verify", digest="").status == 422
    assert browse(cast.clerk).post("/verify", digest=typed).status == 200


def test_the_root_is_there_for_everybody(browse, cast):
    browser = browse(cast.auditor)
    page = browser.get("/forms/certificates")
    assert page.status == 200 and not page.has("[aria-labelledby=all-title]")
    answer = browser.get("/forms/root.crt")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/pkix-cert"
    assert browse(cast.admin).get("/forms/certificates").has("[aria-labelledby=all-title]")
    assert browse(None).get("/verify").status == 303


def test_a_renewed_certificate_before_the_old_one_runs_out(database, cast, app):
    keyring = app.extensions["keyring"]
    now = time.now()
    first = certificates.for_person(cast.clerk, keyring, at=now)
    assert certificates.for_person(cast.clerk, keyring, at=now + timedelta(days=1)) == first
    later = certificates.for_person(cast.clerk, keyring, at=first.ends_at - timedelta(days=29))
    assert later != first and later.ends_at > first.ends_at


def test_signed_with_another_authority_under_the_same_number(browse, cast, slip):
    """A file that says it is a form of this portal, made and signed by somebody else."""
    from tests.signing.files import blank

    forged = sealed(signed(signed(blank(), 0, company(1)), 1, company(1)), company(1))
    assert verdict(browse(cast.clerk), forged) == "foreign"
