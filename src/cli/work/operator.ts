import { readFileSync } from "node:fs";
import { OPERATORS } from "../../requirements/robust_controller/operators/index.js";
import { readOperator } from "../../requirements/robust_controller/operators/read.js";
import type { OperatorChoice } from "../../run/operator.js";
import { UsageError } from "./usage.js";

/**
 * The operator that --operator names or describes; undefined when absent.
 * @throws OperatorInvalid, UsageError
 */
export function chosenOperator(given: string | undefined): OperatorChoice | undefined {
  if (given === undefined || OPERATORS.some(({ id }) => id === given)) return given;
  return readOperator(textOf(given), given);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const ids = OPERATORS.map(({ id }) => id).join(", ");
    throw new UsageError(`--operator ${file} cannot be read`, `name a YAML file, or one of ${ids}`, { cause: error });
  }
}
