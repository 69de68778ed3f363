"""The forms of an import: a file to look at, a sheet to bring in, an import to take back."""

from __future__ import annotations

from wtforms import BooleanField, MultipleFileField
from wtforms.widgets import FileInput

from portal.core.forms import Form, filled
from portal.core.i18n import lazy


class OneFile(MultipleFileField):
    """One upload. Whether it can be read is asked of `reading`, which says more than a list of kinds could."""

    widget = FileInput()


class UploadForm(Form):
    file = OneFile(
        lazy("File"),
        [filled(lazy("Choose a file."))],
        description=lazy("CSV or XLSX, at most 20 MB and 20,000 rows; the first line names the columns."),
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )


class ConfirmForm(Form):
    skip_bad = BooleanField(lazy("Bring in the good rows and leave the bad ones"))


class RevertForm(Form):
    pass
