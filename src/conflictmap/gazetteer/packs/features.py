"""Feature codes of GeoNames as our kinds and features."""

from __future__ import annotations

_SETTLEMENTS = "PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLF PPLG PPLL PPLQ PPLR PPLS PPLW STLMT"
_CODES = """
neighbourhood quarter PPLX
admin1 first_order_division ADM1
admin2 second_order_division ADM2
admin3 third_order_division ADM3
region region RGN RGNE RGNL AREA VAL PLN UPLD DPR FLD PLAT
region desert DSRT ERG
region oasis OAS
region coast CST
region mountain MT MTS PK RDGE
region hill HLL HLLS
region island ISL ISLS
region peninsula PEN CAPE
region pass PASS
region forest FRST
water river STM STMI STMM STMS STMX
water wadi WAD WADS
water lake LK LKS LKN LKI LGN
water reservoir RSV
water canal CNL CNLI
water spring SPNG
water sea SEA BAY GULF STRT SD
water marsh MRSH SWMP
camp refugee_camp CMPRF
camp camp CMP
facility air_base AIRB
facility airport AIRP AIRF AIRH
facility military_base MILB INSM FT NVB
facility border_crossing PSTB
facility dam DAM DAMQ DAMSB
facility bridge BDG
facility oil_field OILF
facility gas_field GASF
facility refinery OILR
facility pumping_station OILP
facility power_plant PS PSH PSN
facility hospital HSP HSPC HSPD HSPL CTRM
facility prison PRN
facility port PRT HBR
facility mine MN MNQ MNA
site ruins RUIN ANS HSTS
site tell TELL
site citadel CSTL
site shrine SHRN TMB
"""

FEATURES: dict[str, tuple[str, str | None]] = dict.fromkeys(_SETTLEMENTS.split(), ("settlement", None))
"""GeoNames feature code -> kind and feature. What is not here is no place that reports of conflict turn on."""

for _line in _CODES.strip().splitlines():
    _kind, _feature, *_names = _line.split()
    FEATURES.update(dict.fromkeys(_names, (_kind, _feature)))

_RADII = {"admin1": 75.0, "admin2": 30.0, "admin3": 12.0, "region": 20.0, "water": 20.0}


def radius_km(kind: str, feature: str | None, population: int) -> float:
    """Guess within how many km of its point a place lies, where the source has no outline.

    Villages of gazetteers stand up to 2 km off, oil and gas fields are some 5 km wide; the rest are guesses too.
    """
    from conflictmap.gazetteer.entries import town_radius

    if kind == "settlement":
        return max(2.0, town_radius(population))
    if feature in ("oil_field", "gas_field"):
        return 5.0
    return _RADII.get(kind, 2.0)
