import { run } from "../../command.js";
import { RESERVED_BYTES } from "../devices.js";
import type { DriverConfig } from "../driver-config.js";
import type { Persona } from "../persona.js";
import { readSwitches } from "../switches.js";
import type { Family } from "./exposition.js";
import { familiesOf } from "./families.js";
import { type Holder, Holders } from "./holders.js";
import { measure, type Measured } from "./meter.js";
import { readDevice, type Reading } from "./reading.js";

/** A node's accelerators of one persona, measured again and again. */
export class Fleet {
  readonly #states = new Map<number, { reading: Reading; measured: Measured }>();
  /** By slot, what a device stores when it is empty: its header, and what the file system needs for the file. */
  readonly #empty = new Map<number, number>();
  readonly #holders: Holders;
  #held: Map<number, Holder> | undefined;

  constructor(
    private readonly persona: Persona,
    private readonly config: DriverConfig,
  ) {
    this.#holders = new Holders(config.kubeletRoot);
  }

  /**
   * Measures all, and empties the memory of those that nobody holds any more, as a vendor's kernel driver does when the
   * last process is gone. @throws while the kubelet does not tell who holds them; nothing is emptied then
   */
  async look(): Promise<void> {
    const frozen = readSwitches(this.config.paths.switches).exporterFrozen === true;
    for (const { slot, node } of this.config.slots) {
      const before = this.#states.get(slot);
      if (frozen && before) continue;
      const reading = readDevice(node);
      this.#states.set(slot, { reading, measured: measure(reading, this.#emptyOf(slot), before) });
    }
    this.#held = await this.#holders.list(this.persona, this.config);
    for (const { slot, node } of this.config.slots) {
      if (this.#held.has(slot) || readDevice(node).stored <= this.#emptyOf(slot)) continue;
      await run("blkdiscard", ["--offset", String(RESERVED_BYTES), node.loop]);
      this.#empty.set(slot, readDevice(node).stored);
    }
  }

  #emptyOf(slot: number): number {
    return this.#empty.get(slot) ?? RESERVED_BYTES;
  }

  /** What is published of them now. */
  families(): Family[] {
    const devices = this.config.slots.flatMap(({ slot, identity }) => {
      const measured = this.#states.get(slot)?.measured;
      return measured ? [{ slot, identity, host: this.config.node, measured, holder: this.#held?.get(slot) }] : [];
    });
    return familiesOf(this.persona.id, devices, readSwitches(this.config.paths.switches));
  }

  close(): void {
    this.#holders.close();
  }
}
