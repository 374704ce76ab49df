/*
 * The readers for all services, as one module that is loaded only where all services are asked for.
 */
export { readOrganisation as readBycloud } from './bycloud/read-organisation.ts';
export { readOrganisation as readMariadbCloud } from './mariadb-cloud/read-organisation.ts';
export { readWorkspace as readSkyvia } from './skyvia/read-workspace.ts';
