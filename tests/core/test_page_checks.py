"""The checks that every page of every test goes through find what is wrong, and nothing else."""

from __future__ import annotations

import pytest

from tests.page_checks import faults

GOOD = """<!doctype html><html lang="en"><head><title>A page</title><script src="/x.js"></script></head><body>
<h1>One</h1><a href="/x" hx-get="/x" hx-target="#there">go</a><div id="there"></div>
<form method="post" action="/save" hx-post="/save"><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name"><label>Why <textarea name="why"></textarea></label>
<input name="q" aria-label="Search"><select id="kind" name="kind"></select><label for="kind">Kind</label><button>Save</button>
</form><form action="/search"><input type="submit"></form></body></html>"""


def test_a_good_page_has_none():
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('id="there"', 'id="name"', "the id 'name' is used 2 times"),
        ('action="/save"', "", "a form without action dies without JavaScript"),
        ('name="csrf_token"', 'name="token"', "the form to /save has no token"),
        ('<label for="name">', '<label for="nothing">', "the field name has no label"),
        ("<label>Why <textarea", "<p>Why <textarea", "the field why has no label"),
        (' aria-label="Search"', "", "the field q has no label"),
        ("<h1>One", '<h1 style="color: red">One', "inline style or script, which the content policy forbids"),
        (' src="/x.js"', "", "inline style or script, which the content policy forbids"),
        ("<button>", '<button onclick="x()">', "onclick on button"),
        ("<button>", '<button hx-delete="/x">', "button posts with htmx alone; without JavaScript it does nothing"),
        ('href="/x" hx-get', "hx-get", "a link asks with htmx alone; without JavaScript it does nothing"),
        ("<h1>One</h1>", "", "a page has exactly one h1, this one 0"),
        ("A page", "", "a page has a title"),
        (' lang="en"', "", "a page names its language"),
        ('hx-target="#there"', 'hx-target="#away"', "hx-target #away is not on the page"),
    ],
)
def test_each_fault_is_named(good, bad, said):
    assert good in GOOD
    assert said in list(faults(GOOD.replace(good, bad, 1)))


def test_a_piece_needs_neither_title_nor_heading():
    assert list(faults('<p hx-target="#elsewhere">a piece</p>', whole=False)) == []
