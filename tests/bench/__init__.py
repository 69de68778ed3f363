"""What the portal costs: real servers, real requests, one table. Run by scripts/bench.

The floor is a bare page of the same stack: one Flask route without sign-in, one indexed raw query of 50 rows in the same
database file, rendered by Jinja, on the same server with the same options. Every figure is told beside the floor measured
in the same minute, because milliseconds of one machine mean little on another. CPU time is that of the server's processes
(nanoseconds its threads have run, from /proc); latency is seen from one client that waits for each answer.
"""
