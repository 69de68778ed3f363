"""Backups: making them while people work, restoring them, and rehearsing the restoring.

Words      backup (one file: database, settings, anchors and the list of uploaded files), shelf (the folder with the
           backups and, once each, the sealed uploads), manifest (what a backup says of itself), rehearsal.
Decided    2026-11: a backup is one stream of AES-256-GCM frames. Its key is derived from the master key, which is *not*
           in it; the clear first line names the key by fingerprint, so that a foreign backup is refused by name. With a
           passphrase the master key lies in that line, sealed by Argon2id, and backup and passphrase are enough.
           Refused: a tar file (it needs each size beforehand, and a PostgreSQL dump would have to lie about in clear).
           2026-11: uploads are sealed already and never change, so each is copied to the shelf once; a backup lists
           place, size and SHA-256. What no kept backup lists is taken off the shelf. Refused: a full copy each night.
           2026-11: a destroyed key lives on in older backups until the last of them is removed; the number of kept
           months is therefore the longest that destroyed data can be brought back.
           2026-11: SQLite is copied by VACUUM INTO (one read transaction, writers go on, encrypted stays encrypted);
           PostgreSQL by `pg_dump` on an exported snapshot in which the rows are counted too.
           2026-11: a backup or rehearsal is a process of its own, started by the scheduler: warnings and misses do not
           wait for it. A lock on the shelf, which dies with its holder, says whether one is at work.
"""
