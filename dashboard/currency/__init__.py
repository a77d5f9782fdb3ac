"""Currency rates against the dollar: daily lines, printed tickers, changes, and their panels."""
