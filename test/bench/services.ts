/** The ids of the services that a bench emulator holds, the same in every process. */
export function serviceIds(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `dbbench${String(index + 1).padStart(4, '0')}`,
  );
}
