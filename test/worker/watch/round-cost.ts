/**
 * What the watch costs, as counted in workerd and as docs/watch.md quotes it. An alarm that is set or
 * deleted counts as a row. Almost all looks change nothing.
 */
export const LOOK_COST = {
  alarms: 1,
  providerRequests: 2,
  rowsWritten: 7,
};

/** A whole round, besides its looks: the board, and the heartbeat. */
export const ROUND_COST = {
  alarms: 1,
  rowsWritten: 3,
};
