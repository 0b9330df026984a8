import type { ProductDocument } from "../../document.js";
import type { Edit, Place } from "../../finding.js";
import { rule } from "../define.js";
import { keyOf, pairsOf, placeOf } from "../nodes.js";
import { metadataOf, snakeCase } from "../metadata-keys.js";
import { spanOf } from "../source.js";

const NOTHING = /^(?:n\/?a|none|not applicable|-+|)$/i;

export const noRepository = rule({
  id: "META-012",
  severity: "info",
  title: "repoUrl is left out where there is no public repository.",
  why: "Whatever stands there is shown as a link.",
  mend: "Remove the line.",
  *find({ document }) {
    const given = metadataOf(document, "repoUrl");
    if (given === undefined || !NOTHING.test(given.value.trim())) return;
    const { value, place } = given;
    const edit = withoutLine(document, place);
    yield {
      message: "repoUrl names no repository",
      place,
      quote: value,
      fix: "remove the line",
      ...(edit && { edit }),
    };
  },
});

/** Takes a line away that holds this key and value and nothing else. */
function withoutLine(document: ProductDocument, place: Place): Edit | undefined {
  const pair = pairsOf(document, "metadata").find((each) =>
    ["repoUrl", snakeCase("repoUrl")].includes(keyOf(each) ?? ""),
  );
  const [from] = spanOf(document, placeOf(document, pair?.key));
  const [, to] = spanOf(document, place);
  const start = document.text.lastIndexOf("\n", from - 1) + 1;
  const newline = document.text.indexOf("\n", to);
  const rest = document.text.slice(to, newline < 0 ? undefined : newline);
  const alone = document.text.slice(start, from).trim() === "" && rest.trim() === "";
  const single = !document.text.slice(from, to).includes("\n") && pairsOf(document, "metadata").length > 1;
  return alone && single && newline >= 0 ? { range: [start, newline + 1], text: "" } : undefined;
}
