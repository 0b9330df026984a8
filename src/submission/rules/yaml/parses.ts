import { isUtf8 } from "node:buffer";
import { PRODUCT } from "../../document.js";
import { rule } from "../define.js";
import { TOP } from "../source.js";

const LARGEST = 256 * 1024;
/** Errors of the parser that other rules tell of, in their own words. */
const ELSEWHERE = new Set(["MULTIPLE_DOCS", "DUPLICATE_KEY", "BAD_ALIAS", "TAG_RESOLVE_FAILED"]);

export const parses = rule({
  id: "YAML-001",
  severity: "error",
  title: "PRODUCT.yaml is UTF-8 of at most 256 KiB, and parses as YAML.",
  why: "What cannot be read cannot be judged, and two parsers that guess differently certify two products.",
  mend: "Correct the place that is named; an editor with YAML support shows it.",
  *find({ document, files }) {
    const file = files.get(PRODUCT);
    const size = file?.size ?? Buffer.byteLength(document.text);
    if (size > LARGEST) {
      const message = `PRODUCT.yaml has ${Math.ceil(size / 1024)} KiB, and may have ${LARGEST / 1024}`;
      yield { message, place: TOP, fix: "move what is long to files of their own, and name these as evidence" };
    }
    if (file?.bytes && !isUtf8(file.bytes)) {
      const alien = document.text.indexOf("\ufffd");
      const place = alien < 0 ? TOP : document.at(alien, alien + 1);
      yield { message: "PRODUCT.yaml is not UTF-8", place, fix: "save the file as UTF-8" };
    }
    // Whatever follows the first error of syntax follows from it.
    const broken = document.yaml?.errors.find(({ code }) => !ELSEWHERE.has(code));
    if (broken) {
      const message = `this is no YAML: ${inWords(broken.message)}`;
      yield { message, place: document.at(broken.pos[0], broken.pos[1]), fix: "correct the syntax" };
    } else if (!document.yaml) {
      yield { message: "this is no YAML", place: TOP, fix: "begin with the programme's checklist" };
    }
  },
});

function inWords(message: string): string {
  // The parser recurses, and takes what overflows its stack for an error of the text.
  if (message.startsWith("Maximum call stack")) return "it nests too deep";
  return message.split("\n")[0] ?? message;
}
