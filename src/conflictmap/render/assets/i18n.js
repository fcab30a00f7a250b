// Words of the interface. Every enum of the report has its name here, in Arabic and English.
const WORDS = {
  en: {
    otherLanguage: "العربية",
    skip: "Skip to the list of records",
    map: "Map of what the reports say. Everything on it is also in the list.",
    panel: "Records",
    asReported: "As reported by {who}",
    asOf: "as of {when}",
    several: "{n} reports, {when}",
    unnamedOutlet: "an unnamed outlet",
    movements: "Movements", events: "Events", stocks: "Who is where", controls: "Who holds what",
    unplaced: "Without a place", unplacedNote: "{n} without a place on the map",
    shown: "{n} of {all} records shown",
    nothing: "No record matches these filters.",
    filters: "Filter", kind: "Kind", group: "Who or what", status: "Status", search: "Search", reset: "Show all",
    legend: "Signs on this map", more: "Show {n} more", close: "Close",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Back to the whole story",
    play: "Play", pause: "Pause", from: "From", until: "Until", undated: "no date given",
    undatedToggle: "Show {n} records without a date", histogram: "Records by date", allDates: "All dates",
    recordsPer: "records a day", recordsPerWeek: "records a week", recordsPerMonth: "records a month", recordsPerYear: "records a year",
    expand: "Show more of the list", shrink: "Show more of the map",
    honesty: "Every mark is a claim in a report; widths show reported numbers.",
    endorse: "Boundaries do not imply endorsement.",
    ground: "Ground: Natural Earth. Places: GeoNames and own gazetteer.",
    groundShort: "Natural Earth · GeoNames · Boundaries do not imply endorsement",
    made: "Made with conflictmap {version}",
    said: "What is said", source: "Source", chain: "Said by", archived: "archived copy", open: "open the report",
    fatalities: "Dead, as each source gives them", injured: "Injured, as each source gives them", superseded: "replaced by a later figure",
    figures: "Figures given", contested: "The sources differ; the figures are not added up.",
    nodate: "No date is given.", precision: "Where", related: "Related", alternatives: "one of these", together: "these together",
    atOnce: "{n} records here", merged: "{n} movements", noQuotes: "Quotes are left out of this page.",
    carriedBy: "carried out by {who}", asStatedBy: "as stated by {who}", asStated: "as stated in the report",
    reviewed: "Checked by a person", machine: "Found by machine, not checked",
    and: "and", or: "or", unknownNumber: "number not given", proposed: "proposed by a language model", impliedOrigin: "The report does not name the origin in this sentence; it follows from the text.", impliedPlace: "The report does not name the place in this sentence; it is that of the story.",
    width: "Width: number reported", range: "Pale band: reported range", uncertain: "Dotted ring: the place lies somewhere within",
    vague: "Hatched: area without a fixed outline", held: "Level lines: area held by a party, as the report says",
    outline: "Outline: governorate or province", outflow: "Left; destination not given", inflow: "Arrived; origin not given",
    fan: "Fan: one of several destinations", dashedAgreed: "Dashed: agreed, planned or predicted", dashedAlleged: "Dotted: alleged",
    hollow: "Hollow: planned or predicted", filled: "Filled: happened", struck: "Struck through: denied", context: "Grey name: for orientation",
    km: "km",
    // embed
    downloads: "Data of this map", geojson: "GeoJSON data", csv: "CSV table",
    downloadNote: "Each file has all records of its kind, whatever is filtered. Movements may overlap: do not add them up.",
  },
  ar: {
    otherLanguage: "English",
    skip: "انتقل إلى قائمة السجلات",
    map: "خريطة لما ورد في التقارير، وكل ما عليها مذكور أيضا في القائمة.",
    panel: "السجلات",
    asReported: "نقلا عن {who}",
    asOf: "حتى {when}",
    several: "{n} تقارير، {when}",
    unnamedOutlet: "جهة غير مسماة",
    movements: "التنقلات", events: "الأحداث", stocks: "الموجودون في الأماكن", controls: "السيطرة",
    unplaced: "سجلات بلا مكان", unplacedNote: "{n} بلا مكان على الخريطة",
    shown: "المعروض {n} من {all} من السجلات",
    nothing: "لا سجل يطابق هذه المرشحات.",
    filters: "تصفية", kind: "النوع", group: "الفئة", status: "الحالة", search: "بحث", reset: "عرض الكل",
    legend: "مفتاح الخريطة", more: "عرض {n} أخرى", close: "إغلاق",
    zoomIn: "تكبير", zoomOut: "تصغير", fit: "العودة إلى المشهد كله",
    play: "تشغيل", pause: "إيقاف مؤقت", from: "من", until: "حتى", undated: "بلا تاريخ",
    undatedToggle: "عرض السجلات التي لا تاريخ لها، وعددها {n}", histogram: "السجلات بحسب التاريخ", allDates: "كل التواريخ",
    recordsPer: "عدد السجلات في اليوم", recordsPerWeek: "عدد السجلات في الأسبوع", recordsPerMonth: "عدد السجلات في الشهر", recordsPerYear: "عدد السجلات في السنة",
    expand: "توسيع القائمة", shrink: "توسيع الخريطة",
    honesty: "كل علامة هي قول ورد في تقرير، وعرض السهم بحسب العدد المذكور.",
    endorse: "لا تعني الحدود المرسومة إقرارا بها.",
    ground: "الخريطة الأساس: Natural Earth، والأماكن: GeoNames ومعجم خاص.",
    groundShort: "Natural Earth · GeoNames · لا تعني الحدود المرسومة إقرارا بها",
    made: "أنتجها conflictmap {version}",
    said: "نص ما قيل", source: "المصدر", chain: "القائل", archived: "نسخة مؤرشفة", open: "فتح التقرير",
    fatalities: "القتلى بحسب كل مصدر", injured: "الجرحى بحسب كل مصدر", superseded: "حل محله عدد لاحق",
    figures: "الأعداد المذكورة", contested: "تختلف المصادر، ولا تُجمع الأعداد.",
    nodate: "لم يُذكر تاريخ.", precision: "المكان", related: "سجلات ذات صلة", alternatives: "أحد هذه", together: "هذه معا",
    atOnce: "السجلات هنا: {n}", merged: "التنقلات: {n}", noQuotes: "هذه الصفحة خالية من الاقتباسات.",
    carriedBy: "على يد {who}", asStatedBy: "بحسب {who}", asStated: "بحسب ما ورد في التقرير",
    reviewed: "راجعه محرر", machine: "استُخرج آليا ولم يُراجع",
    and: "و", or: "أو", unknownNumber: "العدد غير مذكور", proposed: "اقترحه نموذج لغوي", impliedOrigin: "لا تذكر الجملة مكان الانطلاق، وهو مفهوم من السياق.", impliedPlace: "لا تذكر الجملة المكان، وهو مكان الخبر.",
    width: "العرض: العدد المذكور", range: "الشريط الباهت: مدى الأعداد المذكورة", uncertain: "دائرة منقطة: يقع المكان داخلها",
    vague: "تهشير مائل: منطقة لا حدود ثابتة لها", held: "خطوط أفقية: منطقة تسيطر عليها جهة بحسب التقرير",
    outline: "خط محيط: محافظة أو إقليم", outflow: "مغادرة إلى وجهة غير مذكورة", inflow: "وصول من مكان غير مذكور",
    fan: "مروحة: إحدى وجهات عدة", dashedAgreed: "خط متقطع: متفق عليه أو مزمع أو متوقع", dashedAlleged: "خط منقط: مزعوم",
    hollow: "مفرغ: مزمع أو متوقع", filled: "مصمت: حدث", struck: "مشطوب: منفي", context: "اسم رمادي: للاستدلال",
    km: "كم",
    // embed
    downloads: "بيانات هذه الخريطة", geojson: "بيانات GeoJSON", csv: "جدول CSV",
    downloadNote: "في كل ملف جميع السجلات من نوعه أيا كانت التصفية. وقد تتداخل التنقلات، فلا تُجمع أعدادها.",
  },
};

const MONTHS = {
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  ar: ["كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو", "آب/أغسطس",
    "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"],
};

const ENUMS = {
  en: {
    status: { happened: "happened", ongoing: "ongoing", agreed: "agreed, not yet seen to happen", planned: "planned", alleged: "alleged", predicted: "predicted", historical: "earlier, as background", denied: "denied" },
    statusShort: { happened: "happened", ongoing: "ongoing", agreed: "agreed", planned: "planned", alleged: "alleged", predicted: "predicted", historical: "earlier", denied: "denied" },
    certainty: { evidenced: "shown with evidence", confirmed_by_source: "confirmed by the source", confident: "stated with confidence", reported: "reported", editorial: "the outlet's own judgement", presupposed: "taken as given", probable: "held to be probable", alleged: "alleged", predicted: "predicted", planned: "planned", claimed_self_serving: "claimed in the speaker's own interest", disputed_by_reporter: "disputed by the reporter" },
    modality: { asserted: "asserted", hedged: "with reservations", agreed: "as part of an agreement", future: "as something to come", purpose: "as a purpose", demand: "as a demand", historical: "looking back" },
    polarity: { positive: "affirmed", negative: "denied" },
    group: { civilians: "civilians", displaced: "displaced people", returnees: "returnees", refugees: "refugees", fighters: "fighters", families: "family members", "fighters+families": "fighters with their families", detainees: "detainees", hostages: "hostages", wounded: "wounded people", prisoners: "prisoners", troops: "troops", cargo: "cargo", vehicles: "vehicles", aid: "aid", mixed: "people" },
    type: { armed_clash: "Armed clash", air_strike: "Air strike", shelling: "Shelling", ground_explosive: "Explosive device", suicide_attack: "Suicide attack", chemical_attack: "Chemical attack", attack_on_civilians: "Attack on civilians", abduction: "Abduction", arrest: "Arrest", release: "Release", agreement: "Agreement", ceasefire: "Ceasefire", surrender: "Surrender", withdrawal: "Withdrawal", territory_change: "Change of control", looting_or_destruction: "Looting or destruction", protest: "Protest", aid_or_evacuation: "Aid or evacuation", deployment: "Deployment", other: "Other event" },
    family: { violence: "violence", custody: "custody and release", accord: "agreement and ceasefire", motion: "withdrawal, deployment, aid", other: "other event" },
    kind: { settlement: "town or village", neighbourhood: "neighbourhood", site: "site", camp: "camp", facility: "facility", admin1: "governorate or province", admin2: "district", admin3: "subdistrict", region: "region", control_area: "area held by a party", country: "country", water: "water", other: "place" },
    feature: { field: "oil or gas field", base: "base or airfield", crossing: "border crossing or bridge", dam: "dam" },
    relation: { realises: "carries out", subset_of: "is part of", may_overlap: "may overlap with", purpose_of: "is the purpose of", alternative_to: "is the alternative to", same_as: "is the same as", contradicts: "contradicts" },
    is: { movement: "movements", event: "events", stock: "who is where", control: "who holds what" },
    review: { machine: "found by machine, not checked", accepted: "accepted by a person", edited: "corrected by a person", rejected: "rejected", added: "added by a person" },
    quantityStatus: { single: "one source gives it", agreed: "the sources agree", contested: "the sources differ" },
  },
  ar: {
    status: { happened: "حدث", ongoing: "مستمر", agreed: "متفق عليه ولم يُذكر وقوعه", planned: "مزمع", alleged: "مزعوم", predicted: "متوقع", historical: "سابق، في سياق الخلفية", denied: "منفي" },
    statusShort: { happened: "حدث", ongoing: "مستمر", agreed: "متفق عليه", planned: "مزمع", alleged: "مزعوم", predicted: "متوقع", historical: "سابق", denied: "منفي" },
    certainty: { evidenced: "مدعوم بأدلة", confirmed_by_source: "أكده المصدر", confident: "قيل بثقة", reported: "منقول", editorial: "رأي الوسيلة الإعلامية", presupposed: "مسلم به", probable: "مرجح", alleged: "مزعوم", predicted: "متوقع", planned: "مزمع", claimed_self_serving: "ادعاء يخدم قائله", disputed_by_reporter: "يشكك فيه ناقله" },
    modality: { asserted: "مؤكد", hedged: "بتحفظ", agreed: "ضمن اتفاق", future: "في المستقبل", purpose: "بوصفه غاية", demand: "بوصفه مطلبا", historical: "عن الماضي" },
    polarity: { positive: "مثبت", negative: "منفي" },
    group: { civilians: "مدنيون", displaced: "نازحون", returnees: "عائدون", refugees: "لاجئون", fighters: "مقاتلون", families: "أفراد أسر", "fighters+families": "مقاتلون مع أسرهم", detainees: "محتجزون", hostages: "رهائن", wounded: "جرحى", prisoners: "أسرى", troops: "قوات", cargo: "شحنات", vehicles: "مركبات", aid: "مساعدات", mixed: "أشخاص" },
    type: { armed_clash: "اشتباك مسلح", air_strike: "غارة جوية", shelling: "قصف", ground_explosive: "عبوة ناسفة أو لغم", suicide_attack: "هجوم انتحاري", chemical_attack: "هجوم كيميائي", attack_on_civilians: "هجوم على مدنيين", abduction: "خطف", arrest: "اعتقال", release: "إفراج", agreement: "اتفاق", ceasefire: "وقف إطلاق النار", surrender: "استسلام", withdrawal: "انسحاب", territory_change: "تغير في السيطرة", looting_or_destruction: "نهب أو تدمير", protest: "احتجاج", aid_or_evacuation: "إغاثة أو إجلاء", deployment: "انتشار", other: "حدث آخر" },
    family: { violence: "عنف", custody: "احتجاز وإفراج", accord: "اتفاق وهدنة", motion: "انسحاب وانتشار وإغاثة", other: "حدث آخر" },
    kind: { settlement: "مدينة أو بلدة", neighbourhood: "حي", site: "موقع", camp: "مخيم", facility: "منشأة", admin1: "محافظة أو إقليم", admin2: "منطقة إدارية", admin3: "ناحية", region: "منطقة", control_area: "منطقة سيطرة", country: "دولة", water: "مسطح مائي", other: "مكان" },
    feature: { field: "حقل نفط أو غاز", base: "قاعدة أو مطار", crossing: "معبر أو جسر", dam: "سد" },
    relation: { realises: "ينفذ", subset_of: "جزء من", may_overlap: "قد يتداخل مع", purpose_of: "غاية", alternative_to: "بديل عن", same_as: "هو نفسه", contradicts: "يناقض" },
    is: { movement: "التنقلات", event: "الأحداث", stock: "الموجودون", control: "السيطرة" },
    review: { machine: "استُخرج آليا ولم يُراجع", accepted: "قبله محرر", edited: "صححه محرر", rejected: "مرفوض", added: "أضافه محرر" },
    quantityStatus: { single: "ذكره مصدر واحد", agreed: "تتفق عليه المصادر", contested: "تختلف فيه المصادر" },
  },
};

let language = "en";

function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function named(list, value) {
  const names = ENUMS[language][list];
  return Object.hasOwn(names, value) ? names[value] : String(value);
}

function isArabic() {
  return language === "ar";
}
