import { readLocated } from "../../../accelerators/index.js";
import { type Operator, operatorSchema } from "../../../run/operator.js";
import { OPERATORS } from "./index.js";

/** An operator's description that cannot be used. The message has a line for each mistake: FILE:LINE:COLUMN: what is wrong. */
export class OperatorInvalid extends Error {
  override name = "OperatorInvalid";
  readonly code = "OPERATOR_INVALID";
  readonly next = "src/requirements/robust_controller/README.md tells of each field; docs/operator.yaml is an example";
}

/**
 * A user's description of an operator, from YAML.
 * @param file name for error messages
 * @throws OperatorInvalid
 */
export function readOperator(text: string, file: string): Operator {
  const invalid = (message: string) => new OperatorInvalid(message);
  const { value, at } = readLocated(text, file, operatorSchema, invalid);
  const known = OPERATORS.some(({ id }) => id === value.id);
  if (known) throw invalid(at(["id"], `${value.id} is known to karat already; --operator ${value.id} needs no file`));
  return value;
}
