/** A node as yaml.v3 sees it before it decodes (its `Node`). Keys and values of a mapping take turns in `content`. */
export interface GoNode {
  kind: "scalar" | "mapping" | "sequence" | "alias";
  /** Short form of an explicit tag, such as "!!str"; absent where none is given. */
  tag?: string;
  /** A scalar's text, an alias's name, otherwise "". */
  value: string;
  /** Whether a scalar stands in quotes or is a block: such text is never taken for anything else. */
  quoted: boolean;
  content: readonly GoNode[];
  /** What an alias stands for. */
  target?: GoNode;
  /** From 1. */
  line: number;
}
