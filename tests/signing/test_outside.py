"""The company's own seal, and a time-stamp service of somebody else: used, trusted, and refused plainly when they fail."""

import asyncio
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from portal.core import db, time
from portal.settings import Nonsense, read
from portal.signing.models import Document
from tests.signing.files import company, stamper
from tests.signing.test_forms_pages import frozen, newest, sign
from tests.signing.test_verify_page import verdict

PASSWORD = "siegel"


@pytest.fixture
def setting(app, monkeypatch):
    """Change settings for the test, as the portal reads them."""

    def change(**values):
        changed = replace(db.settings(), **values)
        monkeypatch.setattr(db.database.obj, "portal_settings", changed)
        monkeypatch.setitem(app.extensions, "settings", changed)

    return change


@pytest.fixture
def seal_file(tmp_path):
    file, of = tmp_path / "seal.p12", company()
    others = [*of.chain, of.certificate]
    data = pkcs12.serialize_key_and_certificates(
        b"seal", of.seal.key, of.seal.certificate, others, BestAvailableEncryption(PASSWORD.encode())
    )
    file.write_bytes(data)
    return str(file)


class Service(BaseHTTPRequestHandler):
    """Somebody else's time stamps."""

    def do_POST(self):
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = asyncio.run(stamper(company(), time.now()).async_request_tsa_response(request)).dump()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer if self.server.good else answer[:40])

    def log_message(self, *_said):
        pass


@pytest.fixture
def service(tmp_path):
    server = HTTPServer(("127.0.0.1", 0), Service)
    server.good = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    root = tmp_path / "stamps.pem"
    root.write_bytes(company().certificate.public_bytes(Encoding.PEM))
    server.settings = {"stamp_url": f"http://127.0.0.1:{server.server_port}/", "stamp_ca_file": str(root)}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def both_sign(browse, cast, market) -> bytes:
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    assert sign(hands, document, 0).status == sign(takes, document, 1).status == 303
    return takes.get(f"/forms/{document.number}/file.pdf").data


def test_the_companys_own_seal_closes_the_form(browse, cast, market, setting, seal_file):
    setting(seal_file=seal_file, seal_password=PASSWORD)
    data = both_sign(browse, cast, market)
    assert verdict(browse(cast.clerk), data) == "good"
    page = browse(cast.clerk).get("/verify")
    setting(seal_file="")
    assert page.status == 200 and verdict(browse(cast.clerk), data) == "foreign", "without the seal's authority nobody vouches"


def test_a_seal_that_does_not_open_signs_nothing(browse, cast, market, setting, seal_file):
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    assert sign(hands, document, 0).status == 303
    setting(seal_file=seal_file, seal_password="wrong")
    answer = sign(takes, document, 1)
    assert answer.status == 409 and "cannot be opened" in answer.text_of("main")
    assert newest().state == "signing"


def test_time_stamps_of_somebody_else(browse, cast, market, setting, service):
    setting(**service.settings)
    assert verdict(browse(cast.clerk), both_sign(browse, cast, market)) == "good"


def test_a_service_that_is_silent_or_lies_signs_nothing(browse, market, setting, service):
    setting(**service.settings)
    hands = browse(market)
    document = frozen(hands)
    service.good = False
    answer = sign(hands, document, 0)
    assert answer.status == 409 and "does not answer" in answer.text_of("main")
    setting(**service.settings | {"stamp_url": "http://127.0.0.1:9/"})
    assert sign(hands, document, 0).status == 409
    service.good = True
    setting(**service.settings)
    assert sign(hands, document, 0).status == 303
    assert Document.select().count() == 1


@pytest.mark.once("settings are read without a database")
@pytest.mark.parametrize(
    "given",
    [
        {"PORTAL_SEAL_FILE": "/nowhere.p12"},
        {"PORTAL_STAMP_URL": "ftp://stamps"},
        {"PORTAL_STAMP_URL": "https://stamps.example.com"},
        {"PORTAL_STAMP_CA_FILE": "/nowhere.pem"},
    ],
)
def test_settings_that_make_no_sense_are_named(given, tmp_path):
    with pytest.raises(Nonsense, match=r"PORTAL_(SEAL|STAMP)"):
        read(given, home=tmp_path)
