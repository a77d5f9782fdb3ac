"""Printed figures and rates set beside the daily series: verdicts, reasons, gaps."""
