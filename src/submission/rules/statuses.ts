/** What a status may be, as the programme writes it. */
export const STATUSES = ["Implemented", "Not Implemented", "Partially Implemented", "N/A"] as const;
export type Status = (typeof STATUSES)[number];

/** What people write instead, in lower case, without spaces and punctuation. */
const MEANT: Readonly<Record<string, Status>> = {
  implemented: "Implemented",
  notimplemented: "Not Implemented",
  unimplemented: "Not Implemented",
  partiallyimplemented: "Partially Implemented",
  partlyimplemented: "Partially Implemented",
  partial: "Partially Implemented",
  partially: "Partially Implemented",
  na: "N/A",
  notapplicable: "N/A",
};

export function isStatus(value: string): value is Status {
  return (STATUSES as readonly string[]).includes(value);
}

/** The status that was meant, where it can be told. */
export function meantStatus(written: string): Status | undefined {
  const key = written.toLowerCase().replace(/[^a-z]+/g, "");
  return Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
}
