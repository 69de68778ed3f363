"""Forms that are really signed: their catalogue, the certificates, the PDF with its signatures, and its verification.

Words      kind (a form of the catalogue), document (one filled in), slot (a place for a signature), seal (the company's,
           which closes a file), freeze (from then on nothing in it changes), press (the process that renders), run (many
           forms printed as one file), piece (a form of a run that has been rendered).
Holds      a document's file says what was signed; the row says where it stands. Nobody signs for another. What is frozen
           is rendered once; each signature adds to the file and changes none of it. A kind that is not `by_hand` is made by
           its area and changed by nobody on the pages of forms; an area may put a gate before a signature and an effect into
           the transaction of the last one.
Decided    2026-11: each web worker has a press of its own, some 80 MB each, that answers over pipes: it ends with the worker
           however that ends, and holds neither key nor database. Refused: rendering in the worker, where a form of a
           quarter of a second holds up every page beside it; a pool of `multiprocessing`, whose children outlive a killed
           parent.
           2026-11: many forms as one file are made by the scheduler in rounds of three seconds, each form kept before the
           next. The file is for paper: it shows the signatures and does not hold them.
"""
