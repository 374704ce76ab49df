/** A message in Slack, by which it can be edited and answered. */
export interface IncidentMessage {
  readonly channel: string;
  readonly ts: string;
}

/** Remembers the message about an incident in each place where it was told. */
export interface IncidentMessages {
  find(incident: string, place: string): IncidentMessage | null;
  save(incident: string, place: string, message: IncidentMessage): void;
}
