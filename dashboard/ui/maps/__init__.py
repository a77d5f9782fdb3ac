"""The page Event map."""
