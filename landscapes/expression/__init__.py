"""A landscape of the user's own, written as a formula that is parsed and never run by Python."""

from landscapes.expression.landscape import Expression
from landscapes.expression.syntax import ExpressionError, parse

__all__ = ["Expression", "ExpressionError", "parse"]
