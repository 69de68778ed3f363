"""Our own static files: joined, hashed, compressed once in memory, and cached by browsers for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

JOINED = {"portal.css": ("css", "*.css"), "portal.js": ("js", "*.js")}
COMPRESSIBLE = ("text/", "application/javascript", "image/svg+xml")
FOR_EVER = "public, max-age=31536000, immutable"
UNJOINED = ("vendor/htmx.min.js", "img/*.svg", "img/*.png")

blueprint = Blueprint("static_files", __name__)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its bytes, the same compressed, its type and the first 12 digits of its SHA-256."""

    plain: bytes
    packed: bytes | None
    kind: str
    digest: str


class Assets:
    """The static folder read once; `url(name)` is the hashed address of a file or a joined file."""

    def __init__(self, folder: Path):
        self.files = dict(_joined(folder)) | dict(_single(folder))

    def url(self, name: str) -> str:
        if name not in self.files:
            raise KeyError(f"static/{name} is not there; scripts/start fetches the browser parts.")
        return f"/static/{self.files[name].digest}/{name}"


def _joined(folder: Path):
    for name, (part, pattern) in JOINED.items():
        pieces = sorted((folder / part).glob(pattern))
        yield name, _asset(name, b"\n".join(piece.read_bytes() for piece in pieces))


def _single(folder: Path):
    for pattern in UNJOINED:
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            yield name, _asset(name, path.read_bytes())


def _asset(name: str, plain: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, 9, mtime=0) if kind.startswith(COMPRESSIBLE) else None
    return Asset(plain, packed, kind, hashlib.sha256(plain).hexdigest()[:12])


def init_app(app: Flask, folder: Path) -> None:
    app.extensions["assets"] = Assets(folder)
    app.jinja_env.globals["asset"] = app.extensions["assets"].url
    app.register_blueprint(blueprint)


@blueprint.get("/static/<digest>/<path:name>")
def send(digest: str, name: str) -> Response:
    """A file under its hash; an old hash gets the file of today, which browsers may not keep."""
    asset = current_app.extensions["assets"].files.get(name) or abort(404)
    response = Response(asset.plain, mimetype=asset.kind)
    if asset.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.data, response.headers["Content-Encoding"] = asset.packed, "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_EVER if digest == asset.digest else "no-cache"
    return response


send.is_open = True
