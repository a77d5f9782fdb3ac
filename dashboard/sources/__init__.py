"""Other people's files: what they are, and what each of their records says in our tables.

A module holds the formats of one kind of data, or of one source, and ends with their declarations
(`FORMATS`); each has one reading function, a generator of outcomes. `formats` knows every format
and recognises a file's. What all of them read with is in `reading`: `files` looks at the bytes
(encoding, delimiter, sheets, or no table at all), `outcomes` holds what reading gives (rows,
faults, records left out, remarks), `days`, `numbers` and `places` read single cells.
Nothing here writes a file.
"""
