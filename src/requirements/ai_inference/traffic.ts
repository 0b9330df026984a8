import { z } from "zod";
import { type Answer, parseAnswers, proofOf, type Series } from "../../probe/index.js";
import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { created, evidenceOf, logOf, podOf, whyNotStarted } from "../probing/pods.js";
import { SETUP } from "../probing/setup.js";

/** The container's name, and those of the pods. */
const CLIENT = "client";
const CLIENTS = ["client", "before", "after"];

const Setup = z.object({ nonce: z.string().min(8) });

/** What clients were answered in an experiment, and who gave each answer. Only what these very pods printed counts. */
export class Traffic {
  readonly #series = new Map<string, Series>();
  readonly #clients = new Map<string, string>();
  /** By signature, the backend's name. */
  readonly #signatures = new Map<string, string>();

  /**
   * @param backends names of all that were created
   * @throws Undecidable
   */
  constructor(
    facts: Facts,
    private readonly backends: readonly string[],
  ) {
    const { nonce } = Setup.parse(facts.value(SETUP));
    for (const name of backends) {
      this.#signatures.set(`${name}/${proofOf({ nonce, podUid: createdUid(facts, name), container: name })}`, name);
    }
    for (const client of CLIENTS.filter((name) => facts.has(created(name)))) {
      for (const [order, series] of clientSeries(facts, client, nonce)) {
        this.#series.set(order, series);
        this.#clients.set(order, client);
      }
    }
    for (const name of backends) this.#requireDirect(name);
  }

  /** @throws Undecidable when no client came to this order */
  answers(order: string): readonly Answer[] {
    const series = this.#series.get(order);
    if (!series) throw new Undecidable(`the client did not come to its requests "${order}"`);
    return series.answers;
  }

  /** Without requests that were lost on their way. @throws Undecidable when these are not so many answers */
  answered(order: string, times: number): readonly Answer[] {
    const all = this.answers(order);
    const answered = all.filter(({ status }) => status !== undefined);
    if (answered.length === times) return answered;
    throw new Undecidable(`${answered.length} of ${all.length} requests "${order}" were answered, not ${times}`);
  }

  /** How long a client was at this order; 0 where it did not come to it. */
  seconds(order: string): number {
    return this.#series.get(order)?.seconds ?? 0;
  }

  /** Which backend signed an answer; undefined for an answer of somebody else. */
  signer({ status, signature }: Answer): string | undefined {
    return status === 200 && signature !== undefined ? this.#signatures.get(signature) : undefined;
  }

  /** How many of these answers each backend gave, in words and figures for a person. */
  shares(answers: readonly Answer[]): { of(backend: string): number; words: string } {
    const signers = answers.map((answer) => this.signer(answer));
    const count = (backend: string): number => signers.filter((signer) => signer === backend).length;
    const parts = this.backends.filter((name) => count(name) > 0).map((name) => `${name} ${count(name)}`);
    const strangers = answers.filter((answer) => this.signer(answer) === undefined);
    const texts = [...new Set(strangers.map(({ status }) => (status === undefined ? "no answer" : `HTTP ${status}`)))];
    if (strangers.length > 0) parts.push(`none of them ${strangers.length} (${texts.join(", ")})`);
    return { of: count, words: parts.join(", ") };
  }

  /** What a statement about an order's answers rests on. */
  evidence(order: string): string[] {
    return [...evidenceOf(this.#clients.get(order) ?? CLIENT, CLIENT), ...this.backends.map(created)];
  }

  /** Holds that the last answers, so many as were asked for in a row, came from a backend. @returns whether they did */
  expectSettled(expect: Expect, claim: string, order: string, backend: string, times: number): boolean {
    const answers = this.answers(order);
    const held = answers.length >= times && answers.slice(-times).every((answer) => this.signer(answer) === backend);
    const last = answers.at(-1);
    const seen = held
      ? `${times} within ${this.seconds(order)} s`
      : `${this.shares(answers).words} in ${this.seconds(order)} s; the last: ${last?.status === undefined ? "no answer" : last.text.slice(0, 120)}`;
    expect(claim, {
      held,
      expected: times === 1 ? `an answer from ${backend}` : `${times} answers in a row from ${backend}`,
      seen,
      evidence: this.evidence(order),
    });
    return held;
  }

  /** @throws Undecidable unless the backend answered a client that asked it without a gateway */
  #requireDirect(name: string): void {
    const last = this.answers(`direct-${name}`).at(-1);
    if (last && this.signer(last) === name) return;
    throw new Undecidable(`backend ${name} does not answer a client that asks its Service directly`);
  }
}

function clientSeries(facts: Facts, client: string, nonce: string): Map<string, Series> {
  const pod = podOf(facts, client);
  const why = whyNotStarted(pod);
  if (why !== undefined) throw new Undecidable(`pod ${client} has not started: ${why}`);
  const origin = { nonce, podUid: pod.metadata.uid, node: String(pod.spec.nodeName), container: CLIENT };
  return parseAnswers(facts.log(logOf(client, CLIENT)), origin);
}

function createdUid(facts: Facts, pod: string): string {
  const { status, body } = facts.response(created(pod));
  const uid: unknown = body["metadata"]?.uid;
  if (status !== 201 || typeof uid !== "string" || uid === "") throw new Undecidable(`pod ${pod} was not created`);
  return uid;
}
