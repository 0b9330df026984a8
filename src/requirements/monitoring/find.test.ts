import { expect, test } from "vitest";
import { Facts } from "../../record/facts.js";
import { monitoringIn } from "./find.js";

const NONCE = "0123456789abcdef";
const AT = "2026-01-01T00:00:00.000Z";
const endpoint = (service: string) => ({ namespace: "monitoring", service, port: 9090, scheme: "http", prefix: "" });
/** The value of the query that only who evaluates it can know; what `vector(…)` holds for this nonce. */
const RIGHT = String(Buffer.from(NONCE).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7));

function facts(...answers: object[]): Facts {
  const tried = answers.map((_, at) => endpoint(at === 0 ? "prometheus" : `other${at}`));
  const fact = (name: string, data: unknown) => ({ name, kind: "value" as const, at: AT, data });
  return new Facts([
    fact("monitoring", { nonce: NONCE, tried }),
    ...answers.map((answer, at) => fact(`monitoring.${at}`, { path: "/p", at: AT, ...answer })),
  ]);
}

const vector = (value: string) => ({
  status: 200,
  text: JSON.stringify({
    status: "success",
    data: { resultType: "vector", result: [{ metric: {}, value: [1, value] }] },
  }),
});

test("the first that evaluates what it is asked is the platform's", () => {
  expect(monitoringIn(facts({ status: 503, text: "no endpoints" }, vector(RIGHT)))?.service).toBe("other1");
});

test("where there is none of such a name, none is found", () => expect(monitoringIn(facts())).toBeUndefined());

test.each([
  ["garbage", { status: 200, text: "<html>Login</html>" }, /prometheus:9090: the answer is not JSON/],
  ["an answer that always looks the same", vector("1"), /answers what was not asked/],
  ["silence", { error: "no answer within 10 s" }, /gave no answer: no answer within 10 s/],
  ["an error", { status: 502, text: "bad gateway" }, /answered 502: "bad gateway"/],
])("%s is undecidable, with its cause", (_, answer, cause) => expect(() => monitoringIn(facts(answer))).toThrow(cause));
