"""What every format reads with: files, tables, days, numbers, places, and what reading gives."""
