import { Undecidable } from "../record/judge.js";
import { readLines } from "./lines.js";
import { type Origin, requireOrigin } from "./origin.js";

/** What one request came to. */
export interface Answer {
  /** HTTP status; undefined where no HTTP answer came. */
  status: number | undefined;
  /** Status line and body as printed, all but visible ASCII as "_". */
  text: string;
  /** Who says in the body that it is their answer: "NAME/DIGEST"; undefined where nobody does. */
  signature: string | undefined;
}

/** All answers to one order, in their order. */
export interface Series {
  answers: Answer[];
  /** From the first request to the last answer, in whole seconds. */
  seconds: number;
}

/** Before and after it may stand what a transfer coding (RFC 9112) or a proxy adds. */
const SIGNATURE = /(?:^|_)([a-z0-9-]+\/[0-9a-f]{64})(?:_|$)/;

/**
 * Reads an HTTP client's log: by order, what was answered. As strict as for any probe.
 * @throws Undecidable
 */
export function parseAnswers(log: string, origin: Origin): Map<string, Series> {
  const lines = readLines(log, origin.nonce);
  requireOrigin(lines, origin);
  const found = new Map<string, Series>();
  let answers: { order: string; answer: Answer }[] = [];
  for (const { kind, fields } of lines.slice(1)) {
    const [order = "", first = "", second = ""] = fields;
    if (kind === "answer" && fields.length === 3) {
      answers.push({ order, answer: answerOf(first, second) });
    } else if (kind === "done" && fields.length === 2 && /^\d+$/.test(first) && !found.has(order)) {
      if (answers.some((each) => each.order !== order)) throw new Undecidable(`the answers to ${order} are mixed up`);
      found.set(order, { answers: answers.map(({ answer }) => answer), seconds: Number(first) });
      answers = [];
    } else {
      throw new Undecidable(`the client printed ${[kind, ...fields].join(" ")}, which is none of its lines`);
    }
  }
  if (answers.length > 0) throw new Undecidable("the client did not say that its last order is done");
  return found;
}

function answerOf(status: string, body: string): Answer {
  const code = /^HTTP\/1\.[01]_(\d{3})(?:_|$)/.exec(status)?.[1];
  return {
    status: code === undefined ? undefined : Number(code),
    text: `${status} ${body}`,
    signature: SIGNATURE.exec(body)?.[1],
  };
}
