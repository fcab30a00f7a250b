"""The words of the alternative texts. Verbal nouns ("departure of", "خروج") keep both languages free of agreement."""

from __future__ import annotations

# mode: English noun, words before origin and destination; the same in Arabic.
MODES = {
    "left": ("Departure of", "from", "to", "خروج", "من", "إلى"),
    "fled": ("Flight of", "from", "to", "فرار", "من", "إلى"),
    "displaced": ("Displacement of", "from", "to", "نزوح", "من", "إلى"),
    "evacuated": ("Evacuation of", "from", "to", "إجلاء", "من", "إلى"),
    "transferred": ("Transfer of", "from", "to", "نقل", "من", "إلى"),
    "withdrew": ("Withdrawal of", "from", "to", "انسحاب", "من", "إلى"),
    "surrendered": ("Surrender of", "at", "and from there to", "استسلام", "في", "ثم الانتقال إلى"),
    "released": ("Release of", "at", "and from there to", "الإفراج عن", "في", "ثم الانتقال إلى"),
    "returned": ("Return of", "from", "to", "عودة", "من", "إلى"),
    "deported": ("Deportation of", "from", "to", "ترحيل", "من", "إلى"),
    "entered": ("Entry of", "from", "into", "دخول", "من", "إلى"),
    "deployed": ("Deployment of", "from", "to", "انتشار", "من", "في"),
    "detained": ("Detention of", "at", "and from there to", "احتجاز", "في", "ثم النقل إلى"),
}

# English: one, many. Arabic: one, two, 3-10, 11-99 (one again from 100 on), without a number, with the article.
Noun = tuple[str, str, str, str, str, str, str, str]


def _sound(one: str, many: str, stem: str) -> Noun:
    """Give a noun with the regular plural of Arabic, as it stands behind another noun."""
    return (one, many, stem, f"{stem}ين", f"{stem}ين", f"{stem}ا", f"{stem}ين", f"ال{stem}ين")


_VEHICLES: Noun = ("vehicle", "vehicles", "مركبة", "مركبتين", "مركبات", "مركبة", "مركبات", "المركبات")
_PEOPLE: Noun = ("person", "people", "شخص", "شخصين", "أشخاص", "شخصا", "أشخاص", "الأشخاص")
GROUPS: dict[str, Noun] = {
    "civilians": _sound("civilian", "civilians", "مدني"),
    "displaced": _sound("displaced person", "displaced people", "نازح"),
    "returnees": _sound("returnee", "returnees", "عائد"),
    "refugees": _sound("refugee", "refugees", "لاجئ"),
    "fighters": _sound("fighter", "fighters", "مقاتل"),
    "families": ("family member", "family members", "فرد من الأسر", "فردين من الأسر", "أفراد من الأسر", "فردا من الأسر",
                 "أفراد أسر", "أفراد الأسر"),
    "fighters+families": _sound("fighter", "fighters", "مقاتل"),
    "detainees": _sound("detainee", "detainees", "محتجز"),
    "hostages": ("hostage", "hostages", "رهينة", "رهينتين", "رهائن", "رهينة", "رهائن", "الرهائن"),
    "wounded": ("wounded person", "wounded people", "جريح", "جريحين", "جرحى", "جريحا", "جرحى", "الجرحى"),
    "prisoners": ("prisoner", "prisoners", "أسير", "أسيرين", "أسرى", "أسيرا", "أسرى", "الأسرى"),
    "troops": ("soldier", "troops", "جندي", "جنديين", "جنود", "جنديا", "قوات", "الجنود"),
    "cargo": ("cargo", "cargo", "شحنة", "شحنتين", "شحنات", "شحنة", "شحنات", "الشحنات"),
    "vehicles": _VEHICLES,
    "aid": ("aid", "aid", "شحنة مساعدات", "شحنتي مساعدات", "شحنات مساعدات", "شحنة مساعدات", "مساعدات", "المساعدات"),
    "mixed": _PEOPLE,
}  # fmt: skip
WITH_FAMILIES = {"en": " with their families", "ar": " مع أسرهم"}
UNITS: dict[str, Noun] = {
    "persons": _PEOPLE,
    "families": ("family", "families", "أسرة", "أسرتين", "أسر", "أسرة", "أسر", "الأسر"),
    "households": ("household", "households", "أسرة معيشية", "أسرتين معيشيتين", "أسر معيشية", "أسرة معيشية",
                   "أسر معيشية", "الأسر المعيشية"),
    "vehicles": _VEHICLES,
    "boxes": ("box", "boxes", "صندوق", "صندوقين", "صناديق", "صندوقا", "صناديق", "الصناديق"),
    "tonnes": ("tonne", "tonnes", "طن", "طنين", "أطنان", "طنا", "أطنان", "الأطنان"),
    "strikes": ("strike", "strikes", "ضربة", "ضربتين", "ضربات", "ضربة", "ضربات", "الضربات"),
    "items": ("item", "items", "قطعة", "قطعتين", "قطع", "قطعة", "قطع", "القطع"),
}  # fmt: skip
RECORDS: dict[str, Noun] = {
    "movement": ("movement", "movements", "تنقل واحد", "تنقلان", "تنقلات", "تنقلا", "تنقلات", "التنقلات"),
    "event": ("event", "events", "حدث واحد", "حدثان", "أحداث", "حدثا", "أحداث", "الأحداث"),
    "stock": ("count of people at a place", "counts of people at a place", "عدد واحد لموجودين في مكان",
              "عددان لموجودين في مكان", "أعداد لموجودين في مكان", "عددا لموجودين في مكان", "أعداد", "الأعداد"),
    "control": ("statement of who holds a place", "statements of who holds a place", "قول واحد عن السيطرة على مكان",
                "قولان عن السيطرة على مكان", "أقوال عن السيطرة على مكان", "قولا عن السيطرة على مكان", "أقوال",
                "الأقوال"),
}  # fmt: skip

# The bounds that a report gives to vague words.
VAGUE = {
    (20, 99): ("dozens of", "عشرات"), (200, 999): ("hundreds of", "مئات"), (2000, 9999): ("thousands of", "آلاف"),
    (20000, 99999): ("tens of thousands of", "عشرات آلاف"), (2000000, 9999999): ("millions of", "ملايين"),
}  # fmt: skip

EVENTS = {
    "armed_clash": ("Armed clash", "اشتباك مسلح"), "air_strike": ("Air strike", "غارة جوية"),
    "shelling": ("Shelling", "قصف"), "ground_explosive": ("Explosive device", "انفجار عبوة أو لغم"),
    "suicide_attack": ("Suicide attack", "هجوم انتحاري"), "chemical_attack": ("Chemical attack", "هجوم كيميائي"),
    "attack_on_civilians": ("Attack on civilians", "هجوم على مدنيين"), "abduction": ("Abduction", "خطف"),
    "arrest": ("Arrest", "اعتقال"), "release": ("Release", "إفراج"), "agreement": ("Agreement", "اتفاق"),
    "ceasefire": ("Ceasefire", "وقف إطلاق النار"), "surrender": ("Surrender", "استسلام"),
    "withdrawal": ("Withdrawal", "انسحاب"), "territory_change": ("Change of control", "تغير في السيطرة"),
    "looting_or_destruction": ("Looting or destruction", "نهب أو تدمير"), "protest": ("Protest", "احتجاج"),
    "aid_or_evacuation": ("Aid or evacuation", "إغاثة أو إجلاء"), "deployment": ("Deployment", "انتشار"),
    "other": ("Other event", "حدث آخر"),
}  # fmt: skip

STATUS = {
    "happened": ("reported as having happened", "ورد أنه حدث"), "ongoing": ("reported as ongoing", "ورد أنه مستمر"),
    "agreed": ("agreed, not yet seen to happen", "متفق عليه ولم يُذكر وقوعه"), "planned": ("planned", "مزمع"),
    "alleged": ("alleged", "مزعوم"), "predicted": ("predicted", "متوقع"),
    "historical": ("earlier, as background", "سابق، في سياق الخلفية"), "denied": ("denied", "منفي"),
}  # fmt: skip

MONTHS = (
    ("January", "كانون الثاني/يناير"), ("February", "شباط/فبراير"), ("March", "آذار/مارس"), ("April", "نيسان/أبريل"),
    ("May", "أيار/مايو"), ("June", "حزيران/يونيو"), ("July", "تموز/يوليو"), ("August", "آب/أغسطس"),
    ("September", "أيلول/سبتمبر"), ("October", "تشرين الأول/أكتوبر"), ("November", "تشرين الثاني/نوفمبر"),
    ("December", "كانون الأول/ديسمبر"),
)  # fmt: skip
