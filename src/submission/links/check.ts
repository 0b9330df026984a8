import { setTimeout as sleep } from "node:timers/promises";
import { grouped } from "../group.js";
import type { LinkAnswer } from "../rule.js";
import { publicOnly, type AddressPolicy } from "./addresses.js";
import { ask, type Answered, type Asker } from "./ask.js";
import type { Known } from "./cache.js";
import { guardedDispatcher, systemResolve, type Resolve } from "./dispatcher.js";

export interface LinkOptions {
  /** What was answered lately; gets what is answered now. */
  known?: Known;
  /** Milliseconds: for one connection or answer, for one link with its redirects, and for everything. */
  timeout?: number;
  perLink?: number;
  overall?: number;
  /** Milliseconds between a host's answer and the next question to it. */
  pause?: number;
  /** Tells of each answer. */
  onAnswer?: (url: string, answer: LinkAnswer) => void;
  /** Tests let their own servers through. */
  policy?: AddressPolicy;
  resolve?: Resolve;
}

/** Hosts that are asked side by side. */
const HOSTS = 8;
/** A host that is there wherever there are hosts: the programme's own. */
const WITNESS = "github.com";
/** Milliseconds that a host's Retry-After is waited for; longer ones are for another day. */
const PATIENCE = 10_000;

/**
 * Asks for each link once: a host one question at a time with a pause in between, several hosts side by side. Never
 * throws for what a server does.
 * @returns answers by URL as it was given
 */
export async function checkLinks(urls: Iterable<string>, options: LinkOptions = {}): Promise<Map<string, LinkAnswer>> {
  const { timeout = 10_000, overall = 300_000, policy = publicOnly, known = new Map() } = options;
  const given = [...new Set(urls)];
  const answers = new Map<string, LinkAnswer>();
  const dispatcher = guardedDispatcher(policy, { timeout }, options.resolve);
  const work = new Work(options, { dispatcher, policy }, known, Date.now() + overall);
  try {
    const hosts = grouped(
      given.filter((url) => URL.canParse(url)),
      (url) => new URL(url).host,
    );
    const queues = [...hosts.values()].map((all) => grouped(all, withoutFragment));
    const worker = async (): Promise<void> => {
      for (let queue = queues.shift(); queue; queue = queues.shift())
        for (const [url, same] of queue) {
          const answer = await work.answer(url);
          for (const one of same) answers.set(one, answer);
        }
    };
    await Promise.all(Array.from({ length: HOSTS }, worker));
  } finally {
    await dispatcher.destroy();
  }
  for (const url of given) if (!answers.has(url)) answers.set(url, { state: "broken", why: "this is no URL" });
  return answers;
}

function withoutFragment(text: string): string {
  const url = new URL(text);
  url.hash = "";
  return url.href;
}

/** One check: what is known, how long there is left, and when each host answered last. */
class Work {
  readonly #answered = new Map<string, number>();
  #online?: Promise<boolean>;

  constructor(
    readonly options: LinkOptions,
    readonly asker: Omit<Asker, "signal">,
    readonly known: Known,
    readonly deadline: number,
  ) {}

  async answer(url: string): Promise<LinkAnswer> {
    const cached = this.known.get(url);
    if (cached) return cached.answer;
    let answer = await this.#ask(url);
    const { retryAfter } = answer;
    if (retryAfter !== undefined && retryAfter <= PATIENCE && Date.now() + retryAfter < this.deadline) {
      await sleep(retryAfter);
      answer = await this.#ask(url);
    }
    const said = await this.#certain(answer);
    this.known.set(url, { answer: said, at: new Date().toISOString() });
    this.options.onAnswer?.(url, said);
    return said;
  }

  /** No name is known to be nobody's on a machine that can look none up. */
  async #certain({ noHost, state, why, leadsTo }: Answered): Promise<LinkAnswer> {
    const { resolve = systemResolve } = this.options;
    const answer = { state, why, ...(leadsTo === undefined ? {} : { leadsTo }) };
    if (!noHost) return answer;
    this.#online ??= resolve(WITNESS).then(
      () => true,
      () => false,
    );
    return (await this.#online) ? answer : { state: "unchecked", why: "this machine can look no host up" };
  }

  async #ask(url: string): Promise<Answered> {
    await this.#pause(new URL(url).host);
    const left = this.deadline - Date.now();
    if (left <= 0) return { state: "unchecked", why: "there was no time left to ask" };
    const signal = AbortSignal.timeout(Math.min(this.options.perLink ?? 30_000, left));
    const answer = await ask(url, { ...this.asker, signal });
    this.#answered.set(new URL(url).host, Date.now());
    return answer;
  }

  async #pause(host: string): Promise<void> {
    const { pause = 1_000 } = this.options;
    const next = (this.#answered.get(host) ?? 0) + pause - Date.now();
    if (next > 0) await sleep(Math.min(next, Math.max(0, this.deadline - Date.now())));
  }
}
