"""The templates as a whole: they parse, are used, own their roots, and hold nothing that the content policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import meta

FOLDER = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in NAMES}
CODE = "\n".join(path.read_text("utf-8") for path in sorted((FOLDER.parent / "portal").rglob("*.py")))
IMPORT = re.compile(r'{%-?\s*from\s+"([^"]+)"\s+import\s+([^%]+?)\s*-?%}')
INCLUDED = re.compile(r'{%-?\s*(?:include|extends|from|import)\s+"([^"]+)"|(?:else|if)\s+"([^"]+\.html)"|kept\("([^"]+)"')
FRAGMENTS = sorted(set(re.findall(r'fragment="([^"]+)"', CODE)))
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=|hx-on", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an address of another host": re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//""", re.IGNORECASE),
    "evaluated code": re.compile(r"hx-vals=.js:|hx-trigger=[\"'][^\"']*\["),
}


@pytest.mark.parametrize("name", NAMES)
def test_it_parses_and_names_only_what_is_there(app, name):
    tree = app.jinja_env.parse(TEXTS[name], name)
    app.jinja_env.get_template(name)
    assert {used for used in meta.find_referenced_templates(tree) if used} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_nothing_forbidden(name):
    elements = _without_code(TEXTS[name])
    assert [what for what, sign in FORBIDDEN.items() if sign.search(elements)] == []
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", TEXTS[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_it_imports_is_there_and_is_used(app, name):
    for source, imported in IMPORT.findall(TEXTS[name]):
        macros = app.jinja_env.get_template(source).module
        for macro in imported.removesuffix("with context").split(","):
            assert hasattr(macros, macro.strip()), f"{source} has no {macro}"
            assert re.search(rf"\b{macro.strip()}\(", IMPORT.sub("", TEXTS[name])), f"{macro} is not used"


def test_every_macro_is_used():
    for name in NAMES:
        for macro in re.findall(r"{%-?\s*macro\s+(\w+)", TEXTS[name]):
            users = sum(len(re.findall(rf"\b{macro}\(", text)) for text in TEXTS.values()) - 1
            users += CODE.count(f".module.{macro}(")
            assert users, f"{macro} of {name} is used nowhere"


def test_every_template_is_used():
    named = {each for text in TEXTS.values() for pair in INCLUDED.findall(text) for each in pair if each}
    named |= set(re.findall(r'"([\w/]+\.html)"', CODE))
    built = {name for name in NAMES if name.startswith("errors/") and 'f"errors/{status}.html"' in CODE}
    assert set(NAMES) - named - built == set()


def test_a_partial_begins_with_an_underscore_and_a_page_extends_a_base():
    for name in NAMES:
        file = name.rpartition("/")[2]
        is_page = not file.startswith("_") and not name.startswith(("macros/", "base", "paper/"))
        assert TEXTS[name].lstrip().startswith("{% extends") is is_page, name


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_is_one_element_with_an_id(name):
    soup = BeautifulSoup(_without_code(TEXTS[name]), "html.parser")
    roots = [tag for tag in soup.find_all(recursive=False) if tag.name != "template"]
    assert len(roots) == 1, [tag.name for tag in roots]
    assert roots[0].get("id")
    assert "".join(text for text in soup.find_all(string=True, recursive=False)).strip() == ""


def test_there_are_fragments():
    assert len(FRAGMENTS) > 5


def _without_code(text: str) -> str:
    """The elements alone: statements and remarks go, what is written out becomes a word."""
    text = re.sub(r"{#.*?#}|{%.*?%}", "", text, flags=re.DOTALL)
    return re.sub(r"{{.*?}}", "x", text, flags=re.DOTALL)


def test_code_declares_no_text_safe_but_the_catalogue_s():
    """`core.i18n` puts escaped values into its own messages; nobody else decides what needs no escaping."""
    for path in sorted((FOLDER.parent / "portal").rglob("*.py")):
        found = re.search(r"\bMarkup\(|render_template_string|autoescape(?!=True)", path.read_text("utf-8"))
        assert not found or path.name == "i18n.py", path
