import type { CheckOptions } from "../../../bot/check-pull.js";
import { judgesOf } from "../../../attest/judges.js";
import { requirements } from "../../../requirements/index.js";
import { RULES } from "../../../submission/rules/index.js";
import { version } from "../../../version.js";

/** What the bot checks with: all rules, and the judges of the records that submissions hold. */
export function checkOptions(links: boolean): CheckOptions {
  return { rules: RULES, links, verify: { judges: judgesOf(requirements), version }, now: () => new Date() };
}
