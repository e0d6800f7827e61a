"""What a rule is, and all that one is written with."""

from ..model import Severity, VerdictKind
from ..names.meaning import UNKNOWN
from ..names.syntax import shown
from ..objects.flow import Flow, Instance, MethodCall
from ..sites.arguments import Argument, Arguments
from ..sites.site import Site, SiteKind, SiteModule
from ..verify.comparison import CurveFacts
from .constant import constant_number
from .curve import Curve, CurveError, joined
from .function import Function
from .intents import (
    AddArgument,
    AddFirstArgument,
    Beside,
    NameArgument,
    PassFirst,
    RenameArgument,
    RenameClass,
    RenameFunction,
    ReplaceArgument,
    ReplaceExpression,
    SwapArguments,
)
from .known import (
    Known,
    is_number,
    judged,
    known_number,
    known_parts,
    known_value,
)
from .recipe import Make, NotKnownError, Rate, Recipe, Take
from .rule import Example, Report, Rule
from .spots import (
    Spot,
    hidden_keyword,
    keyword_elsewhere,
    keyword_spots,
    renamed,
    traced_spots,
)
from .sums import difference, is_short_by, subtracted, sum_of

__all__ = [
    "UNKNOWN",
    "AddArgument",
    "AddFirstArgument",
    "Argument",
    "Arguments",
    "Beside",
    "Curve",
    "CurveError",
    "CurveFacts",
    "Example",
    "Flow",
    "Function",
    "Instance",
    "Known",
    "Make",
    "MethodCall",
    "NameArgument",
    "NotKnownError",
    "PassFirst",
    "Rate",
    "Recipe",
    "RenameArgument",
    "RenameClass",
    "RenameFunction",
    "ReplaceArgument",
    "ReplaceExpression",
    "Report",
    "Rule",
    "Severity",
    "Site",
    "SiteKind",
    "SiteModule",
    "Spot",
    "SwapArguments",
    "Take",
    "VerdictKind",
    "constant_number",
    "difference",
    "hidden_keyword",
    "is_number",
    "is_short_by",
    "joined",
    "judged",
    "keyword_elsewhere",
    "keyword_spots",
    "known_number",
    "known_parts",
    "known_value",
    "renamed",
    "shown",
    "subtracted",
    "sum_of",
    "traced_spots",
]
