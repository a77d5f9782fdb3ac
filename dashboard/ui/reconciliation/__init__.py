"""The page Reconciliation."""
