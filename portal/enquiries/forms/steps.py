"""The form of each step."""

from __future__ import annotations

from collections.abc import Callable

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import Files, Form, Moment, filled, line, text
from portal.core.i18n import _, lazy
from portal.tickets import words
from portal.tickets.forms import CHOOSE, Worded

SCORES = {
    "5": ("5 非常满意", "5 very satisfied"),
    "4": ("4 满意", "4 satisfied"),
    "3": ("3 一般", "3 neither"),
    "2": ("2 不满意", "2 dissatisfied"),
    "1": ("1 很不满意", "1 very dissatisfied"),
    "0": ("问过，未答复", "Asked, no answer"),
}


class Step(Form):
    """What every step's form has: the newest entry the person saw, so that two people notice one another."""

    seen = HiddenField(default="0")

    @property
    def seen_entry(self) -> int:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0

    def values(self) -> dict:
        """The fields as the action wants them."""
        given = {field.name: field.data for field in self if field.name not in ("csrf_token", "seen", "files")}
        return given | ({"files": self.files.kept} if "files" in self else {})


class Spoken(Step):
    """What leaves for the customer; `wording` is the warning that was looked at (TM-4.3), `in_language` why it is in
    another language than the customer's (CP-15.3), asked for only when it is."""

    wording = HiddenField()
    in_language = line(lazy("Why in another language"), longest=200)


class ReplyForm(Spoken):
    text = text(lazy("To the customer"), filled())
    promised_at = Moment(
        lazy("The full answer will come by"), [Optional()], description=lazy("The first answer must say when.")
    )
    files = Files(lazy("Files"))


class AnswerForm(Spoken):
    text = text(lazy("Final answer to the customer"), filled())
    files = Files(lazy("Files"))


class IncomingForm(Step):
    text = text(lazy("What the customer wrote or said"), filled())
    files = Files(lazy("Files"))


class NoteForm(Step):
    text = text(lazy("What happened, for colleagues"), filled())
    files = Files(lazy("Files"))


class TransferForm(Step):
    to = SelectField(lazy("To"), [filled(CHOOSE)], coerce=int, validate_choice=False)
    text = text(
        lazy("Handover"), filled(), description=lazy("What the customer asks, what was done, what is needed and by when.")
    )

    def offer(self, people: list[tuple[int, str]]) -> None:
        self.to.choices = [(0, _("Choose …")), *people]

    def validate_to(self, field) -> None:
        if field.data not in [number for number, _name in self.to.choices if number]:
            raise ValidationError(str(CHOOSE))


class SolveForm(Step):
    text = text(lazy("Solution, for the clerk to pass on"), filled())
    files = Files(lazy("Files"))


class ClassifyForm(Worded, Step):
    WORDS = {"level": words.LEVELS, "subject": words.SUBJECTS}

    level = SelectField(lazy("Level"), [filled(CHOOSE)], validate_choice=False)
    subject = SelectField(lazy("About"), [filled(CHOOSE)], validate_choice=False)
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))
    text = text(lazy("Why"))

    def values(self) -> dict:
        return super().values() | {"level": int(self.level.data)}


class OfferForm(Step):
    text = text(
        lazy("Why, and what was done so far"),
        description=lazy("Needed once somebody has worked on it. You stay responsible until a colleague claims it."),
    )


class GroupForm(Step):
    members = SelectMultipleField(
        lazy("Members"), [filled(CHOOSE)], coerce=int, validate_choice=False,
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip

    def offer(self, people: list[tuple[int, str]]) -> None:
        self.members.choices = people

    def validate_members(self, field) -> None:
        if not set(field.data or ()) <= {number for number, _name in self.members.choices}:
            raise ValidationError(str(CHOOSE))


class MeetingForm(Step):
    present = line(lazy("Present"), filled(), longest=300)
    text = text(lazy("Minutes"), filled())


class WaitForm(Step):
    reason = SelectField(lazy("Waiting for"), [filled(CHOOSE)], validate_choice=False)
    colleague = SelectField(
        lazy("Which colleague"), [Optional()], coerce=int, validate_choice=False,
        description=lazy("Only when waiting for a colleague, who is then reminded."),
    )  # fmt: skip
    ask_on = Moment(
        lazy("Ask again on"), [Optional()], description=lazy("Left empty, the portal reminds after the usual time.")
    )
    text = text(lazy("What exactly is missing"))

    def offer(self, reasons: list[tuple[str, str]], people: list[tuple[int, str]]) -> None:
        self.reason.choices = reasons
        self.colleague.choices = [(0, _("Nobody in particular")), *people]

    def validate_reason(self, field) -> None:
        if field.data not in dict(self.reason.choices):
            raise ValidationError(str(CHOOSE))

    def validate_colleague(self, field) -> None:
        if field.data and field.data not in dict(self.colleague.choices):
            raise ValidationError(str(CHOOSE))


class ResumeForm(Step):
    text = text(lazy("What came in"))


class FollowForm(Step):
    score = RadioField(lazy("How satisfied is the customer?"), [filled(CHOOSE)], validate_choice=False)
    text = text(lazy("In the customer's words"), description=lazy("Needed when dissatisfied or without an answer."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.score.choices = words.choices(SCORES)

    def validate_score(self, field) -> None:
        if field.data not in SCORES:
            raise ValidationError(str(CHOOSE))

    def values(self) -> dict:
        return super().values() | {"score": int(self.score.data)}


class ArchiveForm(Step):
    cause = text(lazy("Cause"), filled(), longest=4000)
    text = text(lazy("What solved it, and what to do next time"), filled())


class ReopenForm(Step):
    text = text(lazy("Why it is taken up again"), filled())
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))


FORMS: dict[str, Callable[..., Step]] = {
    "reply": ReplyForm,
    "answer": AnswerForm,
    "incoming": IncomingForm,
    "note": NoteForm,
    "transfer": TransferForm,
    "solve": SolveForm,
    "classify": ClassifyForm,
    "offer": OfferForm,
    "group": GroupForm,
    "meeting": MeetingForm,
    "wait": WaitForm,
    "resume": ResumeForm,
    "follow": FollowForm,
    "archive": ArchiveForm,
    "reopen": ReopenForm,
}
