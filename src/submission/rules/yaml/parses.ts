import { isUtf8 } from "node:buffer";
import { PRODUCT } from "../../document.js";
import { LARGEST_DOCUMENT } from "../../read-document.js";
import { rule } from "../define.js";
import { TOP } from "../source.js";

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
    if (file && file.size > LARGEST_DOCUMENT) {
      const message = `PRODUCT.yaml has ${Math.ceil(file.size / 1024)} KiB, and may have ${LARGEST_DOCUMENT / 1024}`;
      yield { message, place: TOP, fix: "move what is long to files of their own, and name these as evidence" };
    } else if (!document.yaml) {
      const what = file?.bytes ? "it nests too deep" : "it is no plain file";
      yield { message: `PRODUCT.yaml is not read: ${what}`, place: TOP, fix: "begin with the programme's checklist" };
    }
    if (file?.bytes && !isUtf8(file.bytes)) {
      const alien = document.text.indexOf("\ufffd");
      const place = alien < 0 ? TOP : document.at(alien, alien + 1);
      yield { message: "PRODUCT.yaml is not UTF-8", place, fix: "save the file as UTF-8" };
    }
    // Whatever follows the first error of syntax follows from it.
    const broken = document.yaml?.errors.find(({ code }) => !ELSEWHERE.has(code));
    if (!broken) return;
    const [words = ""] = broken.message.split("\n");
    const place = document.at(broken.pos[0], broken.pos[1]);
    yield { message: `this is no YAML: ${words}`, place, fix: "correct the syntax" };
  },
});
