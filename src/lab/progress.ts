/** Hears of each step of a longer work, when it ends. */
export type Progress = (step: string, seconds: number) => void;

export async function timed<T>(progress: Progress, step: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  progress(step, (performance.now() - begin) / 1000);
  return result;
}
