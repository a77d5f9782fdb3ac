"""The five countries side by side over the chosen months, and what stood out."""
