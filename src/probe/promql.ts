import { z } from "zod";
import { Undecidable } from "../record/judge.js";
import type { MetricSample } from "./exposition.js";

/** As in Prometheus's HTTP API (querying/api, "Instant queries"): values are text, as JSON has no NaN and no infinity. */
const Vector = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const Failure = z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() });

/** Path and query of an instant query below an API's root. */
export function queryPath(query: string): string {
  return `/api/v1/query?query=${encodeURIComponent(query)}`;
}

/**
 * The series that an instant query came to.
 * @param text the answer's body
 * @throws Undecidable when that is no instant vector
 */
export function parseVector(text: string): MetricSample[] {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Undecidable(`the answer is not JSON: ${excerpt(text)}`);
  }
  const failure = Failure.safeParse(answer);
  if (failure.success) throw new Undecidable(`the query failed: ${failure.data.errorType}: ${failure.data.error}`);
  const vector = Vector.safeParse(answer);
  if (!vector.success) throw new Undecidable(`the answer is no instant vector: ${excerpt(text)}`);
  return vector.data.data.result.map(({ metric: { __name__: name = "", ...labels }, value: [, value] }) => ({
    name,
    labels: new Map(Object.entries(labels)),
    value: numberOf(value),
  }));
}

function numberOf(text: string): number {
  if (text === "+Inf" || text === "-Inf") return text === "+Inf" ? Infinity : -Infinity;
  const value = Number(text);
  if (text === "" || (Number.isNaN(value) && text !== "NaN")) throw new Undecidable(`${excerpt(text)} is no value`);
  return value;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
