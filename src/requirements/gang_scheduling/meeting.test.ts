import { expect, it } from "vitest";
import { Facts } from "../../record/facts.js";
import { allToAll, missed } from "./meeting.js";
import { NONCE, token } from "./testing.js";

const facts = (logs: Record<string, string[]>) =>
  new Facts(
    Object.entries(logs).map(([pod, lines]) => ({
      name: `${pod}.log`,
      kind: "log" as const,
      at: "2026-01-02T03:04:05.000Z",
      data: { pod, text: lines.join("\n") },
    })),
  );
const self = (pod: string) => [`nonce ${NONCE}`, `token ${token(pod)}`];
const heard = (peer: string) => `heard ${peer} ${NONCE} ${peer} ${token(peer)}`;
const both = allToAll(["a", "b"]);

it("finds nothing to complain about where all heard all", () => {
  expect(missed(facts({ a: [...self("a"), heard("b")], b: [heard("a"), ...self("b")] }), NONCE, both)).toEqual([]);
});

it("names who heard nobody", () => {
  const logs = facts({ a: self("a"), b: [...self("b"), heard("a")] });
  expect(missed(logs, NONCE, both)).toEqual(["a did not hear b"]);
});

it("wants the run's own nonce from each", () => {
  const logs = facts({ a: [...self("a"), heard("b")], b: [`nonce of another run`, ...self("b").slice(1), heard("a")] });
  expect(missed(logs, NONCE, both)).toEqual(["b did not print the nonce"]);
});

it("takes no token that is not one", () => {
  const made = (peer: string) => [`nonce ${NONCE}`, "token ", `heard ${peer} ${NONCE} ${peer} undefined`];
  expect(missed(facts({ a: made("b"), b: made("a") }), NONCE, both)).toHaveLength(2);
});

it("sees through one process that speaks for two pods", () => {
  const copied = (peer: string) => [...self("a"), `heard ${peer} ${NONCE} ${peer} ${token("a")}`];
  expect(missed(facts({ a: copied("b"), b: copied("a") }), NONCE, both)).toEqual(["two pods have one token"]);
});

it("cannot tell without a log", () => {
  expect(() => missed(facts({ a: [...self("a"), heard("b")] }), NONCE, both)).toThrow(/b\.log/);
});
