import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, test } from "vitest";
import { RULES } from "./rules/index.js";
import { rulesPage } from "./rules-page.js";

test("docs/rules.md says what the rules say; `npm run docs:rules` makes it so", async () => {
  const page = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");
  expect(page).toBe(await format(rulesPage(), { parser: "markdown", printWidth: 120 }));
  for (const { id } of RULES) expect(page).toContain(`### ${id}\n`);
});
