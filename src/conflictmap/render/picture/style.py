"""The page's style sheets, worked out for each element of a picture.

Programs for drawing (Illustrator, Inkscape, Office) know neither custom properties nor most selectors; so every
element gets the values as plain attributes. States of the page (hover, chosen, focus) have no place in a picture:
selectors with pseudo-classes other than `:not()` are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conflictmap.errors import DataError
from conflictmap.render.picture.colour import mixed

_TAKEN = (
    "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin paint-order "
    "opacity font-size font-weight letter-spacing text-anchor"
)
PROPERTIES = frozenset(_TAKEN.split())
"""What a picture takes from the style sheets; each is an attribute of SVG too."""

Declarations = Mapping[str, str]
_COMPOUND = re.compile(r'([\w-]+)?((?:\.[\w-]+|\[[\w-]+(?:="[^"]*")?\]|:not\([^()]*\))*)')
_PIECE = re.compile(r'\.([\w-]+)|\[([\w-]+)(?:="([^"]*)")?\]|:not\(([^()]*)\)')
_MIX = re.compile(r"color-mix\(in srgb, (#\w+) ([\d.]+)%, (#\w+)\)")


@dataclass(frozen=True, slots=True)
class Element:
    """An element as selectors see it."""

    tag: str
    attributes: Mapping[str, str]
    before: Element | None = None

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attributes.get("class", "").split())


Test = Callable[[Element], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector: tests from the last element back, each with what joins it to the next; and what it sets."""

    steps: tuple[tuple[str, Test], ...]
    weight: tuple[int, int]
    declarations: Declarations

    def matches(self, chain: Sequence[Element]) -> bool:
        """Say whether the last element of a chain, root first, is meant."""
        return _matches(self.steps, tuple(chain))


@dataclass(frozen=True)
class Sheet:
    """The tokens and rules of a theme."""

    tokens: Declarations
    rules: tuple[Rule, ...]
    paint: Callable[[str], str] = str
    """What becomes of each colour in the end: nothing, or its grey."""

    def computed(self, chain: Sequence[Element], inherited: Declarations) -> tuple[dict[str, str], dict[str, str]]:
        """Work out an element: the attributes that it gets, and the custom properties that it hands on.

        Raises:
            DataError: if a value cannot be worked out, because a token is missing or a function is not known.
        """
        won: dict[str, str] = {}
        for rule in self.rules:
            if rule.matches(chain):
                won.update(rule.declarations)
        custom = {**inherited, **{name: value for name, value in won.items() if name.startswith("--")}}
        return {name: self.painted(value, custom) for name, value in won.items() if name in PROPERTIES}, custom

    def painted(self, value: str, custom: Declarations) -> str:
        """Work out one value, with its colour as it is painted."""
        found = resolved(value, custom)
        return self.paint(found) if found.startswith("#") else found


def sheet(css: str, dark: bool) -> Sheet:
    """Read style sheets for one theme, light or dark."""
    tokens: dict[str, str] = {}
    rules: list[Rule] = []
    for selectors, declarations in _blocks(css, dark):
        for selector in selectors.split(","):
            if selector.strip() == ":root":
                tokens.update(declarations)
            elif steps := _steps(selector.strip()):
                weight = (len(re.findall(r"[.\[]", selector)), len(rules))
                rules.append(Rule(steps, weight, declarations))
    return Sheet(tokens, tuple(sorted(rules, key=lambda rule: rule.weight)))


def resolved(value: str, custom: Declarations) -> str:
    """Work out `var()` and `color-mix()`.

    >>> resolved("color-mix(in srgb, var(--a, var(--b)) 50%, #000000)", {"--b": "#ffffff"})
    '#808080'
    """
    while match := re.search(r"var\((--[\w-]+)(?:, ?([^()]*(?:\([^()]*\))?))?\)", value):
        found = custom.get(match[1], match[2])
        if found is None:
            raise DataError(f"the style sheets of the page have no {match[1]}, which {value!r} needs")
        value = value[: match.start()] + found + value[match.end() :]
    value = _MIX.sub(lambda match: mixed(match[1], float(match[2]) / 100, match[3]), value).strip()
    if "(" in value and not value.startswith("url(#"):
        raise DataError(f"pictures cannot work out {value!r} of the style sheets")
    return "none" if value == "transparent" else value.removesuffix("px")


def _blocks(css: str, dark: bool) -> Iterator[tuple[str, Declarations]]:
    """Give selectors and declarations in order; of media rules only the tokens of the dark theme."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    at = 0
    while (start := css.find("{", at)) >= 0:
        end = _closing(css, start)
        head, body = css[at:start].strip(), css[start + 1 : end]
        if not head.startswith("@"):
            yield head, _declarations(body)
        elif dark and head == "@media screen":
            yield from ((":root", held) for name, held in _blocks(body, dark) if name == ':root[data-theme="dark"]')
        at = end + 1


def _closing(css: str, start: int) -> int:
    depth = 0
    for position in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[position], 0)
        if not depth:
            return position
    raise DataError("a style sheet of the page has a brace that is not closed")


def _declarations(body: str) -> Declarations:
    pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def _steps(selector: str) -> tuple[tuple[str, Test], ...]:
    """Read a selector, last part first; nothing if it speaks of a state or of what a picture does not have."""
    parts = [part for part in re.split(r"\s*([>+])\s*|\s+", selector) if part]
    steps: list[tuple[str, Test]] = []
    joint = ""
    for part in parts:
        if part in (">", "+"):
            joint = part
            continue
        match = _COMPOUND.fullmatch(part)
        if not match:
            return ()
        steps.append((joint or " ", _test(match[1], match[2])))
        joint = ""
    return tuple(reversed(steps))


def _test(tag: str | None, pieces: str) -> Test:
    found = _PIECE.findall(pieces)
    names = frozenset(name for name, *_ in found if name)
    attributes = tuple((name, value) for _, name, value, _ in found if name)
    denied = tuple(_test(match[1], match[2]) for *_, inner in found if inner and (match := _COMPOUND.fullmatch(inner)))

    def test(element: Element) -> bool:
        return (
            (not tag or element.tag == tag)
            and names <= element.classes
            and all(
                name in element.attributes and value in ("", element.attributes[name]) for name, value in attributes
            )
            and not any(other(element) for other in denied)
        )

    return test


def _matches(steps: Sequence[tuple[str, Test]], chain: tuple[Element, ...]) -> bool:
    (joint, test), rest = steps[0], steps[1:]
    if not chain or not test(chain[-1]):
        return False
    if not rest:
        return True
    if joint == "+":
        before = chain[-1].before
        return before is not None and _matches(rest, (*chain[:-1], before))
    if joint == ">":
        return _matches(rest, chain[:-1])
    return any(_matches(rest, chain[:end]) for end in range(len(chain) - 1, 0, -1))
