import type { Reading } from "./reading.js";

/** How one accelerator does, as its sensors would tell. */
export interface Measured {
  /** Share of the last interval in which it worked, 0 to 1. */
  utilisation: number;
  /** Bytes. */
  memoryUsed: number;
  /** Degrees Celsius. */
  temperature: number;
  /** Watts. */
  power: number;
  /** Bytes a second over the bus in the last interval, seen from the device, and bytes in all. */
  transmitRate: number;
  receiveRate: number;
  transmitted: number;
  received: number;
}

/** At rest and at full work; how long a change takes to show by two thirds, seconds: a chip's mass, a regulator's filter. */
const TEMPERATURE = { rest: 31, work: 74, lag: 12 };
const POWER = { rest: 72, work: 690, lag: 1.5 };

/**
 * What the sensors show after a reading, given what they showed at the one before.
 * @param empty bytes that the device stores when nothing is in its memory
 */
export function measure(now: Reading, empty: number, before?: { reading: Reading; measured: Measured }): Measured {
  const seconds = before ? (now.at - before.reading.at) / 1000 : 0;
  const per = (grown: number): number => (seconds > 0 ? Math.max(0, grown) / seconds : 0);
  const utilisation = before ? Math.min(1, per(now.busy - before.reading.busy) / 1000) : 0;
  const follow = (last: number | undefined, { rest, work, lag }: typeof POWER): number => {
    const aim = rest + (work - rest) * utilisation;
    return last === undefined ? aim : aim + (last - aim) * Math.exp(-seconds / lag);
  };
  return {
    utilisation,
    memoryUsed: Math.max(0, now.stored - empty),
    temperature: follow(before?.measured.temperature, TEMPERATURE),
    power: follow(before?.measured.power, POWER),
    transmitRate: before ? per(now.sent - before.reading.sent) : 0,
    receiveRate: before ? per(now.received - before.reading.received) : 0,
    transmitted: now.sent,
    received: now.received,
  };
}
