/**
 * What a run costs that takes six hours, the longest there is by default: as counted in workerd, and
 * as docs/worker-limits.md quotes it.
 */
export const SIX_HOURS = {
  alarms: 356,
  providerRequests: 713,
  rowsWritten: 2226,
  kilobytesStored: 46,
};
