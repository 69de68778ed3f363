"""Pure: forbidden wording (`wording`), variables of canned answers (`filling`), the language of a text (`speech`)."""
