"""What goes wrong on a page without anybody seeing it: errors in the console, answers of 4xx and 5xx, lost requests."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request, Response

REPORTED_AS_ANSWER = "Failed to load resource: the server responded with a status of"
LEFT_BEHIND = ("net::ERR_ABORTED",)  # a poll that was under way when its page was left


class Watch:
    """Notes the faults of every page it is given. `expected` holds the statuses that the test means to provoke."""

    def __init__(self):
        self.faults: list[str] = []
        self.expected: set[int] = set()

    def over(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("requestfailed", self._lost)
        page.on("response", self._answer)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        """Chromium reports a broken content policy here too."""
        if message.type in ("error", "warning") and not message.text.startswith(REPORTED_AS_ANSWER):
            self.faults.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _lost(self, request: Request) -> None:
        if request.failure not in LEFT_BEHIND:
            self.faults.append(f"no answer to {request.method} {request.url}: {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")
