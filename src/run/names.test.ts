import fc from "fast-check";
import { expect, test } from "vitest";
import { checkNamespace, newRunId, PREFIX } from "./names.js";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

test("namespaces are DNS labels that leave room, and differ for different checks and attempts", () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,40}\/[a-z][a-z0-9-]{0,40}$/);
  fc.assert(
    fc.property(fc.stringMatching(PREFIX), fc.uniqueArray(id, { minLength: 2, maxLength: 4 }), (prefix, checks) => {
      const run = newRunId();
      const names = checks.flatMap((check) => [1, 2, 11].map((attempt) => checkNamespace(prefix, run, check, attempt)));
      for (const name of names) {
        expect(name).toMatch(LABEL);
        expect(name.length).toBeLessThanOrEqual(50);
        expect(name.split("-")).toContain(run);
      }
      // `a_b` and `a-b` would meet; ids of one registry do not differ by that alone.
      const slugs = new Set(checks.map((check) => check.replace(/[^a-z0-9]+/g, "-").replace(/-$/, "")));
      if (slugs.size === checks.length) expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test("a run's id is a label value that begins and ends well", () => {
  for (let round = 0; round < 100; round++) expect(newRunId()).toMatch(/^[a-z2-7]{8}$/);
});
