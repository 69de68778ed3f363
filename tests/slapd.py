"""A real directory for tests: OpenLDAP's slapd on a free port of this machine, in a folder of its own, with TLS by a
certificate authority made for it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/bin:/sbin:/bin")
BASE = "dc=example,dc=com"
PEOPLE = f"ou=people,{BASE}"
PORTAL, PORTAL_PASSWORD = f"cn=portal,{BASE}", "of the portal itself"
ROOT, ROOT_PASSWORD = f"cn=root,{BASE}", "of the root"

CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb.la
pidfile {home}/slapd.pid
{tls}
database mdb
suffix "{base}"
rootdn "{root}"
rootpw "{root_password}"
directory {home}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{portal}" read by anonymous auth by * none
"""
TLS = """
TLSCACertificateFile {home}/ca.pem
TLSCertificateFile {home}/server.pem
TLSCertificateKeyFile {home}/server.key
"""
ENTRIES = f"""
dn: {BASE}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: {PEOPLE}
objectClass: organizationalUnit
ou: people

dn: {PORTAL}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: portal
userPassword: {PORTAL_PASSWORD}
"""


def is_installed() -> bool:
    return SLAPD is not None


def person(name: str, password: str, *, uid: str | None = None, unit: str = PEOPLE) -> str:
    """An entry as LDIF."""
    secret = f"userPassword: {password}\n" if password else ""
    return f"dn: cn={name},{unit}\nobjectClass: inetOrgPerson\ncn: {name}\nsn: {name}\nuid: {uid or name}\n{secret}"


def group(name: str, *members: str) -> str:
    lines = "".join(f"member: cn={member},{PEOPLE}\n" for member in members)
    return f"dn: cn={name},{BASE}\nobjectClass: groupOfNames\ncn: {name}\n{lines}"


@contextmanager
def server(home: Path, *entries: str, tls: bool = True, host: str = "localhost") -> Iterator[SimpleNamespace]:
    """A running directory: `ldap` and `ldaps` (addresses), `ca` (file), `modify(ldif)`, `process`.

    `host` is the name its certificate is made out to.
    """
    home.mkdir(parents=True, exist_ok=True)
    (home / "data").mkdir()
    make_certificates(home, host)
    names = {"home": home, "base": BASE, "root": ROOT, "root_password": ROOT_PASSWORD, "portal": PORTAL}
    text = CONFIG.format(**names, tls=TLS.format(home=home) if tls else "")
    (home / "slapd.conf").write_text(text, "utf-8")
    _load(home, "\n".join((ENTRIES, *entries)))
    plain, secure = free_port(), free_port()
    addresses = f"ldap://127.0.0.1:{plain}/" + (f" ldaps://127.0.0.1:{secure}/" if tls else "")
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [SLAPD, "-d", "0", "-f", home / "slapd.conf", "-h", addresses], stdout=log, stderr=log
        )
    try:
        _wait_for(plain, process, home)
        yield SimpleNamespace(
            ldap=f"ldap://localhost:{plain}",
            ldaps=f"ldaps://localhost:{secure}",
            ca=str(home / "ca.pem"),
            process=process,
            modify=lambda ldif: _modify(plain, ldif),
        )
    finally:
        process.kill()
        process.wait()


def _load(home: Path, ldif: str) -> None:
    slapadd = shutil.which("slapadd", path="/usr/sbin:/usr/bin:/sbin:/bin")
    done = subprocess.run(
        [slapadd, "-f", home / "slapd.conf"], input=ldif.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def _modify(port: int, ldif: str) -> None:
    words = ["ldapmodify", "-x", "-H", f"ldap://127.0.0.1:{port}", "-D", ROOT, "-w", ROOT_PASSWORD]
    done = subprocess.run(words, input=ldif.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen, home: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, (home / "log").read_text("utf-8", "replace")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("slapd did not start")


def make_certificates(home: Path, host: str) -> None:
    """ca.pem, and server.pem with server.key for `host`."""
    ca_key, ca = _certificate("Test CA", None, None, host)
    key, certificate = _certificate(host, ca_key, ca, host)
    (home / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    (home / "server.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (home / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _certificate(name: str, issuer_key, issuer, host: str):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_name(host)]), critical=False)
    )
    return key, built.sign(issuer_key or key, hashes.SHA256())


def _name(host: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(host))
    return x509.DNSName(host)
