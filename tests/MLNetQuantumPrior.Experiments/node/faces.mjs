// Draws faces and writes them as CelebA has them: a folder of pictures, their attributes, and what each is for.
// Usage: node faces.mjs FOLDER [--training 20000] [--validation 8000] [--test 4000] [--size 64] [--first 1]
// Face n depends on n alone: the same arguments give the same files, and --first makes others.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as avataaars from "@dicebear/avataaars";
import { createAvatar } from "@dicebear/core";
import { Resvg } from "@resvg/resvg-js";

const hats = ["hat", "turban", "winterHat1", "winterHat02", "winterHat03", "winterHat04"];
const longHair = ["bigHair", "bob", "curvy", "dreads", "longButNotTooLong", "miaWallace", "straight01", "straight02", "straightAndStrand"];
const shortHair = ["bun", "dreads01", "dreads02", "frizzle", "shaggy", "shortCurly", "shortFlat", "shortRound", "shortWaved", "sides",
  "theCaesar", "theCaesarAndSidePart"];
const smiles = ["default", "smile", "tongue", "twinkle"];
const otherMouths = ["concerned", "disbelief", "sad", "serious"];
const darkSkins = ["614335", "ae5d29", "d08b5b"];
const lightSkins = ["edb98a", "f8d25c", "ffdbb4"];

// No part that leaves an attribute in doubt: an eyepatch, a moustache alone, a beard or a frame in the colour of a skin.
const parts = {
  accessories: ["kurt", "prescription01", "prescription02", "round", "sunglasses", "wayfarers"],
  accessoriesColor: ["262e33", "25557c", "ff5c5c"],
  accessoriesProbability: 45,
  backgroundColor: ["b6e3f4", "c0aede", "c8e6c9", "ffd5dc"],
  clothesColor: ["262e33", "5199e4", "a7ffc4", "ff5c5c", "ffffb1", "ffffff"],
  clothing: ["collarAndSweater", "hoodie", "overall", "shirtCrewNeck", "shirtScoopNeck", "shirtVNeck"],
  eyebrows: ["default", "defaultNatural", "flatNatural", "raisedExcited", "sadConcerned", "upDown"],
  eyes: ["closed", "default", "eyeRoll", "happy", "side", "squint", "surprised", "wink"],
  facialHair: ["beardLight", "beardMajestic", "beardMedium"],
  facialHairColor: ["2c1b18", "c93305", "e8e1e1"],
  facialHairProbability: 45,
  hairColor: ["2c1b18", "4a312c", "724133", "a55728", "c93305", "d6b370", "e8e1e1"],
  hatColor: ["262e33", "25557c", "65c9ff", "a7ffc4", "ff488e", "ff5c5c", "ffffb1"],
  mouth: [...smiles, ...otherMouths],
  skinColor: [...darkSkins, ...lightSkins],
  top: [...hats, ...hats, ...longHair, ...shortHair], // hats twice: about a third of all
  scale: 140, // the head fills the picture, as in CelebA's aligned ones
  translateY: 8,
};

const attributes = {
  Beard: face => face.facialHair !== undefined,
  Dark_Skin: face => darkSkins.includes(face.skinColor.replace("#", "")),
  Eyeglasses: face => face.accessories !== undefined,
  Hat: face => hats.includes(face.top),
  Long_Hair: face => longHair.includes(face.top),
  Smiling: face => smiles.includes(face.mouth),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    training: { type: "string", default: "20000" },
    validation: { type: "string", default: "8000" },
    test: { type: "string", default: "4000" },
    size: { type: "string", default: "64" },
    first: { type: "string", default: "1" },
  },
});
const numbers = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
const wrong = Object.keys(numbers).find(name => !Number.isInteger(numbers[name]) || numbers[name] < 0);
if (positionals.length !== 1 || wrong || numbers.size < 1) {
  console.error(wrong ? `Option --${wrong}: expected a whole number, got '${values[wrong]}'.` : "Expected one folder to write to.");
  process.exit(2);
}

const partitions = ["training", "validation", "test"].flatMap((name, k) => Array(numbers[name]).fill(k));
const [folder] = positionals;
mkdirSync(join(folder, "img_align_celeba"), { recursive: true });
const names = Object.keys(attributes);
const rows = partitions.map((_, k) => {
  const file = `${String(k + 1).padStart(6, "0")}.png`;
  const { svg, extra } = createAvatar(avataaars, { ...parts, seed: `face ${numbers.first + k}`, size: numbers.size }).toJson();
  writeFileSync(join(folder, "img_align_celeba", file), new Resvg(svg).render().asPng());
  return [file, ...names.map(name => (attributes[name](extra) ? " 1" : "-1"))].join(" ");
});
writeFileSync(join(folder, "list_attr_celeba.txt"), [rows.length, names.join(" "), ...rows, ""].join("\n"));
writeFileSync(join(folder, "list_eval_partition.txt"), partitions.map((part, k) => `${rows[k].split(" ")[0]} ${part}\n`).join(""));
