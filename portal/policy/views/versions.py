"""The versions of the policy: proposed by one person, decided by another, confirmed by everybody (CS-6)."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from werkzeug.datastructures import MultiDict

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, lazy
from portal.core.web import go, page, takes_form
from portal.policy import actions, in_force, queries, refusals, targets
from portal.policy.forms import ReasonForm, proposal_form
from portal.policy.models import PolicyVersion
from portal.policy.views.blueprint import blueprint

VERSION = "/versions/<int(max=2147483647):number>"
STATES = {
    "proposed": lazy("Proposed"),
    "approved": lazy("Approved"),
    "refused": lazy("Refused"),
    "withdrawn": lazy("Withdrawn"),
}


@blueprint.get("/versions")
@requires(Permission.POLICY_VIEW)
def versions() -> Response:
    """Every version, the newest first; `after` is the mark of the next page."""
    after = request.args.get("after")
    found = queries.newest(after)
    return page(
        "policy/versions.html",
        versions=found.rows,
        changes=queries.changes_of(found.rows),
        state=_state,
        to_confirm=queries.to_confirm(staff()),
        may_propose=staff().may(Permission.POLICY_PROPOSE),
        first_url=url_for(".versions") if after else None,
        next_url=url_for(".versions", after=found.after) if found.after else None,
    )


@blueprint.get("/versions/new")
@requires(Permission.POLICY_PROPOSE)
def new_version() -> Response:
    """The form for the figures that the address names as `target`, and the choice of another one."""
    chosen = _chosen(request.args)
    return _proposal_page(proposal_form(chosen, formdata=None, effective=in_force.day_of(time.now())))


@blueprint.post("/versions")
@takes_form
@requires(Permission.POLICY_PROPOSE)
def propose() -> Response:
    form = proposal_form(_chosen(request.form))
    if not form.validate_on_submit():
        return _proposal_page(form, status=422)
    if not form.targets:
        form.form_errors.append(_("Choose first which figure should change."))
        return _proposal_page(form, status=422)
    try:
        made = actions.propose(form.facts(), effective=form.effective.data, reason=form.reason.data, by=staff())
    except Refused as no:
        form.form_errors.append(str(no.reason))
        return _proposal_page(form, status=409)
    flash(_("Version %(number)d is proposed. Somebody else in management decides on it.", number=made.number), "success")
    return go(url_for(".version", number=made.number))


def _chosen(given: MultiDict) -> list[str]:
    return [target for target in dict.fromkeys(given.getlist("target")) if targets.is_target(target)]


def _proposal_page(form, *, status: int = 200) -> Response:
    return page(
        "policy/propose.html",
        status=status,
        form=form,
        all_targets=[target for target in targets.all_targets() if target not in form.targets],
    )


@blueprint.get(VERSION)
@requires(Permission.POLICY_VIEW)
def version(number: int) -> Response:
    """One version: its state, who and why, what it changes, and what this person can do about it."""
    return _version_page(queries.version(number), ReasonForm(formdata=None))


@blueprint.post(f"{VERSION}/approval")
@requires(Permission.POLICY_APPROVE)
def approve(number: int) -> Response:
    made = actions.approve(queries.version(number), by=staff())
    flash(_("Version %(number)d is approved. Everybody is asked to read it.", number=made.number), "success")
    return go(url_for(".version", number=number))


@blueprint.post(f"{VERSION}/refusal")
@takes_form
@requires(Permission.POLICY_APPROVE)
def refuse(number: int) -> Response:
    return _end(number, actions.refuse)


@blueprint.post(f"{VERSION}/withdrawal")
@takes_form
@requires(Permission.POLICY_PROPOSE)
def withdraw(number: int) -> Response:
    return _end(number, actions.withdraw)


def _end(number: int, action) -> Response:
    found, form = queries.version(number), ReasonForm()
    if not form.validate_on_submit():
        return _version_page(found, form, status=422)
    ended = action(found, reason=form.reason.data, by=staff())
    flash(_("Version %(number)d: %(state)s.", number=number, state=STATES[ended.state]), "success")
    return go(url_for(".version", number=number))


@blueprint.post(f"{VERSION}/confirmation")
@requires(Permission.POLICY_VIEW)
def confirm(number: int) -> Response:
    actions.confirm(queries.version(number), by=staff())
    flash(_("You have confirmed that you read version %(number)d.", number=number), "success")
    return go(url_for(".version", number=number))


@blueprint.get(f"{VERSION}/readers")
@requires(Permission.POLICY_PROPOSE)
def readers(number: int) -> Response:
    """Who has not yet confirmed a version."""
    found = queries.version(number)
    missing = queries.not_yet(found) if found.state == "approved" else []
    asked = queries.asked(found).count() if found.state == "approved" else 0
    return page("policy/readers.html", version=found, missing=missing, asked=asked)


def _version_page(shown: PolicyVersion, form: ReasonForm, *, status: int = 200) -> Response:
    person, today = staff(), in_force.day_of(time.now())
    is_own = shown.proposed_by_id == person.id
    approves = person.may(Permission.POLICY_APPROVE)
    refusal = refusals.refusal_to_decide(shown.state, shown.proposed_by_id, person.id, shown.effective, today)
    no_refusing = refusals.refusal_to_refuse(shown.state, shown.proposed_by_id, person.id)
    no_withdrawing = refusals.refusal_to_withdraw(shown.state, shown.effective <= today, is_own=is_own, approves=approves)
    return page(
        "policy/version.html",
        status=status,
        version=shown,
        changes=queries.changes_of([shown])[shown.id],
        state=_state(shown),
        form=form,
        refusal=refusal if approves and shown.state == "proposed" else None,
        may_approve=approves and not refusal,
        may_refuse=approves and not no_refusing,
        may_withdraw=person.may(Permission.POLICY_PROPOSE) and not no_withdrawing,
        may_rebase=person.may(Permission.CLOCKS_MANAGE) and person.may(Permission.POLICY_PROPOSE),
        may_see_readers=shown.state == "approved" and person.may(Permission.POLICY_PROPOSE),
        asked=queries.is_asked(shown, person),
        reading=queries.reading(shown, person),
    )


def _state(shown: PolicyVersion) -> str:
    """The state of a version in words; an approved one is in force from its day on."""
    if shown.state == "approved" and shown.effective <= in_force.day_of(time.now()):
        return _("In force")
    return str(STATES[shown.state])
