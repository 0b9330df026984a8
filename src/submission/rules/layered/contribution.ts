import { PRODUCT } from "../../document.js";
import { isLayered, ownWords } from "../../layers.js";
import { rule } from "../define.js";

const CONTRIBUTES = /\bcontribut|\breplac(?:es|ing)\b|\bextends\b|\badds\b|\broadmap\b|\bdifferent variant\b/i;

export const contribution = rule({
  id: "LAYER-003",
  severity: "error",
  title: "A layered product contributes something of its own",
  why: "A base that is conformant does not make conformant whatever is sold with it (faq.md).",
  mend: "Say which requirement it replaces, extends or adds, or what of the roadmap it brings.",
  *find(submission, { others = [] }) {
    if (!isLayered(submission, others) || CONTRIBUTES.test(ownWords(submission))) return;
    const place = { file: PRODUCT, line: 1, column: 1 };
    yield { message: "a layered product that does not say what it contributes itself", place };
  },
});
