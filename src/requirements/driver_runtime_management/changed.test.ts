import fc from "fast-check";
import { expect, test } from "vitest";
import { sameVersion } from "../../accelerators/index.js";
import { changed } from "./changed.js";

/** As drivers are numbered, e.g. "580.95.05", "v6.12.12-server", "1.20". */
const version = fc
  .tuple(
    fc.constantFrom("", "v"),
    fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 4 }),
    fc.nat(2),
    fc.constantFrom("", "-server", "-rc1", "+build.5"),
  )
  .map(([prefix, numbers, zeros, suffix]) => {
    const [first, ...rest] = numbers.map(String);
    return { prefix, numbers: [first, ...rest.map((number) => "0".repeat(zeros) + number)].join("."), suffix };
  });

/** As an attribute of type version has it: three numbers, no leading zeros (semver.org, 2). */
const toSemver = (numbers: string): string => [...numbers.split(".").map(Number), 0, 0].slice(0, 3).join(".");

test("a changed version is another one, however it is written", () => {
  fc.assert(
    fc.property(version, ({ prefix, numbers, suffix }) => {
      const written = prefix + numbers + suffix;
      expect(sameVersion(changed(written), written)).toBe(false);
      expect(sameVersion(written, changed(written))).toBe(false);
      expect(sameVersion(changed(written), numbers)).toBe(false);
    }),
  );
});

test("one version is the same with and without v, and as an attribute must write it", () => {
  fc.assert(
    fc.property(version, ({ numbers, suffix }) => {
      expect(sameVersion(`v${numbers}${suffix}`, numbers + suffix)).toBe(true);
      fc.pre(numbers.split(".").length <= 3);
      expect(sameVersion(toSemver(numbers), numbers)).toBe(true);
      expect(sameVersion(toSemver(changed(numbers)), numbers)).toBe(false);
    }),
  );
});

test("what follows the numbers belongs to the version", () => {
  fc.assert(
    fc.property(version, version, ({ numbers, suffix }, other) => {
      expect(sameVersion(numbers + suffix, numbers + other.suffix)).toBe(suffix === other.suffix);
    }),
  );
});

test("only the last number is changed", () => {
  expect(changed("580.95.05")).toBe("580.95.06");
  expect(changed("6.12.99-server")).toBe("6.12.100-server");
});
