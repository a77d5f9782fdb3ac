"""What every subject uses: the panel, its table, its picture and its sources."""
