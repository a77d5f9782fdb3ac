"""Names for what Ibis builds. Its own types refuse the plain values that its methods take."""

from typing import Any

Table = Any
"""An `ibis.Table`: rows that are asked for, not yet fetched."""

Column = Any
"""A column, or a value worked out of columns, of such a table."""
