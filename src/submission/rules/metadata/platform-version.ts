import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";

const WILDCARD = /(?:^|[.-])[x*](?:$|[.-])/i;
/** Words that Semantic Versioning's pre-releases are named by; build metadata, behind a plus sign, says nothing of the kind. */
const PRE_RELEASE = /[.-]?(?:alpha|beta|rc|dev|snapshot|nightly|preview|pre|canary)(?:[.-]?\d+)*(?=$|[.-])/i;
const MOVING = /^(?:latest|main|master|stable|current|any|all)$/i;

export const platformVersion = rule({
  id: "META-004",
  severity: "warn",
  title: "platformVersion names one release of the product.",
  why: "A certificate is for a release; of a wildcard, a pre-release or a repeated Kubernetes version nobody can say which.",
  mend: "Write the product's own release as its users know it.",
  *find({ document, minor }) {
    const given = metadataOf(document, "platformVersion");
    if (given === undefined) return;
    const { value, place } = given;
    const why = objection(value.trim(), minor);
    if (why === undefined) return;
    yield { message: `platformVersion ${value} ${why}`, place, quote: value, fix: "write the product's own release" };
  },
});

function objection(version: string, minor: string | undefined): string | undefined {
  const [release = ""] = version.split("+");
  if (WILDCARD.test(release)) return "is a wildcard";
  if (MOVING.test(release)) return "is another release tomorrow";
  const word = PRE_RELEASE.exec(release)?.[0];
  if (word !== undefined) return `is a pre-release (${word.replace(/^[.-]/, "")})`;
  const repeats = minor !== undefined && new RegExp(`^v?${minor.replaceAll(".", "\\.")}(?:\\.\\d+)?$`).test(version);
  return repeats ? "only repeats the version of Kubernetes" : undefined;
}
