"""Scorers of what kind of event a sentence tells of."""

from collections.abc import Sequence

from evaluation.records import Figures, Outcome, Record, paired, ratio, share

# PLOVER's summary of December 2017, after which the set was coded, lists the modes of ASSAULT: any weapon from rocks
# to heavy ones, abduction, torture, execution. The destruction and seizure of property is COERCE there, theft CRIME.
VIOLENCE = frozenset(
    (
        "armed_clash",
        "air_strike",
        "shelling",
        "ground_explosive",
        "suicide_attack",
        "chemical_attack",
        "attack_on_civilians",
        "abduction",
    )
)
CLASSES = {"assault": VIOLENCE, "protest": frozenset(("protest",))}
# PLOVER codes what happened: an attack that was denied, foretold or only planned is none. What is history is coded,
# with a note of context, so that it counts.
NOT_HAPPENED = frozenset(("denied", "predicted", "planned"))
POSITIVE = frozenset(("yes",))
NEGATIVE = frozenset(("easy no", "difficult no", "hard no"))

# The codes of the set against our types: any of these is right. ACLED files a forced end of a protest and a
# mob under riots, we may see the attack; a territory handed over in peace may be told as a withdrawal.
ACLED_TYPES = {
    "ABDUCT_DISSAP": {"abduction"},
    "AGREEMENT": {"agreement", "ceasefire"},
    "AIR_STRIKE": {"air_strike"},
    "ARMED_CLASH": {"armed_clash"},
    "ARREST": {"arrest"},
    "ART_MISS_ATTACK": {"shelling"},
    "ATTACK": {"attack_on_civilians"},
    "CHEM_WEAP": {"chemical_attack"},
    "FORCE_AGAINST_PROTEST": {"protest", "attack_on_civilians"},
    "GOV_REGAINS_TERIT": {"territory_change"},
    "GRENADE": {"ground_explosive"},
    "HQ_ESTABLISHED": {"deployment"},
    "MOB_VIOL": {"attack_on_civilians", "protest", "looting_or_destruction"},
    "NON_STATE_ACTOR_OVERTAKES_TER": {"territory_change"},
    "NON_VIOL_TERRIT_TRANSFER": {"territory_change", "withdrawal"},
    "PEACE_PROTEST": {"protest"},
    "PROPERTY_DISTRUCT": {"looting_or_destruction"},
    "PROTEST_WITH_INTER": {"protest"},
    "REM_EXPLOS": {"ground_explosive"},
    "SEX_VIOL": {"attack_on_civilians"},
    "SUIC_BOMB": {"suicide_attack"},
    "VIOL_DEMONSTR": {"protest"},
}
# Sentences in which no event of ours should be seen. Other codes (a disrupted weapon, a changed group) fit no
# type of ours and no refusal either: they are left out.
ACLED_OFF_TOPIC = frozenset(("DIPLO", "ATTRIB", "ORG_CRIME", "MAN_MADE_DISASTER", "NATURAL_DISASTER", "OTHER"))


def event_types(report: Record) -> list[str]:
    """The types of the events of a report that are told as real, in the order of their evidence."""
    starts = {claim.get("id"): claim.get("start") or 0 for claim in report.get("claims") or ()}
    told = [
        (
            min((starts.get(claim, 0) for claim in event.get("claims") or ()), default=0),
            position,
            event["type"],
        )
        for position, event in enumerate(report.get("events") or ())
        if event.get("status") not in NOT_HAPPENED
    ]
    return [kind for *_, kind in sorted(told)]


def event_sentences(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Whether a sentence tells of an ASSAULT (any type of violence) or of a PROTEST.

    Counts: sentences labelled `yes`, `easy no`, `difficult no`; ambiguous ones are `skipped`. `hard_fp`
    is the share of the difficult no where an event was seen.
    """
    figures: Figures = {}
    skipped, misses = 0, []
    verdicts: dict[str, list[tuple[str, bool]]] = {name: [] for name in CLASSES}
    for rows, report in paired(gold, reports):
        types = set(event_types(report))
        for row in rows:
            name, label = str(row.get("event", "")).casefold(), str(row.get("label", "")).casefold()
            if name not in CLASSES or label not in POSITIVE | NEGATIVE:
                skipped += 1
                continue
            seen = bool(types & CLASSES[name])
            verdicts[name].append((label, seen))
            if seen != (label in POSITIVE):
                misses.append({"id": row["id"], "surface": None, "what": f"{name} {label}, seen {sorted(types)}"})
    for name, pairs in verdicts.items():
        figures |= _binary(name, pairs)
    return Outcome(figures={**figures, "skipped": skipped}, misses=tuple(misses))


def _binary(name: str, pairs: Sequence[tuple[str, bool]]) -> Figures:
    gold, predicted = sum(label in POSITIVE for label, _ in pairs), sum(seen for _, seen in pairs)
    right = sum(seen and label in POSITIVE for label, seen in pairs)
    return {
        f"{name}_sentences": len(pairs),
        f"{name}_gold": gold,
        f"{name}_precision": ratio(right, predicted),
        f"{name}_recall": ratio(right, gold),
        f"{name}_f1": ratio(2 * right, predicted + gold),
        f"{name}_hard_fp": share(seen for label, seen in pairs if label in NEGATIVE - {"easy no"}),
    }


def event_subtypes(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """The ACLED sub-event type of a sentence.

    `sentences` have a code with a counterpart among our types. `first_right`: the event told first has
    one of the counterparts; `any_right`: some event has; `covered`: there is any event but `other`.
    `quiet`: share of the `off_topic` sentences (diplomacy, disasters, crime) where no event but `other`
    is seen.
    """
    first, some, covered, quiet, misses = [], [], [], [], []
    for rows, report in paired(gold, reports):
        types = [kind for kind in event_types(report) if kind != "other"]
        code = str(rows[0].get("acled_subtype"))
        if code in ACLED_OFF_TOPIC:
            quiet.append(not types)
        elif code in ACLED_TYPES:
            first.append(bool(types) and types[0] in ACLED_TYPES[code])
            some.append(bool(ACLED_TYPES[code] & set(types)))
            covered.append(bool(types))
        if (code in ACLED_OFF_TOPIC and types) or (code in ACLED_TYPES and not some[-1]):
            misses.append({"id": rows[0]["id"], "surface": None, "what": f"{code}, seen {types}"})
    return Outcome(
        figures={
            "sentences": len(first),
            "first_right": share(first),
            "any_right": share(some),
            "covered": share(covered),
            "off_topic": len(quiet),
            "quiet": share(quiet),
        },
        misses=tuple(misses),
    )
