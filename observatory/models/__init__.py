"""The tables of the observatory."""

from observatory.models.figures import Figure, Release, ReleasedFigure, RunningFigure
from observatory.models.geographies import Geography
from observatory.models.populations import Population

__all__ = ["Figure", "Geography", "Population", "Release", "ReleasedFigure", "RunningFigure"]
