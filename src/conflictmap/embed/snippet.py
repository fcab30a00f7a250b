"""The lines of HTML that a newsroom pastes into an article."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib import resources

SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""What the page in the frame may do: run its own script, save its data, open the linked articles as ordinary pages.

Not `allow-same-origin`: even on the newsroom's own server the page is a stranger to the article around it. Not
`allow-top-navigation`: it cannot send the reader away."""
WIDTH, HEIGHT = 700, 640
"""Pixels: the size where no script runs. The width is a hint for oEmbed; the frame fills its column."""
PICTURE = (1200, 800)
"""Pixels: the size of map.svg and the proportions of map.png."""

_TEMPLATES = {ord(character): f"&#{ord(character)};" for character in "[]{}$`"}
_HIDDEN = "<style>iframe[data-conflictmap]{display:none!important}</style>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame for the page: `identity` is told by the page with its height, `picture` is None if there is none."""

    identity: str
    address: str
    picture: str | None
    language: str
    title: str
    alt: str
    downloads: bool


def element(frame: Frame) -> str:
    """Give the iframe alone, for pages and readers that take no script."""
    sandbox = SANDBOX if frame.downloads else SANDBOX.replace(" allow-downloads", "")
    attributes = {
        "src": frame.address,
        "title": frame.title,
        "aria-label": frame.alt,
        "lang": frame.language,
        "data-conflictmap": frame.identity,
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
        "sandbox": sandbox,
        "style": f"display:block;width:100%;height:{HEIGHT}px;border:0",
    }
    return f"<iframe {_written(attributes)}></iframe>"


def snippet(frame: Frame) -> str:
    """Give the whole snippet: the iframe, the picture for readers without scripts, and what fits the height.

    It has no empty line and no ampersand outside its attributes, which some content systems rewrite.
    """
    return f"{element(frame)}\n{_without_scripts(frame)}\n<script>\n{resize_script()}</script>\n"


def resize_script() -> str:
    """Give the script of the snippet: it takes heights from our frames only, each for itself, within bounds."""
    return (resources.files(__package__) / "assets" / "embed-resize.js").read_text(encoding="utf-8")


def _without_scripts(frame: Frame) -> str:
    inside = _inert(frame.alt)
    if frame.picture:
        picture = {"src": frame.picture, "alt": frame.alt, "lang": frame.language, "width": str(PICTURE[0]),
                   "height": str(PICTURE[1]), "style": "width:100%;height:auto"}  # fmt: skip
        inside = f"<img {_written(picture)}>"
    instead = _HIDDEN if frame.picture else ""
    return f"<noscript>{instead}<p><a {_written({'href': frame.address})}>{inside}</a></p></noscript>"


def _written(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{_inert(value)}"' for name, value in attributes.items())


def _inert(text: str) -> str:
    """Escape a text for HTML, and what content systems expand before it is HTML: shortcodes and templates.

    >>> _inert("[gallery] {{7*7}} <b>")
    '&#91;gallery&#93; &#123;&#123;7*7&#125;&#125; &lt;b&gt;'
    """
    return escape(text).translate(_TEMPLATES)
