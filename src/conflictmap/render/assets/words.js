// Nouns and verbs that sentences are made of. Arabic counted nouns follow the plural categories of CLDR:
// two, few (3-10), many (11-99), other (100, 1000); `plural` and `definite` are for a bare or a vague number.
const NOUNS_EN = {
  civilians: ["civilian", "civilians"], displaced: ["displaced person", "displaced people"], returnees: ["returnee", "returnees"],
  refugees: ["refugee", "refugees"], fighters: ["fighter", "fighters"], families: ["family member", "family members"],
  "fighters+families": ["fighter", "fighters", " with their families", " with their family"], detainees: ["detainee", "detainees"],
  hostages: ["hostage", "hostages"], wounded: ["wounded person", "wounded people"], prisoners: ["prisoner", "prisoners"],
  troops: ["soldier", "troops"], cargo: ["cargo", "cargo"], vehicles: ["vehicle", "vehicles"], aid: ["aid", "aid"], mixed: ["person", "people"],
};

const UNITS_EN = {
  persons: ["person", "people"], families: ["family", "families"], households: ["household", "households"], vehicles: ["vehicle", "vehicles"],
  boxes: ["box", "boxes"], tonnes: ["tonne", "tonnes"], strikes: ["strike", "strikes"], items: ["item", "items"],
};

// The dual of a sound plural is written like the plural: "اثنين" tells them apart.
const sound = (stem, article) => ({
  one: stem, two: stem + "ين اثنين", few: stem + "ين", many: stem + "ا", other: stem, plural: stem + "ين", definite: article + stem + "ين",
});
const noun = (one, two, few, many, definite, plural = few) => ({ one, two, few, many, other: one, plural, definite });

const NOUNS_AR = {
  civilians: sound("مدني", "ال"), displaced: sound("نازح", "ال"), returnees: sound("عائد", "ال"), refugees: sound("لاجئ", "ال"),
  fighters: sound("مقاتل", "ال"), families: noun("فرد من الأسر", "فردين من الأسر", "أفراد من الأسر", "فردا من الأسر", "أفراد الأسر", "أفراد أسر"),
  "fighters+families": { ...sound("مقاتل", "ال"), tail: " مع أسرهم", tails: [" مع أسرته", " مع أسرتيهما"] }, detainees: sound("محتجز", "ال"),
  hostages: noun("رهينة", "رهينتين", "رهائن", "رهينة", "الرهائن"), wounded: noun("جريح", "جريحين", "جرحى", "جريحا", "الجرحى"),
  prisoners: noun("أسير", "أسيرين", "أسرى", "أسيرا", "الأسرى"), troops: noun("جندي", "جنديين", "جنود", "جنديا", "الجنود", "قوات"),
  cargo: noun("شحنة", "شحنتين", "شحنات", "شحنة", "الشحنات"), vehicles: noun("مركبة", "مركبتين", "مركبات", "مركبة", "المركبات"),
  aid: noun("شحنة مساعدات", "شحنتي مساعدات", "شحنات مساعدات", "شحنة مساعدات", "المساعدات", "مساعدات"),
  mixed: noun("شخص", "شخصين", "أشخاص", "شخصا", "الأشخاص"),
};

const UNITS_AR = {
  persons: noun("شخص", "شخصين", "أشخاص", "شخصا", "الأشخاص"), families: noun("أسرة", "أسرتين", "أسر", "أسرة", "الأسر"),
  households: noun("أسرة معيشية", "أسرتين معيشيتين", "أسر معيشية", "أسرة معيشية", "الأسر المعيشية"),
  vehicles: NOUNS_AR.vehicles, boxes: noun("صندوق", "صندوقين", "صناديق", "صندوقا", "الصناديق"),
  tonnes: noun("طن", "طنين", "أطنان", "طنا", "الأطنان"), strikes: noun("ضربة", "ضربتين", "ضربات", "ضربة", "الضربات"),
  items: noun("قطعة", "قطعتين", "قطع", "قطعة", "القطع"),
};

// Homes that are lost, and how people are said to be: by the term of a stock.
const HOMES_AR = noun("منزل", "منزلين", "منازل", "منزلا", "المنازل");
const LOST_HOMES = {
  destroyed_housing: ["destroyed", "تدمير", ""], damaged_housing: ["damaged", "تضرر", ""],
  uninhabitable_housing: ["uninhabitable", "عدم صلاحية", " للسكن"],
};
const STATES = {
  displaced: ["be displaced", "في حالة نزوح"], evacuated: ["be evacuated", "بعد الإجلاء"], forced_to_flee: ["be in flight", "بعد الفرار"],
  homeless: ["be homeless", "بلا مأوى"], sheltered: ["be in shelters", "في مراكز إيواء"], in_relief_camp: ["be in camps", "في مخيمات"],
  relocated: ["have been relocated", "بعد النقل", "to", "إلى"], returned: ["have returned", "بعد العودة", "to", "إلى"],
};

// [happened, going on, to ...], how origin and destination follow; "be" marks the passive.
const VERBS_EN = {
  left: { forms: ["left", "leaving", "leave"], from: "", to: "for" },
  fled: { forms: ["fled", "fleeing", "flee"], from: "", to: "to" },
  displaced: { be: true, forms: ["displaced"], from: "from", to: "to" },
  evacuated: { be: true, forms: ["evacuated"], from: "from", to: "to" },
  transferred: { be: true, forms: ["moved"], from: "from", to: "to" },
  withdrew: { forms: ["withdrew", "withdrawing", "withdraw"], from: "from", to: "to" },
  surrendered: { forms: ["surrendered", "surrendering", "surrender"], from: "at", to: ["and went to", "and going to", "and go to"], alone: "in" },
  released: { be: true, forms: ["released"], from: "from", to: ["and went to", "and going to", "and go to"], alone: "in" },
  returned: { forms: ["returned", "returning", "return"], from: "from", to: "to" },
  deported: { be: true, forms: ["deported"], from: "from", to: "to" },
  entered: { forms: ["entered", "entering", "enter"], from: "from", to: "", toFirst: true },
  deployed: { be: true, forms: ["deployed"], from: "from", to: "to" },
  detained: { be: true, forms: ["detained"], from: "in", to: ["and taken to", "and taken to", "and taken to"], alone: "in" },
};

// The verbal noun keeps Arabic sentences free of agreement in gender, number and tense.
const VERBS_AR = {
  left: { noun: "خروج" }, fled: { noun: "فرار" }, displaced: { noun: "نزوح" }, evacuated: { noun: "إجلاء" }, transferred: { noun: "نقل" },
  withdrew: { noun: "انسحاب" }, surrendered: { noun: "استسلام", from: "في", then: "وانتقالهم إلى", alone: "في" },
  released: { noun: "الإفراج عن", from: "في", then: "وانتقالهم إلى", alone: "في" }, returned: { noun: "عودة" }, deported: { noun: "ترحيل" },
  entered: { noun: "دخول" }, deployed: { noun: "انتشار", from: "من", to: "في" }, detained: { noun: "احتجاز", from: "في", then: "ونقلهم إلى", alone: "في" },
};

const STATUS_AR = {
  happened: "", ongoing: "استمرار ", agreed: "اتفاق على ", alleged: "مزاعم عن ", predicted: "توقع ", historical: "سابقا: ", denied: "نفي ",
};

const STATUS_EN = {
  happened: "", ongoing: "", agreed: "Agreed: ", planned: "Planned: ", alleged: "Allegedly, ", predicted: "Predicted: ", historical: "Earlier, ", denied: "Denied: ",
};

// The bounds that the report gives to vague words, and the words.
const VAGUE = [
  [20, 99, "dozens of", "عشرات"], [200, 999, "hundreds of", "مئات"], [2000, 9999, "thousands of", "آلاف"],
  [20000, 99999, "tens of thousands of", "عشرات آلاف"], [2000000, 9999999, "millions of", "ملايين"],
];
