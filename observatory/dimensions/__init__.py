"""The dimensions, one module each, in the order in which systems see them. Adding one is adding its module."""

from observatory.dimensions.dimension import ALL, UNKNOWN, Dimension
from observatory.discovery import declared

DIMENSIONS: dict[str, Dimension] = declared(__name__, __path__, "DIMENSION", Dimension)

__all__ = ["ALL", "DIMENSIONS", "UNKNOWN", "Dimension"]
