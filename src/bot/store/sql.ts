/** The little of SQL that the store needs, the same for PostgreSQL in this process and on a server. */
export interface Sql {
  /** Rows of one statement with parameters $1, $2, …; times are Dates. */
  query(text: string, parameters?: readonly Parameter[]): Promise<Row[]>;
}

export type Parameter = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, unknown>>;

export interface Database extends Sql {
  /** All or nothing. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Whether no other process can use it, so that whatever a lease says is of a dead one. */
  exclusive: boolean;
  close(): Promise<void>;
}
