import { once } from "../../once.js";
import type { SubmittedFile } from "../../submission.js";
import { matches, type Seen } from "./match.js";

/** A day on which something in a transcript happened, as "2026-02-23". */
export interface SeenDate extends Seen {
  day: string;
}

const RFC_3339 = /\b(20[2-9]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[T ][0-2]\d:[0-5]\d:[0-5]\d/g;
/** Of date(1) and nvidia-smi: `Mon Feb 23 10:25:35 UTC 2026`. */
const OF_DATE =
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d (?:[AP]M )?(?:[A-Z]{3,4} )?20[2-9]\d)\b/g;

/** Times that a transcript bears, with a time of day: days alone are releases' and copyrights'. */
export const datesIn = once((file: SubmittedFile): readonly SeenDate[] => [
  ...matches(file, RFC_3339).map((seen) => ({ ...seen, day: seen.what })),
  ...matches(file, OF_DATE).flatMap((seen) => {
    const at = Date.parse(seen.what.replace(/ [A-Z]{3,4} (?=20)/, " ") + " UTC");
    return Number.isNaN(at) ? [] : [{ ...seen, day: new Date(at).toISOString().slice(0, 10) }];
  }),
]);

/** The youngest; undefined where a file bears no time. */
export function newestDate(file: SubmittedFile): SeenDate | undefined {
  return datesIn(file).reduce<SeenDate | undefined>(
    (newest, date) => (newest && newest.day >= date.day ? newest : date),
    undefined,
  );
}
