// The data island and indexes over it.
const page = await readIsland(document.getElementById("data").textContent);
Object.setPrototypeOf(page.claims, null); // an id may be "constructor"
const places = new Map([...page.context, ...page.places].map((place) => [place.id, place]));
const records = page.records;
const recordById = new Map(records.map((record) => [record.id, record]));
const orderOf = new Map(records.map((record, number) => [record, number]));

const FAMILY = {
  armed_clash: "violence", air_strike: "violence", shelling: "violence", ground_explosive: "violence", suicide_attack: "violence",
  chemical_attack: "violence", attack_on_civilians: "violence", looting_or_destruction: "violence", abduction: "custody", arrest: "custody",
  release: "custody", surrender: "custody", agreement: "accord", ceasefire: "accord", withdrawal: "motion", deployment: "motion",
  aid_or_evacuation: "motion", territory_change: "motion", protest: "other", other: "other",
};
const TINT = {
  civilians: "civ", families: "civ", wounded: "civ", displaced: "disp", returnees: "disp", refugees: "disp", fighters: "fight", troops: "fight",
  "fighters+families": "both", detainees: "held", prisoners: "held", hostages: "host", cargo: "cargo", vehicles: "cargo", aid: "cargo", mixed: "mixed",
};
const HOLLOW = new Set(["planned", "predicted", "agreed"]);
const STATUS_ORDER = ["happened", "ongoing", "agreed", "planned", "predicted", "alleged", "historical", "denied"];

const tintOf = (record) => TINT[record.group] || "mixed";
const statusOf = (record) => record.status || "happened";

function placeIds(record) {
  return record.is === "movement" ? [...record.origin, ...record.destination, ...record.via] : record.place ? [record.place] : [];
}

