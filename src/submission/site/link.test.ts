import fc from "fast-check";
import { expect, test } from "vitest";
import { HOSTILE } from "../../report/testing-hostile.js";
import { foreignLink, safeUrl } from "./link.js";

test.each([
  ["https://a.example/b?c=d#e", "https://a.example/b?c=d#e"],
  ["  HTTP://A.example", "http://a.example/"],
  ["https://аpple.example/", "https://xn--pple-43d.example/"],
  ["javascript:alert(1)", undefined],
  ["data:text/html,<script>", undefined],
  ["file:///etc/passwd", undefined],
  ["//a.example", undefined],
  ["https://user:secret@a.example/", undefined],
  ["https://a.example@evil.example/", undefined],
  ["https://", undefined],
  [`https://a.example/${"x".repeat(2_000)}`, undefined],
  ["evidence/run.log", undefined],
])("%j leads to %j", (written, href) => expect(safeUrl(written)).toBe(href));

test("a link says that nobody vouches for it, and does not show its scheme", () => {
  expect(foreignLink("https://www.a.example/b").text).toBe(
    `<a href="https://www.a.example/b" rel="nofollow noopener noreferrer ugc"><bdi>a.example/b</bdi></a>`,
  );
  expect(foreignLink("https://a.example/b", "website").text).toContain("<bdi>website</bdi>");
  expect(foreignLink("javascript:alert(1)", "website").text).not.toContain("<a");
});

test("no text becomes a link to anything but a page of the web, or leaves its attribute", () => {
  const prefixes = [
    "",
    "https://",
    "http://a.example/",
    "https://a.example/?",
    "java\tscript:",
    " javascript:",
    "https:\\\\",
  ];
  const text = fc.tuple(
    fc.constantFrom(...prefixes),
    fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })),
  );
  fc.assert(
    fc.property(text, ([prefix, rest]) => {
      const markup = foreignLink(prefix + rest).text;
      const shape =
        /^<code class="path"><bdi>[^<>]*<\/bdi><\/code>$|^<a href="https?:\/\/[^"<>\s]+" rel="nofollow noopener noreferrer ugc"><bdi>[^<>]*<\/bdi><\/a>$/;
      expect(markup).toMatch(shape);
    }),
    { numRuns: 1_000 },
  );
});
