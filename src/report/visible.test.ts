import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOSTILE } from "./testing-hostile.js";
import { oneLine, visible } from "./visible.js";

const any = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE.map((text) => text.slice(0, 5_000))));

describe("visible", () => {
  test("shows what would hide, reorder or move", () => {
    expect(visible("a\u001B[2Jb\u202Ec\u007F\u200B")).toBe("a␛[2Jb⟨U+202E⟩c␡⟨U+200B⟩");
  });

  test("keeps lines, tabs, other scripts and emoji that need no joiner", () => {
    expect(visible("a\tb\nщ漢🚀")).toBe("a\tb\nщ漢🚀");
  });

  test("leaves nothing that is invisible or not allowed in XML", () => {
    fc.assert(
      fc.property(any, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[^\P{C}\n\t\p{Cn}\p{Co}]/u);
        expect(shown).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe("oneLine", () => {
  test("is one line within its limit, and says where something was lost", () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        const line = oneLine(text, limit);
        expect(line).not.toMatch(/[\n\t]/);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line).not.toMatch(/\p{Cs}/u);
      }),
    );
    expect(oneLine("a  b\n c", 4)).toBe("a b…");
  });
});
