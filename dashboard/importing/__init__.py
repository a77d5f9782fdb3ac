"""Other people's files into a folder of data: counted first, then written whole or not at all.

`drafts` reads files into the tables of a draft and counts (`parts`), says whose they are and keeps
what a person said of a desk's table; `tables` merges them with what is there; `steps` says how far
it is; `versions` makes a draft the folder's data in one step, keeps what was before, and takes it
back. `refresh` fetches current files of the sources in `refreshable` when the user asks, by
`downloads` and `acled_api`.
"""
