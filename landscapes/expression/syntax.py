"""Reads a formula as text: a small grammar of our own, so that no text is ever run by Python.

The precedence is Python's: `-x**2` is −(x²), `2**-1` is ½, `a**b**c` is a**(b**c); `^` is
another way to write `**`.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple, NoReturn

from landscapes.base import LandscapeError
from landscapes.expression.functions import FUNCTIONS, Function
from landscapes.expression.graph import Formula, Graph

MAX_TEXT = 1000
MAX_DEPTH = 60
MAX_EXPONENT = 64
MAX_NUMBER = 1e300
MAX_NUMBER_TEXT = 40

_VARIABLES = {"x": 0, "y": 1, "x1": 0, "x2": 1}
_CONSTANTS = {"pi": math.pi, "e": math.e}
_NAMES = "x, y (or x1, x2), pi, e and the functions " + ", ".join(FUNCTIONS)
ALLOWED = f"+ - * / ** (or ^) ( ) , numbers, {_NAMES}"
_OPERAND = "a number, a name or ( is expected"

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|<=|>=|[-+*/^(),<>])",
    re.ASCII,
)
_SPACE = re.compile(r"[ \t\r\n]*")
# How tightly each operator binds its operands: left first; ** leans to the right.
_BINDING = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "**": (7, 5), "^": (7, 5)}
_UNARY = 5
_COMPARISONS = ("<", "<=", ">", ">=")
_HINTS = {
    ".": "attributes are not allowed; a decimal number needs a digit",
    "%": "only + - * / ** are allowed",
    "=": "only < <= > >= compare, and only in where(x > 0, x, -x)",
    "≤": "type <=",
    "≥": "type >=",
    "−": "type - for a minus",
    "×": "type * for a product",
    "·": "type * for a product",
    "²": "type **2 for a square",
    "π": "type pi",
}


class ExpressionError(LandscapeError):
    """A formula that cannot be read; `position` is the 0-based place of the fault in the text.

    People are told it counted from 1.
    """

    def __init__(self, position: int, message: str) -> None:
        super().__init__("parameters.loss", f"{message}, at position {position + 1}")
        self.position = position


class Token(NamedTuple):
    """A piece of the text: `number`, `name`, `sign` or `end`."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Formula:
    """Read a formula in x and y.

    Allowed are numbers, x, y (or x1, x2), pi, e, + - * / ** (or ^), parentheses and the functions
    of `functions.FUNCTIONS`; in `where(x > 0, x, -x)` one comparison by < <= > >= comes first.

    Raises:
        ExpressionError: at the first fault in reading order, saying what is allowed there.
    """
    if len(text) > MAX_TEXT:
        raise ExpressionError(MAX_TEXT, f"a formula has at most {MAX_TEXT} characters")
    return _Parser(text).formula()


class _Parser:
    """Precedence climbing over tokens that are read one at a time, so faults come in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._graph = Graph()
        self._depth = 0
        self._next = self._read(0)

    def formula(self) -> Formula:
        if self._next.kind == "end":
            self._fail("the formula is empty; for example (1 - x)**2 + y**2")
        root = self._expression(0)
        if self._next.kind != "end":
            self._fail(self._no_operator())
        return Formula(tuple(self._graph.nodes), root)

    def _expression(self, binding: int) -> int:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"nested deeper than {MAX_DEPTH} levels")
        left = self._operand()
        while self._next.kind == "sign" and self._next.text in _BINDING:
            tight, right_binding = _BINDING[self._next.text]
            if tight < binding:
                break
            sign = self._take()
            at = self._next.position
            right = self._expression(right_binding)
            left = self._binary(sign, left, right, at)
        self._depth -= 1
        return left

    def _operand(self) -> int:
        token = self._next
        match token.kind, token.text:
            case "sign", "-":
                self._take()
                return self._graph.negative(self._expression(_UNARY))
            case "sign", "+":
                self._take()
                return self._expression(_UNARY)
            case "sign", "(":
                self._take()
                inside = self._expression(0)
                self._close()
                return inside
            case "number", _:
                return self._number(self._take())
            case "name", _:
                return self._name(self._take())
        return self._fail(_OPERAND)

    def _number(self, token: Token) -> int:
        if len(token.text) > MAX_NUMBER_TEXT:
            self._fail(f"a number has at most {MAX_NUMBER_TEXT} characters", token)
        if float(token.text) > MAX_NUMBER:
            self._fail(f"a number is at most {MAX_NUMBER:g}", token)
        return self._graph.number(float(token.text))

    def _name(self, token: Token) -> int:
        if token.text in _VARIABLES:
            return self._graph.variable(_VARIABLES[token.text])
        if token.text in _CONSTANTS:
            return self._graph.number(_CONSTANTS[token.text])
        function = FUNCTIONS.get(token.text)
        if function is None:
            self._fail(f"{_short(token.text)} is not known here; allowed are {_NAMES}", token)
        if self._next.text != "(":
            self._fail(f"{function.name} needs its arguments in parentheses")
        self._take()
        return self._finite(function.build(self._graph, *self._arguments(function)), token)

    def _arguments(self, function: Function) -> list[int]:
        """What stands between the parentheses, the closing one included."""
        found = self._comparison(function) if function.compares else [self._expression(0)]
        count = 1
        while self._next.text == "," and count != function.most:
            self._take()
            found.append(self._expression(0))
            count += 1
        if count < function.least and self._next.text in (",", ")"):
            self._fail(f"{function.name} takes {function.takes}")
        if self._next.text == "," and function.most is not None:
            self._fail(f"{function.name} takes {function.takes}; an operator or ) is expected")
        self._close()
        return found

    def _comparison(self, function: Function) -> list[int]:
        """Two sides, the greater first, and whether equal ones are meant as well."""
        left = self._expression(0)
        if self._next.text not in _COMPARISONS:
            self._fail(f"{function.name} takes {function.takes}")
        sign = self._take().text
        right = self._expression(0)
        return [*((left, right) if sign[0] == ">" else (right, left)), sign.endswith("=")]

    def _binary(self, sign: Token, left: int, right: int, at: int) -> int:
        graph = self._graph
        match sign.text:
            case "+":
                result = graph.add(left, right)
            case "-":
                result = graph.subtract(left, right)
            case "*":
                result = graph.multiply(left, right)
            case "/":
                result = graph.divide(left, right)
            case _:
                exponent = graph.constant(right)
                if exponent is not None and abs(exponent) > MAX_EXPONENT:
                    raise ExpressionError(
                        at, f"exponents go from −{MAX_EXPONENT} to {MAX_EXPONENT}"
                    )
                result = graph.power(left, right)
        return self._finite(result, sign)

    def _finite(self, index: int, token: Token) -> int:
        value = self._graph.constant(index)
        if value is not None and not abs(value) <= MAX_NUMBER:
            self._fail(f"this constant has no value, or one above {MAX_NUMBER:g}", token)
        return index

    def _close(self) -> None:
        if self._next.text != ")":
            self._fail(self._no_operator(" or )"))
        self._take()

    def _no_operator(self, otherwise: str = "") -> str:
        words = f"an operator{otherwise} is expected"
        if self._next.text in _COMPARISONS:
            return f"{words}; comparisons stand only in where(x > 0, x, -x)"
        times = self._next.kind in ("name", "number") or self._next.text == "("
        return f"{words}; type * for a product" if times else words

    def _take(self) -> Token:
        taken = self._next
        if taken.kind != "end":
            self._next = self._read(taken.position + len(taken.text))
        return taken

    def _read(self, start: int) -> Token:
        space = _SPACE.match(self._text, start)
        start = space.end() if space else start
        if start >= len(self._text):
            return Token("end", "", start)
        found = _TOKEN.match(self._text, start)
        if found is None:
            return Token("unknown", self._text[start], start)
        return Token(str(found.lastgroup), found.group(), start)

    def _fail(self, message: str, token: Token | None = None) -> NoReturn:
        token = token or self._next
        if token.kind == "unknown":
            shown = token.text if token.text.isprintable() else ascii(token.text)
            allowed = f"allowed are {ALLOWED}"
            hint = _HINTS.get(
                token.text, allowed if token.text.isascii() else "only plain ASCII is"
            )
            message = f"{shown} is not allowed; {hint}"
        elif token.kind == "end":
            message = f"the formula ends here, but {message}" if self._text.strip() else message
        raise ExpressionError(token.position, message)


def _short(name: str) -> str:
    return name if len(name) <= 30 else name[:29] + "…"
