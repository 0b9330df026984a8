import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";
import { rewritten } from "../source.js";

const CANONICAL =
  /^https:\/\/github\.com\/cncf\/k8s-conformance\/tree\/master\/v(\d+\.\d+)\/[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** The same page by another address. */
const NEARLY =
  /^https?:\/\/(?:www\.)?github\.com\/cncf\/k8s-conformance\/(?:tree|blob)\/(?:master|main)\/(v\d+\.\d+\/[A-Za-z0-9][A-Za-z0-9._-]*)(?:\/(?:PRODUCT\.yaml|README\.md)?)?$/;

/** What a canonical address says. */
export interface ConformancePage {
  minor: string;
  /** Folder of the product. */
  slug: string;
}

/** Reads an address of k8s-conformance, of its canonical form or nearly so. */
export function conformancePage(url: string): ConformancePage | undefined {
  const [version = "", slug = ""] = NEARLY.exec(url.trim())?.[1]?.split("/") ?? [];
  return slug === "" ? undefined : { minor: version.slice(1), slug };
}

export const conformanceUrl = rule({
  id: "META-006",
  severity: "error",
  title: "k8sConformanceUrl is the page of the product's Kubernetes conformance, at the folder's minor.",
  why: "AI conformance stands on Kubernetes conformance of the same version.",
  mend: "Write https://github.com/cncf/k8s-conformance/tree/master/vX.Y/product.",
  *find({ document, minor }) {
    const given = metadataOf(document, "k8sConformanceUrl");
    if (given === undefined || given.value.trim() === "") return;
    const { value, place } = given;
    const canonical = `https://github.com/cncf/k8s-conformance/tree/master/v${minor ?? "X.Y"}/`;
    const page = conformancePage(value);
    if (page === undefined) {
      const message = `k8sConformanceUrl ${value} is no page of Kubernetes conformance`;
      yield { message, place, quote: value, fix: `write ${canonical} and the product's folder there` };
    } else if (minor !== undefined && page.minor !== minor) {
      const message = `k8sConformanceUrl is for Kubernetes ${page.minor}, and the folder for ${minor}`;
      yield { message, place, quote: value, fix: `name the product's folder below ${canonical}` };
    } else if (!CANONICAL.test(value)) {
      const proper = `https://github.com/cncf/k8s-conformance/tree/master/v${page.minor}/${page.slug}`;
      const edit = rewritten(document, place, proper);
      yield {
        message: "k8sConformanceUrl is not in its canonical form",
        place,
        quote: value,
        fix: `write ${proper}`,
        edit,
      };
    }
  },
});
