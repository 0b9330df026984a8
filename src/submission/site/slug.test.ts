import fc from "fast-check";
import { expect, test } from "vitest";
import { slug } from "./slug.js";

test.each([
  ["kops", "kops"],
  ["OKE", "oke"],
  ["baidu_cce", "baidu_cce"],
  ["v1.0-beta", "v1.0-beta"],
])("%s has the page %s", (product, page) => expect(slug(product)).toBe(page));

test("a name is safe in any path and URL, and told apart from others", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom("..", ".git", "a/b", "a\\b", "a b", "%2e", "x".repeat(300)),
  );
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(slug(a)).toMatch(/^[a-z0-9_-][a-z0-9._-]{0,88}$/);
      if (a.toLowerCase() !== b.toLowerCase()) expect(slug(a)).not.toBe(slug(b));
    }),
  );
});
