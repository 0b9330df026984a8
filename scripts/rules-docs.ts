import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { rulesPage } from "../src/submission/rules-page.js";

/** `npm run docs:rules`: writes docs/rules.md from the rules themselves. */
const page = new URL("../docs/rules.md", import.meta.url);
writeFileSync(page, await format(rulesPage(), { parser: "markdown", printWidth: 120 }));
