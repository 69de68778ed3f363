"""The press: forms are rendered in a process of their own, so that pages are answered while one is printed.

The process gets HTML on its standard input and gives the sheet back on its standard output, a line of JSON each; it knows no
database and no key. It ends when whoever started it does, however that ended. Where no press was started (the scheduler, the
command line), a form is rendered where it is asked for.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
from threading import Lock, Thread, Timer

from portal.settings import PROJECT
from portal.signing.paper import Box, NotAllowed, Sheet

COMMAND = [sys.executable, "-m", "portal.signing.press"]
PATIENCE = 60  # seconds for one form; what takes longer has gone wrong
FIRST = '<html lang="zh-Hans"><body><h1>表单 Form</h1><p>签名与日期</p></body></html>'
ATTEMPTS = 2
NEEDED = ("HOME", "LANG", "LC_ALL", "PATH", "XDG_CACHE_HOME")  # of the environment; none of it is a secret
log = logging.getLogger("portal.press")


class Stopped(RuntimeError):
    """The press died over a form, twice."""


class Press:
    """One process that renders, started when it is first needed and anew when it has died."""

    def __init__(self, command: list[str] = COMMAND, patience: float = PATIENCE):
        self.command, self.patience = command, patience
        self._process: subprocess.Popen | None = None
        self._one_at_a_time = Lock()

    def sheet(self, html: str, size: tuple[float, float] | None = None) -> Sheet:
        """As `rendering.sheet`. Raises NotAllowed, and Stopped where the process dies over the form."""
        with self._one_at_a_time:
            for _attempt in range(ATTEMPTS):
                if answer := self._asked({"html": html, "size": size}):
                    return _sheet_of(json.loads(answer))
            raise Stopped("The press died over this form twice; it was not rendered.")

    def end(self) -> None:
        """Let the process end."""
        with self._one_at_a_time:
            self._give_up()

    def _asked(self, question: dict) -> bytes:
        """The answer; nothing when the process died or took too long, which ends it."""
        process = self._running()
        clock = Timer(self.patience, process.kill)
        clock.start()
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            clock.cancel()
        if not answer.endswith(b"\n"):
            self._give_up()
            return b""
        return answer

    def _running(self) -> subprocess.Popen:
        if self._process is None or self._process.poll() is not None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
            self._process = subprocess.Popen(self.command, cwd=PROJECT, env=environment, **pipes)
        return self._process

    def _give_up(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()


_started: list[Press] = []


def start() -> None:
    """From now on forms of this process are rendered by a press, which warms up meanwhile."""
    press = Press()
    _started[:] = [press]
    Thread(target=_warm_up, args=(press,), name="press", daemon=True).start()


def stop() -> None:
    """End the press, if one was started; forms are rendered here again."""
    for press in _started:
        press.end()
    _started.clear()


def _warm_up(press: Press) -> None:
    try:
        press.sheet(FIRST)
    except (Stopped, OSError):
        log.exception("the press does not run")


def sheet(html: str, size: tuple[float, float] | None = None) -> Sheet:
    """The form as a PDF, by the press where one was started. Raises NotAllowed."""
    return _started[0].sheet(html, size) if _started else _rendered(html, size)


def _rendered(html: str, size: tuple[float, float] | None) -> Sheet:
    """Here and now. Who only asks the press never reads the renderer in."""
    from portal.signing import rendering

    return rendering.sheet(html, size)


def _sheet_of(answer: dict) -> Sheet:
    if "refused" in answer:
        raise NotAllowed(answer["refused"])
    if "broken" in answer:
        raise Stopped(answer["broken"])
    return Sheet(base64.b64decode(answer["pdf"]), answer["pages"], {name: Box(*box) for name, box in answer["boxes"].items()})


def _answer(question: dict) -> dict:
    try:
        made = _rendered(question["html"], tuple(question["size"]) if question["size"] else None)
    except NotAllowed as refusal:
        return {"refused": str(refusal)}
    except Exception as error:  # noqa: BLE001 (whatever a form does to the renderer is told to whoever asked)
        return {"broken": f"The form could not be rendered: {type(error).__name__}."}
    boxes = {name: [box.page, box.left, box.bottom, box.right, box.top] for name, box in made.boxes.items()}
    return {"pdf": base64.b64encode(made.pdf).decode(), "pages": made.pages, "boxes": boxes}


def main() -> None:
    """Answer one question after the other until nobody asks any more."""
    for line in sys.stdin.buffer:
        answer = json.dumps(_answer(json.loads(line))).encode() + b"\n"
        try:
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever asked has gone
            os._exit(0)


if __name__ == "__main__":
    main()
