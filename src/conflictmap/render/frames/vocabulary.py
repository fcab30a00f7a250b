"""Columns and words of other data sets (ACLED, UCDP GED), in ours. Words that are not here become "other"."""

from __future__ import annotations

from conflictmap.model import EventType, Precision

TYPES = {
    "armed clash": EventType.ARMED_CLASH,
    "air/drone strike": EventType.AIR_STRIKE,
    "shelling/artillery/missile attack": EventType.SHELLING,
    "remote explosive/landmine/ied": EventType.GROUND_EXPLOSIVE,
    "suicide bomb": EventType.SUICIDE_ATTACK,
    "chemical weapon": EventType.CHEMICAL_ATTACK,
    "attack": EventType.ATTACK_ON_CIVILIANS,
    "sexual violence": EventType.ATTACK_ON_CIVILIANS,
    "abduction/forced disappearance": EventType.ABDUCTION,
    "arrests": EventType.ARREST,
    "agreement": EventType.AGREEMENT,
    "government regains territory": EventType.TERRITORY_CHANGE,
    "non-state actor overtakes territory": EventType.TERRITORY_CHANGE,
    "non-violent transfer of territory": EventType.TERRITORY_CHANGE,
    "looting/property destruction": EventType.LOOTING_OR_DESTRUCTION,
    "peaceful protest": EventType.PROTEST,
    "protest with intervention": EventType.PROTEST,
    "excessive force against protesters": EventType.PROTEST,
    "violent demonstration": EventType.PROTEST,
    # event_type of ACLED, where there is no finer word
    "battles": EventType.ARMED_CLASH,
    "violence against civilians": EventType.ATTACK_ON_CIVILIANS,
    "protests": EventType.PROTEST,
    # type_of_violence of UCDP GED: state-based, non-state, one-sided
    "1": EventType.ARMED_CLASH,
    "2": EventType.ARMED_CLASH,
    "3": EventType.ATTACK_ON_CIVILIANS,
}

ACLED_PRECISION = {"1": Precision.SETTLEMENT, "2": Precision.NEAR, "3": Precision.ADMIN1}
UCDP_PRECISION = {
    "1": Precision.SETTLEMENT,
    "2": Precision.NEAR,
    "3": Precision.ADMIN2,
    "4": Precision.ADMIN1,
    "5": Precision.AREA,
    "6": Precision.COUNTRY,
    "7": Precision.AREA,
}
UCDP_NEAR_KM = 25.0
"""What where_prec 2 says: within about 25 km of the place."""

TYPE = ("type", "sub_event_type", "event_type", "type_of_violence")
DATE = ("date_start", "event_date", "date", "day")
LABEL = ("place_name_en", "location", "where_coordinates", "place_name", "name", "place")
SOURCE = ("source", "source_office", "publisher")
URL = ("url", "source_url", "link")
WORDS = ("quote", "notes", "source_headline")
NUMBER = ("n", "people", "persons", "individuals", "count", "flow", "number")
ORIGINS = ("origin_name_en", "origin_name", "origin", "from_name", "from")
DESTINATIONS = ("destination_name_en", "destination_name", "dest_name", "destination", "dest", "to_name", "to")
