"""Currency rates against the dollar: daily lines, published tickers, changes, and their panels."""
