import { z } from "zod";
import { descriptionSchema } from "../accelerators/index.js";
import { PREFIX } from "./names.js";
import { operatorChoice } from "./operator.js";

/** `[https:]NAMESPACE/SERVICE[:PORT][/PREFIX]` */
export const PROMETHEUS = /^(?:(https?):)?([a-z0-9-]+)\/([a-z0-9-]+)(?::([a-z0-9-]+))?(\/[^?#\s]*?)?\/?$/;

/** What the user chose for a run; stands in `run.started`, so that a resumed run goes on with the same. */
export const runOptions = z.object({
  only: z.array(z.string()),
  skip: z.array(z.string()),
  timeoutFactor: z.number().positive(),
  image: z.string().min(1),
  namespacePrefix: z.string().regex(PREFIX),
  /** Accelerators that karat does not know, as the user described them. */
  accelerators: z.array(descriptionSchema).optional(),
  /** The operator for robust_controller, by its id or as the user described it. */
  operator: operatorChoice.optional(),
  /** Service that answers PromQL, as `parseEndpoint` reads it, where karat does not find it. */
  prometheus: z.string().regex(PROMETHEUS, "must be NAMESPACE/SERVICE:PORT").optional(),
  /** Image whose own program keeps a real accelerator busy, and the command to run in its place. */
  loadImage: z.string().min(1).optional(),
  loadCommand: z.string().min(1).optional(),
  /** GatewayClass to be tested, where the platform offers several. */
  gatewayClass: z.string().min(1).optional(),
});

export type RunOptions = z.infer<typeof runOptions>;
