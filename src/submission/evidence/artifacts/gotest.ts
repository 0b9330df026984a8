import { z } from "zod";
import { MOST_TESTS, type Artifact, type Outcome, type Test, type Unreadable } from "./artifact.js";

/** One line of `go test -json` (Go's cmd/test2json); only what is asked of it. */
const event = z.object({
  Time: z.string().optional(),
  Action: z.string(),
  Package: z.string().optional(),
  Test: z.string().optional(),
  Elapsed: z.number().optional(),
});

const OUTCOMES: ReadonlySet<string> = new Set(["pass", "fail", "skip"]);

function isOutcome(action: string): action is Outcome {
  return OUTCOMES.has(action);
}

/** Reads a results.json: one JSON object a line, as `go test -json` and karat write it. */
export function readGoTest(text: string): Artifact | Unreadable {
  const tests = new Map<string, Test>();
  let startedAt: string | undefined;
  let suite: string | undefined;
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    if (line.trim() === "") continue;
    const read = eventOf(line);
    if (!read) return { why: "the line is no event of go test -json", line: number };
    startedAt ??= read.Time;
    suite ??= read.Package;
    if (read.Test === undefined || !isOutcome(read.Action)) continue;
    tests.set(read.Test, {
      name: read.Test,
      outcome: read.Action,
      ...(read.Elapsed === undefined ? {} : { seconds: read.Elapsed }),
      ...(read.Package === undefined ? {} : { suite: read.Package }),
    });
    if (tests.size > MOST_TESTS) return { why: `no suite has more than ${MOST_TESTS} tests`, line: number };
  }
  return {
    format: "go-json",
    dialect: suite === "karat" ? "karat" : "go",
    tests: [...tests.values()],
    ...(startedAt === undefined ? {} : { startedAt }),
    tells: new Set(startedAt === undefined ? [] : (["time"] as const)),
  };
}

function eventOf(line: string): z.infer<typeof event> | undefined {
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
