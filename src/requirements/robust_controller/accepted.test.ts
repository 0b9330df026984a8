import { expect, test } from "vitest";
import { refusalOf } from "./accepted.js";

const refused = (status: number, message: string, reason?: string) => refusalOf({ status, body: { message, reason } });

test("an accepted object", () => expect(refusalOf({ status: 201, body: {} })).toBeUndefined());

// Statuses as API servers sent them: webhooks choose their own code.
test.each([
  [403, 'admission webhook "v.example.com" denied the request: unsupported runtime', "Forbidden"],
  [422, 'admission webhook "v.example.com" denied the request: RayCluster.ray.io "x" is invalid: spec', "Invalid"],
  [400, 'admission webhook "v.example.com" denied the request without explanation', undefined],
])("%d by a webhook", (status, message, reason) => {
  expect(refused(status, message, reason)).toEqual({ by: "webhook", webhook: "v.example.com" });
});

test("a webhook that does not answer", () => {
  const message = 'Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: dial tcp';
  expect(refused(500, message, "InternalError")).toEqual({ by: "unanswered", webhook: "v.example.com" });
});

test("a schema, its CEL rules, unknown fields", () => {
  expect(refused(422, 'TrainJob "x" is invalid: spec.runtimeRef.kind: Unsupported value', "Invalid")).toEqual({
    by: "schema",
  });
  expect(refused(400, 'TrainJob in version "v1alpha1" cannot be handled: strict decoding error', "BadRequest")).toEqual(
    {
      by: "schema",
    },
  );
});

test("an admission policy", () => {
  const message = `trainjobs "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`;
  expect(refused(422, message, "Invalid")).toEqual({ by: "policy" });
});

test("RBAC", () => expect(refused(403, 'trainjobs is forbidden: User "u" cannot create')).toEqual({ by: "access" }));

test("a schema that quotes a webhook is none", () => {
  const message = 'TrainJob "admission webhook "v" denied the request" is invalid';
  expect(refused(422, message, "Invalid")).toEqual({ by: "schema" });
});
