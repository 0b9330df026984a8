import { z } from "zod";
import { isPlaceholder } from "../rules/metadata/placeholders.js";
import { hostObjection } from "../rules/metadata/public-hosts.js";

/** One value of `metadata` that only the vendor knows. */
export interface Field {
  key: string;
  /** For the empty product file: what belongs there. */
  about: string;
  optional?: true;
  schema: z.ZodType<string, string>;
}

/** UTF-16 units: a description is a sentence, an address a line. */
const LONGEST = 1_000;

const text = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(LONGEST, `must not have more than ${LONGEST} characters`)
  .refine((value) => !isPlaceholder(value), "is still a placeholder");

/** An https address that anybody can open. */
export const address = text
  .refine(isHttps, "must be an address that begins with https://")
  .superRefine((value, { addIssue }) => {
    const objection = URL.canParse(value) ? hostObjection(new URL(value).hostname) : undefined;
    if (objection !== undefined) addIssue(`cannot be: ${objection}`);
  });

const logo = address.refine(
  (value) => /\.(?:svg|eps|ai)$/i.test(pathOf(value)),
  "must lead to the picture itself, an SVG, EPS or AI file",
);

/** The programme takes no other form (scripts/validate.go of cncf/k8s-ai-conformance). */
export const CONFORMANCE_PAGE = /^https:\/\/github\.com\/cncf\/k8s-conformance\/tree\/master\/v(\d+\.\d+)\/[\w.-]+$/;

const conformance = text.regex(
  CONFORMANCE_PAGE,
  "must be https://github.com/cncf/k8s-conformance/tree/master/vX.Y/PRODUCT",
);

/** In the checklist's order; `kubernetesVersion` stands in the checklist, and the run must be of it. */
export const FIELDS: readonly Field[] = [
  { key: "platformName", about: "Name of the product.", schema: text },
  { key: "platformVersion", about: "Its own version, not that of Kubernetes; in quotes.", schema: text },
  {
    key: "vendorName",
    about: "The vendor, exactly as at https://landscape.cncf.io/members.",
    schema: text,
  },
  { key: "websiteUrl", about: "Page about the product.", schema: address },
  { key: "repoUrl", about: "Its source, where it is public.", optional: true, schema: address },
  { key: "documentationUrl", about: "Its documentation.", schema: address },
  { key: "productLogoUrl", about: "Its logo with its name in it: SVG, EPS or AI.", schema: logo },
  { key: "description", about: "One sentence about it.", schema: text },
  {
    key: "contactEmailAddress",
    about: "Where its maintainers are reached, at the vendor's domain.",
    schema: text.refine((value) => z.email().safeParse(value).success, "must be an e-mail address"),
  },
  {
    key: "k8sConformanceUrl",
    about:
      "Its Kubernetes conformance of the same version: https://github.com/cncf/k8s-conformance/tree/master/vX.Y/PRODUCT.",
    schema: conformance,
  },
];

function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === "https:" && !/\s/.test(value);
}

function pathOf(value: string): string {
  return URL.canParse(value) ? new URL(value).pathname : "";
}
