import { describe, expect, test } from "vitest";
import { blankProduct } from "./blank.js";
import { ProductInvalid } from "./error.js";
import { FIELDS } from "./fields.js";
import { parseProduct } from "./product.js";
import { PRODUCT_FILE } from "./testing.js";

const refusal = (text: string): string => {
  try {
    parseProduct(text, "p.yaml");
  } catch (error) {
    if (error instanceof ProductInvalid) return error.message;
    throw error;
  }
  return "taken";
};
const withField = (key: string, value: string): string =>
  PRODUCT_FILE.replace(new RegExp(`^  ${key}: .*$`, "m"), () => `  ${key}: ${value}`);

describe("a product file", () => {
  test("is taken as it is written: 1.30 stays 1.30", () => {
    expect(parseProduct(PRODUCT_FILE, "p.yaml").metadata.get("platformVersion")).toBe("1.30");
  });

  test("says of requirements what karat does not prove", () => {
    const text = `${PRODUCT_FILE}requirements:\n  gpu_sharing:\n    status: N/A\n    evidence: [https://docs.testers.io/x]\n    notes: why\n`;
    const { additions, at } = parseProduct(text, "p.yaml");
    expect(additions.get("gpu_sharing")).toEqual({
      status: "N/A",
      evidence: ["https://docs.testers.io/x"],
      notes: "why",
    });
    expect(at("requirements", "gpu_sharing", "status")).toBe("p.yaml:13:13");
  });

  test("may have nothing but comments below requirements", () => {
    expect(parseProduct(`${PRODUCT_FILE}requirements:\n#  gpu_sharing:\n`, "p.yaml").additions.size).toBe(0);
  });

  test.each([
    ["platformName", '""', "p.yaml:2:17: metadata.platformName must not be empty"],
    ["platformName", '"[Platform Name]"', "p.yaml:2:17: metadata.platformName is still a placeholder"],
    [
      "websiteUrl",
      "http://testers.io",
      "p.yaml:5:15: metadata.websiteUrl must be an address that begins with https://",
    ],
    [
      "documentationUrl",
      "https://docs.acme.internal/",
      "metadata.documentationUrl cannot be: docs.acme.internal is no public host",
    ],
    ["productLogoUrl", "https://testers.io/logo.png", "metadata.productLogoUrl must lead to the picture itself"],
    ["contactEmailAddress", "nobody", "metadata.contactEmailAddress must be an e-mail address"],
    ["k8sConformanceUrl", "https://github.com/cncf/k8s-conformance", "metadata.k8sConformanceUrl must be https://"],
    ["description", "[a, list]", "metadata.description"],
  ])("with %s %s is refused where it stands", (key, value, message) => {
    expect(refusal(withField(key, value))).toContain(message);
  });

  test("that is empty is refused with each thing that lacks, in one go", () => {
    const said = refusal(blankProduct());
    for (const { key, optional } of FIELDS)
      if (!optional) expect(said).toMatch(new RegExp(`:\\d+:\\d+: metadata.${key} must not be empty`));
    expect(said).not.toContain("repoUrl");
  });

  test.each([
    ["an unknown key", `${PRODUCT_FILE}  logo: x\n`, /p.yaml:\d+:\d+: metadata there is no logo here/],
    [
      "an unknown status",
      `${PRODUCT_FILE}requirements: { a: { status: Done } }`,
      /:11:\d+: requirements.a.status must be one of/,
    ],
    [
      "a link that is none",
      `${PRODUCT_FILE}requirements: { a: { evidence: [x] } }`,
      /requirements.a.evidence.0 must be an address/,
    ],
    ["no mapping", "- a\n", /p.yaml:1:1: a product file has metadata and requirements/],
    ["nothing", "", /a product file has metadata and requirements/],
    ["a key twice", `${PRODUCT_FILE}metadata: {}\n`, /p.yaml:11:1: Map keys must be unique/],
    ["broken YAML", "metadata: [", /p.yaml:1:\d+: /],
    ["more than a person writes", "#".repeat(200 * 1024), /more than 128 KiB/],
  ])("with %s is refused", (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test("that hides characters shows them in the message", () => {
    expect(refusal(`${PRODUCT_FILE}  "a\\eb": x\n`)).toContain("a␛b");
  });
});
