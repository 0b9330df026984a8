import { rule } from "../define.js";
import { METADATA_KEYS, snakeCase } from "../metadata-keys.js";
import { keyOf, pairsOf, placeOf } from "../nodes.js";
import { spanOf } from "../source.js";

export const keyStyle = rule({
  id: "META-002",
  severity: "warn",
  title: "Keys of metadata are written in camel case, as in the checklist.",
  why: "Both spellings are taken, so a key may stand there twice in two spellings with two values.",
  mend: "Write websiteUrl for website_url, and so on.",
  *find({ document }) {
    const pairs = pairsOf(document, "metadata");
    const present = new Set(pairs.map(keyOf));
    for (const pair of pairs) {
      const written = keyOf(pair);
      const key = METADATA_KEYS.find((each) => each !== written && snakeCase(each) === written);
      if (written === undefined || key === undefined) continue;
      const place = placeOf(document, pair.key);
      if (present.has(key)) {
        const message = `${written} and ${key} say the same thing twice`;
        yield { message, place, quote: written, fix: `keep ${key}, and remove ${written}` };
      } else {
        const edit = { range: spanOf(document, place), text: key };
        yield {
          message: `${written} is the older spelling of ${key}`,
          place,
          quote: written,
          fix: `write ${key}`,
          edit,
        };
      }
    }
  },
});
