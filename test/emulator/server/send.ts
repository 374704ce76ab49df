import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { firstHalf } from './delivery.ts';
import type { Delivery } from './delivery.ts';

/** HTTP allows no body with these. */
const bodilessStatuses = new Set([204, 304]);

/** Writes a delivery to the wire. `now` is the emulator's time for the Date header, epoch ms. */
export function send(response: ServerResponse, delivery: Delivery, now: number): void {
  switch (delivery.how) {
    case 'never':
      return;
    case 'destroyed':
      response.destroy();
      return;
    case 'whole':
      writeHead(response, delivery.answer, now);
      response.end(bodilessStatuses.has(delivery.answer.status) ? undefined : delivery.answer.text);
      return;
    case 'half':
      writeHead(response, delivery.answer, now);
      // The callback runs once the bytes have left, so the client sees them before the break.
      response.write(firstHalf(delivery.answer.text), () => response.destroy());
  }
}

function writeHead(response: ServerResponse, answer: Answer, now: number): void {
  const length = bodilessStatuses.has(answer.status)
    ? {}
    : { 'content-length': String(Buffer.byteLength(answer.text)) };
  const date = new Date(now).toUTCString();
  response.writeHead(answer.status, { date, ...length, ...answer.headers });
}
