import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "../../../lab/names.js";
import { readCache, writeCache } from "../../../submission/links/cache.js";
import { checkLinks } from "../../../submission/links/check.js";
import { linksOf } from "../../../submission/links/links-of.js";
import type { LinkAnswer } from "../../../submission/rule.js";
import type { Submission } from "../../../submission/submission.js";

/** Asks for every link of submissions, as far as no answer of late is kept; tells on stderr how far it is. */
export async function answersFor(submissions: readonly Submission[]): Promise<ReadonlyMap<string, LinkAnswer>> {
  const urls = [...new Set(submissions.flatMap(linksOf))];
  const cache = join(cacheRoot(), "links.json");
  const known = readCache(cache);
  let asked = 0;
  const onAnswer = (): void => {
    asked += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${asked} of ${urls.length} links`);
  };
  const answers = await checkLinks(urls, { known, onAnswer });
  if (process.stderr.isTTY && urls.length > 0) process.stderr.write("\r\u001b[K");
  keep(cache, known);
  return answers;
}

/** A cache that cannot be written is no reason to fail. */
function keep(path: string, known: Parameters<typeof writeCache>[1]): void {
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    writeCache(path, known);
  } catch {
    // Asked again next time.
  }
}
