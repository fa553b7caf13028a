"""The language against an independent reading of it: a tree of tuples and plain Decimal arithmetic."""

import math
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.formula import FormulaError, FormulaSyntaxErrors, evaluate, names, parse, solve, written
from jalon.kernel.formula.shapes import cut

REFERENCE = Context(prec=28, Emax=999, Emin=-999, traps=[DivisionByZero, InvalidOperation, Overflow])

numbers = st.decimals(-1000, 1000, places=2) | st.integers(-5, 5).map(Decimal) | st.just(Decimal(0))
inputs = st.fixed_dictionaries({name: st.none() | numbers for name in "abcd"})
leaves = st.sampled_from([*"abcd", "never"]).map(lambda n: ("name", n)) | st.integers(0, 12).map(
    lambda n: ("number", n)
)


def larger(trees):
    return (
        st.tuples(st.sampled_from("+-*/"), trees, trees)
        | st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!=", "and", "or"]), trees, trees)
        | st.tuples(st.sampled_from(["-1", "not", "abs", "floor", "ceil", "round"]), trees)
        | st.tuples(st.just("if"), trees, trees, trees)
        | st.tuples(st.sampled_from(["min", "max", "sum", "avg", "coalesce"]), trees, trees, trees)
        | st.tuples(st.just("safe_div"), trees, trees)
        | st.tuples(st.just("^"), trees, st.integers(0, 3).map(lambda n: ("number", n)))
    )


trees = st.recursive(leaves, larger, max_leaves=12)


def text(tree):
    """A tree as text, every part between parentheses."""
    sign, *parts = tree
    if sign in {"name", "number"}:
        return str(parts[0])
    shown = [text(part) for part in parts]
    if sign == "-1":
        return f"(-{shown[0]})"
    if sign == "not":
        return f"(not {shown[0]})"
    if sign in {"abs", "floor", "ceil", "round", "if", "min", "max", "sum", "avg", "coalesce", "safe_div"}:
        return f"{sign}({', '.join(shown)})"
    return f"({shown[0]} {sign} {shown[1]})"


class Unknown(Exception):
    pass


def value(tree, given_):
    """What a tree is worth; raises Unknown for a missing input and ArithmeticError for what cannot be computed."""
    sign, *parts = tree
    if sign == "number":
        return Decimal(parts[0])
    if sign == "name":
        if given_.get(parts[0]) is None:
            raise Unknown
        return given_[parts[0]]
    if sign == "if":
        return value(parts[1] if value(parts[0], given_) != 0 else parts[2], given_)
    if sign == "and":
        return Decimal(int(value(parts[0], given_) != 0 and value(parts[1], given_) != 0))
    if sign == "or":
        return Decimal(int(value(parts[0], given_) != 0 or value(parts[1], given_) != 0))
    if sign == "coalesce":
        for part in parts[:-1]:
            try:
                return value(part, given_)
            except Unknown:
                continue
        return value(parts[-1], given_)
    return strict(sign, [value(part, given_) for part in parts])


def strict(sign, values):
    first, *others = values
    if sign in HOLDS:
        return Decimal(int((first > others[0]) - (first < others[0]) in HOLDS[sign]))
    return STRICT[sign](first, *others)


HOLDS = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
STRICT = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a ** int(b) if a or b else a / 0,
    "-1": lambda a: -a,
    "not": lambda a: Decimal(int(a == 0)),
    "safe_div": lambda a, b: a / b if b else Decimal(0),
    "sum": lambda a, b, c: a + b + c,
    "avg": lambda a, b, c: (a + b + c) / 3,
    "min": lambda *values: sorted(values)[0],
    "max": lambda *values: sorted(values)[-1],
    "abs": abs,
    "floor": lambda a: Decimal(math.floor(a)),
    "ceil": lambda a: Decimal(math.ceil(a)),
    "round": lambda a: Decimal(math.floor(abs(a) + Decimal("0.5")) * (1 if a > 0 else -1)) if a % 1 else a,
}


def expected(tree, given_):
    with localcontext(REFERENCE):
        try:
            return value(tree, given_)
        except (Unknown, ArithmeticError) as error:
            return error


def agrees(found, wanted):
    if isinstance(wanted, Decimal):
        return found == wanted
    if isinstance(wanted, Unknown):
        return isinstance(found, FormulaError) and found.reason == "missing_input"
    return isinstance(found, FormulaError)


@given(trees, inputs)
def test_a_compiled_formula_agrees_with_an_independent_reading(tree, given_):
    assert agrees(evaluate(text(tree), given_), expected(tree, given_)) or mixes_errors(tree, given_)
    assert solve({"x": text(tree)}, given_)["x"] == evaluate(text(tree), given_)


def mixes_errors(tree, given_):
    """Missing inputs are reported before other errors; the reading above stops at the first of either."""
    found, wanted = evaluate(text(tree), given_), expected(tree, given_)
    return isinstance(found, FormulaError) and isinstance(wanted, Exception)


@given(trees, inputs)
def test_a_formula_reads_the_same_within_a_system(tree, given_):
    cells = {f"{name}.cell": name for name in [*"abcd", "never"]}
    renamed = rename(tree)

    inside = solve(cells | {"x": text(renamed)}, given_)["x"]

    alone = evaluate(text(tree), given_)
    if isinstance(alone, FormulaError):
        assert isinstance(inside, FormulaError)
    else:
        assert inside == alone


def rename(tree):
    if tree[0] == "name":
        return ("name", f"{tree[1]}.cell")
    return (tree[0], *(rename(part) if isinstance(part, tuple) else part for part in tree[1:]))


@given(trees)
def test_a_written_tree_reads_back_to_the_same_tree(tree):
    root = parse(text(tree))

    assert parse(written(root)) == root
    assert written(parse(written(root))) == written(root)


@given(trees, inputs)
def test_needless_parentheses_change_nothing(tree, given_):
    assert evaluate(written(parse(text(tree))), given_) == evaluate(text(tree), given_)


@given(trees)
def test_the_names_found_are_those_of_the_tree(tree):
    def used(part):
        if part[0] == "name":
            return {part[1]}
        return set().union(*(used(one) for one in part[1:] if isinstance(one, tuple)))

    assert names(text(tree)) == used(tree)


@given(st.text(alphabet="ab1.5_ +-*/^()<>=!,ifminandort²٣é$\n") | st.text())
def test_any_text_is_read_or_refused_with_its_place(anything):
    try:
        result = evaluate(anything, {"a": 1, "b": 2})
    except FormulaSyntaxErrors as refused:
        (problem,) = refused.problems
        assert 1 <= problem.position <= len(anything) + 1
        assert problem.sentence
    else:
        assert isinstance(result, Decimal | FormulaError)


@given(st.text(alphabet="ab1.5_ +-*/^()<>=!,ifminandort²٣é$\n"))
def test_a_text_and_its_pattern_are_both_readable_or_neither(anything):
    def readable(one):
        try:
            parse(one)
        except FormulaSyntaxErrors:
            return False
        return True

    assert readable(anything) == readable(cut(anything)[0])
