"""In which language a text is written. The texts are article 1 of the Universal Declaration of Human Rights in the official
translations of the United Nations, and letters written for this table by hand."""

import tomllib
from pathlib import Path

import pytest

from portal.knowledge.rules.speech import other_than, spoken

pytestmark = pytest.mark.rule("CP-15.3")

ARTICLE_1 = tomllib.loads((Path(__file__).parent / "declaration.toml").read_text("utf-8"))


@pytest.mark.parametrize(("language", "text"), ARTICLE_1.items())
def test_the_declaration_is_known_in_each_language_and_foreign_to_another(language, text):
    assert spoken(text) == language
    assert other_than(language, text) is None
    assert other_than("en" if language != "en" else "de", text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", ""),
        ("de", "OK, thanks!"),
        ("de", "Müller Maschinenbau GmbH, Hauptstraße 5, 60311 Frankfurt am Main, +49 69 123456"),
        ("zh", "https://example.com/manual.pdf info@example.com P-200 E26-00001"),
        ("ja", "了解"),
        ("ar", "P-200, SD-75: 230 V, 50 Hz"),
    ],
)
def test_what_is_short_or_no_language_is_not_refused(language, text):
    assert other_than(language, text) is None


def test_what_the_customer_wrote_does_not_count():
    quoted = "\n".join(f"> {ARTICLE_1['en']}" for _ in range(3))
    assert other_than("de", f"{ARTICLE_1['de']}\n\n{quoted}") is None
    assert other_than("de", quoted) is None
    assert other_than("de", f"{ARTICLE_1['en']}\n\n> {ARTICLE_1['de']}") == "en"


def test_both_ways_to_write_chinese_are_chinese():
    assert spoken("貴公司的來信我們已經收到，將於三個工作日內回覆。") == "zh"
    assert spoken("贵公司的来信我们已经收到，将于三个工作日内回复。") == "zh"


def test_names_of_products_do_not_make_a_text_foreign():
    text = "您好，Kreiselpumpe P-200 与 Servoantrieb SD-75 的备件已由 Müller Maschinenbau GmbH 发出，请查收。"
    assert other_than("zh", text) is None and other_than("de", text) == "zh"


def test_a_letter_in_two_languages_is_the_customers():
    assert other_than("de", f"{ARTICLE_1['de']}\n\n{ARTICLE_1['en']}") is None
    assert other_than("fr", f"{ARTICLE_1['de']}\n\n{ARTICLE_1['en']}") is not None
