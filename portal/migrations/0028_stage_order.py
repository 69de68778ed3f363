"""The tickets of a stage in their order, whatever their desk: a board of all desks has a column for each stage."""

OPEN = "WHERE closed_at IS NULL"
BEFORE = "(desk, stage, rank, next_due, id, region, owner_id, clerk_id, level, channel, kind, subject, language)"
AFTER = "(stage, rank, next_due, id, region, owner_id, clerk_id, desk, level, channel, kind, subject, language)"


def up(migrator, db):
    _replace(db, AFTER)


def down(migrator, db):
    _replace(db, BEFORE)


def _replace(db, columns):
    db.execute_sql("DROP INDEX ticket_stage")
    db.execute_sql(f"CREATE INDEX ticket_stage ON ticket {columns} {OPEN}")
