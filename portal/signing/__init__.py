"""Forms that are really signed: their catalogue, the certificates, the PDF with its signatures, and its verification.

Words      kind (a form of the catalogue), document (one filled in), slot (a place for a signature), seal (the company's,
           which closes a file), freeze (from then on nothing in it changes).
Holds      a document's file says what was signed; the row says where it stands. Nobody signs for another. What is frozen
           is rendered once; each signature adds to the file and changes none of it.
"""
