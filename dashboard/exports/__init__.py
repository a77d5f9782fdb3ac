"""Exhibit or briefing in, files out, each with its metadata inside. Shows nothing.

`formats` has the files of one exhibit, `documents` those of a briefing, `jobs` makes them in the
background. Tables are in `files`, drawings in `pictures`; `pptx`, `docx`, `pdf` and `evidence` set
a briefing, each in a room of its own.
"""
