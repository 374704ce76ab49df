import type { Row } from '../server/rows.ts';
import type { PagingSettings } from './paging.ts';

/** What is left open by the document, or told in two ways. */
export interface ServerSettings extends PagingSettings {
  /**
   * The document marks `service_id` as required in the list of schedules; the vendor's samples
   * leave it out, and get the schedules of the whole organisation.
   */
  schedulesNeedService: boolean;
  /** The list shows these fields of every schedule, whatever was written. */
  listedScheduleAs: Row;
  /** A gateway takes the `Date` header out of the answers. */
  withoutDate: boolean;
}
