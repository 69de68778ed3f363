"""Operations: making a home, serving it, running what the clock demands, and saying what is missing.

Words      home (the folder with keys, data and files), tick (one round of the scheduler), job, doctor, check, finding.
Rests on   every area, through `portal.schedule` and `portal.create_app`.
Decided    2026-11: web and scheduler are processes of their own; `serve` only starts both and ends both, so that web
           workers can multiply without a job running twice.
           2026-11: what is due stands in tables; a missed tick is made up by the next one.
           2026-11: of several schedulers one is active, by a lease (`core.lease`). The runner fences it, not the job: each
           transaction of a round begins by renewing the lease, so one that stood still writes nothing after another
           took over. A job may still be run again after its holder died in the middle, so it claims what it does by rows.
           2026-11: each child of `serve` has a session of its own and ends when `serve` dies, however it dies. Refused:
           one group for all, in which Ctrl-C ends the web server before it has answered, and a `kill -9` of `serve`
           leaves the port taken.
           2026-11: a scheduler asks whether it should end, and is not interrupted: APScheduler catches whatever is raised
           while it hands out a job, so an interrupt in that moment is lost and the process goes on for ever.
           2026-11: a demo that was begun is completed as a demo, whatever `init` is asked the second time: its public
           passwords must never stand in a home that does not know about them.
"""
