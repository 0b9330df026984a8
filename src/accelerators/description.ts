import { z } from "zod";
import { quantities, type Quantity } from "./metrics.js";
import { matches } from "./patterns.js";

const text = z.string().min(1).max(256);
const variable = text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable");
const qualified = text.regex(/^(?:[a-z0-9.-]+\/)?[A-Za-z_][A-Za-z0-9_]*$/, "must be an attribute, DOMAIN/NAME or NAME");

// A description comes with other people's records too. Nothing in it is a regular expression, and a pattern has few
// stars: nobody's judge can be kept busy by it.
const path = text.regex(/^\/[!-~]*$/, "must be an absolute path without spaces");
const few = (shell: string): boolean => shell.split("*").length <= 4 && compiles(shell);
const pattern = path.refine(few, "must be a shell pattern with at most three stars");
const labelPattern = text.refine(few, "must be a shell pattern with at most three stars");

function compiles(shell: string): boolean {
  try {
    matches("", shell);
    return true;
  } catch {
    return false;
  }
}

/** A file in which a value stands: the first word of the line that begins with `after`, or of the first line. */
const inFile = z.strictObject({ path, after: text.optional() });

/** A version in a file's name: what the star at its end stands for. */
const inName = z.strictObject({
  name: pattern.regex(/\/[^/*?[\]]*\*$/, "must end in a star, and have none before it in the name"),
});

const granted = { granted: z.boolean().default(false) };

const series = z.strictObject({
  name: text.regex(/^[A-Za-z_:][A-Za-z0-9_:]*$/, "must be a Prometheus metric name"),
  scale: z.number().positive().optional(),
  counter: z.literal(true).optional(),
  where: z.record(text, labelPattern).optional(),
});

const everyQuantity = Object.fromEntries(
  Object.keys(quantities).map((quantity) => [quantity, z.array(series).min(1).optional()]),
) as Record<Quantity, z.ZodOptional<z.ZodArray<typeof series>>>;

/** What a user writes down about accelerators that karat does not know; README.md beside this tells of each field. */
export const descriptionSchema = z
  .strictObject({
    id: text.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens"),
    name: text.optional(),
    resources: z.array(text.regex(/^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/, "must be DOMAIN/NAME")).default([]),
    dra: z
      .strictObject({
        driver: text,
        deviceClass: text.optional(),
        identity: qualified,
        where: z.strictObject({ attribute: qualified, equals: text }).optional(),
      })
      .optional(),
    files: z.strictObject({ device: z.array(pattern).min(1), control: z.array(pattern).default([]) }),
    identity: inFile.optional(),
    environment: z
      .strictObject({ granted: z.array(variable).default([]), bypass: z.record(variable, text).default({}) })
      .default({ granted: [], bypass: {} }),
    driver: z
      .strictObject({
        attributes: z.array(qualified).default([]),
        labels: z.array(text).default([]),
        files: z.array(z.union([inFile.extend({ ...granted, path: pattern }), inName.extend(granted)])).default([]),
      })
      .default({ attributes: [], labels: [], files: [] }),
    metrics: z
      .strictObject({ device: z.array(text).default([]), series: z.strictObject(everyQuantity).default({}) })
      .default({ device: [], series: {} }),
  })
  .superRefine(({ resources, dra }, context) => {
    if (resources.length > 0 || dra) return;
    context.addIssue({ code: "custom", path: ["resources"], message: "name a resource, or a DRA driver under dra" });
  });

export type Description = z.infer<typeof descriptionSchema>;
