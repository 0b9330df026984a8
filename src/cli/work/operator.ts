import { OPERATORS } from "../../requirements/robust_controller/operators/index.js";
import { readOperator } from "../../requirements/robust_controller/operators/read.js";
import type { OperatorChoice } from "../../run/operator.js";
import { textOf } from "./files.js";

/**
 * The operator that --operator names or describes; undefined when absent.
 * @throws OperatorInvalid, UsageError
 */
export function chosenOperator(given: string | undefined): OperatorChoice | undefined {
  const ids = OPERATORS.map(({ id }) => id);
  if (given === undefined || ids.includes(given)) return given;
  return readOperator(textOf("--operator", given, `name a YAML file, or one of ${ids.join(", ")}`), given);
}
