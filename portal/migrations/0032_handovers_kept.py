"""The database itself refuses to change a handover that both have signed; and the register of violations."""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

REFUSAL = "A handover that both have signed is kept as it is."
RAISE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
OF_SIGNED = "EXISTS (SELECT 1 FROM handover AS h WHERE h.id = {row}.handover_id AND h.done_at IS NOT NULL)"
# INSERT OR REPLACE takes the old row out without asking the trigger of DELETE
REPLACED = "EXISTS (SELECT 1 FROM handover AS old WHERE old.done_at IS NOT NULL AND (old.id = NEW.id OR"
REPLACED += " (old.shift_id = NEW.shift_id AND old.day = NEW.day AND old.outgoing_id = NEW.outgoing_id)))"
SQLITE = {
    "handover_no_update": f"BEFORE UPDATE ON handover WHEN OLD.done_at IS NOT NULL {RAISE}",
    "handover_no_delete": f"BEFORE DELETE ON handover WHEN OLD.done_at IS NOT NULL {RAISE}",
    "handover_no_replace": f"BEFORE INSERT ON handover WHEN {REPLACED} {RAISE}",
    "handover_item_no_insert": f"BEFORE INSERT ON handover_item WHEN {OF_SIGNED.format(row='NEW')} {RAISE}",
    "handover_item_no_update": f"BEFORE UPDATE ON handover_item WHEN {OF_SIGNED.format(row='OLD')} {RAISE}",
    "handover_item_no_arrival": f"BEFORE UPDATE ON handover_item WHEN {OF_SIGNED.format(row='NEW')} {RAISE}",
    "handover_item_no_delete": f"BEFORE DELETE ON handover_item WHEN {OF_SIGNED.format(row='OLD')} {RAISE}",
}
POSTGRESQL = (
    f"""CREATE FUNCTION handover_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION handover_item_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF (TG_OP <> 'INSERT' AND {OF_SIGNED.format(row='OLD')}) OR (TG_OP <> 'DELETE' AND {OF_SIGNED.format(row='NEW')}) THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$""",
    """CREATE TRIGGER handover_kept BEFORE UPDATE OR DELETE ON handover
    FOR EACH ROW WHEN (OLD.done_at IS NOT NULL) EXECUTE FUNCTION handover_refuse()""",
    "CREATE TRIGGER handover_not_emptied BEFORE TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION handover_refuse()",
    """CREATE TRIGGER handover_item_kept BEFORE INSERT OR UPDATE OR DELETE ON handover_item
    FOR EACH ROW EXECUTE FUNCTION handover_item_refuse()""",
    """CREATE TRIGGER handover_item_not_emptied BEFORE TRUNCATE ON handover_item
    FOR EACH STATEMENT EXECUTE FUNCTION handover_refuse()""",
)
POSTGRESQL_DOWN = (
    "DROP TRIGGER handover_item_not_emptied ON handover_item",
    "DROP TRIGGER handover_item_kept ON handover_item",
    "DROP TRIGGER handover_not_emptied ON handover",
    "DROP TRIGGER handover_kept ON handover",
    "DROP FUNCTION handover_item_refuse()",
    "DROP FUNCTION handover_refuse()",
)
ONCE = "CREATE UNIQUE INDEX handover_violation_once_{about} ON handover_violation (staff_id, {about}_id)"
ONCE += " WHERE {about}_id IS NOT NULL AND withdrawn_at IS NULL"
FINED = "(measure = 'fine') = (fine IS NOT NULL)"


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class Handover(Base):
        class Meta:
            table_name = "handover"

    class Gap(Base):
        class Meta:
            table_name = "duty_gap"

    return (_violation(Base, Staff, Handover, Gap),)


def _violation(base, people, handovers, gaps):
    class Violation(base):
        region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
        staff = ForeignKeyField(people, on_delete="RESTRICT", backref="+")
        handover = ForeignKeyField(handovers, null=True, on_delete="RESTRICT", backref="+", index=False)
        gap = ForeignKeyField(gaps, null=True, on_delete="RESTRICT", backref="+", index=False)
        kind = CharField(max_length=16)
        happened_on = DateField()
        text = TextField()
        measure = CharField(max_length=8, constraints=[Check("measure IN ('none', 'warning', 'fine')")])
        fine = IntegerField(null=True, constraints=[Check("fine > 0")])
        decided_by = ForeignKeyField(people, on_delete="RESTRICT", backref="+", index=False)
        decided_at = BigIntegerField()
        answer = TextField()
        answered_at = BigIntegerField(null=True)
        withdrawn_by = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+", index=False)
        withdrawn_at = BigIntegerField(null=True)
        withdrawn_why = TextField()

        class Meta:
            table_name = "handover_violation"
            indexes = ((("region", "id"), False),)
            constraints = [Check(FINED), Check("decided_by_id <> staff_id")]

    return Violation


def up(migrator, db):
    db.create_tables(tables(db))
    for about in ("handover", "gap"):
        db.execute_sql(ONCE.format(about=about))
    if isinstance(db, PostgresqlDatabase):
        for statement in POSTGRESQL:
            db.execute_sql(statement)
    else:
        for name, what in SQLITE.items():
            db.execute_sql(f"CREATE TRIGGER {name} {what}")


def down(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        for statement in POSTGRESQL_DOWN:
            db.execute_sql(statement)
    else:
        for name in SQLITE:
            db.execute_sql(f"DROP TRIGGER {name}")
    db.drop_tables(tables(db))
