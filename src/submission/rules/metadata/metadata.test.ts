import { describe, expect, test } from "vitest";
import type { Rule } from "../../rule.js";
import { altered, CLEAN, findings, lines, mended, submitted, type Given } from "../testing.js";
import { conformanceMissing } from "./conformance-missing.js";
import { conformanceUrl } from "./conformance-url.js";
import { contact } from "./contact.js";
import { metadata } from "./index.js";
import { keyStyle } from "./key-style.js";
import { kubernetesVersion } from "./kubernetes-version.js";
import { logo } from "./logo.js";
import { noRepository } from "./no-repository.js";
import { otherProduct } from "./other-product.js";
import { platformVersion } from "./platform-version.js";
import { hostObjection } from "./public-hosts.js";
import { publicUrls } from "./public-urls.js";
import { requiredGiven } from "./required-given.js";

const value = (from: string, to: string) => altered(`"${from}"`, to);
const DOCS = "https://docs.acme.io/";
const CONFORMANCE = "https://github.com/cncf/k8s-conformance/tree/master/v1.36/acme";

test("a clean file is told nothing", () => {
  for (const rule of metadata) expect(lines(findings(rule, submitted(CLEAN)))).toEqual([]);
});

describe.each<[Rule, [string, string, string[]][]]>([
  [
    requiredGiven,
    [
      [
        "a key that is missing",
        altered(`  documentationUrl: "${DOCS}"\n`, ""),
        ["2:1 metadata lacks documentationUrl"],
      ],
      ["an empty value", value("Acme", '" "'), ["6:15 vendorName is empty"]],
      ["a value that nobody wrote", value("Acme", ""), ["6:15 vendorName is empty"]],
      [
        "the checklist's placeholder",
        value("Acme", '"[Vendor Name]"'),
        ["6:15 vendorName is a placeholder: [Vendor Name]"],
      ],
      [
        "the example product",
        value("https://acme.io/logo.svg", "https://yoyo.dyne/assets/turbo-encabulator.svg"),
        ["10:19 productLogoUrl is a placeholder: https://yoyo.dyne/assets/turbo-encabulator.svg"],
      ],
      [
        "an optional placeholder",
        value("https://github.com/acme/acme", '"[Repository URL]"'),
        ["8:12 repoUrl is a placeholder: [Repository URL]"],
      ],
      ["no repository, in words", value("https://github.com/acme/acme", '"N/A"'), []],
      [
        "no metadata",
        "spec: {}\n",
        [
          "kubernetesVersion",
          "platformName",
          "platformVersion",
          "vendorName",
          "websiteUrl",
          "documentationUrl",
          "productLogoUrl",
          "description",
          "contactEmailAddress",
          "k8sConformanceUrl",
        ].map((key) => `1:1 metadata lacks ${key}`),
      ],
      ["the older spelling", altered("  websiteUrl:", "  website_url:"), []],
    ],
  ],
  [
    keyStyle,
    [
      [
        "the older spelling",
        altered("  websiteUrl:", "  website_url:"),
        ["7:3 website_url is the older spelling of websiteUrl"],
      ],
      [
        "both spellings",
        altered("  websiteUrl:", '  website_url: "https://other.io/"\n  websiteUrl:'),
        ["7:3 website_url and websiteUrl say the same thing twice"],
      ],
    ],
  ],
  [
    kubernetesVersion,
    [
      ["a patch release", altered("kubernetesVersion: v1.36", "kubernetesVersion: 1.36.2"), []],
      [
        "another minor",
        altered("kubernetesVersion: v1.36", "kubernetesVersion: v1.35"),
        ["3:22 kubernetesVersion is v1.35, and the folder is v1.36/acme"],
      ],
      [
        "a number that begins alike",
        altered("kubernetesVersion: v1.36", "kubernetesVersion: v1.361"),
        ["3:22 kubernetesVersion is v1.361, and the folder is v1.36/acme"],
      ],
      [
        "no version",
        altered("kubernetesVersion: v1.36", "kubernetesVersion: latest"),
        ["3:22 kubernetesVersion latest is no version such as v1.36"],
      ],
    ],
  ],
  [
    platformVersion,
    [
      [
        "Kubernetes' own",
        value("2.4.1", "v1.36"),
        ["5:20 platformVersion v1.36 only repeats the version of Kubernetes"],
      ],
      ["a wildcard", value("2.4.1", '"4.8.x"'), ["5:20 platformVersion 4.8.x is a wildcard"]],
      [
        "a pre-release",
        value("2.4.1", "1.36.0-beta.2+g2e9a"),
        ["5:20 platformVersion 1.36.0-beta.2+g2e9a is a pre-release (beta.2)"],
      ],
      ["one that moves", value("2.4.1", "latest"), ["5:20 platformVersion latest is another release tomorrow"]],
      ["a vendor's release of it", value("2.4.1", "1.36.1-acme.4"), []],
      ["build metadata", value("2.4.1", "v1.36.3+dev.0"), []],
      ["a name that begins like a pre-release", value("2.4.1", "2.4.1-premium"), []],
    ],
  ],
  [
    conformanceUrl,
    [
      [
        "another minor",
        value(CONFORMANCE, CONFORMANCE.replace("1.36", "1.35")),
        ["13:22 k8sConformanceUrl is for Kubernetes 1.35, and the folder for 1.36"],
      ],
      [
        "another page",
        value(CONFORMANCE, DOCS),
        [`13:22 k8sConformanceUrl ${DOCS} is no page of Kubernetes conformance`],
      ],
      [
        "the file instead of its folder",
        value(CONFORMANCE, `${CONFORMANCE.replace("tree", "blob")}/PRODUCT.yaml`),
        ["13:22 k8sConformanceUrl is not in its canonical form"],
      ],
      [
        "a slash at the end",
        value(CONFORMANCE, `"${CONFORMANCE}/"`),
        ["13:22 k8sConformanceUrl is not in its canonical form"],
      ],
    ],
  ],
  [
    otherProduct,
    [
      [
        "another product",
        value(CONFORMANCE, `${CONFORMANCE}-pro`),
        ["13:22 k8sConformanceUrl names acme-pro, and this folder is acme"],
      ],
      ["other letters for the same", value(CONFORMANCE, CONFORMANCE.replace("/acme", "/ACME")), []],
      ["the platform's name besides", value(CONFORMANCE, `${CONFORMANCE}-kubernetes`), []],
      ["a word that explains it", value(CONFORMANCE, `${CONFORMANCE}-pro # layered on it`), []],
    ],
  ],
  [
    publicUrls,
    [
      ["http", value(DOCS, "http://docs.acme.io/"), ["9:21 documentationUrl: the address is http, not https"]],
      ["a shortener", value(DOCS, "https://bit.ly/x"), ["9:21 documentationUrl: bit.ly shortens addresses"]],
      [
        "a private address",
        value(DOCS, "https://192.168.0.1/x"),
        ["9:21 documentationUrl: 192.168.0.1 is no public address"],
      ],
      [
        "a conformance page",
        value(DOCS, CONFORMANCE),
        ["9:21 documentationUrl: this is a page of a conformance programme"],
      ],
      ["spaces around", value(DOCS, `" ${DOCS}"`), ["9:21 documentationUrl: there are spaces around the address"]],
      ["no address", value(DOCS, '"see the docs"'), ["9:21 documentationUrl: see the docs is no address"]],
      [
        "a user's name",
        value(DOCS, "https://me:secret@acme.io/"),
        ["9:21 documentationUrl: the address holds a user's name"],
      ],
    ],
  ],
  [
    logo,
    [
      [
        "a PNG",
        value("https://acme.io/logo.svg", "https://acme.io/logo.png?x=1"),
        ["10:19 the logo is PNG, not SVG, EPS or AI"],
      ],
      [
        "a page of GitHub",
        value("https://acme.io/logo.svg", "https://github.com/acme/acme/blob/main/logo.svg"),
        ["10:19 the logo is a page of GitHub that shows it, not the picture"],
      ],
      [
        "its raw address",
        value("https://acme.io/logo.svg", "https://raw.githubusercontent.com/acme/acme/main/logo.svg"),
        [],
      ],
      ["an address that does not tell", value("https://acme.io/logo.svg", "https://acme.io/logo"), []],
    ],
  ],
  [
    contact,
    [
      [
        "no address",
        value("conformance@acme.io", '"conformance at acme.io"'),
        ["12:24 conformance at acme.io is no e-mail address"],
      ],
      [
        "a free mailer",
        value("conformance@acme.io", '"acme@gmail.com"'),
        ["12:24 anybody can have an address at gmail.com"],
      ],
      [
        "somebody else's",
        value("conformance@acme.io", '"me@example.org"'),
        ["12:24 example.org has nothing to do with the vendor, as far as the names tell"],
      ],
      ["a longer domain of the vendor's", value("conformance@acme.io", '"me@mail.acme-inc.com"'), []],
    ],
  ],
  [noRepository, [["N/A", value("https://github.com/acme/acme", '"N/A"'), ["8:12 repoUrl names no repository"]]]],
])("$id", (rule, cases) => {
  test.each(cases)("%s", (_, text, expected) => {
    const found = findings(rule, submitted(text));
    expect(lines(found)).toEqual(expected);
    const left = findings(rule, submitted(mended(text, found)));
    expect(lines(left)).toEqual(lines(found.filter(({ edit }) => !edit)));
  });
});

test("the edit that takes repoUrl away leaves every other line", () => {
  const text = value("https://github.com/acme/acme", '"N/A"');
  const found = findings(noRepository, submitted(text));
  expect(mended(text, found)).toBe(altered('  repoUrl: "https://github.com/acme/acme"\n', ""));
  const commented = value("https://github.com/acme/acme", '"N/A" # none');
  expect(findings(noRepository, submitted(commented))).toMatchObject([{ place: { line: 8 } }]);
  expect(findings(noRepository, submitted(commented))[0]?.edit).toBeUndefined();
});

test("a README.md explains the conformance of another product", () => {
  const text = value(CONFORMANCE, `${CONFORMANCE}-pro`);
  expect(findings(otherProduct, submitted(text, { files: { "README.md": "On top of Acme-Pro." } }))).toEqual([]);
  expect(findings(otherProduct, submitted(text, { files: { "README.md": "Welcome." } }))).toHaveLength(1);
});

test("a link that is known to be broken leads nowhere; one that could not be asked may", () => {
  const at = (state: "broken" | "unchecked") =>
    findings(conformanceMissing, submitted(CLEAN), {
      links: new Map([[CONFORMANCE, { state, why: "404 Not Found" }]]),
    });
  expect(lines(at("broken"))).toEqual(["13:22 k8sConformanceUrl leads nowhere: 404 Not Found"]);
  expect(at("unchecked")).toEqual([]);
});

describe("a logo in the folder", () => {
  const said = (content: string | Buffer) => {
    const bytes = Buffer.from(content as string, "latin1");
    const files: Given["files"] = { "logo.svg": { kind: "file", size: bytes.length, bytes } };
    return lines(findings(logo, submitted(value("https://acme.io/logo.svg", "logo.svg"), { files })));
  };

  test.each<[string, string, string[]]>([
    ["SVG", '<?xml version="1.0"?><!-- <x> --><!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg"/>', []],
    ["EPS", "%!PS-Adobe-3.0 EPSF-3.0\n", []],
    ["Illustrator's", "%PDF-1.5\n", []],
    ["PNG by another name", "\x89PNG\r\n\x1a\n", ["10:19 the logo logo.svg is PNG"]],
    [
      "a web page",
      "<!DOCTYPE html><html><svg></svg></html>",
      ["10:19 the logo logo.svg is neither SVG nor EPS nor AI"],
    ],
    ["a comment that does not end", "<!-- <svg>", ["10:19 the logo logo.svg is neither SVG nor EPS nor AI"]],
    ["SVG with a script", "<svg ><script>1</script></svg>", ["10:19 the logo logo.svg holds a script"]],
    ["SVG that waits for an event", '<svg onload="x()"></svg>', ["10:19 the logo logo.svg holds an event handler"]],
    [
      "SVG that loads from elsewhere",
      '<svg ><image xlink:href="https://a.io/x"/></svg>',
      ["10:19 the logo logo.svg holds something from another host"],
    ],
  ])("%s", (_, content, expected) => {
    expect(said(content)).toEqual(expected);
  });
});

test.each([
  ["[::1]", "::1 is no public address"],
  ["127.0.0.1", "127.0.0.1 is no public address"],
  ["[::ffff:10.0.0.1]", "::ffff:10.0.0.1 is no public address"],
  ["8.8.8.8", undefined],
  ["Docs.Example.com.", "docs.example.com is no public host"],
  ["wiki", "wiki is no public host"],
  ["registry.internal", "registry.internal is no public host"],
  ["example.community", undefined],
])("the host %s", (host, objection) => {
  expect(hostObjection(host)).toBe(objection);
});
