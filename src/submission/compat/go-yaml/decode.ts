import { GoYamlError } from "./error.js";
import type { GoNode } from "./node.js";
import { resolve } from "./resolve.js";

/** What a value is decoded into: Go's `string`, `interface{}`, slices, maps by string, and structs. */
export type Shape = "string" | "any" | { slice: Shape } | { map: Shape } | { struct: Readonly<Record<string, Shape>> };

/** Of Go's `interface{}` only what a validator looks at: text, nothing, or something else. */
export type Decoded = string | null | typeof OTHER | Decoded[] | Map<string, Decoded>;
export const OTHER = Symbol("neither text nor nothing");

/**
 * Decodes as yaml.v3 does (its decode.go): keys that stand twice, wrong types and aliases beyond measure are refused;
 * what no field is there for is not looked at.
 * @throws GoYamlError with all that has a wrong type
 */
export function decode(node: GoNode, shape: Shape): Decoded | undefined {
  const decoder = new Decoder();
  const value = decoder.value(node, shape);
  if (decoder.problems.length > 0) throw new GoYamlError(decoder.problems.join("; "));
  return value;
}

/** State of one decoding. `undefined` is what yaml.v3 calls not good: a field keeps its zero value, a list goes without. */
class Decoder {
  readonly problems: string[] = [];
  private decoded = 0;
  private aliased = 0;
  private depth = 0;
  private readonly open = new Set<GoNode>();

  value(node: GoNode, shape: Shape): Decoded | undefined {
    this.decoded += 1;
    if (this.depth > 0) this.aliased += 1;
    if (this.aliased > 100 && this.decoded > 1_000 && this.aliased / this.decoded > allowedRatio(this.decoded))
      throw new GoYamlError("document contains excessive aliasing");
    if (node.kind === "alias") return this.alias(node, shape);
    if (node.kind === "scalar") return this.scalar(node, shape);
    return node.kind === "sequence" ? this.sequence(node, shape) : this.mapping(node, shape);
  }

  private alias(node: GoNode, shape: Shape): Decoded | undefined {
    if (this.open.has(node) || !node.target) throw new GoYamlError(`anchor '${node.value}' value contains itself`);
    this.open.add(node);
    this.depth += 1;
    const value = this.value(node.target, shape);
    this.depth -= 1;
    this.open.delete(node);
    return value;
  }

  private scalar(node: GoNode, shape: Shape): Decoded | undefined {
    const kind = kindOf(node);
    // Text and structs have no zero that says "nothing".
    if (kind === "!!null") return shape === "string" || isStruct(shape) ? undefined : null;
    const text = kind === "!!binary" ? fromBase64(node.value) : node.value;
    if (shape === "string") return text;
    if (shape !== "any") return this.mismatch(node, kind);
    return NO_TEXT.has(kind) ? OTHER : text;
  }

  private sequence(node: GoNode, shape: Shape): Decoded | undefined {
    const item = shape === "any" ? shape : isSlice(shape) ? shape.slice : undefined;
    if (item === undefined) return this.mismatch(node, "!!seq");
    return node.content.flatMap((each) => {
      const value = this.value(each, item);
      return value === undefined ? [] : [value];
    });
  }

  private mapping(node: GoNode, shape: Shape): Decoded | undefined {
    if (this.repeated(node)) return undefined;
    if (shape === "string" || isSlice(shape)) return this.mismatch(node, "!!map");
    const made = new Map<string, Decoded>();
    this.enter(made, node, shape);
    return made;
  }

  /** Sets what is not set yet; what `<<` brings along comes last, so that it overrides nothing. */
  private enter(made: Map<string, Decoded>, node: GoNode, shape: "any" | Mapped): void {
    let merged: GoNode | undefined;
    for (const [key, value] of pairs(node)) {
      if (isMerge(key)) merged = value;
      else this.entry(made, key, value, shape);
    }
    if (merged) this.merge(made, merged, shape);
  }

  private entry(made: Map<string, Decoded>, key: GoNode, node: GoNode, shape: "any" | Mapped): void {
    const name = this.key(key, shape);
    if (name === undefined || made.has(name)) return;
    const inner = shape === "any" ? shape : isStruct(shape) ? own(shape.struct, name) : shape.map;
    if (inner === undefined) return;
    const value = this.value(node, inner);
    if (value !== undefined) made.set(name, value);
    else if (!isStruct(shape) && kindOf(node.target ?? node) === "!!null") made.set(name, null);
  }

  /** Of an untyped mapping a key may be anything but a collection. */
  private key(node: GoNode, shape: "any" | Mapped): string | undefined {
    const { kind } = node.target ?? node;
    if (shape === "any" && kind !== "scalar") throw new GoYamlError("invalid map key");
    const name = this.value(node, "string");
    return typeof name === "string" ? name : undefined;
  }

  private merge(made: Map<string, Decoded>, node: GoNode, shape: "any" | Mapped): void {
    const parts = node.kind === "sequence" ? node.content : [node];
    for (const part of parts) {
      const mapping = part.target ?? part;
      if (mapping.kind !== "mapping") throw new GoYamlError("map merge requires map or sequence of maps as the value");
      if (this.open.has(part)) throw new GoYamlError(`anchor '${part.value}' value contains itself`);
      this.open.add(part);
      if (!this.repeated(mapping)) this.enter(made, mapping, shape);
      this.open.delete(part);
    }
  }

  private repeated({ content }: GoNode): boolean {
    const seen = new Set<string>();
    const before = this.problems.length;
    for (let at = 0; at < content.length; at += 2) {
      const { kind, value = "", line } = content[at] ?? {};
      const key = `${kind} ${value}`;
      if (seen.has(key)) this.problems.push(`line ${line}: mapping key "${value}" already defined`);
      seen.add(key);
    }
    return this.problems.length > before;
  }

  private mismatch({ line }: GoNode, kind: string): undefined {
    this.problems.push(`line ${line}: cannot unmarshal ${kind}`);
  }
}

type Mapped = Extract<Shape, { map: Shape } | { struct: unknown }>;

const isSlice = (shape: Shape): shape is { slice: Shape } => typeof shape === "object" && "slice" in shape;
const isStruct = (shape: Shape): shape is Extract<Shape, { struct: unknown }> =>
  typeof shape === "object" && "struct" in shape;

/** What becomes a bool, a number or a time. */
const NO_TEXT: ReadonlySet<string> = new Set(["!!bool", "!!int", "!!float", "!!timestamp"]);

function kindOf({ tag, quoted, value }: GoNode): ReturnType<typeof resolve> {
  return quoted && (tag === undefined || tag === "!") ? "!!str" : resolve(tag, value);
}

function isMerge({ kind, tag, value }: GoNode): boolean {
  return kind === "scalar" && value === "<<" && (tag === undefined || tag === "!" || tag === "!!merge");
}

function* pairs({ content }: GoNode): Generator<[key: GoNode, value: GoNode]> {
  for (let at = 0; at + 1 < content.length; at += 2) yield [content[at], content[at + 1]] as [GoNode, GoNode];
}

function own(fields: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fromBase64(text: string): string {
  const plain = text.replace(/[\r\n]/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain))
    throw new GoYamlError("!!binary value contains invalid base64 data");
  return Buffer.from(plain, "base64").toString("utf8");
}

/** Share of all decoding that aliases may cause, less for more. */
function allowedRatio(decoded: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (decoded <= low) return 0.99;
  return decoded >= high ? 0.1 : 0.99 - 0.89 * ((decoded - low) / (high - low));
}
