"""What a briefing holds: the tray of charts, the drafted review, the citations. Writes no file."""
