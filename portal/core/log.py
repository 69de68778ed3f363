"""One line a request, without names, numbers, addresses or anything a person typed."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, request

from portal.core.rotated import Rotated
from portal.settings import Settings

FILE = "portal.log"
requests = logging.getLogger("portal.request")


class AsJson(logging.Formatter):
    """Each record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record), "level": record.levelname, "log": record.name, "text": record.getMessage()}
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = list(_trace(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _trace(error: BaseException | None) -> Iterator[str]:
    """Where an error came from, and the errors behind it. Not what they say: a database quotes people's data there."""
    while error is not None:
        yield type(error).__name__ + (f" {error.errno}" if isinstance(error, OSError) else "")
        yield from (f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__))
        error = error.__cause__ or error.__context__


def set_up(settings: Settings, level: int = logging.INFO) -> None:
    """Send every log of the portal to the file of the settings, or to standard error when they name no folder."""
    handler = _handler(settings)
    handler.setFormatter(AsJson())
    logger = logging.getLogger("portal")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level)


def _handler(settings: Settings) -> logging.Handler:
    if not settings.logs:
        return logging.StreamHandler(sys.stderr)
    most = settings.log_megabytes * 1_000_000
    return Rotated(Path(settings.logs) / FILE, most=most, kept=settings.log_files)


def init_app(app: Flask) -> None:
    """Flask's own line about an error names the address, which may name a person; `core.failures` tells of it instead."""
    app.log_exception = lambda _error: None
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started, g.request_id = perf_counter(), secrets.token_hex(6)


def _finish(response: Response) -> Response:
    """The route's pattern is logged, not the address: `/enquiries/<number>`, never whose."""
    if requests.isEnabledFor(logging.INFO) and request.endpoint != "static_files.send":
        facts = {
            "id": g.request_id,
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round((perf_counter() - g.started) * 1000, 1),
            "bytes": response.content_length,
        }
        requests.info("request", extra={"facts": facts})
    response.headers["X-Request-Id"] = g.request_id
    return response
