import { createHash, randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleSource, type Sample } from "../testing.js";
import { HOSTILE, hostileSample } from "../testing-hostile.js";
import { sampleRun } from "../testing-run.js";
import { exhibits } from "./evidence.js";
import { gist } from "./gist.js";
import { page } from "./page.js";
import { html } from "./template.js";

const text = page(sampleSource(sampleRun()));

describe("the template", () => {
  test("lets no value become markup", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE.slice(0, 13))), (value) => {
        const { text } = html`<p title="${value}">${value}</p>`;
        expect(text.replace(/&(amp|lt|gt|quot|#39);/g, "")).toMatch(/^<p title="[^"<>&']*">[^"<>&']*<\/p>$/);
      }),
    );
  });

  test("drops what is no value, and keeps zero", () => {
    expect(html`${false}${null}${undefined}${0}${[html`<b>${"&"}</b>`, "x"]}`.text).toBe("0<b>&amp;</b>x");
  });
});

describe("report.html", () => {
  test("loads nothing, and runs only the script whose hash its policy names", () => {
    const [, policy = ""] = /Content-Security-Policy"\s+content="([^"]*)"/.exec(text) ?? [];
    expect(policy).toContain("default-src &#39;none&#39;");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const tag of ["style", "script"]) {
      const [, body = ""] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text) ?? [];
      const hash = createHash("sha256").update(body).digest("base64");
      expect(policy).toContain(`${tag}-src &#39;sha256-${hash}&#39;`);
    }
    expect(text).not.toMatch(/<(link|img|iframe|object|embed|base|form)\b(?![^>]*rel="icon")/);
    expect(text).not.toMatch(/\s(style|on[a-z]+)="/);
    expect(text).not.toMatch(/(?:src|href)="(?!#|data:image\/svg)/);
  });

  test("puts the verdicts first", () => {
    const order = [
      "2 of 3 requirements pass, 1 fails",
      'id="verdicts"',
      'id="timeline"',
      'id="dra_support"',
      'id="about"',
    ];
    const places = order.map((one) => text.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("every link leads somewhere, every id is there once, every heading follows its parent", () => {
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of text.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    const levels = [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test.each(HOSTILE.map((text) => [text.slice(0, 40), text]))("shows %j as text", (_, hostile) => {
    const tags = (page: string) => {
      const counts = new Map<string, number>();
      for (const [, name = ""] of page.matchAll(/<([a-z][a-z0-9]*)/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
      return counts;
    };
    const harmless = tags(page(sampleSource(hostileSample("harmless"))));
    const text = page(sampleSource(hostileSample(hostile)));
    const notes = text.match(/<p class="note">/g)?.length ?? 0;
    harmless.set("p", (harmless.get("p") ?? 0) + notes);
    expect(tags(text)).toEqual(harmless);
    expect(text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u)).toBeNull();
  });

  test("shows a record that is not sound as inconclusive, whatever its verdicts say", () => {
    const source = sampleSource({ ...sampleRun(), checks: sampleRun().checks.slice(0, 4) });
    expect(page(source)).toContain("<title>pass: ");
    const broken = page({ ...source, problems: ["line 12 was altered"] });
    expect(broken).toContain("<title>inconclusive: ");
    expect(broken).toContain("line 12 was altered");
  });

  test("shows a verdict that it does not know as inconclusive", () => {
    const source = sampleSource({ ...sampleRun(), checks: sampleRun().checks.slice(0, 1) });
    for (const one of source.state.requirements) {
      one.verdict = "PASS" as "pass";
      for (const check of one.checks) check.verdict = "great" as "pass";
    }
    const text = page(source);
    expect(text).not.toMatch(/class="badge v-(great|PASS)/);
    expect(text).toContain("<title>inconclusive: ");
  });

  test("is below 1.5 MB for a run of 20 checks with 20 MB of evidence", () => {
    const source = sampleSource(heavy(20, 1_000_000));
    const began = performance.now();
    const text = page(source);
    expect(text.length).toBeLessThan(1_500_000);
    expect(text).toContain("Shortened: ");
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  test("one string of a megabyte does not weigh on the page", () => {
    const text = "<".repeat(1_000_000);
    const checks = sampleRun().checks.slice(0, 2);
    const [check] = hostileSample(text).checks;
    if (check) checks[0] = check;
    expect(page(sampleSource({ version: text, run: text, options: { [text]: text }, checks })).length).toBeLessThan(
      500_000,
    );
  });
});

/** Evidence of which half compresses as little as real identifiers do. */
function heavy(checks: number, size: number): Sample {
  const items = Array.from({ length: size / 200 }, (_, index) => ({
    metadata: { name: `pod-${index}`, uid: randomBytes(50).toString("hex") },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
  }));
  return {
    checks: Array.from({ length: checks }, (_, index) => ({
      id: `dra_support/check-${index}`,
      kind: index === 0 ? "control" : "positive",
      proves: "something",
      from: index,
      to: index + 2,
      observations: [{ name: "pods", kind: "list", data: { path: "/api/v1/pods", items } }],
      expectations: [{ claim: "a", expected: "b", seen: "b", held: true, evidence: ["pods"] }],
    })),
  };
}

describe("evidence", () => {
  const observation = { name: "log", kind: "log", at: "2026-01-01T00:00:00.000Z", seq: 7 } as const;
  const only = (data: (this: void) => unknown, blob?: { sha256: string; size: number }) => {
    const stored = { ...observation, ...(blob ? { blob } : {}) };
    const [group] = exhibits([{ id: "c", observations: [stored] }], { data });
    if (!group?.exhibits[0]) throw new Error("one observation makes one exhibit");
    const texts = JSON.parse(gunzipSync(Buffer.from(group.packed, "base64")).toString()) as string[];
    return { ...group.exhibits[0], text: texts[0] ?? "" };
  };

  test("is whole where it fits, a log as its lines", () => {
    const seen = only(() => ({ namespace: "n", pod: "p", container: "c", text: "one\ntwo\u001B[0m" }));
    expect(seen).toMatchObject({ note: "", gist: "log of p/c, 2 lines", anchor: "c-e0" });
    expect(seen.text.endsWith("\n\none\ntwo␛[0m")).toBe(true);
  });

  test("that is long keeps its beginning and its end, and names where all of it is", () => {
    const sha256 = "ab".repeat(32);
    const text = `first\n${randomBytes(1_000_000).toString("hex")}\nlast`;
    const seen = only(() => ({ pod: "p", text }), { sha256, size: text.length });
    expect(seen.text).toContain("first\n");
    expect(seen.text.endsWith("\nlast")).toBe(true);
    expect(seen.text.length).toBeLessThan(300_000);
    expect(seen.note).toContain(`blobs/sha256/${sha256}`);
  });

  test("that was altered or lost says so instead of showing something", () => {
    const seen = only(() => {
      throw new Error("blobs/sha256/abab was altered");
    });
    expect(seen).toMatchObject({ text: "", note: "Not to be had: blobs/sha256/abab was altered." });
  });
});

test("the gist of evidence never throws", () => {
  const kinds = ["object", "response", "list", "history", "log", "value"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.anything(), (kind, data) => {
      expect(gist(kind, data).length).toBeLessThan(1_000);
    }),
  );
});
