"""The files of the kit that people read: index.html, README.txt, attribution.txt."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

from conflictmap.embed.snippet import Frame, element, resize_script, snippet
from conflictmap.embed.story import Story, clean

_LABELS = {
    "en": {
        "heading": "Putting it into an article", "paste": "What to paste",
        "whole": "With automatic height (the same as embed.html)",
        "alone": "Without a script, for systems that take none: set the height by hand",
        "alternative": "Alternative texts, made from the data", "files": "Files",
    },
    "ar": {
        "heading": "إدراج الخريطة في مقال", "paste": "ما يُلصق", "whole": "بارتفاع تلقائي (وهو نفسه في embed.html)",
        "alone": "بلا برنامج نصي، للأنظمة التي لا تقبله: يُضبط الارتفاع يدويا",
        "alternative": "النصوص البديلة، من البيانات نفسها", "files": "الملفات",
    },
}  # fmt: skip
_STEPS = {
    "en": (
        "Upload this folder to your web server (HTTPS). Keep the names of the files.",
        "Without --base-url the snippet has no full address: put that of your folder before map.html and map.png.",
        "Copy the snippet: the whole content of embed.html.",
        "In your CMS add a block of the kind “HTML”, “custom code” or “embed” to the article, and paste it.",
        "If the CMS takes scripts out, paste the second version and choose a height; 640 px suits most columns.",
        "WordPress: the block “Custom HTML”. Whoever may not use HTML there asks an administrator.",
        "For AMP pages, newsletters and print see docs/embedding.md; they use the pictures of this folder.",
        "Use the alternative texts wherever a picture of the map stands, and card.png for social networks.",
        "Leave the attribute sandbox as it is, and never add allow-same-origin to it.",
        "Look at the article on a phone, and credit the sources: attribution.txt.",
    ),
    "ar": (
        "ارفع هذا المجلد إلى خادم موقعك (HTTPS) وأبق أسماء الملفات كما هي.",
        "إن لم تُحدَّد --base-url فلا عنوان كاملا في المقتطف: أضف عنوان مجلدك قبل map.html وmap.png.",
        "انسخ المقتطف، وهو محتوى embed.html كله.",
        "أضف في نظام إدارة المحتوى كتلة من نوع «HTML» أو «تضمين» إلى المقال، ثم الصقه فيها.",
        "إن كان النظام يحذف البرامج النصية فالصق النسخة الثانية واختر ارتفاعا؛ 640 بكسل يناسب معظم الصفحات.",
        "في ووردبريس: كتلة «HTML مخصص». ومن لا يملك صلاحية HTML يسأل مدير الموقع.",
        "لصفحات AMP والنشرات البريدية والطباعة: الشرح في docs/embedding.md، وهي تستعمل صور هذا المجلد.",
        "استعمل النص البديل حيث توضع صورة للخريطة، وcard.png لشبكات التواصل.",
        "اترك السمة sandbox كما هي، ولا تضف إليها allow-same-origin أبدا.",
        "انظر إلى المقال على هاتف، واذكر المصادر: attribution.txt.",
    ),
}  # fmt: skip


_LITERAL = re.compile(r"--base-url|allow-same-origin|sandbox|(?:docs/)?[a-z]+\.(?:html|md|png|txt)")


def index(frame: Frame, local: Frame, alternatives: Mapping[str, str], names: Sequence[str]) -> str:
    """Give a plain page with the map embedded in it, and how to do the same in a CMS, in both languages.

    Args:
        frame: of the snippet to paste.
        local: of the map beside the page itself.
        alternatives: the long text by language.
        names: of the files of the kit.
    """
    first = frame.language
    order = (first, "en" if first == "ar" else "ar")
    labels = {name: escape(text) for name, text in _LABELS[first].items()}
    return _filled(
        {
            **labels,
            "language": first,
            "direction": _direction(first),
            "digest": base64.b64encode(hashlib.sha256(f"\n{resize_script()}".encode()).digest()).decode(),
            "sources": "'self' file:",
            "title": escape(frame.title),
            "snippet": snippet(local),
            "steps": "".join(_section(language, _list(language, frame.address != local.address)) for language in order),
            "whole_text": escape(snippet(frame)),
            "alone_text": escape(element(frame)),
            "alternatives": "".join(
                _section(language, f"<p>{escape(alternatives[language])}</p>\n") for language in order
            ),
            "links": "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>\n' for name in names),
        }
    )


def readme(told: Story, names: Sequence[str], has_base: bool) -> str:
    """Give the short README of the folder, in both languages."""
    parts = [told.title, "=" * min(len(told.title), 72), ""]
    for language in ("en", "ar"):
        parts += [
            _LABELS[language]["heading"],
            *(f"{n}. {step}" for n, step in enumerate(_steps(language, has_base), 1)),
            "",
        ]
    return "\n".join([*parts, *names, ""])


def attribution(told: Story, has_pictures: bool) -> str:
    """Name every source: the outlets, the ground, the gazetteer with its licences, and what draws the page."""
    lines = [told.title, "", "Reports / التقارير"]
    for document in told.documents:
        facts = (document.publisher or "unnamed outlet", document.title, str(document.published or ""), document.url)
        lines.append("- " + ", ".join(clean(fact) for fact in facts if fact))
    lines += ["", "Ground / الخريطة الأساس", "- Natural Earth (naturalearthdata.com), public domain.",
              "- Boundaries do not imply endorsement. لا تعني الحدود المرسومة إقرارا بها."]  # fmt: skip
    lines += ["", "Places / الأماكن"]
    for layer in told.layers:
        lines.append(
            "- " + ", ".join(dict.fromkeys(clean(fact) for fact in (layer.attribution or layer.name, layer.licence)))
        )
    lines += ["", "Software / البرمجيات", f"- conflictmap {told.version}, MIT.",
              "- Leaflet 1.9.4, Volodymyr Agafonkin and contributors, BSD-2-Clause: in map.html.",
              "- Fonts: the page uses those of the reader's system and carries none."]  # fmt: skip
    if has_pictures:
        lines.append("- Fonts in the pictures: under the SIL Open Font License 1.1.")
    return "\n".join([*lines, ""])


def _steps(language: str, has_base: bool) -> list[str]:
    """Give what to do; where the snippet has whole addresses, nobody has to write them."""
    return [step for step in _STEPS[language] if not (has_base and "--base-url" in step)]


def _list(language: str, has_base: bool) -> str:
    shown = (_LITERAL.sub(r'<code dir="ltr">\g<0></code>', escape(step)) for step in _steps(language, has_base))
    items = "".join(f"<li>{step}</li>\n" for step in shown)
    return f"<h2>{escape(_LABELS[language]['heading'])}</h2>\n<ol>\n{items}</ol>\n"


def _section(language: str, inside: str) -> str:
    return f'<section lang="{language}" dir="{_direction(language)}">\n{inside}</section>\n'


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def _filled(values: Mapping[str, str]) -> str:
    """Put values into the page in one pass, so that no value is read as a place for another one."""
    page = (resources.files(__package__) / "assets" / "embed-index.html").read_text(encoding="utf-8")
    return re.sub(r"\[\[(\w+)\]\]", lambda match: values[match[1]], page)
