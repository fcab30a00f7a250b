"""Find where the sentences of a text end, by the shapes of marks, lines and the words around a full stop."""

from __future__ import annotations

import re

_ARABIC = "ء-غف-ي"  # letters without tatweel, which stands inside words that are written to escape filters (قتـ.ـل)
# Atomic groups, not possessive ones: Python before 3.11.5 gets a possessive group wrong that repeats something itself.
_CUT = re.compile(
    rf"""(?P<line>[\n\r\x0b\x0c\x85\u2028\u2029]+)
    | (?P<stop>(?<![.!?؟…])[.!?؟…]++(?>(?:[ ][.…]{{1,9}}){{0,9}})(?>(?:["'”’»)\]]|\s»|\[\d{{1,3}}\]){{0,9}})(?=\s|$))
    | ؛
    | (?<=[{_ARABIC}]{{2}})[.؟!…]+[”»)\]]*(?=[“«(\[]?[{_ARABIC}]{{3}})  # البلدة.وقال
    | (?<=[0-9٠-٩]{{2}})[.؟!]+(?=[{_ARABIC}]{{3}})
    | (?<=\s)[.؟!]+(?=[“«(\[]?[{_ARABIC}]{{2}})  # البلدة .وقال
    | (?<=[a-z]{{2}})[.?!]["”’»)\]]?(?=[“"]?[A-Z][a-z])  # the town.They
    | (?=[•▪●◦‣■►▶])""",
    re.VERBOSE,
)
# What opens an item of a list, at the start of a line: "- ", "•", "1. ", "2)", "١-". It is no part of the sentence.
_LIST_MARK = re.compile(
    r"""(?:^|(?<=[\n\r]))[^\S\n\r]*+
    (?:[-–—•▪●◦‣■►▶*]+(?=[^\S\n]) | [•▪●◦‣■►▶]
    | \(?[0-9٠-٩]{1,2}(?:(?:[.)]|[-–])(?=[^\S\n])|[ ][-–](?=[ ][^\W\d_]))
    | \(?[A-Za-zأ-ي]\)(?=[^\S\n]))
    [^\S\n]*(?=\S)""",
    re.VERBOSE,
)
_DOMAINS = re.compile(r"(?:نت|كوم|أورغ|تي في|com|org|net|info|gov|edu)\b")
_LAST_WORD = re.compile(r"[\w.]*$")
_REACH = 14  # characters that the longest abbreviation may have
_NEXT = re.compile(r"[\s\"'“”‘’«(\[]*")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}|(?:[^\W\d_]\.)*[^\W\d_]")  # U.S, Ph.D, W.Va, J, د


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Abbreviations are spelling: what follows a title is a name, what follows "No." is a number, and a word that can
# end a sentence ("the U.S.", "at 9 p.m.") ends it only before a word that opens one.
_TITLES = _listed(
    "mr mrs ms messrs mme mlle dr drs gen lt col maj capt cpt sgt cpl pvt pfc spc cmdr comdr adm brig insp supt det "
    "gov sen sens rep reps rev hon prof pres amb fr st ste mt ft vs approx cf viz ca msgr"
)
_SMALL_TITLES = _listed("mr mrs dr vs approx cf viz ca")  # those that are no words if written small
_BEFORE_NUMBERS = _listed("no nos art arts fig sec para paras p pp vol ch approx tel")
_BEFORE_DAYS = _listed("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")
_MAY_END = _listed(
    "inc ltd co corp bros etc jr sr st ave rd blvd dept est al ala ariz ark calif colo conn del fla ga ill ind kan ky "
    "la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo"
)
_OPENERS = _listed(
    "the a an he she it its they their we our i you this that these those there his her my but and yet so in on at as "
    "if when while after before since for from with without by to of no not some many most all both each one two three "
    "several more another other however meanwhile also who what where why how it's he's she's they're"
)


def sentence_ends(text: str) -> list[tuple[int, bool]]:
    """Give the offsets at which a text is to be cut, in order, and of each whether a line ends there.

    A mark that opens an item of a list is cut off from the item.
    """
    marks = [(match.end(), False) for match in _LIST_MARK.finditer(text)]
    covered = {offset for match in _LIST_MARK.finditer(text) for offset in range(match.start(), match.end())}
    found = [
        (match.end(), match["line"] is not None)
        for match in _CUT.finditer(text)
        if match.start() not in covered and (match["line"] is not None or _is_end(text, match))
    ]
    return sorted({*marks, *found})


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Say whether a mark ends a sentence."""
    mark = match.group()
    if not mark or mark == "؛":
        return True
    behind = _NEXT.match(text, match.end())
    following = text[behind.end() if behind else match.end() :][:30]
    if mark != ".":
        # "Stop!" he said; "we waited ... and left": what goes on with a small letter has not ended. «.» ends it.
        return not (following[:1].islower() or following[:1] in (",", "،"))
    if _DOMAINS.match(following):
        return False  # "Example. com"; بلدنا.نت
    return not _is_abbreviation(text, match.start(), following)


def _is_abbreviation(text: str, stop: int, following: str) -> bool:
    """Say whether the full stop at `stop` belongs to an abbreviation or an initial ("J. Smith", د. أحمد)."""
    found = _LAST_WORD.search(text[max(0, stop - _REACH) : stop])
    word = found.group() if found else ""
    bare, is_capitalised = word.lower(), word[:1].isupper()
    if bare in _TITLES and (is_capitalised or bare in _SMALL_TITLES):
        return bare != "st" or not _opens(following)
    if bare in _BEFORE_NUMBERS and word != "P":  # p. 7, but Evan P. Hall
        return following[:1].isdigit()
    if bare in _BEFORE_DAYS:
        return is_capitalised and not _opens(following)
    if not _DOTTED.fullmatch(word):
        return bare in _MAY_END and (is_capitalised or bare in ("etc", "al")) and not _opens(following)
    if word.isascii():
        return not _opens(following) and text[stop - len(word) - 1 : stop - len(word)] not in ("'", "’")  # "McCoy's."
    before = text[max(0, stop - _REACH) : stop - len(word)]
    return not before.rstrip()[-1:].isdigit()  # "عام 2011 م." ends a sentence, د. and أ. do not


def _opens(following: str) -> bool:
    """Say whether a text starts with a capitalised word that opens sentences."""
    first = _FIRST_WORD.match(following)
    return first is not None and first.group()[0].isupper() and first.group().lower().replace("’", "'") in _OPENERS
