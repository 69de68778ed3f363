"""The database itself refuses to change the journal; indexes for reading it newest first; runs of verifying it."""

from peewee import AutoField, BigIntegerField, IntegerField, Model, PostgresqlDatabase, TextField

PLAIN = ("at", "who", "what", "subject")
ORDERED = ("who", "what", "subject", "origin")
REFUSAL = "The journal is written once: its rows are neither changed nor taken out."
TOPIC = "substr(what, 1, instr(what, '.') - 1)"
TOPIC_OF_POSTGRESQL = "split_part(what, '.', 1)"

RAISE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
# INSERT OR REPLACE takes the old row out without asking the trigger of DELETE
REPLACING = "BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal AS old WHERE old.id = NEW.id)"
SQLITE = {
    "journal_no_update": f"BEFORE UPDATE ON journal {RAISE}",
    "journal_no_delete": f"BEFORE DELETE ON journal {RAISE}",
    "journal_no_replace": f"{REPLACING} {RAISE}",
}
REFUSE = f"""CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""
WRITTEN_ONCE = """CREATE TRIGGER journal_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"""


def tables(db):
    class Check(Model):
        id = AutoField()
        begun_at = BigIntegerField()
        by = TextField()
        upto = IntegerField()
        rows = IntegerField()
        digest = TextField()
        busy_until = BigIntegerField()
        ended_at = BigIntegerField(null=True)
        fault = TextField()
        place = TextField()

        class Meta:
            database = db
            table_name = "journal_check"

    return (Check,)


def up(migrator, db):
    for column in PLAIN:
        db.execute_sql(f"DROP INDEX journalrow_{column}")
    for column in ORDERED:
        db.execute_sql(f"CREATE INDEX journal_by_{column} ON journal ({column}, at, id)")
    db.execute_sql("CREATE INDEX journal_by_at ON journal (at, id)")
    topic = TOPIC_OF_POSTGRESQL if isinstance(db, PostgresqlDatabase) else TOPIC
    db.execute_sql(f"CREATE INDEX journal_by_topic ON journal (({topic}), at, id)")
    db.create_tables(tables(db), safe=False)
    _refuse_changes(db)


def _refuse_changes(db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(REFUSE)
        db.execute_sql(WRITTEN_ONCE)
    else:
        for name, what in SQLITE.items():
            db.execute_sql(f"CREATE TRIGGER {name} {what}")


def down(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql("DROP TRIGGER journal_written_once ON journal")
        db.execute_sql("DROP FUNCTION journal_refuse()")
    else:
        for name in SQLITE:
            db.execute_sql(f"DROP TRIGGER {name}")
    db.drop_tables(tables(db))
    for column in (*ORDERED, "at", "topic"):
        db.execute_sql(f"DROP INDEX journal_by_{column}")
    for column in PLAIN:
        db.execute_sql(f"CREATE INDEX journalrow_{column} ON journal ({column})")
