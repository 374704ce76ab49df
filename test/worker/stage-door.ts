import { createServer, type Server } from 'node:http';
import { readText } from '../emulator/server/received-request.ts';

/** What tests inside workerd may have done in Node: each command is a path, its arguments the body. */
export function openStageDoor(stage: object): Server {
  return createServer((message, response) => {
    const command = (message.url ?? '').slice(1);
    readText(message)
      .then((text) => obey(stage, command, JSON.parse(text)))
      .then((result) => response.end(JSON.stringify(result)))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
}

async function obey(stage: object, name: string, args: unknown[]): Promise<unknown> {
  const command: unknown = Object.hasOwn(stage, name) ? Reflect.get(stage, name) : null;
  if (typeof command !== 'function') throw new Error(`the stage knows no ${name}`);
  const answer: unknown = await Reflect.apply(command, undefined, args);
  return answer ?? null;
}
