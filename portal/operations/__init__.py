"""Operations: making a home, serving it, running what the clock demands, and saying what is missing.

Words      home (the folder with keys, data and files), tick (one round of the scheduler), job, doctor.
Rests on   every area, through `portal.schedule` and `portal.create_app`.
Decided    2026-11: web and scheduler are processes of their own; `serve` only starts both and ends both, so that web
           workers can multiply without a job running twice.
           2026-11: what is due stands in tables; a missed tick is made up by the next one.
"""
