"""Two who sign at one moment, a disk that is full, a process killed in between: nothing lost, nothing twice."""

import hashlib
import random
import signal
import subprocess
import sys
import time as wall
from pathlib import Path

import pytest

from portal.core import crypto, time
from portal.core.errors import Refused
from portal.core.files import Store
from portal.openings.papers import SLIP
from portal.settings import PROJECT
from portal.signing import pades, verifying
from portal.signing.actions import certificates, documents, files, signatures
from portal.signing.keyring import Keyring, certificate_of
from portal.signing.models import DONE, Certificate, Document, Signature
from portal.signing.queries.documents import standing
from portal.signing.verifying import State
from tests import make
from tests.core import apart
from tests.operations.homes import environment
from tests.signing.signer import FACTS
from tests.tickets.test_claim_race import at_once

pytestmark = pytest.mark.rule("DM-O1")
KILLS = 6


class Desk:
    """A home with who signs there and with what."""

    def __init__(self, folder: Path, kind: str = ""):
        self.settings = apart.home_at(folder, kind)
        key = crypto.read_master_key(self.settings.master_key_file)
        self.keyring, self.store = Keyring(key), Store(self.settings.files, key)

    def settle(self):
        make.ground()
        self.market = make.staff("market", name="林市场", roles=["market"], department="market")
        certificates.found(self.keyring, at=time.now())
        self.cast = make.cast()

    def frozen(self) -> Document:
        made = documents.begin(SLIP, FACTS, region="eu", language="zh", by=self.market, at=time.now())
        return documents.freeze(standing(made), store=self.store, by=self.market, at=time.now())

    def sign(self, document, place, by):
        return signatures.sign(document, place, by=by, keyring=self.keyring, store=self.store)

    def files(self) -> set[str]:
        return {path.name for path in self.settings.files.rglob("*") if path.is_file()}

    def assert_whole(self):
        """Each document's file is the one the row names, and holds exactly the signatures that the rows tell of."""
        root = pades.as_asn1(certificate_of(Certificate.get(Certificate.use == "root")))
        for document in Document.select().where(Document.place != ""):
            data = files.content(document, store=self.store)
            assert hashlib.sha256(data).hexdigest() == document.sha256
            found = verifying.report(data, root)
            signed = list(Signature.select().where(Signature.document == document, Signature.signed_at.is_null(False)))
            assert len(found.people) == len(signed)
            assert (found.state is State.SOUND) is (document.state == DONE)
            assert {one.serial for one in found.people} == {row.certificate.serial for row in signed}


@pytest.fixture(params=["sqlcipher", "postgresql"])
def desk(request, tmp_path, app):
    desk = Desk(tmp_path, request.param)
    with apart.pointed_at(desk.settings):
        desk.settle()
        yield desk


@pytest.mark.once("runs on two kinds of database the first time")
def test_two_who_sign_one_place_at_one_moment(desk):
    document = desk.frozen()
    desk.sign(document, 0, desk.market)

    def try_it(person):
        try:
            return desk.sign(document, 1, person).state
        except Refused:
            return "refused"

    said = at_once([desk.cast.clerk, desk.cast.colleague, desk.cast.senior, desk.cast.clerk], try_it)
    assert sorted(said) == ["done", "refused", "refused", "refused"]
    assert Signature.select().where(Signature.signed_at.is_null(False)).count() == 2
    desk.assert_whole()
    assert desk.files() == {Document.get_by_id(document.id).place}, "no file of a signature that came to nothing"


@pytest.mark.once("runs on two kinds of database the first time")
def test_two_who_want_a_new_version_at_one_moment(desk):
    found = standing(desk.frozen())

    def try_it(person):
        try:
            return documents.renew(found, by=person, at=time.now()).version
        except Refused:
            return "refused"

    said = at_once([desk.cast.clerk, desk.cast.colleague, desk.market], try_it)
    assert sorted(map(str, said)) == ["2", "refused", "refused"]


@pytest.mark.once("runs on two kinds of database the first time")
def test_a_disk_that_is_full(desk, monkeypatch):
    document = desk.frozen()
    before = desk.files()

    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("portal.core.disk.write_new", full)
        with pytest.raises(OSError, match="No space"):
            desk.sign(document, 0, desk.market)
    assert desk.files() == before and Document.get_by_id(document.id).sha256 == document.sha256
    desk.assert_whole()
    desk.sign(document, 0, desk.market)
    desk.assert_whole()


@pytest.mark.once("the file's writing and the row's are the same on every database")
@pytest.mark.timeout(240)
def test_killed_at_random_moments(tmp_path, app):
    """`kill -9` while it signs: every signature that was seen through is in the file and in the rows, and no other."""
    desk, choice = Desk(tmp_path), random.Random(5)
    with apart.pointed_at(desk.settings):
        desk.settle()
    confirmed = []
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.signing.signer", str(tmp_path)]
        child = subprocess.Popen(command, cwd=PROJECT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
        seen = [child.stdout.readline() for _signature in range(choice.randint(1, 4))]
        wall.sleep(choice.uniform(0.0, 0.4))
        child.send_signal(signal.SIGKILL)
        confirmed += [line.split() for line in [*seen, *child.stdout.read().splitlines()] if line.strip()]
        child.wait()
    with apart.pointed_at(desk.settings):
        desk.assert_whole()
        kept = {(row.document.number, row.place) for row in Signature.select().where(Signature.signed_at.is_null(False))}
        assert {(number, int(place)) for number, place in confirmed} <= kept
        assert len(confirmed) > KILLS
        numbers = sorted(int(row.number.rpartition("-")[2]) for row in Document.select())
        assert numbers == list(range(1, len(numbers) + 1)), "numbers without gaps"
