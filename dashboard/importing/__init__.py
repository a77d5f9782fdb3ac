"""Other people's files into a folder of data: counted first, written whole or not at all, undone."""
