"""The verifier: the old call's curve against the new call's, by computing both.

Importing this package imports neither JAX nor the library under test.
"""

from .requirements import missing_requirements
from .verifier import Verifier

__all__ = ["Verifier", "missing_requirements"]
