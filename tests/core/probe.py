"""Views that do one thing each, so that the ground can be seen without a business on it."""

from __future__ import annotations

import errno

import peewee
from flask import Blueprint, abort, flash, request
from jinja2 import ChoiceLoader, DictLoader

from portal.core import web
from portal.core.errors import Missing, Refused
from portal.core.forms import Files, Form, Moment, filled, line, text

TEMPLATES = {
    "probe/page.html": '{% extends "base.html" %}{% block title %}Probe{% endblock %}{% block head %}<h1>Probe</h1>{% endblock %}'
    '{% block main %}{% include "probe/_piece.html" %}{% endblock %}',
    "probe/_piece.html": '<section id="piece">{{ word }}</section>',
    "probe/form.html": '{% extends "base.html" %}{% from "macros/fields.html" import field, errors %}'
    "{% block title %}Probe{% endblock %}{% block head %}<h1>Probe</h1>{% endblock %}"
    '{% block main %}<form id="form" method="post" action="/probe/form" enctype="multipart/form-data">{{ form.csrf_token }}'
    "{{ errors(form) }}{{ field(form.title) }}{{ field(form.words) }}{{ field(form.at) }}{{ field(form.files) }}</form>"
    "{% endblock %}",
}

blueprint = Blueprint("probe", __name__, url_prefix="/probe")


class ProbeForm(Form):
    title = line("Title", filled(), longest=10)
    words = text("Words", longest=1_000)
    at = Moment("At")
    files = Files("Files")


def add_to(app) -> None:
    """Register the views and their templates."""
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])
    app.register_blueprint(blueprint)


def piece(word: str, **more):
    return web.page("probe/page.html", fragment="probe/_piece.html", word=word, **more)


@blueprint.get("/read")
def read():
    return piece(request.args.get("word", "read"))


@blueprint.get("/polled")
def polled():
    return web.not_modified("tag-1") or web.tagged(piece("polled", polled=True), "tag-1")


@blueprint.get("/leave")
def leave():
    return web.go("/probe/read?word=中 文")


@blueprint.post("/write")
def write():
    flash("It is written.", "success")
    return web.done("/probe/read", fragment="probe/_piece.html", word="written")


@blueprint.post("/form")
@web.takes_form
def form():
    filled_in = ProbeForm()
    if not filled_in.validate_on_submit():
        return web.page("probe/form.html", status=422, form=filled_in)
    return piece(repr((filled_in.title.data, filled_in.words.data, filled_in.at.data, filled_in.files.kept)))


@blueprint.post("/rule")
def rule():
    raise Refused("The stamp is missing.", "CP-1.1")


@blueprint.get("/missing")
def missing():
    raise Missing


@blueprint.get("/stop/<int:status>")
def stop(status: int):
    abort(status)


@blueprint.get("/broken/<name>")
def broken(name: str):
    raise ValueError(f"{name} {request.args.get('word')} did not fit")


@blueprint.get("/database")
def database():
    raise getattr(peewee, request.args.get("kind", "OperationalError"))(request.args["said"])


@blueprint.get("/disk")
def disk():
    raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/of-a-customer")
