"""Reports: how much came, how quickly it was answered, and what was in time, for any period.

Words      fact (something that happened to a ticket, on a day), kind (what happened), cell (the facts of one day, region,
           person, channel, kind, stopwatch and rule, counted), measure (what a column of a report shows), period,
           grouping, stale (to be counted anew), mark (the newest journal row that has been heeded).
Rests on   tickets, clocks and enquiries (what happened), policy (the rules named), access (who may see what), audit.
Decided    2026-11: two tables. A `fact` is one row for each thing that happened and names its ticket, so that every
           figure leads to its tickets and a ticket is counted anew by itself. A `cell` holds day × region × person ×
           channel × kind × stopwatch × rule with a number and, where time was measured, every duration in seconds,
           sorted. Percentiles do not add up over days; whole durations do, so a report of any period is exact. Refused:
           sketches (t-digest), which are estimates, and medians of days, which are wrong.
           2026-11: a report reads cells alone, the list behind a figure reads facts, and neither reads the tickets: a
           year of 100,000 tickets is some ten thousand cells.
           2026-11: a day is the local day of the ticket's region. The people of a region speak of their own day, its
           calendar opens by it, and a supervisor's Monday must not be cut at headquarters' midnight. For "all regions"
           the days of the same name are added up.
           2026-11: what somebody did counts for who did it; a stopwatch for who ended it, and while it runs for who is
           responsible. The region is the ticket's as it is now.
           2026-11: a superseded stopwatch is neither in time nor late, since another took its place; its miss stays.
           2026-11: open time is counted on the region's calendar as published last, less the waits that pause the limit.
           A corrected calendar therefore moves open time of the past, but never whether a limit was kept: that was
           decided when the stopwatch ended.
           2026-11: solution time runs from the customer's word, or from the reopening, to the final answer that follows.
           2026-11: what has changed is read off the journal. It is written in the transaction of every change and its
           rows are numbered in the order of commits on every database, which ids of other tables are not. Refused: a
           trigger, and `updated_at`, which is no order.
           2026-11: the job writes what is stale into two small tables and takes it out in the transaction that counts
           it anew, so that a kill between two slices loses and doubles nothing, and a rebuild is the same with
           everything stale. While it runs the pages show the figures of before.
           2026-11: the median is the middle duration (of two middle ones their mean, cut to the second), the 90th
           percentile the nearest rank.
           2026-11: the period before has as many days as have passed of this one, so that a Wednesday is compared with a
           Wednesday.
           2026-11: what was merged counts as taken in, as the customer did write, and what was done in it for who did it,
           wherever it is shown now; a promise that lives on in the other ticket counts there, once. What was split off is a
           ticket as any other; taken back it was never taken in.
           2026-11: clerks see their own figures (`REPORTS_VIEW`); those of others who may (`REPORTS_TEAM`), in the
           regions they see.
"""
