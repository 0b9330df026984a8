import { z } from "zod";

const text = z.string().min(1);
const labels = z.record(text, z.string()).refine((all) => Object.keys(all).length > 0, "must name a label");

const reference = z.strictObject({ apiVersion: text, kind: text });

/** An object as one would give it to `kubectl apply`. */
const manifest = z
  .looseObject({ apiVersion: text, kind: text, metadata: z.looseObject({ name: text }) })
  .refine(({ metadata }) => metadata["namespace"] === undefined, {
    path: ["metadata", "namespace"],
    message: "must be left out: each check has a namespace of its own",
  });

/**
 * An operator as robust_controller experiments with it: those that karat knows are written in the same form as those
 * that a user describes. src/requirements/robust_controller/README.md tells of each field.
 */
export const operatorSchema = z.strictObject({
  id: text.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens"),
  name: text.optional(),
  crd: text.regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/, "must be the name of a CustomResourceDefinition, PLURAL.GROUP"),
  controller: z.array(z.strictObject({ labels, namespace: text.optional() })).min(1),
  webhooks: z.array(text).min(1),
  hint: text.optional(),
  before: z.array(manifest).default([]),
  valid: manifest,
  invalid: manifest,
  child: reference,
});

export type Operator = z.infer<typeof operatorSchema>;

/** Which operator is put to the test: one that karat knows, by its id, or one that the user described. */
export const operatorChoice = z.union([text, operatorSchema]);

export type OperatorChoice = z.infer<typeof operatorChoice>;
