"""Migrations: from an empty database to today's shape, back to nothing, and up again; each step both ways."""

import pytest

from portal import migrations
from portal.core import db
from portal.settings import read
from tests import postgres

pytestmark = pytest.mark.once("runs on all three databases the first time")
STEPS = [path.stem for path in sorted(migrations.FOLDER.glob("[0-9]*.py"))]


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"])
def empty(request, tmp_path):
    """A new empty database in place of that of the other tests."""
    if request.param == "postgresql" and not postgres.is_installed():
        pytest.skip("no PostgreSQL is installed here")
    setting = postgres.new_database() if request.param == "postgresql" else request.param
    before = db.database.obj
    db.open_database(read({}, home=tmp_path, database=setting), b"k" * 32)
    db.ready()
    yield
    db.database.close()
    db.database.initialize(before)
    if request.param == "postgresql":
        postgres.drop(setting)


def test_from_nothing_to_today_and_back_to_nothing(empty):
    assert migrations.migrate() == STEPS
    assert migrations.migrate() == migrations.missing() == []
    migrations.runner().down(STEPS[0])
    assert tables() <= {"schema_migration", "sqlite_sequence"}
    assert migrations.migrate() == STEPS


@pytest.mark.parametrize("name", STEPS)
def test_each_step_goes_up_down_and_up_again_to_the_same_shape(empty, name):
    migrations.runner().up(name)
    shape = shape_of_all()
    migrations.runner().down()
    assert shape_of_all() != shape
    migrations.runner().up(name)
    assert shape_of_all() == shape


def test_the_steps_make_what_the_models_describe(empty):
    """Tables, columns, and what must be unique: what the frozen shapes add up to is what the code works with."""
    migrations.migrate()
    steps = {name: shape_of(name) for name in tables() - {"schema_migration", "sqlite_sequence"}}
    for model in models():
        table = model._meta.table_name
        assert steps[table][0] == {field.column_name for field in model._meta.sorted_fields}, table
        wanted = {index._name for index in model._meta.fields_to_index() if index._unique}
        assert wanted <= set(steps[table][1]), table


def models() -> list:
    """Every model of the portal."""
    import portal.areas  # the models are known once they are imported
    import portal.operations.models  # noqa: F401

    found, waiting = [], [db.Row]
    while waiting:
        waiting += (subclasses := waiting.pop().__subclasses__())
        found += [model for model in subclasses if model.__module__.startswith("portal.")]
    return found


def tables() -> set[str]:
    return set(db.database.get_tables())


def shape_of_all() -> dict:
    return {table: shape_of(table) for table in tables()}


def shape_of(table: str) -> tuple[set[str], dict[str, str]]:
    """Its columns, and its indexes with what defines them."""
    columns = {column.name for column in db.database.get_columns(table)}
    return columns, {index.name: index.sql or "" for index in db.database.get_indexes(table)}
