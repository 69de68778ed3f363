"""What nobody should send, and somebody will."""

from __future__ import annotations

from urllib.parse import quote

SCRIPT = "<script>alert(1)</script>"
TEXTS = {
    "nothing": "",
    "blanks": " \t\u3000\xa0 ",
    "a control character": "a\x07b\x1b[31m",
    "NUL": "a\0b",
    "emoji": "👩‍🔧😀🇨🇳",
    "right to left": "مرحبا بالعالم שלום",
    "an override": "invoice\u202efdp.exe",
    "a path": "../../../../etc/passwd",
    "a template": "{{7*7}}${7*7}<%= 7*7 %>{% raise %}",
    "a script": SCRIPT,
    "an attribute": "\" onmouseover=\"alert(1)\" x='",
    "quotes of SQL": "'; DROP TABLE ticket; --",
    "words of FTS": '" OR NEAR(* -"',
    "wildcards": "%_*?[]",
    "a format": "%s%(x)s%n{0}{x!r}",
    "a huge number": "9" * 40,
    "an endless number": "9" * 5_000,
    "minus one": "-1",
    "not a number": "NaN",
    "infinity": "1e999",
    "other digits": "١٢٣４５",
    "half a character": "\ufffd\ufeff\u2028",
    "a list": "[1, 2]",
    "an object": '{"a": {"b": 1}}',
    "true": "true",
    "line ends": "a\r\nb\nc\rd",
    "a header": "x\r\nSet-Cookie: a=b",
    "another host": "https://elsewhere.example/",
    "an address": "//elsewhere.example/%2e%2e",
    "a moment that is none": "2026-02-30T25:61",
    "a far moment": "9999-12-31T23:59",
    "an early moment": "0001-01-01T00:00",
    "much": "长" * 30_000,
}
SENT_RAW = {
    "broken UTF-8": "%ff%fe%c3%28",
    "half a surrogate": "%ed%a0%80",
    "too long UTF-8": "%c0%ae%c0%ae%c0%af",
    "a lone percent": "%",
    "a wrong percent": "%zz%u0041",
}
IN_ADDRESS = {name: quote(text, safe="") for name, text in TEXTS.items() if len(text) < 6_000} | SENT_RAW

HEADERS = {
    "Accept-Language": ["xx-YY;q=9", "*" * 5_000, "中".encode().decode("latin-1"), ";;;,,,q=NaN", ""],
    "Accept-Encoding": ["gzip;q=NaN", "x" * 5_000, ",,,"],
    "Accept": ["*/*;q=zz", "x", ""],
    "Referer": ["http://[", "javascript:alert(1)", "x" * 5_000, "//", "http://elsewhere.example/"],
    "Origin": ["null", "http://[::1", "file://", "x" * 5_000],
    "User-Agent": ["", "x" * 10_000, SCRIPT, "\xff\xfe"],
    "X-Forwarded-For": ["1.2.3.4, unknown", "' OR 1=1", "x" * 5_000],
    "If-None-Match": ["*", 'W/"', '"' * 100, ",,,", "x" * 5_000],
    "If-Modified-Since": ["yesterday", "-1"],
    "Range": ["bytes=-1", "bytes=9-1,zz", "x"],
    "Content-Length": ["0"],
    "Authorization": ["Basic ///", "Bearer x", "Digest a=b", "x"],
    "Cookie": ["portal=", "portal=a.b.c; portal-language='", "=;=;;", "portal=" + "x" * 5_000, "\xff=\xfe"],
    "HX-Request": ["true", "TRUE", "yes", "\xff"],
    "HX-Current-URL": ["http://[", "x", "http://localhost/\x7f", "//" * 1_000, "data:,x"],
    "HX-Target": ["'\"<>", "x" * 5_000],
    "HX-Trigger": ["{}", "\xff"],
    "HX-Boosted": ["maybe"],
    "HX-History-Restore-Request": ["maybe"],
    "HX-Prompt": [SCRIPT],
    "X-CSRFToken": ["\xff", "x" * 5_000, "a.b.c"],
    "Host": ["", "a b", "elsewhere.example", "[::1", "localhost:99999", "x" * 300, "<script>", "localhost:x", "..", "\xff"],
}
